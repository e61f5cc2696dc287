"""What the company is worth, on the sheet of the ARR bridge: live for one company, a value over means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from simulator.clock import MONTHS_PER_YEAR
from simulator.reports.workbook.formula import Live, as_live, chosen, compared, larger, ratio, smaller

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Choice
    from simulator.reports.workbook.sheets.behaviour import Behaviour
    from simulator.reports.workbook.timeline import Row, Span, Table

_POINTS = 100.0


def write_value(
    table: Table, rows: dict[str, Row], behaviour: Behaviour, choice: Choice, inputs: Mapping[str, Live]
) -> None:
    """Write enterprise value and its multiple below the `rows` of the bridge, and add them to those.

    The curve is not straight between its ends, so that a mean of values is not the value of means.
    """
    table.heading("Enterprise value: live for one company; over the mean of all runs it is the mean of theirs")
    one_company = compared(choice.company_number, ">", 1.0)
    curve = {
        name: inputs[f"money.value.{name}"] for name in ("multiple", "growth_point", "nrr_point", "lowest", "highest")
    }

    def multiple(span: Span) -> Live:
        growth, nrr = rows["growth"].at(span), rows["nrr"].at(span)
        points = growth * curve["growth_point"] + (nrr - 1.0) * curve["nrr_point"]
        inner = as_live(larger(curve["lowest"], curve["multiple"] + _POINTS * points))
        return as_live(smaller(curve["highest"], inner))

    def value(span: Span) -> Live:
        if span.period.last < MONTHS_PER_YEAR:
            return as_live("")
        as_run = behaviour["enterprise_value"].at(span)
        known = compared(rows["nrr"].at(span), "<>", "")
        worth = chosen(known, rows["closing"].at(span) * multiple(span), "")
        return chosen(one_company, worth, as_run)

    rows["value"] = table.derived("Enterprise value", "$", "money", value, bold=True)
    rows["multiple"] = table.derived(
        *("Enterprise value over ARR", "times", "ratio"),
        lambda span: (
            as_live("")
            if span.period.last < MONTHS_PER_YEAR
            else ratio(rows["value"].at(span), rows["closing"].at(span))
        ),
    )
