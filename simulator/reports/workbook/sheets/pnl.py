"""The sheet of the profit and loss: what there was of each thing, times what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from simulator.reports.workbook.book import PNL
from simulator.reports.workbook.formula import Live, added, as_live, ratio, size
from simulator.reports.workbook.money import DEPARTMENTS, SELLERS, Line, Terms, department_roles
from simulator.reports.workbook.timeline import Row, Span, Table

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book
    from simulator.reports.workbook.sheets.behaviour import Behaviour


_HEADS: Final = 3


@dataclass
class _Statement:
    """The sheet while it is written: costs below zero, one row a line, sums below what they add up."""

    table: Table
    behaviour: Behaviour
    terms: Terms
    lines: Mapping[str, Line]
    rows: dict[str, Row] = field(default_factory=dict)

    def cost(self, key: str, title: str = "") -> list[str]:
        """Write one line of costs and return its key; nothing where there is none of it in any case."""
        if f"of.{key}" not in self.behaviour:
            return []
        line, quantity = self.lines[key], self.behaviour[f"of.{key}"]
        self.rows[key] = self.table.flow(
            *(title or line.title, "$", "money"),
            lambda month: -(quantity.month(month) * line.price(self.terms, month)),
            indent=1,
        )
        return [key]

    def sum_of(self, key: str, title: str, keys: Iterable[str], **look: object) -> list[str]:
        """Write a sum of lines and return its key; nothing where there is nothing to add."""
        names = list(keys)
        if not names:
            return []
        self.rows[key] = self.table.derived(
            title, "$", "money", lambda span: added(self.rows[name].at(span) for name in names), **look
        )
        return [key]


def write_pnl(book: Book, behaviour: Behaviour, terms: Terms, lines: Mapping[str, Line]) -> dict[str, Row]:
    """Write the sheet and return its rows by key: `revenue`, `gross_profit`, the lines of costs, `operating_result`."""
    sheet, time = book[PNL], book.timeline
    sheet.head(PNL, "What a run found, times the prices on Assumptions: change a blue cell there and it follows")
    time.heads(sheet, _HEADS)
    sheet.freeze(_HEADS + 1, 3)
    time.paper(sheet, _HEADS)
    made = _Statement(Table(sheet, time, _HEADS + 1), behaviour, terms, lines)
    table, rows = made.table, made.rows
    rows["revenue"] = table.flow("Revenue", "$", "money", behaviour["revenue"].month, bold=True)
    service = made.cost("service")
    made.sum_of("gross_profit", "Gross profit", ["revenue", *service], bold=True, above=True)
    parts = [*_people(made), *_growth(made), *_others(made), *_departments(made)]
    table.heading("Result")
    made.sum_of("costs", "All costs", [*service, *parts])
    made.sum_of("operating_result", "Operating result", ["gross_profit", *parts], bold=True, above=True)
    _ratios(made)
    leaves = [key for key in lines if key in rows]

    def apart(span: Span) -> Live:
        return size(
            rows["revenue"].at(span) + added(rows[key].at(span) for key in leaves) - rows["operating_result"].at(span)
        )

    rows["difference"] = table.derived("Revenue less every single line, apart from the result", "$", "cents", apart)
    as_run = behaviour["operating_result"]
    rows["from_run"] = table.derived(
        "Result here less that of the run",
        "$",
        "cents",
        lambda span: rows["operating_result"].at(span) - as_run.at(span),
    )
    return rows


def _people(made: _Statement) -> list[str]:
    """Write what people in customer success cost."""
    made.table.heading("Customer success")
    roles = department_roles(made.behaviour.results, "cs")
    inner = [key for role in roles for key in made.cost(f"cost.{role}")]
    inner += made.cost("digital")
    return made.sum_of("customer_success", "Customer success", inner, bold=True)


def _growth(made: _Statement) -> list[str]:
    """Write sales and marketing: what winning and keeping customers costs, and who sells."""
    made.table.heading("Sales and marketing")
    inner = made.cost("commission") + _programmes(made) + made.cost("expansion") + made.cost("renewals")
    roles = department_roles(made.behaviour.results, "sales")
    inner += [key for role in roles for key in made.cost(f"cost.{role}")]
    return made.sum_of("sales_marketing", "Sales and marketing", inner, bold=True)


def _programmes(made: _Statement) -> list[str]:
    """Write marketing and the like; where sellers are part of what is planned for it, it is less by what they cost."""
    if "sellers held" not in made.behaviour:
        return made.cost("programmes")
    if "of.programmes" not in made.behaviour:
        return []
    line, quantity = made.lines["programmes"], made.behaviour["of.programmes"]
    keys = [f"{family}.{role}" for family in ("cost", "hiring_fees", "severance") for role in SELLERS]
    known = [key for key in keys if f"of.{key}" in made.behaviour]

    def of(month: int) -> Live:
        total = as_live(quantity.month(month) * line.price(made.terms, month))
        held = made.behaviour["sellers held"].month(month)
        for key in known:
            total = total - held * (made.behaviour[f"of.{key}"].month(month) * made.lines[key].price(made.terms, month))
        return -total

    made.rows["programmes"] = made.table.flow(line.title, "$", "money", of, indent=1)
    return ["programmes"]


def _others(made: _Statement) -> list[str]:
    """Write all other people hired role by role, and what hiring anybody and parting with them costs."""
    made.table.heading("Other people, hiring and parting")
    roles = department_roles(made.behaviour.results, "service", "product", "general")
    inner = [key for role in roles for key in made.cost(f"cost.{role}")]
    for family, title in (("hiring_fees", "Hiring fees"), ("severance", "Severance")):
        keys = [key for key in made.lines if key.startswith(f"{family}.")]
        those = [key for one in keys for key in made.cost(one)]
        made.table.fold(len(those))
        inner += made.sum_of(family, title, those, italic=True)
    return made.sum_of("other_people", "Other people, fees and severance", inner, bold=True)


def _departments(made: _Statement) -> list[str]:
    made.table.heading("R&D and administration")
    inner = [key for name in DEPARTMENTS for key in made.cost(name)]
    return made.sum_of("rnd_and_admin", "R&D and administration", inner, bold=True)


def _ratios(made: _Statement) -> None:
    """Write margins, as shares of the period's revenue."""
    rows, revenue = made.rows, made.rows["revenue"]
    costs = ("customer_success", "sales_marketing", "rnd_and_admin")
    for key, title in (
        ("gross_profit", "Gross margin"),
        ("customer_success", "Customer success, of revenue"),
        ("sales_marketing", "Sales and marketing, of revenue"),
        ("rnd_and_admin", "R&D and administration, of revenue"),
        ("operating_result", "Operating margin"),
    ):
        if key in rows:
            rows[f"{key}.share"] = made.table.derived(
                title, "share", "share", partial(_share, rows[key], revenue, is_cost=key in costs)
            )


def _share(row: Row, revenue: Row, span: Span, *, is_cost: bool) -> Live:
    """Return a row over revenue; of a cost as people say it, above zero."""
    return ratio(-row.at(span) if is_cost else row.at(span), revenue.at(span))
