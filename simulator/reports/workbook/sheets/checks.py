"""The sheet of checks: each by the largest difference in any month, green where it holds and red where it does not."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.reports.workbook.book import ASSUMPTIONS, BEHAVIOUR, CHECKS
from simulator.reports.workbook.formula import (
    Cell,
    Live,
    added,
    as_live,
    called,
    chosen,
    compared,
    larger,
    size,
    summed,
    text_of,
)
from simulator.reports.workbook.money import PAY, role_names, role_path
from simulator.reports.workbook.sheets.assumption_columns import IN_USE
from simulator.reports.workbook.styles import MUTED, Look
from simulator.reports.workbook.timeline import Row, Span, Table
from simulator.scenario.schema.uncertainty import uncertain_paths

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book, Choice
    from simulator.reports.workbook.sheets.assumptions import Assumption
    from simulator.reports.workbook.sheets.bands import BandRows
    from simulator.reports.workbook.sheets.behaviour import Behaviour


CENT: Final = 0.01
_HEADS: Final = 4
AFTER: Final = 22
"""The row below all checks."""
_HOLDS, _FAILS = "OK", "off"


@dataclass(frozen=True)
class Check:
    """What is checked, how, the largest difference found, and how large it may be."""

    name: str
    how: str
    difference: Live
    at_most: float = CENT


def largest(row: Row) -> Live:
    """Return the largest size of any figure of a row."""
    block = block_of(row)
    numbers = [cell.number for cell in row.cells.values()]
    high = called("MAX", block, value=max(numbers))
    low = called("MIN", block, value=min(numbers))
    return as_live(larger(high, -low))


def block_of(row: Row) -> Cell:
    """Return the cells of a row over all its columns."""
    first, last = (next(iter(row.cells.values())).parts[0], list(row.cells.values())[-1].parts[0])
    assert isinstance(first, Cell)
    assert isinstance(last, Cell)
    return Cell(first.sheet, first.row, first.column, last.row, last.column)


def unless_changed(changed: Live, difference: Live) -> Live:
    """Return a difference from the run, none where inputs were changed: then there must be one."""
    return chosen(compared(changed, ">", 0.0), 0.0, difference)


def changed_in(assumptions: Sequence[Assumption]) -> Live:
    """Return how many inputs in use differ from the run."""
    rows = [one.as_run.parts[0] for one in assumptions]
    cells = [cell for cell in rows if isinstance(cell, Cell)]
    first, last, as_run = min(cell.row for cell in cells), max(cell.row for cell in cells), cells[0].column
    parts = (Cell(ASSUMPTIONS, first, IN_USE, last, IN_USE), "<>", Cell(ASSUMPTIONS, first, as_run, last, as_run))
    return called("SUMPRODUCT", Live(("(", *parts, ")*1"), 0.0), value=0.0)


def write_checks(book: Book, checks: Sequence[Check], changed: Live) -> Live:
    """Write the sheet and return the words of all checks together."""
    sheet = book[CHECKS]
    sheet.widths(40, 74, 18, 14, 10)
    sheet.heads(_HEADS, "Check", "What is held against what", "Largest difference", "At most", "")
    verdicts = []
    for row, check in enumerate(checks, _HEADS + 1):
        sheet.put(row, 0, check.name, Look(bold=True, wrap=True))
        sheet.put(row, 1, check.how, Look(wrap=True))
        found = sheet.put(row, 2, check.difference, Look(kind="ratio"))
        most = sheet.put(row, 3, check.at_most, Look(kind="ratio"))
        verdict = chosen(compared(found, "<=", most), _HOLDS, _FAILS)
        verdicts.append(sheet.put(row, 4, verdict, Look(bold=True, align="center")))
    _colour(sheet.sheet, book, _HEADS + 1, _HEADS + len(checks))
    every = [compared(one, "=", _HOLDS) for one in verdicts]
    hold = called("AND", *every, value=float(all(one.value for one in every)))
    told = chosen(hold, "All checks hold", "A check does not hold: see Checks")
    sheet.head(CHECKS)
    words = sheet.put(1, 0, told, Look(bold=True, size=11.0))
    changed = sheet.put(2, 2, changed, Look(kind="whole", colour=MUTED))
    alike = text_of(changed, " inputs differ from the run: money is worked out anew and differs from it as it should")
    sheet.put(2, 0, chosen(compared(changed, "=", 0.0), "No input differs from the run", alike))
    sheet.paper(one_page=True)
    return words


def _colour(sheet: Any, book: Book, first: int, last: int) -> None:
    for text, ink, fill in ((_HOLDS, "#00602B", "#DDF3E4"), (_FAILS, "#9C0006", "#FFD9D6")):
        look = book.book.add_format({"font_color": ink, "bg_color": fill})
        criteria = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": look}
        sheet.conditional_format(first, 4, last, 4, criteria)


def whole_people(book: Book, behaviour: Behaviour, choice: Choice, first_row: int) -> dict[str, Row]:
    """Write below the sheet of behaviour what holds headcount against what is paid for, and return its rows.

    Who joins or leaves in a month is there for a part of it, so that days paid for may be off the mean of headcounts by
    half of who came and went, and no more.
    """
    table, rows = Table(book[BEHAVIOUR], book.timeline, first_row), {}
    table.heading("Held against each other")
    for role in role_names(behaviour.results):
        keys = (f"of.cost.{role}", f"headcount.{role}", f"joiners.{role}", f"leavers.{role}")
        if all(key in behaviour for key in keys) and not _drawn(behaviour, role):
            days, heads, joiners, leavers = (behaviour[key] for key in keys)
            rows[role] = _beyond(table, f"{days_title(role)}", days, heads, joiners, leavers)
    known = [key for key in behaviour.rows if key.startswith("headcount.")]
    rows["heads"] = table.stock(
        *("People hired role by role", "people", "count"),
        added(behaviour[key].month(0) for key in known),
        lambda month: added(behaviour[key].month(month) for key in known),
    )
    total = rows["heads"]

    def parts(span: Span) -> Live:
        heads = total.at(span)
        whole = called("ROUND", heads, 0.0, value=float(round(heads.number)))
        return chosen(compared(choice.company_number, ">", 1.0), size(heads - whole), 0.0)

    rows["parts"] = table.derived("Parts of a person, where one company is chosen", "people", "ratio", parts)
    return rows


def days_title(role: str) -> str:
    """Return what the row of a role is called."""
    return f"{role}: days paid for, beyond what headcount allows, in people"


def _drawn(behaviour: Behaviour, role: str) -> bool:
    """Tell whether pay was drawn anew in each run: then its mean does not tell of days."""
    paths = {role_path(role, "cost"), PAY}
    return any(paths & set(uncertain_paths(result.scenario)) for result in behaviour.results)


def _beyond(table: Table, title: str, days: Row, heads: Row, joiners: Row, leavers: Row) -> Row:
    month_of_days = 365.0 / MONTHS_PER_YEAR

    def of(month: int) -> Live:
        mean = (heads.month(month - 1) + heads.month(month)) / 2.0
        off = size(days.month(month) / month_of_days - mean) - (joiners.month(month) + leavers.month(month)) / 2.0
        return as_live(larger(0.0, off))

    return table.flow(title, "people", "ratio", of)


def in_order(book: Book, bands: Mapping[str, BandRows], row: int) -> Live:
    """Write for each metric how many of its figures are out of the order of percentiles; return how many are in all."""
    sheet = book[CHECKS]
    sheet.put(row, 0, "Figures out of the order of percentiles, by metric", Look(bold=True))
    counts = []
    for place, one in enumerate(bands.values(), row + 1):
        parts: list[str | Cell] = []
        value = 0.0
        for lower, higher in itertools.pairwise((one.p5, one.p25, one.median, one.p75, one.p95)):
            parts += [*(["+"] if parts else []), "(", block_of(lower), ">", block_of(higher), ")"]
            value += sum(float(compared(cell, ">", higher.cells[at]).value) for at, cell in lower.cells.items())
        wrong = called("SUMPRODUCT", Live(tuple(parts), 0.0), value=value)
        sheet.put(place, 0, one.title, Look(colour=MUTED, indent=1))
        counts.append(sheet.put(place, 2, wrong, Look(kind="whole", colour=MUTED)))
    return summed(counts)


def checks_of(
    bridge: Mapping[str, Row],
    pnl: Mapping[str, Row],
    cash: Mapping[str, Row],
    balance: Mapping[str, Row],
    people: Mapping[str, Row],
    changed: Live,
    not_allowed: Live,
    out_of_order: Live,
) -> list[Check]:
    """Return the checks of all statements."""
    roles = [row for name, row in people.items() if name not in ("heads", "parts")]
    found = [
        Check(
            "ARR bridge", "Opening ARR and all that changed it, against the run's ARR", largest(bridge["difference"])
        ),
        Check("Profit and loss", "Revenue less every line, against the result by its sums", largest(pnl["difference"])),
        Check(
            *("Profit and loss, as run", "The result here, against the run's, as long as no input is changed"),
            unless_changed(changed, largest(pnl["from_run"])),
        ),
        Check(
            *("Cash flow", "From the result down, against what customers paid less what was spent"),
            largest(cash["difference"]),
        ),
        Check(
            *("Cash, as run", "Cash here, against the run's, as long as no input is changed"),
            unless_changed(changed, largest(cash["from_run"])),
        ),
        Check(
            "Balance",
            "What the company has, against what it owes and what is its owners'",
            largest(balance["difference"]),
        ),
    ]
    if roles:
        beyond = [largest(row) for row in roles]
        most = called("MAX", *beyond, value=max(one.number for one in beyond))
        how = "Days paid for by role, against headcount at both ends of the month, less half of who came and went"
        found.append(Check("Headcount times cost", how, most, 1e-6))
    found += [
        Check("Whole people", "Headcount of one company, against whole numbers", largest(people["parts"]), 1e-9),
        Check("Order of percentiles", "P5, P25, median, P75 and P95 of every metric, in this order", out_of_order, 0.0),
        Check("Inputs within bounds", "Every input in use, against what it may be", not_allowed, 0.0),
    ]
    if "programmes" in pnl:
        above = called(
            "MAX", block_of(pnl["programmes"]), value=max(c.number for c in pnl["programmes"].cells.values())
        )
        how = "What sellers cost, against all that is planned for sales and marketing; beyond it only a run can tell"
        found.append(Check("Sellers within the plan", how, as_live(larger(0.0, above))))
    return found
