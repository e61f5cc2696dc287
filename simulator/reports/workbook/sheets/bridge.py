"""The sheet of the ARR bridge: from opening to closing ARR, and the retention that goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import BridgeLine
from simulator.reports.workbook.behaviour import BRIDGE
from simulator.reports.workbook.book import BRIDGE as SHEET
from simulator.reports.workbook.formula import Live, as_live, ratio, size
from simulator.reports.workbook.sheets.value import write_value
from simulator.reports.workbook.timeline import Row, Span, Table

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book, Choice
    from simulator.reports.workbook.sheets.behaviour import Behaviour

_HEADS: Final = 3


def write_bridge(book: Book, behaviour: Behaviour, choice: Choice, inputs: Mapping[str, Live]) -> dict[str, Row]:
    """Write the sheet and return its rows by name: `opening`, the lines' metrics, `closing`, `difference`, `nrr` …"""
    sheet, line = book[SHEET], book.timeline
    sheet.head(SHEET, "From opening to closing ARR; quarters and years are sums of their months")
    line.heads(sheet, _HEADS)
    sheet.freeze(_HEADS + 1, 3)
    line.paper(sheet, _HEADS)
    table, arr = Table(sheet, line, _HEADS + 1), behaviour["arr"]
    rows = {"opening": table.derived("Opening ARR", "$", "money", arr.before, bold=True)}
    for one in BridgeLine:
        rows[BRIDGE[one]] = _line(table, one, behaviour[BRIDGE[one]])
    names = [BRIDGE[one] for one in BridgeLine]

    def closing(span: Span) -> Live:
        total = rows["opening"].at(span)
        for name in names:
            total = total + rows[name].at(span)
        return total

    rows["closing"] = table.derived("Closing ARR", "$", "money", closing, bold=True, above=True)
    rows["difference"] = table.derived(
        "Closing ARR here and in the run, apart",
        "$",
        "cents",
        lambda span: size(rows["closing"].at(span) - arr.at(span)),
    )
    _ratios(table, rows, behaviour)
    write_value(table, rows, behaviour, choice, inputs)
    return rows


def _line(table: Table, one: BridgeLine, found: Row) -> Row:
    if one.sign > 0:
        return table.flow(one.value, "$", "money", found.month, indent=1)
    return table.flow(one.value, "$", "money", lambda month: -found.month(month), indent=1)


def _ratios(table: Table, rows: dict[str, Row], behaviour: Behaviour) -> None:
    """Write growth, the quick ratio, and retention as the ARR now of a cohort over its ARR of then."""
    arr = behaviour["arr"]
    table.heading("Ratios: of means where the mean is chosen, of one company where a company is")
    rows["net_new"] = table.derived(
        "Net new ARR", "$", "money", lambda span: rows["closing"].at(span) - rows["opening"].at(span)
    )
    gains, losses = ([BRIDGE[one] for one in BridgeLine if one.sign == sign] for sign in (1, -1))
    rows["quick_ratio"] = table.derived(
        *("Quick ratio (gained over lost)", "times", "ratio"),
        lambda span: ratio(_sum(rows, gains, span), -_sum(rows, losses, span)),
    )

    year = MONTHS_PER_YEAR

    def retained(name: str, title: str, now: Row) -> None:
        rows[name] = table.derived(
            title,
            "share",
            "share",
            lambda span: (
                as_live("") if span.period.last < year else ratio(now.at(span), arr.month(span.period.last - year))
            ),
        )

    rows["growth"] = table.derived(
        *("ARR growth over 12 months", "share", "share"),
        lambda span: (
            as_live("")
            if span.period.last < year
            else ratio(arr.at(span) - arr.month(span.period.last - year), arr.month(span.period.last - year))
        ),
    )
    retained("nrr", "NRR (customers of a year ago, now over then)", behaviour["nrr.now"])
    retained("grr", "GRR (the same, each at no more than then)", behaviour["grr.now"])
    rows["to_plan"] = table.derived(
        "ARR over plan", "share", "share", lambda span: ratio(arr.at(span), behaviour["arr.plan"].at(span))
    )


def _sum(rows: dict[str, Row], names: list[str], span: Span) -> Live:
    total = rows[names[0]].at(span)
    for name in names[1:]:
        total = total + rows[name].at(span)
    return total
