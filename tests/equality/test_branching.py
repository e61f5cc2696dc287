"""A change of policy on the way: both engines make it alike, the past knows nothing of it, and the ends meet."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from equality.corners import RESTLESS, TIED, corner
from equality.records import check, check_engines
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from playing import SEED
from pydantic import ValidationError
from strategies import Company, companies, scenarios

from simulator.clock import month_end
from simulator.decisions.branch import is_policy
from simulator.engine.branching import branched
from simulator.engine.compiled import run_compiled, run_many
from simulator.engine.contract import RunRecord
from simulator.engine.lowering import lower
from simulator.engine.record import Lowered
from simulator.errors import ScenarioError
from simulator.scenario.reading.files import load
from simulator.scenario.reading.inheritance import shipped
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.uncertainty import central

SHIPPED = [name for name, _ in shipped()]
MONTHS = 14
LARGE = ("hubspot", "motive", "samsara")
"""Of more than five hundred customers on the first day, of which the reference takes some five seconds for a year."""
TURN = {
    "roles.csm.book_low": "$0.4M",
    "roles.csm.book_high": "$1M",
    "roles.csm.how_many": "{rule: ratio, to: cs_head, each: 0.1}",
    "roles.csm.schedule": "[{month: 9, count: 2}]",
    "roles.onboarding.opens": "[{month: 8}]",
    "roles.onboarding.needs_head": "false",
    "hiring.lookahead": "300 days",
    "hiring.utilisation": "70%",
    "coverage.founders_book": "$5M",
    "organisation.reports_to": "cro",
    "money.other_spend": "[90%]",
}


def record(name: str, overrides: dict[str, Any]) -> Lowered:
    scenario = central(load(name, {"horizon_months": MONTHS, **overrides}))
    return lower(scenario, read_today(scenario))


def check_past(one: RunRecord, other: RunRecord, month: int) -> None:
    """Fail unless two runs are the same in every bit until a month has closed."""
    rows, day = slice(month + 1), month_end(month)
    assert one.ledger[rows].tobytes() == other.ledger[rows].tobytes()
    assert one.cohort_arr[:, rows].tobytes() == other.cohort_arr[:, rows].tobytes()
    assert one.cohort_customers[:, rows].tobytes() == other.cohort_customers[:, rows].tobytes()
    before = [run.events[run.events["day"] < day] for run in (one, other)]
    assert before[0].tobytes() == before[1].tobytes()
    reached = [np.where(run.reached < day, run.reached, np.nan) for run in (one, other)]
    assert reached[0].tobytes() == reached[1].tobytes()


def check_course(name: str, overrides: dict[str, Any]) -> None:
    before, after = record(name, overrides), record(name, TURN | overrides)
    alone = run_compiled(before, SEED, 0, log=True)
    turned = check_engines(branched(before, after, 6), SEED, 0)
    check_past(turned, alone, 6)
    assert turned.ledger.tobytes() != alone.ledger.tobytes()
    check(run_compiled(branched(before, before, 6), SEED, 0, log=True), alone, ("changed to itself", "unchanged"))


@pytest.mark.parametrize("name", [name for name in SHIPPED if name not in LARGE])
def test_every_shipped_scenario_may_change_course(name: str) -> None:
    check_course(name, {})


@pytest.mark.long(part="ties")
@pytest.mark.parametrize("name", LARGE)
def test_every_large_scenario_may_change_course(name: str) -> None:
    check_course(name, {"horizon_months": 10})


@pytest.mark.parametrize(
    ("programme", "figure", "first", "then"),
    [("onboarding.product_led", "work", "0.5x", "0.9x"), ("onboarding.success_plan", "fails", "1", "-2")],
)
def test_a_programme_that_runs_goes_on_as_it_was(programme: str, figure: str, first: str, then: str) -> None:
    """No command changes the figures of a programme on the way; a record may, and both engines keep to the old ones."""
    before, after = (
        record("baseline", {programme: f"{{opens: [{{month: 1}}], {figure}: {value}}}"}) for value in (first, then)
    )
    assert before.rules.tobytes() != after.rules.tobytes()
    turned = check_engines(branched(before, after, 6), SEED, 0)
    check(turned, run_compiled(before, SEED, 0, log=True), ("turned", "unchanged"))


@pytest.mark.parametrize("overrides", [RESTLESS, TIED], ids=["restless", "tied"])
@pytest.mark.parametrize("month", [1, 3, 6, 12, 13])
def test_any_month_where_much_happens_at_once(overrides: dict[str, str], month: int) -> None:
    before = lower(load("baseline", overrides))
    after = lower(load("baseline", {**overrides, **TURN, "roles.csm.schedule": "[{month: 3, count: 2}]"}))
    for run in range(2):
        turned = check_engines(branched(before, after, month), SEED, run)
        if not (fixed_at(before, month) or fixed_at(after, month)):
            check_past(turned, run_compiled(before, SEED, run, log=True), month)


def fixed_at(what: Lowered, month: int) -> bool:
    """Tell whether somebody is fixed for the very day, which belongs to the new policy."""
    return bool((np.abs(what.dated["day"] - month_end(month)) < 1.0).any())


def test_in_month_0_it_is_the_other_and_at_the_horizon_the_same() -> None:
    before, after = record("baseline", {}), record("baseline", TURN)
    assert branched(before, after, 0) is after
    for month in (MONTHS, MONTHS + 1):
        assert branched(before, after, month) is before


@pytest.mark.parametrize("month", [1, 4, 7])
def test_before_anything_has_come_of_it_it_is_the_other(month: int) -> None:
    """What opens or is fixed later on may as well have been the policy from the first day."""
    before = {"roles.cs_ops.opens": "[{month: 11}]", "roles.csm.schedule": "[{month: 12, count: 1}]"}
    after = {
        "roles.cs_ops.opens": "[{month: 8}]",
        "roles.csm.schedule": "[{month: 7, count: 3}, {month: 9, count: 1}]",
        "coverage.digital.opens": "[{month: 9}]",
    }
    whole = record("baseline", after)
    turned = check_engines(branched(record("baseline", before), whole, month), SEED, 0)
    check(turned, run_compiled(whole, SEED, 0, log=True), ("turned", "from the first day"))


def test_a_role_that_was_open_closes_and_opens_by_the_new_conditions() -> None:
    quiet = {"coverage.handover_from": "$900M", "coverage.handover_until": "$901M"}
    before, after = (
        record("baseline", {"roles.csm.opens": opens, "roles.csm.needs_head": "false", **quiet})
        for opens in ("[{month: 0}]", "[{month: 11}]")
    )
    day, again = month_end(5), month_end(11)
    runs = [run_compiled(branched(before, after, 5), SEED, run).hires for run in range(3)]
    opened = np.concatenate([hires["opened"][hires["role"] == 1] for hires in runs])
    opened = opened[np.isfinite(opened)]
    assert ((opened > 0.0) & (opened <= day)).any()
    assert not ((opened > day) & (opened < again)).any()
    assert (opened >= again).any()


def test_csms_in_place_get_books_of_the_new_size() -> None:
    stays = {"roles.csm.in_place": "2", "roles.csm.attrition": "0 a year", "roles.csm.mishire.odds": "0%"}
    stays |= {"roles.csm.mishire.unproven_odds": "0%"}
    before = record("baseline", stays)
    after = record("baseline", {**stays, "roles.csm.book_low": "$3M", "roles.csm.book_high": "$3M"})
    hires = check_engines(branched(before, after, 3), SEED, 0).hires
    books = hires["full_book"][hires["role"] == 1]
    assert len(books) >= 2
    assert set(books) == {3e6}


def test_runs_after_one_another_begin_by_the_first_policy() -> None:
    what = corner("turned")
    together = list(run_many(what, SEED, range(3), log=True))
    for run, one in enumerate(together):
        check(one, run_compiled(what, SEED, run, log=True), ("in a row", "alone"))


@pytest.mark.parametrize(
    ("overrides", "what"),
    [
        ({"roles.csm.in_place": "3"}, "people"),
        ({"demand.bookings_a_year": "$9M"}, "expected_deals"),
        ({"milestones": "[$7M]"}, "milestones"),
        ({"products.second.price": "0.9x"}, "products"),
        ({"roles.others": "{support: {department: service, cost: $90K, how_many: {rule: one}}}"}, "roles"),
    ],
)
def test_another_company_is_refused(overrides: dict[str, str], what: str) -> None:
    with pytest.raises(ValueError, match=f"cannot change {what}"):
        branched(record("baseline", {}), record("baseline", overrides), 4)


# made-up companies --------------------------------------------------------------------------------------------------


def with_policy(world: Any, policy: Any, path: tuple[str, ...] = ()) -> Any:
    """Return one scenario's world with another one's policy, both as plain values."""
    if path and is_policy(".".join(path)):
        return policy
    if not isinstance(world, dict):
        return world
    return {
        name: with_policy(one, policy[name], (*path, name)) if isinstance(policy, dict) and name in policy else one
        for name, one in world.items()
    }


def check_turn(company: Company, other: Scenario, month: int, run: int) -> None:
    before = company.lowered
    try:
        turned = Scenario.model_validate(with_policy(company.scenario.model_dump(), other.model_dump()))
        after = lower(turned, company.today)
    except (ValidationError, ScenarioError):
        assume(False)
    found = check_engines(branched(before, after, month), SEED, run)
    alone = run_compiled(before, SEED, run, log=True)
    if not (fixed_at(before, month) or fixed_at(after, month)):
        check_past(found, alone, month)
    check(run_compiled(branched(before, before, month), SEED, run, log=True), alone, ("changed to itself", "unchanged"))


TURNS = (companies(), scenarios(), st.integers(1, 17), st.integers(0, 2**48 - 1))


@pytest.mark.timeout(900)  # a failure is made smaller for five minutes
@given(*TURNS)
@settings(max_examples=40)
def test_any_company_may_take_up_any_policy(company: Company, other: Scenario, month: int, run: int) -> None:
    check_turn(company, other, month, run)


@pytest.mark.long(part="ties")
@pytest.mark.timeout(3600)
@given(*TURNS)
@settings(max_examples=1_000)
def test_any_company_may_take_up_any_policy_in_hundreds(
    company: Company, other: Scenario, month: int, run: int
) -> None:
    check_turn(company, other, month, run)
