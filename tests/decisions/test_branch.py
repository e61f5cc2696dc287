"""One past, several futures: the past is the same to the last bit, the futures are what was decided."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from simulator import InputError, Scenario, load, simulate
from simulator.answers import BranchAnswer, BranchRequest, Sampling
from simulator.clock import day_label
from simulator.decisions.branch import POLICY, Branches, Future, Lone, _check_past, branch, futures_of, is_policy
from simulator.decisions.changing import shape_at
from simulator.experiment.batches import Policy, play
from simulator.experiment.replications import job_for
from simulator.reports.terminal.branch import warnings

SHORT = {"horizon_months": "24", "opening.generated.accounts": "20"}
AT = 12


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("onboarding_never", SHORT)


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Branches:
    return branch(scenario, AT, ["csm=3", "onboarding"], runs=4, seed=2, workers=1)


def test_the_past_is_one_and_the_futures_differ(found: Branches) -> None:
    assert found.path.shape == (3, 25, 4)
    assert np.array_equal(found.path[1, : AT + 1], found.path[0, : AT + 1])
    assert np.array_equal(found.path[2, : AT + 1], found.path[0, : AT + 1])
    assert not np.array_equal(found.path[1, 24], found.path[0, 24])
    assert not np.array_equal(found.path[2, 24], found.path[0, 24])


def test_a_future_is_the_scenario_with_the_decision(found: Branches, scenario: Scenario) -> None:
    opens = "[{month: 12, in_place: cs_head}]"
    alone = simulate(load("onboarding_never", {**SHORT, "roles.onboarding.opens": opens}), runs=4, seed=2, workers=1)
    assert np.array_equal(found.values[2, 1], alone["arr"][:, 24])
    own = simulate(scenario, runs=4, seed=2, workers=1)
    assert np.array_equal(found.values[0, 1], own["arr"][:, 24])
    gap = found.differences(1)[1]
    assert gap.mean == pytest.approx((alone["arr"][:, 24] - own["arr"][:, 24]).mean())


def test_hires_decided_on_come_on_top_of_those_planned() -> None:
    base = load("baseline", {"roles.csm.schedule": "[{month: 3, count: 1}]"})
    (future,) = futures_of(base, 6, ["csm=2"])
    assert future.changes == {"roles.csm.schedule": [{"month": 3.0, "count": 1}, {"month": 6, "count": 2}]}
    (opened,) = futures_of(base, 6, ["cs_head"])
    conditions = opened.changes["roles.cs_head.opens"]
    assert conditions == [{"arr": 3e6}, {"founder_renewals": 1e6}, {"month": 6}]


@pytest.mark.parametrize("decision", ["cs_head=1", "cs_head"])
def test_nobody_more_is_hired_into_a_seat_that_is_taken(decision: str) -> None:
    with pytest.raises(InputError, match="the seat of the head of CS is taken by Dana Whitlock"):
        futures_of(load("today"), 3, [decision])


@pytest.mark.parametrize(("at", "when"), [(0, "Jan 2027"), (1, "Feb 2027"), ("Jul 2027", "Jul 2027")])
def test_the_month_of_the_decision_is_the_one_that_was_asked_for(at: int | str, when: str) -> None:
    """So many months after the start is the first of a month, and what is decided then belongs to that one."""
    sampling = Sampling(2, 1, 1)
    answer = BranchRequest.of("baseline", at=at, decide="csm=1", set={"horizon_months": 12}, sampling=sampling).answer()
    assert f"of {when} " in str(answer)
    scheduled = {"roles.csm.schedule": f"[{{month: {answer.result.month}, count: 7}}]", "horizon_months": 12}
    opened = simulate(load("baseline", scheduled), runs=1, workers=1).hires["opened"]
    days, hires = np.unique(opened[np.isfinite(opened)], return_counts=True)
    assert day_label(answer.result.scenario.start_date, float(days[hires.argmax()])) == when


def test_another_policy_takes_the_place_of_the_first(scenario: Scenario) -> None:
    late = load("onboarding_never", {**SHORT, "roles.onboarding.opens": "[{month: 14}]"})
    then = "roles.onboarding.opens=[{month: 14}]"
    wide = "roles.csm.book_low=$1M; roles.csm.book_high=$1M"
    found = branch(scenario, AT, then=[then, wide], into=[late], runs=4, seed=2, workers=1)
    assert [one.label for one in found.futures] == [then, wide, f"as in {late.name}"]
    alone = simulate(late, runs=4, seed=2, workers=1)
    for row in (1, 3):  # nothing had come of it by then
        assert np.array_equal(found.path[row].T, alone["arr"])
    assert np.array_equal(found.path[2, : AT + 1], found.path[0, : AT + 1])
    assert not np.array_equal(found.path[2, 24], found.path[0, 24])


def test_a_future_may_take_back_what_the_past_would_go_on_with(scenario: Scenario) -> None:
    stopped = "roles.csm.how_many={rule: schedule}; hiring.founders.hire_at_most=0"
    found = branch(scenario, AT, then=[stopped], measure="headcount.csm", runs=4, seed=2, workers=1)
    assert (found.values[1, 0] < found.values[0, 0]).all()


def test_month_0_is_the_other_scenario_and_both_engines_agree(scenario: Scenario) -> None:
    then = "hiring.lookahead=200 days; roles.csm.book_high=$1M; roles.csm.book_low=$0.5M"
    changed = {"hiring.lookahead": "200 days", "roles.csm.book_high": "$1M", "roles.csm.book_low": "$0.5M"}
    found = branch(scenario, 0, then=[then], runs=2, seed=2, workers=1)
    alone = simulate(load("onboarding_never", {**SHORT, **changed}), runs=2, seed=2, workers=1)
    assert np.array_equal(found.path[1].T, alone["arr"])
    played = [branch(scenario, AT, then=[then], runs=2, seed=2, engine=name) for name in ("compiled", "reference")]
    assert np.array_equal(played[0].path, played[1].path)


def test_what_is_uncertain_is_drawn_alike_in_past_and_future() -> None:
    found = branch(load("sceptic", SHORT), AT, then=["hiring.lookahead=0 days"], runs=3, seed=2, workers=1)
    assert np.array_equal(found.path[1, : AT + 1], found.path[0, : AT + 1])
    assert not np.array_equal(found.path[1, 24], found.path[0, 24])


def test_a_job_with_a_policy_is_the_same_after_a_journey(scenario: Scenario) -> None:
    import pickle

    job = job_for(scenario, 1, 2, "compiled", policy=Policy(load("no_cs", SHORT), AT))
    there = pickle.loads(pickle.dumps(job)).received()
    assert there.lowered.later is not None
    assert not there.lowered.later.roles.flags.writeable
    assert np.array_equal(play(there, [0]).records[0].ledger, play(job, [0]).records[0].ledger, equal_nan=True)


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("hiring.lookahead", True),
        ("hiring.founders.hire_at_most", True),
        ("hiring.pay_inflation", False),
        ("roles.csm.how_many.each", True),
        ("roles.others.support.opens", True),
        ("roles.others.support", False),
        ("roles.csm.attrition", False),
        ("roles.csm.in_place", False),
        ("demand.attainment", False),
        ("onboarding.product_led.opens", True),
        ("onboarding.product_led.work", False),
        ("money.runway.hold_below", True),
        ("money.rounds.series_a.amount", False),
        ("segments.core.renewal", False),
    ],
)
def test_policy_is_what_a_company_decides(path: str, own: bool) -> None:
    assert is_policy(path) == own


def test_every_path_of_policy_is_one_of_the_schema(scenario: Scenario) -> None:
    for pattern in (one for one in POLICY if not one.startswith("roles.others")):  # as are the others'
        names = [pattern.replace("*", name) for name in ("csm", "seller", "cs_manager", "cs_ops", "onboarding", "core")]
        assert any(shape_at(name) is not None for name in names), pattern


def test_a_past_that_is_another_is_refused() -> None:
    past = np.zeros((3, 2, 4))
    past[2, 1, 3] = 1e-9
    with pytest.raises(InputError, match="second: that would change"):
        _check_past(past, [Future("first", {}), Future("second", {})])


@pytest.mark.parametrize(
    ("month", "decisions", "message"),
    [
        (24, ["csm=1"], "between 0 and 23"),
        (6, [], "nothing to decide"),
        (6, ["boss"], 'no role "boss"'),
        (6, ["csm="], "how many to hire"),
        (6, ["csm=-1"], "how many to hire"),
        (6, ["csm=1e9"], "how many to hire"),
    ],
)
def test_what_cannot_be_decided_is_refused(scenario: Scenario, month: int, decisions: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        futures_of(scenario, month, decisions)


def test_the_table_holds_every_future(found: Branches, tmp_path: Path) -> None:
    with BranchAnswer(found).write_tables(tmp_path)[0].open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["decision"] for row in rows] == ["3 more csm", "opening hiring for onboarding"]
    assert float(rows[1]["arr (usd)"]) == pytest.approx(found.differences(1)[1].mean, rel=1e-6)
    assert float(rows[1]["arr (usd) as it stands"]) == pytest.approx(found.values[0, 1].mean(), rel=1e-6)


@pytest.mark.parametrize("at", [12, "2028-01-01", "Jan 2028", date(2028, 1, 1)])
def test_the_month_of_a_decision_may_be_a_date(scenario: Scenario, at: int | str | date) -> None:
    sampling = Sampling(runs=2, workers=1)
    assert BranchRequest.of(scenario, at=at, decide="csm=3", sampling=sampling).month == 12


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("2028-01-02", "2028-01-02 is not the first of a month"),
        ("2026-12-01", "2026-12-01 is not between 2027-01-01"),
        ("soon", '"soon" is not a date'),
    ],
)
def test_another_date_is_refused(scenario: Scenario, at: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        BranchRequest.of(scenario, at=at, decide="csm=3", sampling=Sampling(runs=2, workers=1))
    assert "months after the start, such as 18, or the first of a month" in refused.value.problems[0].allowed


# A hire that nobody follows, into a role that takes over a work whole.


@pytest.fixture(scope="module")
def lone() -> Branches:
    """One specialist more in a month in which nobody onboards yet for a living."""
    return branch(load("baseline", SHORT), 6, ["csm=1", "onboarding=1"], runs=40, workers=1)


def test_beside_a_lone_specialist_the_opening_of_the_role_is_shown(lone: Branches) -> None:
    assert [one.label for one in lone.futures] == ["1 more csm", "1 more onboarding", "opening hiring for onboarding"]
    asked = branch(load("baseline", SHORT), 6, ["onboarding"], runs=40, workers=1)
    assert np.array_equal(lone.values[3], asked.values[1])
    assert not asked.lone


def test_a_lone_specialist_is_warned_of_and_why(lone: Branches) -> None:
    """Alone with every onboarding one costs ARR; as the first of many the same hire does not."""
    assert lone.lone == (Lone("onboarding", 1, 1.0),)
    (words,) = warnings(lone)
    assert words.startswith(
        "1 more onboarding: in every run nobody is in that role by then, and whoever comes first carves"
    )
    assert "Opening it at once" in words
    _, single, opened = lone.differences(1)
    assert single.high < 0.0
    assert opened.mean > single.mean


def test_the_opening_is_shown_once_and_only_where_there_is_nobody() -> None:
    scenario = load("baseline", SHORT)
    twice = [one.label for one in futures_of(scenario, 6, ["onboarding", "onboarding=2"])]
    assert twice == ["opening hiring for onboarding", "2 more onboarding"]
    manned = load("baseline", {**SHORT, "roles.onboarding.in_place": "2"})
    found = branch(manned, 6, ["onboarding=1"], runs=4, workers=1)
    assert [one.label for one in found.futures] == ["1 more onboarding"]
    assert found.values.shape[0] == 2
    assert not found.lone and not warnings(found)
