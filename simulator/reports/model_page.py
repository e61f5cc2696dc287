"""The page that describes the model in full: prose of a template, tables of the code itself, so that neither drifts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import IntEnum

    from simulator.engine.ledger import Column, RoleColumn
    from simulator.scenario.schema.shapes import FieldNote

__all__ = ["model_page"]

TEMPLATE: Final = Path(__file__).with_name("model_page.md")
PAGE: Final = Path(__file__).parents[1] / "MODEL.md"
"""Where the page lies in the project."""
_SIGNS: Final = {+1: "+", -1: "−"}


def model_page() -> str:
    """Return the page as Markdown: the template with every `{{table}}` filled in from schema, engine and metrics."""
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, table in _TABLES.items():
        text = text.replace("{{" + name + "}}", table())
    return text


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = ["| " + " | ".join(heads) + " |"]
    lines.append("|" + "---|" * (lines[0].count(" | ") + 1))
    lines += ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _fields() -> str:
    """Every field of a scenario by part, with the baseline's value, what is allowed, and how well it is known."""
    from simulator.scenario.reading.files import load, resolved
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.shapes import describe_fields

    baseline = resolved(load("baseline"))
    parts: dict[str, list[tuple[str, ...]]] = {}
    for note in describe_fields(Scenario):
        if ".opens." in note.path:  # conditions have a table of their own
            continue
        part = note.path.split(".")[0] if "." in note.path else "the scenario itself"
        source = f"{note.grade}: {note.source}" if note.source else note.grade
        row = (f"`{note.path}`", _value(baseline, note), note.allowed, note.meaning, note.prior, source)
        parts.setdefault(part, []).append(row)
    heads = ("field", "baseline", "allowed", "meaning", "prior", "grade and source")
    return "\n\n".join(f"#### {part}\n\n{_table(heads, rows)}" for part, rows in parts.items())


def _value(baseline: Mapping[str, Any], note: FieldNote) -> str:
    """Return what the baseline has at a field, as people write it: a list whole, of named things the first."""
    value: Any = baseline
    for step in note.path.split("."):
        if step != "*":
            value = value.get(step) if isinstance(value, dict) else None
        elif isinstance(value, dict):  # the first of the user's own names
            value = next(iter(value.values()), None)
    values = value if isinstance(value, list) else [value]
    return ", ".join(_shown(one, note.unit) for one in values if one is not None and not isinstance(one, dict))


def _shown(value: Any, unit: str) -> str:
    from simulator.scenario.units import UNITS

    if unit in UNITS and isinstance(value, int | float):
        return str(UNITS[unit].show(value))
    return str(value)


def _events() -> str:
    """Every kind of event, with the sign and the flow by which it changes its customer's ARR."""
    from simulator.engine.events import EventKind

    rows = (
        (
            _called(kind),
            str(int(kind)),
            kind.subject.value,
            kind.other,
            kind.amount.value,
            "" if kind.moves is None else f"{_SIGNS[kind.moves.sign]} {_called(kind.moves)}",
            kind.words,
        )
        for kind in EventKind
    )
    return _table(("event", "number", "subject", "other", "amount", "ARR", "in words"), rows)


def _ledger() -> str:
    """Every column of the ledger, then those that every role has, with the line of the ARR bridge each belongs to."""
    from simulator.engine.ledger import Column, RoleColumn

    heads = ("column", "kind", "unit", "ARR bridge", "meaning")
    columns = _table(heads, ((*_about(one), _line(one), one.meaning) for one in Column))
    by_role = _table((*heads[:3], heads[4]), ((*_about(one), one.meaning) for one in RoleColumn))
    return f"{columns}\n\nFor each role besides:\n\n{by_role}"


def _about(column: Column | RoleColumn) -> tuple[str, str, str]:
    return f"`{column.name.lower()}`", column.kind.value, column.unit.value.replace("_", " ")


def _line(column: Column) -> str:
    return "" if column.line is None else f"{_SIGNS[column.sign]} {column.line.value}"


def _called(member: IntEnum) -> str:
    return member.name.lower().replace("_", " ")


def _decisions() -> str:
    from simulator.numerics.draws import Decision

    return _table(("decision", "number", "key and words"), ((d.name, str(int(d)), d.meaning) for d in Decision))


def _metrics() -> str:
    from simulator.results.metrics import METRICS, READINGS

    rows = (
        (f"`{m.name}`", m.head, m.unit.value.replace("_", " "), READINGS[m.reading], m.meaning, m.school, m.source)
        for m in METRICS.values()
    )
    return _table(("metric", "in tables", "unit", "over a year", "definition", "school", "source"), rows)


def _conditions() -> str:
    from simulator.scenario.schema.organisation import Condition

    rows = ((f"`{name}`", field.description or "") for name, field in Condition.model_fields.items())
    return _table(("condition", "holds when"), rows)


def _scenarios() -> str:
    from simulator.scenario.reading.files import load
    from simulator.scenario.reading.inheritance import shipped

    rows = ((f"`{name}`", load(path).purpose) for name, path in shipped())
    return _table(("scenario", "purpose"), rows)


_TABLES: Final[Mapping[str, Callable[[], str]]] = {
    "fields": _fields,
    "events": _events,
    "ledger": _ledger,
    "decisions": _decisions,
    "metrics": _metrics,
    "conditions": _conditions,
    "scenarios": _scenarios,
}
