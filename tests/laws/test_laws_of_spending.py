"""Plans drawn anew, departments by plan, ARR and budget, and pay that is another than planned, worked by hand."""

from __future__ import annotations

import pytest
from laws.both_ways import both

from simulator.laws.spending import (
    BY_ARR,
    BY_BUDGET,
    BY_PLAN,
    DepartmentRules,
    beyond,
    full_time,
    last_replanned,
    nominal,
    replanned,
    with_raises,
)


def department(follows: int) -> DepartmentRules:
    return DepartmentRules(follows=follows, share=0.65, budget=1.2e6, people=0.75, cost=200e3)


@pytest.mark.parametrize(("month", "drawn"), [(1, 0), (12, 0), (13, 12), (24, 12), (25, 24), (60, 48)])
def test_the_plan_of_a_month_is_drawn_up_at_the_last_years_end(month: int, drawn: int) -> None:
    assert both(last_replanned, month) == drawn


def test_a_plan_is_drawn_anew_from_what_has_happened() -> None:
    assert both(replanned, 4.5e6, 6e6, 10.0) == 0.75
    assert both(replanned, 6e6, 6e6, 10.0) == 1.0
    assert both(replanned, 0.0, 6e6, 10.0) == 0.0
    assert both(replanned, 6e6, 0.0, 10.0) == 1.0
    assert both(replanned, 6e6, 1.0, 10.0) == 10.0
    assert both(replanned, 6e6, 4e6, 1.2) == 1.2
    assert both(replanned, -1e-9, 6e6, 10.0) == 0.0


def test_what_is_held_elsewhere_is_not_spent_again() -> None:
    assert both(beyond, 100e3, 30e3) == 70e3
    assert both(beyond, 20e3, 30e3) == 0.0


def test_a_department_spends_by_its_rule() -> None:
    """A month of $200K planned for all, 40 % of ARR a year, at $3M of ARR, pay planned to be a tenth higher."""
    figures = (200e3, 0.4, 3e6, 1.1)
    assert both(nominal, department(BY_PLAN), *figures) == pytest.approx(130e3)
    assert both(nominal, department(BY_ARR), *figures) == pytest.approx(65e3)
    assert both(nominal, department(BY_BUDGET), *figures) == pytest.approx(110e3)


def test_people_are_what_their_share_pays_for() -> None:
    """$88K a month at 75 % people, each $220K a year by then: 3.6 of them."""
    assert both(full_time, department(BY_PLAN), 88e3, 1.1) == pytest.approx(3.6)


def test_pay_that_rises_more_than_planned_reaches_people_alone() -> None:
    rules = department(BY_PLAN)
    assert both(with_raises, rules, 88e3, 1.1, 1.1) == 88e3
    assert both(with_raises, rules, 88e3, 1.1, 1.21) == pytest.approx(22e3 + 66e3 * 1.1)
    paid = both(full_time, rules, 88e3, 1.1) * rules.cost / 12.0 * 1.21
    assert both(with_raises, rules, 88e3, 1.1, 1.21) == pytest.approx(22e3 + paid)
