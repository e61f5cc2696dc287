"""The metrics of one customer: what it pays, what winning it costs, what it is worth while it stays.

Where sales arrive as planned, what winning costs is not found but given: see `assumed.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import Column, Unit
from simulator.results.arithmetic import over, over_what_is_left, trailing
from simulator.results.metrics.definition import Metric, ratio, ratio_of_sums, total, worked_out

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.metrics.definition import Summed
    from simulator.results.metrics.staff import Staff

CAC, CAC_PAYBACK, LTV, LTV_CAC = "cac", "cac_payback", "ltv", "ltv_cac"
_YEAR: Final = MONTHS_PER_YEAR
_WORTH: Final = (
    *(Column.ARR, Column.CUSTOMERS, Column.REVENUE, Column.SERVICE_COST),
    *(Column.COHORT_THEN, Column.COHORT_CAPPED),
)
"""What lifetime value is made of."""


def unit_metrics(staff: Staff) -> tuple[Metric, ...]:
    """Return the metrics of one customer, for the people of a scenario."""
    return (
        ratio(
            "arpa",
            "ARPA",
            Unit.USD,
            "Average ARR of a customer: ARR over customers, both at the month's end.",
            Column.ARR,
            Column.CUSTOMERS,
            school="All customers as they stand; others mean revenue of the period over its mean number of accounts, "
            "or new customers alone (then it is ACV).",
        ),
        ratio_of_sums(
            CAC,
            "CAC",
            Unit.USD,
            "Acquisition cost of a new customer: marketing and the like for new customers, pay, hiring fees and "
            "severance of the VP of sales and of sellers, over customers that closed; over the trailing twelve months.",
            (*staff.hunting, Column.NEW_CUSTOMERS),
            lambda ledger, summed: over_what_is_left(
                summed(total(ledger, staff.hunting)), summed(ledger[..., Column.NEW_CUSTOMERS])
            ),
            months=_YEAR,
            school="New customers alone, fully loaded; others divide all of sales and marketing, expansion with it "
            "(blended CAC), or that of a quarter before, a sales cycle earlier.",
        ),
        ratio_of_sums(
            CAC_PAYBACK,
            "CAC payback",
            Unit.MONTHS,
            "Months of gross profit on new customers' ARR that winning them costs (as in CAC), over the trailing "
            "twelve months.",
            (*staff.hunting, Column.NEW_ARR, Column.REVENUE, Column.SERVICE_COST),
            lambda ledger, summed: _payback(ledger, staff, summed),
            months=_YEAR,
            school="After gross margin (David Skok, Bessemer); others leave the margin out, or set all of sales and "
            "marketing of the quarter before against net new ARR, as is done for public companies.",
        ),
        worked_out(
            LTV,
            "Lifetime value",
            Unit.USD,
            "ratio",
            "ARPA times gross margin of the trailing twelve months, over yearly churn by ARR lost (1 − GRR).",
            _WORTH,
            _lifetime_value,
            short="LTV",
            over="end",
            school="David Skok's, with churn in dollars, contraction counted, expansion not; others take the share of "
            "customers lost (1 − logo retention), count expansion in, or cap the life at five years.",
        ),
        worked_out(
            LTV_CAC,
            "LTV/CAC",
            Unit.RATIO,
            "ratio",
            "Lifetime value over CAC, both of the trailing twelve months.",
            (*_WORTH, *staff.hunting, Column.NEW_CUSTOMERS),
            lambda ledger: over(_lifetime_value(ledger), _cost_of_a_customer(ledger, staff)),
            over="end",
            school="David Skok's, of which boards ask three or more; ARPA is that of all customers, others take that "
            "of the new ones.",
        ),
    )


def _payback(ledger: Floats, staff: Staff, summed: Summed) -> Floats:
    new = summed(ledger[..., Column.NEW_ARR])
    margin = _margin(ledger, summed)
    return over(summed(total(ledger, staff.hunting)), new * margin / _YEAR, new / _YEAR)


def _margin(ledger: Floats, summed: Summed) -> Floats:
    revenue = summed(ledger[..., Column.REVENUE])
    return over_what_is_left(revenue - summed(ledger[..., Column.SERVICE_COST]), revenue)


def _last_year(flow: Floats) -> Floats:
    return trailing(flow, _YEAR)


def _cost_of_a_customer(ledger: Floats, staff: Staff) -> Floats:
    spent, won = _last_year(total(ledger, staff.hunting)), _last_year(ledger[..., Column.NEW_CUSTOMERS])
    return over_what_is_left(spent, won)


def _lifetime_value(ledger: Floats) -> Floats:
    """Return ARPA × margin × ARR of a year ago over what of that is lost; n/a where nothing is."""
    earned = over_what_is_left(ledger[..., Column.ARR], ledger[..., Column.CUSTOMERS]) * _margin(ledger, _last_year)
    then, kept = ledger[..., Column.COHORT_THEN], ledger[..., Column.COHORT_CAPPED]
    return over(earned * then, then - kept, then)
