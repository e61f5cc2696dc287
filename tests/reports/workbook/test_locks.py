"""What is not live in a workbook says why, and everything else is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from small_companies import played, summarised

from simulator.reports.workbook.locks import locked
from simulator.reports.workbook.money import inputs_of

COST, FEE, SELLER = "roles.csm.cost", "roles.csm.hiring_fee", "roles.seller.cost"
PAY, MARGIN, ROUND = "hiring.pay_inflation", "money.gross_margin", "money.rounds.series_a.amount"
ACQUISITION, COMMISSION = "money.acquisition_cost", "money.sales_marketing.commission"
MARKETING, MULTIPLE = "money.marketing_cost", "money.value.multiple"
CAPACITY = {"demand.selling": "capacity"}
SELLERS = {"roles.seller.in_place": 3, "roles.vp_sales.in_place": 1}


def reasons(changes: Mapping[str, Any] | None = None, **more: Any) -> dict[str, str]:
    return locked(played(changes=changes), **more)


def test_every_input_of_money_is_told_of_and_the_ordinary_ones_are_live() -> None:
    found = reasons()
    assert list(found) == list(inputs_of(played()))
    assert [found[path] for path in (COST, PAY, MARGIN, ACQUISITION, COMMISSION, ROUND, MULTIPLE)] == [""] * 7


def test_what_differs_from_run_to_run_is_locked_and_so_is_what_is_added_to_it() -> None:
    found = reasons(
        {
            COST: {"triangular": ["$150K", "$185K", "$200K"]},
            COMMISSION: {"uniform": ["9%", "14%"]},
            "money.other_spend.1": {"uniform": ["70%", "90%"]},
            "money.departments.rnd.people": {"uniform": ["50%", "70%"]},
            "money.value.multiple": {"uniform": [2, 4]},
        }
    )
    assert (
        found[COST] == "A range in this scenario (triangular $150K to $200K, most likely $185K): each run drew its own"
    )
    assert found[FEE] == ""
    assert (
        found[ACQUISITION] == "Counts together with sales marketing commission, which is a range: each run drew its own"
    )
    assert found["money.other_spend.0"].startswith("Counts together with other spend 1")
    assert found[PAY].startswith("Counts together with departments R&D people")
    assert found["money.value.highest"].startswith("Counts together with value multiple")
    assert found[MARGIN] == ""


def test_where_hiring_waits_for_money_only_the_curve_of_value_is_live() -> None:
    found = reasons({"money.runway.hold_below": 6})
    assert found[COST] == "Hiring waits while cash lasts for fewer than 6 months, so money changes who is hired"
    assert {path for path, reason in found.items() if not reason} == {path for path in found if ".value." in path}
    assert reasons({"money.runway.hold_below": 0}) == reasons()


def test_a_hiring_budget_locks_what_people_cost_and_nothing_else() -> None:
    found = reasons({"hiring.budget": {"share": "40%"}})
    assert "hiring budget" in found[COST]
    assert "hiring budget" in found[PAY]
    assert found[FEE] == found[MARGIN] == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("path.multiples.0", {"uniform": [2.5, 3]}),
        ("opening.generated.arr", {"uniform": ["$2M", "$2.1M"]}),
    ],
)
def test_shares_of_arr_are_locked_where_the_plan_differs_from_run_to_run(path: str, value: Any) -> None:
    found = reasons({path: value})
    assert found["money.other_spend.0"].startswith("The plan differs from run to run")
    assert found["money.rnd_share"] == ""


def test_nothing_can_be_scaled_that_was_nothing() -> None:
    zero = "Was 0 in the run, so that what it would apply to is not known"
    found = reasons({COST: 0, "money.rounds.series_a.amount": 0, "money.expansion_cost": 0, "money.rnd_share": 0})
    assert [found[path] for path in (COST, ROUND, "money.expansion_cost", "money.rnd_share")] == [zero] * 4
    assert found["money.opening_cash"] == ""
    assert "100%" in reasons({MARGIN: "100%"})[MARGIN]
    both = reasons({ACQUISITION: 0.1})
    assert both[ACQUISITION] == both[COMMISSION]
    assert "All of acquisition cost was commission" in both[ACQUISITION]


def test_what_counts_for_nothing_says_so() -> None:
    found, by_capacity = reasons(), reasons(CAPACITY)
    assert "go by plan" in found[MARKETING]
    assert by_capacity[MARKETING] == ""
    assert "sellers' own cost" in by_capacity[ACQUISITION]
    assert "sellers' own cost" in by_capacity[COMMISSION]
    assert reasons({**CAPACITY, "money.sales_marketing.on_renewals": ["50%"]})[COMMISSION] == ""
    assert found["money.departments.rnd.budget"] == "The department follows no budget"
    assert reasons({"money.departments.rnd.follows": "budget"})["money.departments.rnd.budget"] == ""
    assert found["coverage.digital.cost_per_account"] == "The digital pool never opens"
    assert found[SELLER] == "Nobody was in this role"
    assert "the run ends before" in reasons({"horizon_months": 12})[PAY]


def test_people_of_departments_are_live_though_pay_rises_as_planned() -> None:
    """What counts only once another input has changed is not taken for what counts for nothing."""
    assert reasons()["money.departments.rnd.people"] == ""


def test_means_that_were_cut_in_a_run_lock_what_they_were_cut_by() -> None:
    few = reasons({**SELLERS, "roles.seller.cost": "$20K", "roles.vp_sales.cost": "$20K"})
    assert few[SELLER] == few[ACQUISITION] == ""
    many = reasons({**SELLERS, "roles.seller.cost": "$2M"})
    for path in (SELLER, "roles.vp_sales.severance", ACQUISITION, COMMISSION, PAY):
        assert many[path], path
    assert many[COST] == ""
    assert "In some months of some runs sellers cost more" in many[SELLER]


def test_summaries_lock_what_may_have_been_cut_and_what_only_a_company_has() -> None:
    found = locked(summarised({**SELLERS, "roles.seller.cost": "$20K"}), companies=False)
    assert "summaries do not tell" in found[SELLER]
    assert "single runs" in found[MULTIPLE]
    assert locked(summarised(), companies=False)[ACQUISITION] == ""


def test_rounds_have_the_reasons_they_are_given() -> None:
    found = reasons(rounds={"series_a": "It was raised in some runs only"})
    assert found[ROUND] == "It was raised in some runs only"
    assert found["money.rounds.series_b.amount"] == ""
