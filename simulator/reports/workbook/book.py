"""What all sheets of a workbook share: its styles, its cases and months, the cells by which one case is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simulator.reports.workbook.sheet import Sheet

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from simulator.reports.workbook.cases import Cases
    from simulator.reports.workbook.formula import Live
    from simulator.reports.workbook.styles import Styles
    from simulator.reports.workbook.timeline import Timeline


READ_ME: Final = "Read me"
SUMMARY: Final = "Summary"
ASSUMPTIONS: Final = "Assumptions"
BRIDGE: Final = "ARR bridge"
PNL: Final = "P&L"
BALANCE: Final = "Balance sheet"
CASH: Final = "Cash flow"
HEADCOUNT: Final = "Headcount"
RETENTION: Final = "Retention"
BANDS: Final = "Bands"
ACTUALS: Final = "Actuals"
CHECKS: Final = "Checks"
CHARTS: Final = "Charts"
NEEDS_RUN: Final = "What needs a run"
BEHAVIOUR: Final = "Behaviour"
DATA: Final = "Data"
SHEETS: Final = (
    *(READ_ME, SUMMARY, ASSUMPTIONS, BRIDGE, PNL, BALANCE, CASH, HEADCOUNT, RETENTION, BANDS, ACTUALS, CHARTS),
    *(CHECKS, NEEDS_RUN, BEHAVIOUR, DATA),
)
"""All sheets, as their tabs stand."""


@dataclass(frozen=True)
class Choice:
    """The cells in which a scenario and a company are chosen, and the numbers that follow, counted from 1.

    `case` is the number of the case among all, by which everything that stands as values is looked up.
    """

    scenario: Live
    company: Live
    scenario_number: Live
    company_number: Live
    case: Live


@dataclass(frozen=True)
class Book:
    """A workbook being written."""

    book: Workbook
    styles: Styles
    cases: Cases
    timeline: Timeline
    sheets: dict[str, Sheet]

    @classmethod
    def of(cls, book: Workbook, styles: Styles, cases: Cases, timeline: Timeline) -> Book:
        """Begin a workbook with all its sheets, still empty."""
        kind = _kind_of_sheet()
        sheets = {name: Sheet(name, book.add_worksheet(name, worksheet_class=kind), styles) for name in SHEETS}
        return cls(book, styles, cases, timeline, sheets)

    def __getitem__(self, name: str) -> Sheet:
        return self.sheets[name]


def _kind_of_sheet() -> Any:
    """Return a sheet that takes formulas as they are.

    The library's own looks in each for the names of some two hundred functions younger than those that `Live` may call,
    within texts in quotes too: that would take half of all the time, and change a name that reads like one of them.
    """
    from xlsxwriter.worksheet import Worksheet

    class Plain(Worksheet):  # type: ignore[misc]
        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            return formula.removeprefix("=")

    return Plain
