"""What is spent ahead of what it brings: sales and marketing along planned bookings, departments along planned ARR.

A plan is drawn up from what is known on its first day and drawn anew once a year from what has happened since: until
then it is spent whether bookings come or not.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.laws.by_arr import Table, straight_in_log_along
from simulator.numerics.jit import compiled

__all__ = [
    "BY_ARR",
    "BY_BUDGET",
    "BY_PLAN",
    "DepartmentRules",
    "beyond",
    "full_time",
    "last_replanned",
    "nominal",
    "replanned",
    "shares_by_arr",
    "with_raises",
]

BY_PLAN: Final = 0
BY_ARR: Final = 1
BY_BUDGET: Final = 2


class DepartmentRules(NamedTuple):
    """How a department's spending goes, and how much of it is people."""

    follows: int
    """BY_PLAN, BY_ARR or BY_BUDGET."""
    share: float
    """Its part of the spending that is a share of ARR."""
    budget: float
    """Dollars of its first year."""
    people: float
    """Share of its spending that is people."""
    cost: float
    """Loaded cost of one of them a year, on the first day."""


@compiled
def last_replanned(month: int) -> int:
    """Return the month (from 0) at whose end the plan of a `month` (from 1) was drawn up: the last whole year's end."""
    return (month - 1) // MONTHS_PER_YEAR * MONTHS_PER_YEAR


@compiled
def replanned(happened: float, planned: float, at_most: float) -> float:
    """Return by what factor the next year's plan is drawn anew, when so much has `happened` of what was `planned`.

    Both in one unit, at least 0. It is never above `at_most` (at least 1): next to nothing planned says nothing of the
    year ahead. Range 0 to `at_most`; 1 where nothing was planned. Source: a year's budget starts from the year before,
    so a plan that was missed is paid for until it is drawn anew.
    """
    if planned <= 0.0:
        return 1.0
    return max(0.0, min(at_most, happened / planned))


@compiled
def beyond(spending: float, held: float) -> float:
    """Return what is left of `spending` beyond the part of it that is `held` elsewhere already.

    Both in dollars, at least 0. Range 0 to `spending`.
    """
    return max(0.0, spending - held)


def shares_by_arr(arr: Table, at: Table, shares: Table) -> Table:
    """Return what share of its ARR a company spends a year, for each of `arr` dollars (at least 0), in its shape (n,).

    `at` has dollars of ARR, above 0 and rising, and `shares` what is spent there, both of shape (points,), at least
    one: straight in log ARR between two points, constant beyond the ends. Within the range of `shares`.
    """
    return straight_in_log_along(np.clip(arr, at[0], at[-1]), at, shares)


@compiled
def nominal(rules: DepartmentRules, planned: float, share: float, arr: float, planned_pay: float) -> float:
    """Return the dollars that a department takes in a month, with pay as its plan has it.

    `rules` are the department's. `planned` is what the plan has for all departments in the month, in dollars; `share`
    the same a year as a share of ARR, and `arr` the ARR that spending by ARR goes by; `planned_pay` what the plan takes
    pay and prices to have become, as a multiple of the first day's. At least 0 where these are.
    """
    if rules.follows == BY_PLAN:
        return planned * rules.share
    if rules.follows == BY_ARR:
        return rules.share * share * arr / MONTHS_PER_YEAR
    return rules.budget / MONTHS_PER_YEAR * planned_pay


@compiled
def full_time(rules: DepartmentRules, dollars: float, planned_pay: float) -> float:
    """Return how many people, parts of one counted, a month's nominal `dollars` pay for at `planned_pay`; at least 0.

    `rules`, `dollars` and `planned_pay` are those of `nominal`.
    """
    return dollars * rules.people / (rules.cost / MONTHS_PER_YEAR * planned_pay)


@compiled
def with_raises(rules: DepartmentRules, dollars: float, planned_pay: float, pay: float) -> float:
    """Return what a month's nominal `dollars` come to when pay is another than planned: as many people at their pay.

    `rules` and `dollars` are those of `nominal`; `pay` is what pay has become and `planned_pay` what the plan took it
    to become, as multiples of the first day's, above 0. At least 0; the same `dollars`, to the last bit, where the two
    are one.
    """
    return dollars + dollars * rules.people * (pay / planned_pay - 1.0)
