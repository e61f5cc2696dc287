"""The whole workbook: its sheets, each written once what it stands on has been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from simulator.reports.asked import asked_of
from simulator.reports.workbook.behaviour import behaviour
from simulator.reports.workbook.book import READ_ME, Book
from simulator.reports.workbook.choice import write_choice
from simulator.reports.workbook.money import lines_of
from simulator.reports.workbook.rounds import rounds_of
from simulator.reports.workbook.sheets.actuals import write_actuals
from simulator.reports.workbook.sheets.assumptions import live_words, write_assumptions
from simulator.reports.workbook.sheets.balance import write_balance
from simulator.reports.workbook.sheets.bands import write_bands
from simulator.reports.workbook.sheets.behaviour import write_behaviour
from simulator.reports.workbook.sheets.bridge import write_bridge
from simulator.reports.workbook.sheets.cash import write_cash
from simulator.reports.workbook.sheets.charts import write_charts
from simulator.reports.workbook.sheets.checks import AFTER, changed_in, checks_of, in_order, whole_people, write_checks
from simulator.reports.workbook.sheets.headcount import write_headcount
from simulator.reports.workbook.sheets.needs_run import write_needs_run
from simulator.reports.workbook.sheets.pnl import write_pnl
from simulator.reports.workbook.sheets.read_me import write_read_me
from simulator.reports.workbook.sheets.retention import write_retention
from simulator.reports.workbook.sheets.summary import write_summary
from simulator.reports.workbook.styles import Styles
from simulator.reports.workbook.timeline import Timeline

if TYPE_CHECKING:
    from simulator.reports.workbook.cases import Cases

__all__ = ["Made", "workbook_of"]

_MADE: Final = datetime(2000, 1, 1)
"""When every workbook was made, as its file has it: the same results give the same bytes."""


@dataclass(frozen=True)
class Made:
    """A workbook: its bytes, the finding on its summary, and what is to be said of it."""

    file: bytes
    finding: str
    notices: tuple[str, ...]


def workbook_of(cases: Cases) -> Made:
    """Return the workbook of some `cases`."""
    import xlsxwriter

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": cases.sides[0].name[:250], "author": "t2d3", "created": _MADE})
        book.set_calc_mode("auto")
        finding, notices = _write(book, cases)
    return Made(file.getvalue(), finding, notices)


def _write(workbook: Any, cases: Cases) -> tuple[str, tuple[str, ...]]:
    """Write all sheets and return the finding and the notices."""
    first = cases.first
    book = Book.of(workbook, Styles(workbook), cases, Timeline.of(first.scenario, first.labels))
    choice = write_choice(book)
    rounds = [rounds_of(result).unknown for result in cases.results]
    assumed = write_assumptions(book, choice, rounds)
    lines = lines_of(cases.results)
    found, terms, row = write_behaviour(book, choice, behaviour(cases), assumed.inputs)
    bridge = write_bridge(book, found, choice, assumed.inputs)
    pnl = write_pnl(book, found, terms, lines)
    cash = write_cash(book, found, assumed.inputs, pnl)
    balance = write_balance(book, found, pnl, cash)
    people = whole_people(book, found, choice, row)
    bands = write_bands(book, choice)
    actual = write_actuals(book, choice, bands)
    write_headcount(book, choice, bands)
    write_retention(book, choice)
    write_charts(book, choice, bands, {**bridge, **pnl}, actual)
    write_needs_run(book, choice, assumed, [asked_of(result) for result in cases.results])
    write_read_me(book, assumed)
    changed = changed_in(assumed.rows)
    order = in_order(book, bands, AFTER)
    checks = checks_of(bridge, pnl, cash, balance, people, changed, assumed.not_allowed, order)
    checked = write_checks(book, checks, changed)
    finding = write_summary(book, choice, bridge, pnl, cash, people, found["arr.plan"], checked)
    book[READ_ME].sheet.activate()
    names = (side.name for side in cases.sides)
    live = (live_words(inputs, name) for inputs, name in zip(assumed.of_scenarios, names, strict=True))
    return finding, tuple(f"{words}." for words in live)
