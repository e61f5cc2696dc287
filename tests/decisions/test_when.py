"""When to hire: candidates replace the trigger, the winner is estimated on runs that did not choose it."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from simulator import InputError, Scenario, load, simulate
from simulator.answers import WhenAnswer
from simulator.clock import DAYS_PER_MONTH
from simulator.decisions.among_equals import pick
from simulator.decisions.indifference import PILOT_RUNS, default_indifference
from simulator.decisions.when import Answer, candidate_points, when
from simulator.reports.terminal.when import answer_title, rule_words, sureness, when_table
from simulator.results.measure import FIRST_JOINED, Measure, reader
from simulator.scenario.reading.files import changed
from simulator.scenario.schema.waiting import waiting_for, without_waiting

SHORT = {"horizon_months": "30", "opening.generated.accounts": "20"}
JUDGED = "value_less_burn"
CANDIDATES = ("$2M", "$4M", "$9M", "$16M")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("baseline", SHORT)


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Answer:
    return when(scenario, "cs_head", candidates=CANDIDATES, measure=f"{JUDGED}@24", seed=4, workers=1, most=300)


def test_fresh_runs_are_those_after_the_ones_that_selected(found: Answer) -> None:
    """The judged runs are cut off at the month they are judged at; whole runs of the same numbers say the same."""
    begin, rows = found.verdict.begin, found.verdict.rows
    assert begin == PILOT_RUNS + found.selection.runs
    for place, point in enumerate(found.points):
        whole = load("baseline", {**SHORT, "roles.cs_head.opens": [{"arr": point.value}]})
        alone = simulate(whole, runs=len(rows[place]), seed=4, first_run=begin, workers=1)
        assert np.array_equal(rows[place], alone[JUDGED][:, 24])
        assert np.array_equal(found.shown[place, 1], alone["arr"][: found.shown.shape[2], 30])
    present = simulate(load("baseline", SHORT), runs=len(rows[found.now]), seed=4, first_run=begin, workers=1)
    assert np.array_equal(rows[found.now], present[JUDGED][:, 24])
    assert np.array_equal(found.shown[found.now, 1], present["arr"][: found.shown.shape[2], 30])


def test_every_run_is_accounted_for(found: Answer) -> None:
    assert found.for_rule == len(found.points) * found.shown.shape[2]
    assert found.spent == PILOT_RUNS + found.selection.spent + found.verdict.spent + found.for_levels + found.for_rule


def test_a_scenario_among_its_own_candidates_plays_once() -> None:
    scenario = load("baseline", {**SHORT, "roles.cs_head.opens": [{"arr": "$4M"}]})
    found = when(scenario, "cs_head", candidates=("$2M", "$4M"), workers=1, most=60)
    assert (found.now, len(found.verdict.rows)) == (1, 2)
    gain = found.gain()
    assert gain.mean == pytest.approx(float((found.verdict.rows[found.best] - found.verdict.rows[1]).mean()))
    for place, mean in enumerate(found.as_it_stands.means):
        assert found.levels(place)[1] == mean


def test_intervals_hold_at_once_and_so_are_wider(found: Answer) -> None:
    other = 0 if found.leader != 0 else 1
    gap, rows = found.differences()[other], found.verdict.rows
    values = rows[other] - rows[found.leader][: len(rows[other])]
    assert gap.mean == pytest.approx(values.mean())
    assert gap.half > 2.6 * values.std(ddof=1) / np.sqrt(len(values))
    assert found.levels()[other] - found.levels()[found.leader] == pytest.approx(gap.mean)


def test_levels_are_those_of_run_plus_the_differences_of_the_fresh_runs(scenario: Scenario, found: Answer) -> None:
    own = simulate(scenario, seed=4, workers=1)
    assert len(own.runs) == found.as_it_stands.runs == 200
    assert found.as_it_stands.means[:2] == (own.bands(JUDGED).mean[24], own.bands("arr").mean[30])
    assert found.now == len(found.points)
    for place in range(len(found.measures)):
        assert found.levels(place)[found.best] == pytest.approx(
            found.as_it_stands.means[place] + found.gain(place).mean
        )
    gaps = found.shown[: found.now, 1] - found.shown[found.now, 1]
    assert found.levels(1) == pytest.approx((found.as_it_stands.means[1] + gaps.mean(axis=1)).tolist())


def test_the_month_of_the_first_joiner_starts_from_that_of_run(scenario: Scenario, found: Answer) -> None:
    heads = [reader(f"{FIRST_JOINED}cs_head")(simulate(scenario, seed=4, workers=1))]
    assert found.joined_as_it_stands == heads[0].mean()
    months = np.array(found.months_joined())
    gaps = (found.joined[: found.now] - found.joined[found.now]).mean(axis=1)  # NaN where nobody joins in some run
    assert np.isfinite(gaps).tolist() == [True, True, False, False]
    assert months * DAYS_PER_MONTH == pytest.approx(heads[0].mean() + gaps, nan_ok=True)


def test_how_many_runs_give_the_level_changes_nothing_else(scenario: Scenario) -> None:
    few, many = (
        when(scenario, "cs_head", candidates=("$2M", "$9M"), measure="arr", most=20, runs=runs, workers=1)
        for runs in (5, 30)
    )
    assert few.differences() == many.differences()
    assert few.gain(1) == many.gain(1)
    assert few.matters == many.matters
    assert (few.as_it_stands.runs, many.as_it_stands.runs) == (5, 30)
    assert few.levels() != many.levels()
    assert many.as_it_stands.means[0] == simulate(scenario, runs=30, workers=1).bands("arr").mean[30]


def test_what_matters_is_a_hundredth_of_the_present_value_or_a_year_s_pay(scenario: Scenario, found: Answer) -> None:
    pilot = simulate(scenario, runs=PILOT_RUNS, seed=4, workers=1)[JUDGED][:, 24]
    assert found.matters.origin in ("share", "pay")
    assert found.matters.amount == pytest.approx(max(0.01 * float(pilot.mean()), 900_000.0), rel=0.05)
    large, small = np.full(PILOT_RUNS, -327e6), np.full(PILOT_RUNS, 20e6)
    roles, value = ["cs_head"], Measure.read(JUDGED)
    shared = default_indifference(scenario, roles, value, large)
    assert (shared.amount, shared.origin) == (3_300_000.0, "share")
    paid = default_indifference(scenario, roles, value, small)
    assert (paid.amount, paid.origin) == (900_000.0, "pay")
    assert default_indifference(scenario, roles, Measure.read("arr"), small).amount == 300_000.0
    assert default_indifference(scenario, ["onboarding"], Measure.read("arr - cs_cost")).amount == 120_000.0
    assert default_indifference(scenario, ["onboarding", "cs_head"], Measure.read("arr")).amount == 300_000.0
    assert default_indifference(scenario, ["csm"], Measure.read("nrr")).amount == 0.005
    with pytest.raises(InputError, match="cannot be guessed"):
        default_indifference(scenario, ["csm"], Measure.read("customers"))


def test_an_amount_that_is_given_takes_no_runs_to_measure(scenario: Scenario) -> None:
    found = when(scenario, "cs_head", candidates=("$2M", "$9M"), indifference=5e6, workers=1, most=20)
    assert (found.matters.amount, found.matters.origin) == (5e6, "given")
    assert found.verdict.begin == found.selection.runs


def test_candidates_that_make_no_difference_are_said_to(scenario: Scenario) -> None:
    found = when(load("no_cs", SHORT), "onboarding", candidates=("$3M", "$9M"), workers=1, most=20)
    assert found.same
    assert found.plateau == (0, 2)  # now is one as well
    assert found.selection.guaranteed


@pytest.mark.parametrize(
    ("role", "more", "message"),
    [
        ("boss", {}, 'no role "boss"'),
        ("cs_head", {"candidates": ("$2M",)}, "one candidate only"),
        ("cs_head", {"candidates": ("$2M", "$2M")}, "one candidate only"),
        ("cs_head", {"indifference": 0.0}, "above zero"),
        ("cs_head", {"measure": "nrr@31"}, "ends at month 30"),
        ("cs_head", {"measure": "customers"}, "cannot be guessed"),
        ("cs_head", {"measure": "nrr@3", "most": 10}, "n/a in 10 of 10 runs"),
    ],
)
def test_what_cannot_be_decided_is_refused(scenario: Scenario, role: str, more: dict, message: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(InputError, match=message):
        when(scenario, role, workers=1, **more)


def test_the_table_holds_every_candidate(found: Answer, tmp_path: Path) -> None:
    with WhenAnswer(found).write_tables(tmp_path)[0].open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["opens"] for row in rows] == list(CANDIDATES)
    assert [row["selected"] for row in rows].index("yes") == found.best
    assert float(rows[found.best]["arr (usd)"]) == pytest.approx(found.levels(1)[found.best], rel=1e-6)
    assert {row["level_runs"] for row in rows} == {"200"}
    assert float(rows[0]["arr (usd) as it stands"]) == pytest.approx(found.as_it_stands.means[1], rel=1e-6)


# Which of those as good is selected, and what is said of a role that somebody holds already.


@pytest.fixture(scope="module")
def today() -> Answer:
    """Further CSMs of a company that has two and looks for a third: four points that are as good, one that is not."""
    scenario = load("today", {"horizon_months": "30"})
    return when(scenario, "csm", candidates=("$5M", "$8M", "$12M", "$30M"), measure=f"{JUDGED}@24", workers=1, most=150)


def test_now_is_always_a_candidate(scenario: Scenario, today: Answer) -> None:
    assert [point.label for point in today.points] == ["now", "$5M", "$8M", "$12M", "$30M"]
    assert today.points[0].changes() == {"roles.csm.opens": [{"month": 0.0, "in_place": "cs_head"}]}
    for role, texts, labels in [
        ("cs_head", ["$2M", "$9M"], ["$2M", "$9M"]),  # it starts with $2M of ARR
        ("cs_head", ["$9M", "$4M"], ["now", "$4M", "$9M"]),
        ("cs_head", ["now", "$4M"], ["now", "$4M"]),
        ("onboarding", ["never"], ["now", "never"]),
        ("onboarding", ["12 months"], ["now", "12 months"]),
        ("onboarding", ["2027-01-01", "Mar 2028"], ["Jan 2027", "Mar 2028"]),
        ("onboarding", ["Mar 2028"], ["now", "Mar 2028"]),
    ]:
        assert [point.label for point in candidate_points(scenario, role, texts)] == labels


def test_who_is_there_already_is_not_the_first_to_be_hired(today: Answer) -> None:
    """Two CSMs are in place and a requisition is out: hires of the candidates join later, the later they open."""
    months = today.months_joined()
    assert 0.0 < months[0] < months[1] < months[2] < months[3]
    assert [one.name for one in today.holders] == ["Mira Lindqvist", "Theo Adeyemi", ""]
    assert sureness(today)[0].startswith(
        "2 CSMs are in place on the first day (Mira Lindqvist, Theo Adeyemi) and 1 requisition is out; the candidates "
        "say when hiring for the next CSM opens."
    )
    assert "first CSM" not in answer_title(today)


def test_a_role_that_founders_hire_for_first_is_not_opened_by_any_candidate(scenario: Scenario) -> None:
    found = when(scenario, "csm", candidates=("$2M", "$16M"), workers=1, most=20)
    assert found.before_it_opens
    assert "planned hiring of CSMs" in answer_title(found)
    assert sureness(found)[0].startswith("The first CSM is hired by the founders, at work by ")


def test_of_those_as_good_the_one_that_needs_least_cash_is_selected(today: Answer) -> None:
    as_good = [place for place, equal in enumerate(today.verdict.equal) if equal]
    assert len(as_good) > 1
    low = [measure.text for measure in today.measures].index("cash.low")
    runs = today.shown.shape[2]
    begin = today.verdict.begin
    arr = np.array(
        [
            simulate(load("today", {"horizon_months": "24", **point.changes()}), runs=runs, first_run=begin, workers=1)[
                "arr"
            ][:, 24]
            for point in today.points
        ]
    )
    assert today.picked == pick(as_good, today.shown[: len(today.points), low], arr)
    lows = today.shown[: len(today.points), low].mean(axis=1)
    assert today.picked.why in ("cash", "arr")
    assert all(lows[today.best] >= lows[place] for place in as_good)
    assert "needs least cash" in answer_title(today) or "need least cash" in answer_title(today)


def test_the_window_is_said_first_and_the_point_second(today: Answer) -> None:
    first, last = (today.points[place].label for place in today.plateau)
    title = answer_title(today)
    assert title.index(f"anywhere from {first} to {last} ARR; ") < title.index(f"; {today.points[today.best].label}")


def test_the_leader_is_what_the_others_are_measured_from(today: Answer) -> None:
    assert today.differences()[today.leader].mean == 0.0
    same = today.leader == today.best
    assert today.reference == ("the best choice" if same else f"{today.points[today.leader].label}, the leader")
    table = when_table(today, 1)
    marks = list(table.columns[-1].cells)
    assert marks[today.best] == "selected"
    if today.leader != today.best:
        name = today.points[today.leader].label
        assert marks[today.leader] == "led"
        assert table.columns[3].header == f"against {name}"
        assert f"beside {name}, which led the selection," in " ".join(sureness(today))


def test_triggers_that_no_candidate_keeps_are_named(found: Answer, today: Answer) -> None:
    assert (
        "A candidate replaces what opens hiring as the scenario stands: once ARR reaches $3M or once the renewals "
        "signed before any head of CS add up to $1M."
    ) in sureness(found)
    assert not any("replaces" in line for line in sureness(today))  # whom it waits for is kept


@pytest.mark.parametrize(
    ("name", "role", "message"),
    [
        ("today", "cs_head", "taken by Dana Whitlock, from Feb 2027 on: when to hire one is settled"),
        ("hubspot", "cs_head", "the seat of the head of CS is taken on the first day"),
    ],
)
def test_a_seat_that_is_taken_is_not_hired_for(name: str, role: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        when(load(name), role, workers=1)
    assert "another role: csm, onboarding" in str(caught.value)
    assert "t2d3 branch SCENARIO --at 0 --decide csm=1" in str(caught.value)


# How much of the urgency of a head of CS is that others wait for one.


def test_others_wait_for_a_head_of_cs_until_told_not_to(scenario: Scenario) -> None:
    assert waiting_for(scenario, "cs_head") == ("csm", "onboarding", "cs_manager", "cs_ops")
    free = changed(scenario, without_waiting(scenario, "cs_head"))
    assert waiting_for(free, "cs_head") == ()
    assert without_waiting(free, "cs_head") == {}
    opens = {
        name: [one.model_dump(exclude_none=True) for one in free.roles.of(name).opens]
        for name in scenario.roles.names()
    }
    assert opens["csm"] == [{"month": 0.0}]
    assert opens["onboarding"] == [{"arr": 6e6}]
    assert opens["cs_ops"] == [{"in_place": "csm", "at_least": 6.0}]
    assert opens["cs_head"] == [one.model_dump(exclude_none=True) for one in scenario.roles.cs_head.opens]
    trainer = "opens: [{arr: $9M, in_place: cs_head}], how_many: {rule: one}, cost: $90K, department: cs"
    own = load("baseline", {"roles.others": f"{{trainer: {{{trainer}}}}}"})
    assert waiting_for(own, "cs_head")[-1] == "trainer"
    assert without_waiting(own, "cs_head")["roles.others.trainer.opens"] == [{"arr": 9e6}]


def test_the_same_candidates_play_the_same_runs_with_nobody_waiting(found: Answer) -> None:
    rule = found.rule
    assert rule is not None
    assert rule.costliest == len(found.points) - 1
    assert rule.with_it == found.differences()[rule.costliest]
    free = []
    for place in (rule.costliest, found.leader):
        point = found.points[place]
        one = load("baseline", {**SHORT, **point.changes()})
        one = changed(one, without_waiting(one, "cs_head"))
        played = simulate(one, runs=found.shown.shape[2], seed=4, first_run=found.verdict.begin, workers=1)
        free.append(played[JUDGED][:, 24])
    assert rule.without.mean == pytest.approx((free[0] - free[1]).mean())
    assert rule.with_it.mean < 2.0 * rule.without.mean < 0.0, "most of what a late head costs is that all others wait"
    (told,) = rule_words(found)
    assert told.startswith(
        "How much of that is one rule: CSMs, onboarding specialists, CS managers and CS Ops specialists are not hired "
        "as planned before a head of CS is in place. To open at $16M ARR instead of at "
    )
    assert told in sureness(found)


def test_of_a_role_that_nobody_waits_for_no_rule_is_told(scenario: Scenario, today: Answer) -> None:
    assert today.rule is None
    assert today.for_rule == 0
    free = changed(scenario, without_waiting(scenario, "cs_head"))
    found = when(free, "cs_head", candidates=("$2M", "$9M"), workers=1, most=10)
    assert found.rule is None and not rule_words(found)
