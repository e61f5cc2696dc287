"""The sheet of the summary: the finding, the choice of scenario and company, the fiscal years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.reports.workbook.book import SUMMARY
from simulator.reports.workbook.choice import LISTS
from simulator.reports.workbook.formula import Cell, Live, called, chosen, compared, ratio, size, text_of
from simulator.reports.workbook.sheet import HEAD
from simulator.reports.workbook.styles import MUTED, Look
from simulator.results.metrics import find
from simulator.results.protocols import SingleRuns

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book, Choice
    from simulator.reports.workbook.styles import Kind
    from simulator.reports.workbook.timeline import Row, Span
    from simulator.results.protocols import Summarised

_HEADS, _UNIT, _FIRST = 8, 1, 2
_MILLION: Final = 1e6


def write_summary(
    book: Book,
    choice: Choice,
    bridge: Mapping[str, Row],
    pnl: Mapping[str, Row],
    cash: Mapping[str, Row],
    people: Mapping[str, Row],
    arr_plan: Row,
    checked: Live,
) -> str:
    """Write the sheet and return its finding; `checked` are the words of all checks."""
    sheet, line = book[SUMMARY], book.timeline
    years = [span for span in line.spans if span.kind == "year"]
    sheet.widths(46, 26, *([16] * len(years)))
    sheet.put(6, 0, "Checks", Look(bold=True))
    sheet.put(6, 1, checked, Look(bold=True))
    sheet.heads(_HEADS, "Fiscal years", "")
    for place, year in enumerate(years):
        sheet.put(_HEADS, _FIRST + place, year.period.label, HEAD.with_(align="right"))
    row = _HEADS + 1
    for heading, rows in _parts(bridge, pnl, cash, people, arr_plan):
        sheet.put(row + 1, 0, heading, Look(bold=True, size=11.0))
        row += 2
        for title, unit, kind, found in rows:
            sheet.put(row, 0, title, Look(indent=1))
            sheet.put(row, _UNIT, unit, Look(colour=MUTED))
            for place, year in enumerate(years):
                sheet.put(row, _FIRST + place, found.at(year), Look(kind=kind, align="right"))
            row += 1
    row = _burn(book, row, years, bridge, cash)
    odds = _odds(book, choice, row + 1, years)
    finding = _finding(book, choice, bridge, cash, arr_plan, odds, years[-1])
    sheet.head(SUMMARY, finding)
    sheet.freeze(_HEADS + 1, 1)
    sheet.paper(one_page=True)
    return str(finding.value)


def _parts(
    bridge: Mapping[str, Row], pnl: Mapping[str, Row], cash: Mapping[str, Row], people: Mapping[str, Row], plan: Row
) -> tuple[tuple[str, list[tuple[str, str, Kind, Row]]], ...]:
    growth: list[tuple[str, str, Kind, Row]] = [
        ("ARR at the end", "$", "money", bridge["closing"]),
        ("Planned", "$", "money", plan),
        ("ARR growth over 12 months", "share", "share", bridge["growth"]),
        ("Net new ARR", "$", "money", bridge["net_new"]),
        ("NRR, cohort now over then", "share", "share", bridge["nrr"]),
        ("GRR, cohort now over then", "share", "share", bridge["grr"]),
        ("Quick ratio, of the year's sums", "times", "ratio", bridge["quick_ratio"]),
        ("Enterprise value", "$", "money", bridge["value"]),
    ]
    result: list[tuple[str, str, Kind, Row]] = [("Revenue", "$", "money", pnl["revenue"])]
    for key, title in (
        ("gross_profit.share", "Gross margin"),
        ("customer_success.share", "Customer success, of revenue"),
        ("sales_marketing.share", "Sales and marketing, of revenue"),
        ("rnd_and_admin.share", "R&D and administration, of revenue"),
    ):
        result += [(title, "share", "share", pnl[key])] if key in pnl else []
    result += [
        ("Operating result", "$", "money", pnl["operating_result"]),
        ("Operating margin", "share", "share", pnl["operating_result.share"]),
    ]
    money: list[tuple[str, str, Kind, Row]] = [
        ("Cash flow before funding", "$", "money", cash["flow"]),
        ("Funding", "$", "money", cash["funding"]),
        ("Cash at the end", "$", "money", cash["cash"]),
        ("Lowest cash so far, of the case chosen", "$", "money", cash["low"]),
        ("Runway", "months", "count", cash["runway"]),
    ]
    heads: list[tuple[str, str, Kind, Row]] = [("People hired role by role", "people", "count", people["heads"])]
    return ("Growth", growth), ("Result", result), ("People", heads), ("Cash", money)


def _burn(book: Book, row: int, years: list[Span], bridge: Mapping[str, Row], cash: Mapping[str, Row]) -> int:
    """Write the burn multiple and return the next row."""
    sheet = book[SUMMARY]
    sheet.put(row, 0, "Burn multiple: cash burned for each dollar of net new ARR", Look(indent=1))
    sheet.put(row, _UNIT, "times", Look(colour=MUTED))
    for place, year in enumerate(years):
        flow = cash["flow"].at(year)
        burned = chosen(compared(flow, "<", 0.0), ratio(-flow, bridge["net_new"].at(year)), "no burn")
        sheet.put(row, _FIRST + place, burned, Look(kind="ratio", align="right"))
    return row + 1


def _odds(book: Book, choice: Choice, row: int, years: list[Span]) -> Live:
    """Write what all runs of the chosen scenario say together: values, which no cell can work out.

    Returns the cell that has in how many of them cash falls below zero by the horizon.
    """
    sheet = book[SUMMARY]
    sheet.put(row, 0, "Odds over all runs of the scenario (values of the run)", Look(bold=True, size=11.0))
    away = LISTS + 4  # after the lists of what can be chosen, out of sight as they are
    for place, (title, of) in enumerate((("ARR meets its plan", _met), ("Cash has been below zero", _short)), 1):
        sheet.put(row + place, 0, title, Look(indent=1))
        sheet.put(row + place, _UNIT, "share of runs", Look(colour=MUTED))
        for column, year in enumerate(years):
            known = [of(result, year.period.last) for result in book.cases.results]
            told = ["n/a" if np.isnan(value) else value for value in known]
            first = away + column * len(known)
            for number, value in enumerate(told):
                sheet.put(row + place, first + number, value, Look(kind="share", colour=MUTED))
            block = Cell(SUMMARY, row + place, first, row + place, first + len(known) - 1)
            picked = called("INDEX", block, choice.scenario_number, value=told[0])
            cell = sheet.put(row + place, _FIRST + column, picked, Look(kind="share", align="right"))
    sheet.sheet.set_column(away, away + len(years) * len(book.cases.results), None, None, {"hidden": True})
    return cell


def _met(result: Summarised, month: int) -> float:
    if not isinstance(result, SingleRuns):
        return float("nan")
    return float(np.mean(result["arr"][:, month] >= result["arr.plan"][:, month]))


def _short(result: Summarised, month: int) -> float:
    return float(result.bands(find("cash.below_zero", result.metrics).name).mean[month])


def _finding(
    book: Book, choice: Choice, bridge: Mapping[str, Row], cash: Mapping[str, Row], plan: Row, odds: Live, last: Span
) -> Live:
    """Return the finding in words that follow the cells; `odds` are those of cash below zero by the horizon.

    The lowest cash of the average is above the average of the lowest, so that the odds stand beside it.
    """
    of_mean = compared(choice.company_number, "=", 1.0)
    short = called("ROUND", 100.0 * odds, 0.0, value=float(round(100.0 * odds.number)))
    return text_of(
        *(choice.scenario, ", ", choice.company, ": ARR of ", _millions(bridge["closing"].at(last)), " in "),
        *(book.timeline.labels[-1], ", planned ", _millions(plan.at(last)), "; "),
        *(
            chosen(of_mean, "the average of cash is ", "cash is "),
            _millions(cash["low"].at(last)),
            " at its lowest and ",
        ),
        *(_millions(cash["cash"].at(last)), " at the end; cash falls below zero in ", short, "% of runs."),
    )


def _millions(of: Live) -> Live:
    inner = size(of) / _MILLION
    shown = called("ROUND", inner, 1.0, value=round(inner.number, 1))
    return text_of(chosen(compared(of, "<", 0.0), "\u2212$", "$"), shown, "M")
