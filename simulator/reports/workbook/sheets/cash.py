"""The sheet of the cash flow: from the operating result to cash, what rounds bring, and how long it lasts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from simulator.reports.workbook.book import CASH
from simulator.reports.workbook.formula import Cell, Live, added, called, compared, size
from simulator.reports.workbook.money import OPENING_CASH
from simulator.reports.workbook.timeline import Row, Span, Table

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book
    from simulator.reports.workbook.sheets.behaviour import Behaviour


_HEADS: Final = 3
_ROUND: Final = "round."


def write_cash(book: Book, behaviour: Behaviour, inputs: Mapping[str, Live], pnl: Mapping[str, Row]) -> dict[str, Row]:
    """Write the sheet and return its rows by name: `flow`, `funding`, `cash`, `low`, `runway`, two of checks."""
    sheet, time = book[CASH], book.timeline
    sheet.head(CASH, "From the operating result to cash: customers pay ahead, so that cash leads revenue")
    time.heads(sheet, _HEADS)
    sheet.freeze(_HEADS + 1, 3)
    time.paper(sheet, _HEADS)
    table, rows = Table(sheet, time, _HEADS + 1), {}
    result, deferred, owed = pnl["operating_result"], behaviour["deferred_revenue"], behaviour["receivables"]
    rows["result"] = table.derived("Operating result", "$", "money", result.at)
    rows["deferred"] = table.flow(
        "Increase in deferred revenue", "$", "money", lambda month: deferred.month(month) - deferred.month(month - 1)
    )
    rows["owed"] = table.flow(
        "Decrease in receivables", "$", "money", lambda month: owed.month(month - 1) - owed.month(month)
    )
    parts = ("result", "deferred", "owed")
    rows["flow"] = table.derived(
        *("Cash flow before funding", "$", "money"),
        lambda span: added(rows[name].at(span) for name in parts),
        bold=True,
        above=True,
    )
    _funding(table, rows, behaviour, inputs)
    table.heading("Cash")
    opening = inputs[OPENING_CASH]
    rows["cash"] = table.stock(
        *("Cash at the end", "$", "money"),
        opening,
        lambda month: table.so_far(month - 1) + rows["flow"].month(month) + rows["funding"].month(month),
        bold=True,
    )
    _outlook(table, rows, book)
    _checks(table, rows, behaviour, pnl)
    return rows


def _funding(table: Table, rows: dict[str, Row], behaviour: Behaviour, inputs: Mapping[str, Live]) -> None:
    """Write what each round brings: its amount times the share of runs in which it came in the month."""
    table.heading("Funding")
    names = [key.removeprefix(_ROUND) for key in behaviour.rows if key.startswith(_ROUND)]

    def brings(name: str) -> Row:
        came, amount = behaviour[f"{_ROUND}{name}"], inputs[f"money.rounds.{name}.amount"]
        return table.flow(f"Round {name}", "$", "money", lambda month: came.month(month) * amount, indent=1)

    for name in names:
        rows[f"{_ROUND}{name}"] = brings(name)
    keys = [f"{_ROUND}{name}" for name in names]
    if "funding.rest" in behaviour:
        rows["funding.rest"] = table.flow("Rounds", "$", "money", behaviour["funding.rest"].month, indent=1)
        keys.append("funding.rest")
    rows["funding"] = table.derived(
        "Funding", "$", "money", lambda span: added(rows[key].at(span) for key in keys), bold=True
    )


def _outlook(table: Table, rows: dict[str, Row], book: Book) -> None:
    """Write the lowest cash so far, and for how many months it lasts at the burn of the last months."""
    cash = rows["cash"]
    assert cash.opening is not None

    def low(month: int) -> Live:
        before, now = table.so_far(month - 1), cash.month(month)
        return called("MIN", before, now, value=min(before.number, now.number))

    rows["low"] = table.stock("Lowest cash so far", "$", "money", cash.opening, low)
    months = book.cases.first.scenario.money.runway.burn_months

    def lasts(span: Span) -> Live:
        last = span.period.last
        first = max(0, last - months)
        flows = added(rows["flow"].month(month) for month in range(first + 1, last + 1))
        burn = -flows / float(last - first)
        left = called("MAX", 0.0, cash.at(span), value=max(0.0, cash.at(span).number))
        value = left.number / burn.number if burn.number > 0.0 else "no burn"
        divided = Live((*_bracketed(left), "/", *_bracketed(burn)), 0.0)
        return called("IF", compared(burn, ">", 0.0), divided, "no burn", value=value)

    rows["runway"] = table.derived(
        f"Runway at the burn of the last {months} months", "months", "count", lasts, align="right"
    )


def _bracketed(one: Live) -> tuple[str | Cell, ...]:
    return ("(", *one.parts, ")")


def _checks(table: Table, rows: dict[str, Row], behaviour: Behaviour, pnl: Mapping[str, Row]) -> None:
    """Write cash once more as what customers paid less what was spent, and how far it is from that of the run."""
    table.heading("The same, by what was paid")
    rows["collected"] = table.flow("Paid by customers", "$", "money", behaviour["collected"].month)
    rows["spent"] = table.derived(
        "Spent", "$", "money", lambda span: pnl["operating_result"].at(span) - pnl["revenue"].at(span)
    )
    rows["difference"] = table.derived(
        *("Apart from the cash flow above", "$", "cents"),
        lambda span: size(rows["collected"].at(span) + rows["spent"].at(span) - rows["flow"].at(span)),
    )
    as_run = behaviour["cash"]
    rows["from_run"] = table.derived(
        "Cash here less that of the run", "$", "cents", lambda span: rows["cash"].at(span) - as_run.at(span)
    )
