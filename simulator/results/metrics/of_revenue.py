"""What part of revenue each department's spending takes, as boards hold it against benchmarks.

Each follows from the ledger's columns of that spending alone. That of customer success stands with its people
(`cs_cost.of_revenue`); those of R&D and of administration follow below it here once the ledger tells them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import Column, Unit
from simulator.results.arithmetic import over_what_is_left
from simulator.results.metrics.definition import Metric, ratio_of_sums, total

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.metrics.definition import Summed
    from simulator.results.metrics.staff import Staff


def shares_of_revenue(staff: Staff) -> tuple[Metric, ...]:
    """Return what part of revenue each department's spending takes, for the people of a scenario."""
    return (
        _share(
            "sales_marketing.of_revenue",
            "S&M / revenue",
            "Sales and marketing (for new customers, for expansion, the people of sales and hiring them) over "
            "revenue, over the trailing twelve months.",
            staff.selling,
            "As income statements have it, customer success left out; others count managers who sell or renew in, or "
            "spread commissions over a customer's life (ASC 340-40).",
        ),
    )


def _share(name: str, title: str, meaning: str, columns: tuple[int, ...], school: str) -> Metric:
    def of(ledger: Floats, summed: Summed) -> Floats:
        return over_what_is_left(summed(total(ledger, columns)), summed(ledger[..., Column.REVENUE]))

    read = (*columns, Column.REVENUE)
    return ratio_of_sums(name, title, Unit.SHARE, meaning, read, of, months=MONTHS_PER_YEAR, school=school)
