"""What the figures stand on: which values are the company's own, and how well every one is known, and whence."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from simulator.decisions.changing import shape_at, value_at
from simulator.decisions.differing import ABSENT, written
from simulator.decisions.leaves import leaves
from simulator.reports.assumed_words import moves_words
from simulator.reports.known_words import GRADES, known_of
from simulator.reports.own_values import own_values
from simulator.reports.page.markup import Markup, tag
from simulator.reports.page.panels import sheet
from simulator.reports.page.tables import PageTable, scrolling
from simulator.reports.words import plural
from simulator.scenario.assumed.assumptions import MOST_SHOWN
from simulator.scenario.assumed.assumptions import assumptions as assumed_in
from simulator.scenario.assumed.said import Said
from simulator.scenario.schema.words import path_words

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario


_LABELS: Final = ("name", "purpose")
_LONGEST: Final = 80
_LONGEST_OWN: Final = 240


def assumptions(scenario: Scenario, key: str, name: str = "", every: bool = True) -> Markup:
    """Return the section of one scenario; a `name` tells it from others on the page.

    With `every` value of it is told, not only what is the company's own.
    """
    own = own_values(scenario, _LONGEST_OWN)
    heading = own_words(len(own))
    parts: list[str] = []
    if own:
        rows = tuple((one.name, one.own, one.laws, one.path) for one in own)
        heads = ("Assumption", "The company's own", "The laws", "In the file")
        parts.append(PageTable("What is the company's own", heads, rows).markup(name))
    parts += [_moving(scenario, {one.path for one in own}, name)]
    parts += [_every(scenario, {one.path for one in own}, name)] if every else []
    return sheet(key, f"Assumptions{name and f' · {name}'}", heading, *parts)


def own_words(count: int) -> str:
    """Return the finding: how many values are the company's own."""
    told = plural(count, "value is", "values are")
    return f"{told} the company's own; every other is assumed, as the laws of the model have it"


def _moving(scenario: Scenario, own: set[str], name: str) -> Markup:
    """Return the table of the assumed values that move the answer most, each by how much it may be off by it."""
    found = assumed_in(scenario, Said(frozenset(own), {}))[:MOST_SHOWN]
    rows = tuple(
        (path_words(one.path), one.value, moves_words(one), GRADES.get(one.grade, ""), one.path) for one in found
    )
    heads = ("Assumption", "Assumed", "Answer off by", "Known", "In the file")
    return PageTable("What is assumed and moves the answer most", heads, rows).markup(name)


def _every(scenario: Scenario, own: set[str], name: str) -> Markup:
    """Return the table of all values by part, closed until it is asked for."""
    known = [(path, value) for path, value in leaves(scenario) if value is not None and path not in _LABELS]
    rows = [(path, *_about(scenario, path, value, own)) for path, value in known]
    parts = [
        tag("thead", tag("tr", *(tag("th", one, scope="col") for one in ("Assumption", "Value", "Known", "Source"))))
    ]
    for part, inside in groupby(rows, key=lambda row: row[0].partition(".")[0]):
        head = tag("tr", tag("th", part.replace("_", " "), colspan=4, scope="rowgroup"))
        lines = [tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in inside]
        parts.append(tag("tbody", head, *lines))
    caption = "Every value, how well it is known, and where from"
    table = scrolling(
        tag("table", tag("caption", caption), *parts, class_="wordy"), f"{caption}{name and f' · {name}'}"
    )
    return tag("details", tag("summary", f"All {len(rows):,} values, with their sources"), table)


def _about(scenario: Scenario, path: str, value: Any, own: set[str]) -> tuple[str, str, str]:
    found = value_at(scenario, path)
    told = written(found, shape_at(path)) if found is not None else str(value)
    known = known_of(path, own)
    return _short("none" if told == ABSENT else told), known.words, known.source


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
