"""What part of revenue each department's spending takes, as boards hold it against benchmarks.

Each follows from the ledger's columns of that spending alone. That of customer success stands with its people
(`cs_cost.of_revenue`).
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
            "Sales and marketing (for new customers, for expansion, commission on renewals, the people of sales and "
            "hiring them) over revenue, over the trailing twelve months.",
            staff.selling,
            "As income statements have it, customer success left out; others count managers who sell or renew in, or "
            "spread commissions over a customer's life (ASC 340-40).",
        ),
        _share(
            "rnd.of_revenue",
            "R&D / revenue",
            "Research and development, and roles of your own in product, over revenue, over the trailing twelve "
            "months.",
            (Column.RND_SPEND, *staff.research),
            "As spent, nothing capitalised; others leave out what they carry as an asset (ASC 350-40).",
        ),
        ratio_of_sums(
            "administration.of_revenue",
            "G&A / revenue",
            Unit.SHARE,
            "Administration, and roles of your own in it, over revenue, over the trailing twelve months.",
            (Column.OTHER_SPEND, Column.RND_SPEND, *staff.administration, Column.REVENUE),
            lambda ledger, summed: _administration(ledger, staff, summed),
            months=MONTHS_PER_YEAR,
            school="As income statements have it; others spread rent and IT over the departments by heads.",
        ),
    )


def _administration(ledger: Floats, staff: Staff, summed: Summed) -> Floats:
    spent = summed(ledger[..., Column.OTHER_SPEND]) - summed(ledger[..., Column.RND_SPEND])
    for column in staff.administration:
        spent = spent + summed(ledger[..., column])
    return over_what_is_left(spent, summed(ledger[..., Column.REVENUE]))


def _share(name: str, title: str, meaning: str, columns: tuple[int, ...], school: str) -> Metric:
    def of(ledger: Floats, summed: Summed) -> Floats:
        return over_what_is_left(summed(total(ledger, columns)), summed(ledger[..., Column.REVENUE]))

    read = (*columns, Column.REVENUE)
    return ratio_of_sums(name, title, Unit.SHARE, meaning, read, of, months=MONTHS_PER_YEAR, school=school)
