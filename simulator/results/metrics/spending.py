"""The metrics of what goes out, and of what is left over: spending, profit, net burn, cash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.ledger import Column, Unit
from simulator.results.arithmetic import from_month
from simulator.results.metrics.definition import Metric, of_columns, total, worked_out

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.metrics.staff import Staff


def spending_metrics(staff: Staff) -> tuple[Metric, ...]:
    """Return the metrics of what goes out, for the people of a scenario."""
    return (
        of_columns("spend.service", "Cost of service", Column.SERVICE_COST),
        of_columns(
            "spend.people",
            "People hired role by role",
            *staff.people,
            meaning="Everybody hired role by role over the month: loaded cost, hiring fees, severance.",
        ),
        of_columns(
            "spend.sales",
            "People in sales",
            *staff.sales,
            meaning="Loaded cost of the VP of sales, sellers and customer-sales reps over the month; part of the "
            "above.",
        ),
        of_columns(
            "spend.other_people",
            "Other people, fees and severance",
            *(*staff.others, *staff.fees, *staff.severance),
            meaning="Loaded cost of people outside CS and sales, and fees and severance of all roles; "
            "part of spend.people.",
        ),
        of_columns("spend.acquisition", "Winning new customers", Column.ACQUISITION_COST),
        of_columns("spend.commission", "Commission on new ARR", Column.COMMISSION),
        worked_out(
            "spend.programmes",
            "Marketing and the like",
            Unit.USD_A_MONTH,
            "flow",
            "What winning customers costs beyond commission and those paid role by role; part of spend.acquisition.",
            (Column.ACQUISITION_COST, Column.COMMISSION),
            lambda ledger: _beyond(ledger, Column.ACQUISITION_COST, Column.COMMISSION),
        ),
        of_columns("spend.expansion", "Selling to customers", Column.EXPANSION_COST),
        of_columns("spend.renewals", "Commission on renewals", Column.RENEWAL_COMMISSION),
        of_columns("spend.other", "R&D and administration", Column.OTHER_SPEND),
        of_columns("spend.rnd", "Research and development", Column.RND_SPEND),
        worked_out(
            "spend.administration",
            "Administration",
            Unit.USD_A_MONTH,
            "flow",
            "Administration of the month, those paid role by role aside; part of spend.other.",
            (Column.OTHER_SPEND, Column.RND_SPEND),
            lambda ledger: _beyond(ledger, Column.OTHER_SPEND, Column.RND_SPEND),
        ),
        _people("rnd.people", "R&D people", "research and development", Column.RND_PEOPLE),
        _people("administration.people", "G&A people", "administration", Column.ADMINISTRATION_PEOPLE),
        of_columns("spend", "All spending", *staff.spending, meaning="Everything spent in the month."),
    )


def _beyond(ledger: Floats, whole: Column, part: Column) -> Floats:
    return from_month(ledger[..., whole] - ledger[..., part], 1)


def _people(name: str, title: str, department: str, column: Column) -> Metric:
    """Return the people of a department: there all month, so that months do not add up."""
    meaning = (
        f"People whom the month's spending pays in {department}, parts of one counted; hired role by role is nobody."
    )
    return worked_out(
        name, title, Unit.PEOPLE, "stock", meaning, (column,), lambda ledger: from_month(ledger[..., column], 1)
    )


def profit_metrics(staff: Staff) -> tuple[Metric, ...]:
    """Return the metrics of what is left over month by month, and of the cash that adds up to."""
    return (
        worked_out(
            "gross_profit",
            "Gross profit",
            Unit.USD_A_MONTH,
            "flow",
            "Revenue less cost of service; customer success counts as an operating cost.",
            (Column.REVENUE, Column.SERVICE_COST),
            gross_profit,
            school="See the gross margins: who counts onboarding or customer success above the line has less.",
        ),
        worked_out(
            "operating_result",
            "Operating result",
            Unit.USD_A_MONTH,
            "flow",
            "Revenue less everything spent in the month.",
            (Column.REVENUE, *staff.spending),
            lambda ledger: from_month(operating_result(ledger, staff), 1),
        ),
        worked_out(
            "burn",
            "Net burn",
            Unit.USD_A_MONTH,
            "flow",
            "Everything spent less cash from customers, rounds left out; negative where cash comes in.",
            (*staff.spending, Column.COLLECTED),
            lambda ledger: from_month(net_burn(ledger, staff), 1),
            school="Net of cash from customers; gross burn is `spend`. Free cash flow with the sign turned.",
        ),
        of_columns("cash", "Cash", Column.CASH),
    )


def gross_profit(ledger: Floats) -> Floats:
    """Return revenue less cost of service in dollars by month (…, months + 1), NaN at month 0."""
    return from_month(ledger[..., Column.REVENUE] - ledger[..., Column.SERVICE_COST], 1)


def operating_result(ledger: Floats, staff: Staff) -> Floats:
    """Return revenue less everything spent, in dollars by month (…, months + 1)."""
    result: Floats = ledger[..., Column.REVENUE] - total(ledger, staff.spending)
    return result


def net_burn(ledger: Floats, staff: Staff) -> Floats:
    """Return everything spent less cash from customers, in dollars by month (…, months + 1)."""
    burned: Floats = total(ledger, staff.spending) - ledger[..., Column.COLLECTED]
    return burned
