"""Odds of renewing said to be those of a year or of a term: read, compared, written, drawn, swept, moved."""

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
from simulator.scenario.reading.files import changed, from_resolved, load, resolved
from simulator.scenario.reading.output import as_yaml
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.uncertainty import Uncertain, central
from simulator.scenario.stated import Stated, said_of

PATH = "segments.core.renewal"


def with_renewal(value: object, months: int = 36) -> Scenario:
    return changed(load("baseline"), {PATH: value, "segments.core.term_months": months})


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


def test_only_odds_of_renewing_take_it() -> None:
    with pytest.raises(ScenarioError, match='"6% a term" is not a share'):
        changed(load("baseline"), {"renewal.contraction_odds": "6% a term"})
