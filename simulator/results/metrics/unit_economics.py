"""The metrics of one customer: how soon it pays for what winning it cost.

Where sales arrive as planned, what winning costs is not found but given: see `assumed.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import Column, Unit
from simulator.results.arithmetic import over, over_what_is_left
from simulator.results.metrics.definition import Metric, ratio_of_sums, total

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.metrics.definition import Summed
    from simulator.results.metrics.staff import Staff

CAC_PAYBACK = "cac_payback"
_YEAR: Final = MONTHS_PER_YEAR


def unit_metrics(staff: Staff) -> tuple[Metric, ...]:
    """Return the metrics of one customer, for the people of a scenario."""
    return (
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
    )


def _payback(ledger: Floats, staff: Staff, summed: Summed) -> Floats:
    new = summed(ledger[..., Column.NEW_ARR])
    margin = _margin(ledger, summed)
    return over(summed(total(ledger, staff.hunting)), new * margin / _YEAR, new / _YEAR)


def _margin(ledger: Floats, summed: Summed) -> Floats:
    revenue = summed(ledger[..., Column.REVENUE])
    return over_what_is_left(revenue - summed(ledger[..., Column.SERVICE_COST]), revenue)
