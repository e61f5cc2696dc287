"""What an answer is not names the plan of the very company it is about."""

from __future__ import annotations

from typing import Any

from synthetic_company import company

from simulator.reports.limits import limits_of
from simulator.reports.page.panels import Side


def side(name: str, months: int = 60, **changes: Any) -> Side:
    return Side(name, name, company(2, months, changes))


def test_it_names_where_this_company_stands_and_where_it_means_to_go() -> None:
    own = {"path.start_arr": 12e6, "path.multiples": [2, 1.5], "path.tail": [1], "opening.generated.arr": 12e6}
    first = limits_of([side("Ours", 24, **own, start_date="2026-11-01")])[0]
    assert "the path from $12M of ARR to $36M by Oct 2028 is a plan" in first
    assert "$2M" not in first


def test_two_companies_with_one_plan_are_told_of_once() -> None:
    one, other = side("Ours"), side("Theirs", **{"roles.csm.cost": 200_000})
    assert limits_of([one, other]) == limits_of([one])


def test_each_of_two_plans_is_named() -> None:
    first = limits_of([side("Ours"), side("Theirs", **{"path.multiples": [2, 2, 2, 2, 2]})])[0]
    assert "Ours $" in first
    assert "and Theirs $" in first
