"""What `sensitivity --priors` moves, to where, on which draws, and what it refuses."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator import InputError, ScenarioError, load, sensitivity, simulate
from simulator.cli.app import main
from simulator.decisions.tornado import planned, tornado
from simulator.reports.terminal.sensitivity import bars_note, bars_table
from simulator.results.measure import Measure
from simulator.scenario.reading.files import changed
from simulator.scenario.schema.priors import laws_of
from simulator.scenario.schema.uncertainty import central
from simulator.scenario.stated import said_of

SHORT = {"horizon_months": "14", "opening.generated.accounts": "20"}
MEASURE = Measure.read("arr")
BASELINE = load("baseline", SHORT)


def test_every_value_with_a_prior_is_moved_to_its_quantiles_and_no_choice_is() -> None:
    knobs, how = planned(BASELINE, [], 0.2, 0.1, 0.9, priors=True)
    laws = laws_of(BASELINE)
    spend = [path for path in laws if path.startswith("money.other_spend.")]
    assert [knob.path for knob in knobs if not knob.together] == [path for path in laws if path not in spend]
    knobs = [knob for knob in knobs if not knob.together]
    assert len(knobs) > 200
    assert not [knob.path for knob in knobs if knob.path.endswith(("book_high", ".lookahead", "horizon_months"))]
    for knob in knobs:
        assert knob.low < knob.high
        assert knob.low == pytest.approx(laws[knob.path].quantile(0.1), rel=1e-3, abs=0.51)
        assert knob.high == pytest.approx(laws[knob.path].quantile(0.9), rel=1e-3, abs=0.51)
    assert how == "each value at the P10 and P90 of its prior, the others as they are"


def test_every_end_is_a_scenario_that_can_be_played() -> None:
    knobs, _ = planned(BASELINE, [], 0.2, 0.001, 0.999, priors=True)
    for knob in knobs:
        for value in (knob.low, knob.high):
            changed(BASELINE, knob.changes(value))


def test_a_list_that_a_prior_multiplies_is_moved_as_one() -> None:
    (knob,), _ = planned(BASELINE, ["money.other_spend"], 0.2, 0.1, 0.9, priors=True)
    before = BASELINE.money.other_spend
    low, high = 0.65 + math.sqrt(0.1 * 0.7 * 0.35), 1.35 - math.sqrt(0.1 * 0.7 * 0.35)
    assert (knob.low, knob.high) == pytest.approx((low, high), rel=1e-3)
    assert knob.label(knob.low) == "×0.8065"
    moved = changed(BASELINE, knob.changes(knob.high)).money.other_spend
    assert moved == pytest.approx([one * knob.high for one in before], rel=1e-3)
    assert changed(BASELINE, knob.changes(knob.centre)).money.other_spend == before
    (one,), _ = planned(BASELINE, ["money.other_spend.2"], 0.2, 0.1, 0.9, priors=True)
    assert one.low == pytest.approx(before[2] * low, rel=1e-3) and not one.together
    own = changed(BASELINE, {"money.other_spend.0": {"uniform": ["80%", "90%"]}})
    paths = [knob.path for knob in planned(own, [], 0.2, 0.1, 0.9, priors=True)[0]]
    assert "money.other_spend" not in paths and "money.other_spend.0" in paths


def test_a_count_is_moved_to_whole_numbers() -> None:
    (knob,), _ = planned(BASELINE, ["hiring.absorbs_at_least"], 0.2, 0.1, 0.9, priors=True)
    assert (knob.low, knob.high) == (3, 5)
    assert isinstance(knob.low, int)


def test_bars_are_pairs_on_the_luck_that_simulate_has() -> None:
    heard: list[int] = []
    paths = ["segments.core.renewal", "roles.csm.cost"]
    found = tornado(BASELINE, MEASURE, fields=paths, priors=True, runs=4, seed=2, workers=1, progress=heard.append)
    assert sum(heard) == (1 + 2 * 2) * 4
    bar = next(bar for bar in found.bars if bar.knob.path == "segments.core.renewal")
    low = simulate(changed(BASELINE, {"segments.core.renewal": bar.knob.low}), runs=4, seed=2, workers=1)
    centre = simulate(BASELINE, runs=4, seed=2, workers=1)
    assert bar.low.mean == pytest.approx(float((low["arr"][:, 14] - centre["arr"][:, 14]).mean()))
    assert bar.low.mean < 0.0
    assert next(bar for bar in found.bars if bar.knob.path == "roles.csm.cost").swing == 0.0


def test_without_the_flag_nothing_is_moved_otherwise() -> None:
    plain, _ = planned(BASELINE, [], 0.2, 0.1, 0.9)
    assert len(plain) < 30
    assert [knob.path for knob in plain][:2] == ["cs_effect", "segments.core.renewal"]


def test_what_is_uncertain_goes_by_its_own_distribution_and_the_rest_by_priors() -> None:
    sceptic = load("sceptic", SHORT)
    knobs, _ = planned(sceptic, [], 0.2, 0.1, 0.9, priors=True)
    by_path = {knob.path: knob for knob in knobs}
    own = sceptic.segments["core"].renewal
    assert by_path["segments.core.renewal"].low == pytest.approx(own.quantile(0.1), abs=1e-4)
    assert by_path["segments.core.renewal"].centre == central(sceptic).segments["core"].renewal
    low, mode, high = -1.7, -1.0, -0.4
    tenth = low + math.sqrt(0.1 * (high - low) * (mode - low))  # of a triangle, below its mode
    assert by_path["sponsors.log_odds"].low == pytest.approx(tenth, rel=1e-3)


def test_odds_of_a_term_are_held_against_a_prior_of_a_year() -> None:
    scenario = changed(BASELINE, {"segments.core.renewal": "75% a term", "segments.core.term_months": 36})
    (knob,), how = planned(scenario, ["segments.core.renewal"], 0.2, 0.1, 0.9, priors=True)
    assert said_of(knob.centre) == "term" and said_of(knob.low) == ""
    assert knob.low == pytest.approx(0.8687)
    assert "outside" not in how


def test_values_outside_of_their_prior_are_named() -> None:
    scenario = changed(BASELINE, {"competitors.insured": 0, "segments.core.renewal": "60%"})
    _, how = planned(scenario, [], 0.2, 0.1, 0.9, priors=True)
    assert how.endswith("; segments.core.renewal, competitors.insured lie outside of what the prior holds possible")
    _, one = planned(scenario, ["competitors.insured"], 0.2, 0.1, 0.9, priors=True)
    assert one.endswith("; competitors.insured lies outside of what the prior holds possible")


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("roles.csm.book_high", "it is policy"),
        ("hire.cs_head", "it is policy"),
        ("money.runway.burn_months", "it is plumbing"),
        ("expansion.packages.odds", "its programme never opens here"),
        ("roles.csm.mishire.unproven_odds", "it is 0, and its prior is a multiple of that"),
        ("roles.csm.lookahead", "no number to be moved"),
        ("renewal.nope", "did you mean"),
        ("name", "no number to be moved"),
    ],
)
def test_what_has_no_prior_is_refused(field: str, message: str) -> None:
    with pytest.raises((InputError, ScenarioError), match=message):
        planned(BASELINE, [field], 0.2, 0.1, 0.9, priors=True)


@pytest.mark.parametrize("given", [{"by": 0.1}, {"sobol": 0}, {"luck": 4}, {"rows": 0}])
def test_arguments_that_say_nothing_beside_priors_are_refused(given: dict[str, float]) -> None:
    (name,) = given
    with pytest.raises(InputError, match=f"{name} and priors do not go together"):
        sensitivity(BASELINE, priors=True, runs=1, **given)


def test_the_table_shows_the_largest_and_says_how_many_there_are() -> None:
    fields = [knob.path for knob in planned(BASELINE, [], 0.2, 0.1, 0.9, priors=True)[0]][:40]
    brief = load("baseline", {**SHORT, "horizon_months": "3"})
    found = tornado(brief, MEASURE, fields=fields, priors=True, runs=1, workers=1)
    assert len(found.bars) == 40
    assert len(list(bars_table(found).columns[0].cells)) == 24
    assert "of its prior" in bars_note(found)


@pytest.mark.parametrize("option", [("--by", "20%"), ("--sobol", "64"), ("--luck", "8"), ("--rows", "60")])
def test_the_command_refuses_them_even_where_they_say_the_default(option: tuple[str, str]) -> None:
    done = CliRunner().invoke(main, ["sensitivity", "--priors", *option])
    assert done.exit_code == 2
    assert f"{option[0].removeprefix('--')} and priors do not go together" in done.stderr


def test_the_command_says_how_much_it_will_play_and_has_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = [word for path, value in SHORT.items() for word in ("--set", f"{path}={value}")]
    words = ["sensitivity", "--priors", "--field", "renewal.poor_fit", "-m", "arr", *settings, "--workers", "1"]
    done = CliRunner().invoke(main, [*words, "--runs", "200"])
    assert done.exit_code == 0, done.output
    assert "1 value at two ends each: 600 runs; --runs 100 makes it 300." in done.stderr
    assert (tmp_path / "results/baseline/sensitivity-renewal.poor_fit-priors/tornado.csv").is_file()
    again = CliRunner().invoke(main, [*words, "--runs", "2", "--quiet", "--out", "quiet"])
    assert again.exit_code == 0 and again.output == ""
