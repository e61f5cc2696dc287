"""How old the first product is on the first day: by its table at the opening ARR, unless it is stated."""

from __future__ import annotations

from typing import Any

import pytest
from playing import SEED, lowered, play

from simulator import ScenarioError, load
from simulator.engine.lowering import lower
from simulator.engine.reference import run_reference
from simulator.scenario.explain.scenario import explain
from simulator.scenario.explain.words import about_days
from simulator.scenario.reading.files import changed
from simulator.scenario.schema.products import AGE_BY_ARR
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.uncertainty import with_values

OWN = "[{arr: $1M, age: 6 months}, {arr: $4M, age: 18 months}]"


def age(arr: str, **core: Any) -> float:
    """The age of the core in years, of a company on the baseline's path from an ARR on."""
    changes = {"path.start_arr": arr, **{f"products.core.{name}": value for name, value in core.items()}}
    return float(lowered("baseline", changes).products[0]["age_at_start"]) / 365.0


@pytest.mark.parametrize(
    ("arr", "years"),
    [("$1M", 0.5), ("$2M", 1.0), ("$11M", 3.0), ("$16.58312M", 3.5), ("$98M", 7.0), ("$137.2M", 8.0)],
)
def test_the_baselines_table_is_read_at_the_opening_arr(arr: str, years: float) -> None:
    assert age(arr) == pytest.approx(years, rel=1e-6)


@pytest.mark.parametrize(("arr", "years"), [("$500K", 0.25), ("$1M", 0.5), ("$2M", 1.0), ("$8M", 2.0)])
def test_a_company_may_have_a_table_of_its_own(arr: str, years: float) -> None:
    assert age(arr, age_by_arr=OWN) == pytest.approx(years)
    assert age(arr, age_by_arr=OWN, age_at_start="9 years") == 9.0


def test_both_engines_open_with_the_age_of_the_table() -> None:
    changes = {"horizon_months": 8, "products.core.age_by_arr": OWN}
    record = lowered("baseline", changes)
    assert run_reference(record, SEED, 0, False).ledger.tobytes() == play(record).ledger.tobytes()
    usual = play(lowered("baseline", {"horizon_months": 8, "products.core.age_by_arr": "[{arr: $2M, age: 1 year}]"}))
    same = play(lowered("baseline", {"horizon_months": 8}))
    assert usual.ledger.tobytes() == same.ledger.tobytes()


def test_an_uncertain_age_is_drawn_before_it_is_read() -> None:
    wide = "[{arr: $2M, age: {uniform: [1 year, 3 years]}}, {arr: $11M, age: 3 years}]"
    drawn = with_values(load("baseline", {"products.core.age_by_arr": wide}), [2.0 * 365.0])
    assert lower(drawn).products[0]["age_at_start"] == 2.0 * 365.0


@pytest.mark.parametrize(
    ("table", "where", "why"),
    [
        ("[{arr: $2M, age: 1 year}, {arr: $2M, age: 2 years}]", "age_by_arr.1.arr", "not above"),
        (
            "[{arr: $2M, age: 1 year}, {arr: $3M, age: 2 years}, {arr: $4M, age: 1 year}]",
            "age_by_arr.2.age",
            "not above",
        ),
        ("[]", "age_by_arr", "nothing says how old"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_at_its_place(table: str, where: str, why: str) -> None:
    with pytest.raises(ScenarioError, match=why) as error:
        load("baseline", {"products.core.age_by_arr": table})
    (problem,) = error.value.problems
    assert problem.path == f"products.core.{where}"


def test_no_table_is_needed_where_the_age_is_stated() -> None:
    assert age("$2M", age_by_arr="[]", age_at_start="2 years") == 2.0


def test_a_scenario_kept_before_there_was_a_table_means_what_it_did() -> None:
    baseline = load("baseline")
    assert baseline.products["core"].age_by_arr == AGE_BY_ARR, "said in the baseline, and to who was there before it"
    kept = baseline.model_dump()
    for product in kept["products"].values():
        del product["age_by_arr"]
    assert Scenario.model_validate(kept) == baseline


def test_explain_tells_the_age_and_where_it_is_from() -> None:
    text = " ".join(explain(changed(load("baseline"), {"products.core.age_by_arr": OWN})).split())
    years = 0.5 + 0.5  # half of the way in log ARR
    assert f"{about_days(years * 365.0)} after its launch" in text
    assert "assumed from the $2M of ARR on that day: 6 months at $1M and 18 months at $4M" in text
