"""The sheet of the balance: what the company has and owes, and what is left for its owners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from simulator.reports.workbook.book import BALANCE
from simulator.reports.workbook.formula import size
from simulator.reports.workbook.timeline import Row, Table

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book
    from simulator.reports.workbook.formula import Live
    from simulator.reports.workbook.sheets.behaviour import Behaviour


_HEADS: Final = 3


def write_balance(book: Book, behaviour: Behaviour, pnl: Mapping[str, Row], cash: Mapping[str, Row]) -> dict[str, Row]:
    """Write the sheet and return its rows by name: `assets`, `owed`, `equity`, `difference` …

    Only what the model knows of is in it: no fixed assets, no debt, no tax.
    """
    sheet, time = book[BALANCE], book.timeline
    sheet.head(BALANCE, "What the model knows of: cash, receivables, deferred revenue; no fixed assets, debt or tax")
    time.heads(sheet, _HEADS)
    sheet.freeze(_HEADS + 1, 3)
    time.paper(sheet, _HEADS)
    table, rows = Table(sheet, time, _HEADS + 1), {}
    table.heading("What the company has")
    rows["cash"] = _linked(table, "Cash", cash["cash"])
    rows["receivables"] = _linked(table, "Receivables", behaviour["receivables"])
    rows["assets"] = _sum(table, rows, "In all", "cash", "receivables")
    table.heading("What it owes, and what is its owners'")
    rows["deferred"] = _linked(table, "Deferred revenue: paid for and not yet delivered", behaviour["deferred_revenue"])
    first = rows["assets"].month(0) - rows["deferred"].month(0)
    rows["opening"] = table.stock(
        "Owners' part on the first day", "$", "money", first, lambda month: table.so_far(month - 1)
    )
    rows["paid_in"] = _so_far(table, "Paid in since by investors", cash["funding"])
    rows["retained"] = _so_far(table, "Results since", pnl["operating_result"])
    rows["owed"] = _sum(table, rows, "In all", "deferred", "opening", "paid_in", "retained")
    rows["difference"] = table.derived(
        "The two sides, apart", "$", "cents", lambda span: size(rows["assets"].at(span) - rows["owed"].at(span))
    )
    return rows


def _linked(table: Table, title: str, of: Row) -> Row:
    return table.stock(title, "$", "money", of.month(0), of.month, indent=1)


def _so_far(table: Table, title: str, flow: Row) -> Row:
    return table.stock(title, "$", "money", 0.0, lambda month: table.so_far(month - 1) + flow.month(month), indent=1)


def _sum(table: Table, rows: Mapping[str, Row], title: str, *names: str) -> Row:
    def of(month: int) -> Live:
        total = rows[names[0]].month(month)
        for name in names[1:]:
            total = total + rows[name].month(month)
        return total

    return table.stock(title, "$", "money", of(0), of, bold=True, above=True)
