"""Research, development and administration as a share of planned ARR by ARR, for paths that begin anywhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from equality.records import check_engines
from playing import SEED, lowered, play

from simulator import ScenarioError, load
from simulator.engine.lowering import lower
from simulator.experiment.planned_cash import planned_cash
from simulator.scenario.reading.files import from_resolved, resolved

YEARS = 8
BASELINE = "money.other_spend", "[95%, 85%, 68%, 57%, 49%, 42%, 37%, 34%]"
BASELINES_OWN = (
    "[{arr: $2M, share: 95%}, {arr: $6M, share: 85%}, {arr: $18M, share: 68%}, {arr: $36M, share: 57%}, "
    "{arr: $72M, share: 49%}, {arr: $144M, share: 42%}, {arr: $230.4M, share: 37%}, {arr: $322.56M, share: 34%}]"
)
"""The baseline's shares at the ARR that ends each year of its path."""

DEPARTMENT = "budget: $1M, people: 60%, cost: $200K"
DEPARTMENTS = (
    "{lag_months: 5, planned_inflation: 3%, "
    f"rnd: {{follows: plan, {DEPARTMENT}}}, administration: {{follows: arr, {DEPARTMENT}}}}}"
)


def by_arr(table: str, **changes: Any) -> dict[str, Any]:
    """What a scenario says that has a table by ARR; `__` in a name stands for a dot."""
    found = {name.replace("__", "."): value for name, value in changes.items()}
    return {"money.other_spend": "[]", "money.other_spend_by_arr": table, **found}


def spent(changes: dict[str, Any]) -> npt.NDArray[np.float64]:
    """What the plan has for each month from the first on, in dollars."""
    return np.array(lowered("baseline", changes).budgets["other_spend"][1:])


def test_the_baselines_points_by_arr_spend_what_its_years_do() -> None:
    """Within 0.5 % in each year: the path is no straight line in log ARR between its milestones."""
    span = {"horizon_months": 12 * YEARS}
    yearly = spent({**span, BASELINE[0]: BASELINE[1]}).reshape(YEARS, 12).sum(axis=1)
    found = spent({**span, **by_arr(BASELINES_OWN)}).reshape(YEARS, 12).sum(axis=1)
    np.testing.assert_allclose(found, yearly, rtol=0.005)
    assert not np.array_equal(found, yearly)


@pytest.mark.parametrize("departments", ["null", DEPARTMENTS])
def test_a_table_of_one_share_plays_as_a_list_of_it_does_to_the_last_bit(departments: str) -> None:
    company = {"horizon_months": 26, "money.departments": departments}
    listed = play(lowered("baseline", {**company, "money.other_spend": "[57%]"}))
    for table in ("[{arr: $2M, share: 57%}]", "[{arr: $3M, share: 57%}, {arr: $20M, share: 57%}]"):
        assert play(lowered("baseline", {**company, **by_arr(table)})).ledger.tobytes() == listed.ledger.tobytes()


def test_a_path_that_begins_elsewhere_begins_with_the_share_of_its_arr() -> None:
    table = "[{arr: $2M, share: 90%}, {arr: $8M, share: 70%}, {arr: $32M, share: 50%}]"
    for start, share in (("$1M", 0.9), ("$4M", 0.8), ("$16M", 0.6), ("$64M", 0.5)):
        budgets = lowered("baseline", by_arr(table, path__start_arr=start)).budgets
        assert budgets["other_share"][0] == pytest.approx(share)
        assert budgets["other_spend"][1] == pytest.approx(share * budgets["arr"][:2].mean() / 12.0, rel=0.02)


@pytest.mark.parametrize("departments", ["null", DEPARTMENTS])
@pytest.mark.parametrize("replanned", ["yearly", "never"])
def test_both_engines_spend_by_arr(departments: str, replanned: str) -> None:
    changes = {"horizon_months": 30, "demand.attainment": "70%", "money.replanned": replanned}
    company = by_arr("[{arr: $2M, share: 95%}, {arr: $9M, share: 60%}]", money__departments=departments)
    check_engines(lowered("baseline", {**changes, **company}), SEED, 0)


def test_cash_along_the_plan_goes_by_it() -> None:
    """Ten points of ARR less: an eighth of the difference between planned cash with and without any of it."""

    def cash(table: str) -> npt.NDArray[np.float64]:
        scenario = load("baseline", by_arr(table, money__rounds="{}", money__departments="null"))
        return np.array(planned_cash(scenario, lower(scenario), None).cash)

    none, less, more = (cash(f"[{{arr: $2M, share: {share}%}}]") for share in (0, 70, 80))
    assert none[-1] - more[-1] > 1e7
    np.testing.assert_allclose(less[1:] - more[1:], (none[1:] - more[1:]) / 8.0, rtol=1e-6)


def test_it_is_said_once() -> None:
    both = resolved(load("baseline", {"money.other_spend_by_arr": BASELINES_OWN}))
    both["money"]["other_spend"] = [0.5]
    with pytest.raises(ScenarioError, match="by year of the path what other_spend_by_arr says by ARR") as error:
        from_resolved(both)
    (problem,) = error.value.problems
    assert problem.path == "money.other_spend_by_arr"
    assert load("baseline", {"money.other_spend_by_arr": BASELINES_OWN}).money.other_spend == ()
    assert load("baseline", {"money.other_spend": "[]"}).money.other_spend_by_arr == ()


def test_points_rise() -> None:
    with pytest.raises(ScenarioError, match="arr is not above that of the point before"):
        load("baseline", by_arr("[{arr: $6M, share: 85%}, {arr: $2M, share: 95%}]"))
