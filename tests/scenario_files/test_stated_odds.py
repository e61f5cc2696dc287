"""Odds and rises said to be those of a year or of a term: read, compared, written, drawn, swept, moved."""

from __future__ import annotations

import copy
import math
import pickle
from pathlib import Path

import pytest

from simulator.decisions.axis import read_axis
from simulator.decisions.tornado import planned
from simulator.engine.lowering import lower
from simulator.errors import InputError, ScenarioError
from simulator.scenario.explain.scenario import explain
from simulator.scenario.reading.doubts import doubts
from simulator.scenario.reading.files import changed, from_resolved, load, resolved
from simulator.scenario.reading.output import as_yaml
from simulator.scenario.schema.odds import stated_at
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.uncertainty import Uncertain, central
from simulator.scenario.stated import Stated, said_of

PATH = "segments.core.renewal"


def with_renewal(value: object, months: int = 36) -> Scenario:
    """Without what the length of a term adds by itself."""
    alone = {"renewal.terms": "{monthly: 0, three_years: 0, monthly_dearer: 0%, discount: 0%}"}
    return changed(load("baseline"), {PATH: value, "segments.core.term_months": months, **alone})


def log_odds(p: float) -> float:
    return math.log(p / (1.0 - p))


@pytest.mark.parametrize(
    ("text", "each", "a_year"),
    [("90%", "", 0.9), ("90% a year", "year", 0.9), ("0.729 a term", "term", 0.9), ("72.9 % per term", "term", 0.9)],
)
def test_what_is_said_is_kept_and_lowered_to_a_year(text: str, each: str, a_year: float) -> None:
    scenario = with_renewal(text)
    assert said_of(scenario.segments["core"].renewal) == each
    assert lower(scenario).segments["renewal_log_odds"][0] == pytest.approx(log_odds(a_year))


def test_a_term_of_a_year_is_a_year_to_the_last_bit() -> None:
    one, other = (lower(with_renewal(text, 12)).segments for text in ("91.3% a term", "91.3%"))
    assert one.tobytes() == other.tobytes()


def test_two_are_equal_where_they_mean_the_same() -> None:
    year, term, bare = Stated(0.9, "year"), Stated(0.9, "term"), 0.9
    assert year == bare and bare == year and hash(year) == hash(bare)
    assert term != bare and bare != term and term != year and term == Stated(0.9, "term")
    assert term != "0.9" and term == pytest.approx(0.9)
    for copied in (pickle.loads(pickle.dumps(term)), copy.deepcopy(term)):
        assert copied == term and said_of(copied) == "term"
    assert said_of(term * 1.0) == ""


@pytest.mark.parametrize("value", ["75% a term", "90% a year", {"uniform": ["70% a term", "80% a term"]}])
def test_what_is_written_is_read_back(value: object, tmp_path: Path) -> None:
    scenario = with_renewal(value)
    assert from_resolved(resolved(scenario)) == scenario
    (tmp_path / "again.yaml").write_text(as_yaml(scenario))
    again = load(tmp_path / "again.yaml")
    assert again.segments["core"] == scenario.segments["core"]
    assert said_of(central(again).segments["core"].renewal) == said_of(central(scenario).segments["core"].renewal)


@pytest.mark.parametrize(
    "value",
    [
        {"triangular": ["70% a term", "75% a term", "80% a term"]},
        {"uniform": ["70%", "80% a term"]},
        {"normal": {"mean": "75% a term", "sd": "2%", "min": "60%", "max": "90%"}},
        {"beta": {"mean": "75% a term", "sd": "2%"}},
    ],
)
def test_every_run_draws_odds_of_a_term(value: object) -> None:
    uncertain = Uncertain.of(with_renewal(value))
    drawn = uncertain.with_values(uncertain.row(1, 5))
    found = drawn.segments["core"].renewal
    assert said_of(found) == "term"
    assert isinstance(found, float)
    assert lower(drawn).segments["renewal_log_odds"][0] == pytest.approx(log_odds(float(found) ** (1.0 / 3.0)))
    assert "a term" in uncertain.located[0][1].describe()


def test_values_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ScenarioError, match="some of its values are said to be those of a year, others of a term"):
        with_renewal({"uniform": ["70% a year", "80% a term"]})
    with pytest.raises(InputError, match="one end of the range is that of a year, the other that of a term"):
        read_axis(load("baseline"), f"{PATH}=70% a year:80% a term:3")


@pytest.mark.parametrize("text", ["70% a term, 80% a term", "70% a term:80% a term:2", "70%:80% a term:2"])
def test_swept_values_are_odds_of_a_term(text: str) -> None:
    scenario = load("baseline", {"segments.core.term_months": 36})
    choices = read_axis(scenario, f"{PATH}={text}").choices
    swept = [changed(scenario, one.changes).segments["core"].renewal for one in choices]
    assert swept[-1] == Stated(0.8, "term")
    assert {said_of(one) for one in swept[1:]} == {"term"}
    assert choices[-1].label == "80% a term"


def test_a_moved_value_goes_on_saying_so() -> None:
    scenario = with_renewal("75% a term")
    (knob,), _ = planned(scenario, [PATH], 0.1, 0.1, 0.9)
    assert [said_of(one) for one in (knob.centre, knob.low, knob.high)] == ["term"] * 3
    assert changed(scenario, {PATH: knob.low}).segments["core"].renewal == knob.low
    assert knob.label(knob.centre) == "75% a term"


# Odds and rises that customers of all segments share: contraction, recapture, mending, packages, the escalator.

CONTRACTION, ESCALATOR = "renewal.contraction_odds", "renewal.escalator"
SHARED = {
    "onboarding.mends_at_renewal": "mends_at_renewal",
    "expansion.packages.odds": "package_odds",
    CONTRACTION: "contraction_odds",
    "renewal.recapture_odds": "recapture_odds",
    ESCALATOR: "escalator",
}
"""Each by its path, with what the engines call it."""


def with_shared(path: str, value: object, months: int = 36) -> Scenario:
    return changed(load("baseline"), {path: value, "segments.core.term_months": months})


def a_year_of(path: str, of_term: float, years: float) -> float:
    """The figure of a year, worked out from that of a term of so many years on its own."""
    if path == ESCALATOR:
        return float((1.0 + of_term) ** (1.0 / years) - 1.0)
    return float(1.0 - (1.0 - of_term) ** (1.0 / years))


@pytest.mark.parametrize("months", [1, 18, 36])
@pytest.mark.parametrize("path", SHARED)
def test_shared_odds_of_a_term_are_lowered_to_those_of_a_year(path: str, months: int) -> None:
    found = lower(with_shared(path, "12% a term", months)).rules[SHARED[path]][0]
    assert found == pytest.approx(a_year_of(path, 0.12, months / 12.0), rel=1e-12)


@pytest.mark.parametrize("path", SHARED)
def test_shared_odds_of_a_year_and_of_a_term_of_a_year_are_plain_ones_to_the_last_bit(path: str) -> None:
    plain = lower(with_shared(path, "12%", 12)).rules.tobytes()
    assert lower(with_shared(path, "12% a term", 12)).rules.tobytes() == plain
    assert lower(with_shared(path, "12% a year", 12)).rules.tobytes() == plain
    assert lower(with_shared(path, "12% per year", 36)).rules[SHARED[path]][0] == 0.12


@pytest.mark.parametrize("value", ["12% a term", "12% a year", {"uniform": ["10% a term", "20% a term"]}])
@pytest.mark.parametrize("path", SHARED)
def test_shared_odds_are_written_as_they_were_read(path: str, value: object, tmp_path: Path) -> None:
    scenario = with_shared(path, value)
    assert from_resolved(resolved(scenario)) == scenario
    (tmp_path / "again.yaml").write_text(as_yaml(scenario))
    again = load(tmp_path / "again.yaml")
    assert stated_at(again, path) == stated_at(scenario, path)
    assert said_of(stated_at(central(again), path)) == said_of(stated_at(central(scenario), path)) != ""


@pytest.mark.parametrize("path", SHARED)
def test_every_run_draws_shared_odds_of_a_term(path: str) -> None:
    uncertain = Uncertain.of(with_shared(path, {"triangular": ["10% a term", "15% a term", "20% a term"]}))
    drawn = uncertain.with_values(uncertain.row(1, 5))
    found = stated_at(drawn, path)
    assert said_of(found) == "term" and 0.1 < found < 0.2
    assert lower(drawn).rules[SHARED[path]][0] == pytest.approx(a_year_of(path, float(found), 3.0), rel=1e-12)


@pytest.mark.parametrize("path", SHARED)
@pytest.mark.parametrize("text", ["5% a term, 10% a term", "5%:10% a term:2"])
def test_shared_odds_of_a_term_are_swept_and_moved(path: str, text: str) -> None:
    scenario = with_shared(path, "12% a term")
    choices = read_axis(scenario, f"{path}={text}").choices
    swept = [stated_at(changed(scenario, one.changes), path) for one in choices]
    assert swept == [Stated(0.05, "term"), Stated(0.1, "term")]
    assert choices[-1].label == "10% a term"
    (knob,), _ = planned(scenario, [path], 0.1, 0.1, 0.9)
    assert [said_of(one) for one in (knob.centre, knob.low, knob.high)] == ["term"] * 3


@pytest.mark.parametrize("value", ["6% a term", {"uniform": ["5% a term", "7% a term"]}])
@pytest.mark.parametrize("path", SHARED)
def test_a_term_that_is_not_the_same_for_all_is_refused(path: str, value: object) -> None:
    with pytest.raises(ScenarioError, match="that of a term, but terms here have 1, 12 and 36 months") as caught:
        load("contract_terms", {path: value})
    assert path in str(caught.value) and "6% a year" in str(caught.value)
    load("contract_terms", {path: "6% a year"})


@pytest.mark.parametrize("path", [PATH, *SHARED])
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("6% a trem", "6% a term"),
        ("6% a yaer", "6% a year"),
        ("6%a term", "6% a term"),
        ("6% an year", "6% a year"),
        ("0.06 per terms", "0.06 a term"),
        ("6 % a Term", "6 % a term"),
    ],
)
def test_a_slip_in_for_how_long_is_answered_with_what_was_likely_meant(path: str, text: str, meant: str) -> None:
    with pytest.raises(ScenarioError, match="is not a share of a year or of a term") as caught:
        load("baseline", {path: text})
    assert f"did you mean: {meant}" in str(caught.value)


def test_a_word_that_is_near_to_neither_is_answered_with_examples() -> None:
    with pytest.raises(ScenarioError, match=r"91\.3% a year, 75% a term") as caught:
        load("baseline", {CONTRACTION: "6% a month"})
    assert "did you mean" not in str(caught.value)


def test_explain_tells_what_odds_of_a_term_come_to_a_year() -> None:
    said = {CONTRACTION: "15% a term", ESCALATOR: "12% a term", "segments.core.term_months": 36}
    told = " ".join(explain(changed(load("baseline"), said)).split())
    assert "15% a term (5.3% a year) of the renewals" in told
    assert "raises prices by 12% a term (3.8% a year)" in told


@pytest.mark.parametrize("path", SHARED)
def test_bare_shared_odds_are_doubted_where_a_term_is_not_a_year(path: str) -> None:
    opened = changed(load("baseline"), {"expansion.packages.opens": [{"month": 6}]})

    def said(value: str, months: int = 36) -> list[str]:
        scenario = changed(opened, {path: value, "segments.core.term_months": months})
        return [notice.line() for notice in doubts(scenario, None)]

    (line,) = said("12%")
    assert f"{path} is 12%, and there are terms of 36 months: it is that of a year" in line
    assert "write 12% a year to say so, or 12% a term if that was meant" in line
    for value, months in (("12% a year", 36), ("12% a term", 36), ("12%", 12), ("0%", 36)):
        assert not said(value, months)


def test_what_is_switched_off_is_not_doubted_and_several_terms_are_not_told_to_say_a_term() -> None:
    assert not doubts(load("contract_terms", {"expansion.packages.odds": "12%"}), None)
    (notice,) = doubts(load("contract_terms", {CONTRACTION: "5%"}), None)
    assert "write 5% a year to say so" in notice.line() and "a term if that was meant" not in notice.line()


@pytest.mark.parametrize("path", ["renewal.contraction_by", "renewal.rise_refused", "onboarding.mends_if_covered"])
def test_shares_of_no_time_do_not_take_it(path: str) -> None:
    with pytest.raises(ScenarioError, match='"6% a term" is not a share'):
        changed(load("baseline"), {path: "6% a term"})


YEARLY = ("hiring.pay_inflation", "renewal.terms.discount")


@pytest.mark.parametrize("path", YEARLY)
def test_a_share_a_year_may_say_so_and_is_none_of_a_term(path: str, tmp_path: Path) -> None:
    baseline = load("baseline")
    said, plain = (changed(baseline, {path: text}) for text in ("4% a year", "4%"))
    assert lower(said).rules.tobytes() == lower(plain).rules.tobytes()
    assert lower(said).segments.tobytes() == lower(plain).segments.tobytes()
    assert from_resolved(resolved(said)) == said
    (tmp_path / "again.yaml").write_text(as_yaml(said))
    assert said_of(stated_at(load(tmp_path / "again.yaml"), path)) == "year"
    assert [one.label for one in read_axis(said, f"{path}=2% a year:4% a year:2").choices] == ["2% a year", "4% a year"]
    with pytest.raises(ScenarioError, match='"4% a term" is not a share a year') as caught:
        changed(baseline, {path: "4% a term"})
    assert "did you mean" not in str(caught.value)
    with pytest.raises(ScenarioError, match="did you mean: 4% a year"):
        changed(baseline, {path: "4% a yaer"})


def test_a_share_a_year_is_moved_as_shares_are() -> None:
    (knob,), _ = planned(
        changed(load("baseline"), {"renewal.terms.discount": "4% a year"}), ["renewal.terms.discount"], 0.2, 0.1, 0.9
    )
    odds = 0.04 / 0.96
    assert knob.high == pytest.approx(1.2 * odds / (1.0 + 1.2 * odds), rel=1e-3)
