"""Retention by group of customers: by segment, where there are several, and by the year in which customers landed.

A group's customers of twelve months ago are compared with what they pay now, as `nrr`, `grr` and `logo_retention` do
for all. Nobody changes groups, so that what a group was worth then is its ARR of then. A landing year is told of from
the month on in which all of its customers have been there for a year; the opening book from month 12.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import GroupColumn, Unit, group_column
from simulator.results.arithmetic import before, from_month, over_what_is_left
from simulator.results.metrics.definition import Metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.results.arithmetic import Floats

_OPENING: Final = "opening"


class Groups(NamedTuple):
    """The groups of customers in a scenario's ledger: after so many `roles` its `segments`, then its landing years."""

    roles: int
    segments: Sequence[str]
    landing_years: int


def group_metrics(groups: Groups) -> tuple[Metric, ...]:
    """Return the retention of each segment, where there are several, and of each landing year."""
    found: list[Metric] = []
    for number, name in enumerate(groups.segments if len(groups.segments) > 1 else ()):
        found += _retention(
            groups, number, f"segment.{name}", name, f"customers of the segment {name}", MONTHS_PER_YEAR
        )
    for year in range(groups.landing_years):
        called = "opening book" if year == 0 else f"landed in year {year}"
        whom = "customers of the opening book" if year == 0 else f"customers that landed in year {year} from the start"
        of = f"landed.{_OPENING if year == 0 else year}"
        number = len(groups.segments) + year
        found += _retention(groups, number, of, called, whom, MONTHS_PER_YEAR * (year + 1))
    return tuple(found)


def _retention(groups: Groups, number: int, of: str, called: str, whom: str, first: int) -> list[Metric]:
    """Return the three kinds of retention of one group, n/a before the month `first`."""

    def place(column: GroupColumn) -> int:
        return group_column(groups.roles, number, column)

    def kind(name: str, title: str, meaning: str, above: GroupColumn, below: GroupColumn) -> Metric:
        def values(ledger: Floats, plan: Floats) -> Floats:
            then = before(ledger[..., place(below)], MONTHS_PER_YEAR)
            return from_month(over_what_is_left(ledger[..., place(above)], then), first)

        return Metric(
            f"{name}.{of}",
            f"{title}, {called}",
            Unit.SHARE,
            "ratio",
            meaning.format(whom=whom),
            f"ledger: {of}.{above.name}, {of}.{below.name} twelve months before",
            values,
            over="end",
        )

    now, capped, stayed = GroupColumn.COHORT_NOW, GroupColumn.COHORT_CAPPED, GroupColumn.COHORT_SURVIVORS
    arr, customers = GroupColumn.ARR, GroupColumn.CUSTOMERS
    least = "As NRR of the {whom}, with each counted at no more than its ARR then."
    return [
        kind("nrr", "NRR", "ARR now of the {whom} of twelve months ago, over their ARR then.", now, arr),
        kind("grr", "GRR", least, capped, arr),
        kind(
            "logo_retention",
            "Logo retention",
            "The {whom} of twelve months ago that are still customers.",
            stayed,
            customers,
        ),
    ]
