"""What matters: indices against a function whose indices are known, variances that split as they were made."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest

from simulator import InputError, Scenario, load, simulate
from simulator.decisions.sobol import check, indices_of, sobol
from simulator.decisions.tornado import planned, tornado
from simulator.decisions.variance_split import split_of, split_variance
from simulator.reports.charts.tornado import tornado_title
from simulator.reports.terminal.sensitivity import bars_note, bars_table
from simulator.results.measure import Measure
from simulator.roles import ROLE_NAMES
from simulator.scenario.schema.uncertainty import central, parameter_rows, with_values

SHORT = {"horizon_months": "14", "opening.generated.accounts": "20"}
A, B = 7.0, 0.1
MEASURE = Measure.read("arr")


def _ishigami(uniforms: np.ndarray) -> np.ndarray:
    x = -math.pi + 2.0 * math.pi * uniforms
    found: np.ndarray = np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])
    return found


def test_the_indices_of_the_ishigami_function_are_the_analytic_ones() -> None:
    """Each lies within its own 95 % bootstrap interval widened to 4 standard errors of the analytic value."""
    found, spread = indices_of(_ishigami, ["a", "b", "c"], 1024, seed=4)
    pi4 = math.pi**4
    variance = A * A / 8.0 + B * pi4 / 5.0 + B * B * pi4 * pi4 / 18.0 + 0.5
    first = {"a": 0.5 * (1.0 + B * pi4 / 5.0) ** 2, "b": A * A / 8.0, "c": 0.0}
    both = 8.0 * B * B * pi4 * pi4 / 225.0
    total = {"a": first["a"] + both, "b": first["b"], "c": both}
    assert spread == pytest.approx(math.sqrt(variance), rel=0.02)
    assert found[0].name == "a"
    for one in found:
        for value, low, high, exact in (
            (one.first, one.first_low, one.first_high, first[one.name] / variance),
            (one.total, one.total_low, one.total_high, total[one.name] / variance),
        ):
            error = (high - low) / (2.0 * 1.96)
            assert 0.0 < error < 0.06
            assert abs(value - exact) < 4.0 * error


def test_a_function_that_does_not_vary_has_no_indices() -> None:
    found, spread = indices_of(lambda uniforms: np.full(len(uniforms), 3.0), ["a", "b"], 4, seed=1)
    assert spread == 0.0
    assert all(one.first == one.total == 0.0 for one in found)


@pytest.mark.parametrize(("values", "points", "message"), [(1, 64, "fewer than two"), (2, 60, "no power of two")])
def test_designs_that_make_no_sense_are_refused(values: int, points: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        check(values, points)


@pytest.fixture(scope="module")
def sceptic() -> Scenario:
    return load("sceptic", SHORT)


def test_sobol_finds_what_a_measure_cannot_depend_on(sceptic: Scenario) -> None:
    scenario = load("sceptic", {**SHORT, "roles.csm.cost": "{uniform: [$100K, $300K]}"})
    heard: list[int] = []
    found = sobol(scenario, MEASURE, points=4, luck=2, workers=1, progress=heard.append)
    pay = next(one for one in found.indices if one.name == "roles.csm.cost")
    assert pay.total == 0.0
    assert found.indices[0].total > 0.0
    assert sum(heard) == 4 * (len(found.indices) + 2) * 2


def test_the_shares_of_a_known_split_are_found() -> None:
    """4 of 5 parts are luck; over 300 tables the mean of the shares has the standard error they show."""
    random = np.random.default_rng(8)
    shares, held = [], 0
    for _ in range(300):
        table = random.normal(0.0, 1.0, (40, 1)) + random.normal(0.0, 2.0, (40, 5))
        found = split_of(MEASURE, 12, table)
        shares.append(found.luck)
        held += found.low <= 0.8 <= found.high
    error = float(np.std(shares, ddof=1)) / math.sqrt(300)
    assert abs(float(np.mean(shares)) - 0.8) < 4.0 * error
    assert error < 0.01
    assert abs(held / 300 - 0.95) < 4.0 * math.sqrt(0.95 * 0.05 / 300)


def test_all_luck_and_no_luck() -> None:
    random = np.random.default_rng(9)
    only_values = split_of(MEASURE, 12, np.repeat(random.normal(size=(30, 1)), 4, axis=1))
    assert (only_values.luck, only_values.low, only_values.high) == (0.0, 0.0, 0.0)
    only_luck = split_of(MEASURE, 12, random.normal(size=(200, 4)))
    assert only_luck.luck > 0.9
    assert only_luck.high == 1.0
    assert only_luck.known == pytest.approx(math.sqrt(only_luck.luck))
    nothing = split_of(MEASURE, 12, np.full((5, 3), math.nan))
    assert math.isnan(nothing.luck)
    assert nothing.runs == 0
    assert math.isnan(split_of(MEASURE, 12, np.ones((5, 3))).luck)


def test_a_row_is_a_run_s_own_values_with_luck_of_its_own(sceptic: Scenario) -> None:
    found = split_variance(sceptic, metrics=("arr",), rows=3, each=2, seed=6, workers=1)
    assert [one.month for one in found.splits] == [12, 14]
    rows = parameter_rows(sceptic, 6, range(3))
    table = [
        simulate(with_values(sceptic, row), runs=2, seed=6, first_run=2 * k, workers=1)["arr"][:, 12]
        for k, row in enumerate(rows)
    ]
    assert found.splits[0] == split_of(Measure.read("arr@12"), 12, np.array(table))


def test_what_is_spread_is_the_band_of_run(sceptic: Scenario) -> None:
    found = split_variance(sceptic, rows=3, each=2, runs=12, seed=6, workers=1)
    own = simulate(sceptic, runs=12, seed=6, workers=1)
    for one, band in zip(found.splits, found.bands, strict=True):
        bands = own.bands(one.measure.terms[0].metric.name)
        assert band == (bands.p5[one.month], bands.p95[one.month])


def test_where_nothing_is_uncertain_there_is_nothing_to_split() -> None:
    with pytest.raises(InputError, match="all of its spread is luck"):
        split_variance(load("baseline", SHORT))


def test_each_bar_is_one_value_moved_on_the_same_luck(sceptic: Scenario) -> None:
    heard: list[int] = []
    found = tornado(sceptic, MEASURE, runs=4, seed=2, workers=1, progress=heard.append)
    assert sum(heard) == (2 + 2 * 7) * 4
    assert found.as_it_stands.means == (simulate(sceptic, runs=4, seed=2, workers=1).bands("arr").mean[14],)
    assert len(found.bars) == 7
    assert [bar.swing for bar in found.bars] == sorted((bar.swing for bar in found.bars), reverse=True)
    bar = next(bar for bar in found.bars if bar.knob.path == "segments.core.renewal")
    centre = simulate(central(sceptic), runs=4, seed=2, workers=1)
    segment = central(sceptic).segments["core"].model_copy(update={"renewal": bar.knob.high})
    moved = simulate(central(sceptic).model_copy(update={"segments": {"core": segment}}), runs=4, seed=2, workers=1)
    assert found.centre == centre.bands("arr").mean[14]
    difference = moved["arr"][:, 14] - centre["arr"][:, 14]
    assert bar.high.mean == pytest.approx(float(difference.mean()))
    assert bar.high.se == pytest.approx(float(difference.std(ddof=1)) / 2.0)


def test_a_share_is_moved_by_its_odds_and_stays_one() -> None:
    knobs, how = planned(
        load("baseline"), ["segments.*.renewal", "roles.csm.cost", "hiring.absorbs_at_least"], 0.2, 0.1, 0.9
    )
    renewal, cost, count = knobs
    odds = 0.9185 / 0.0815
    assert renewal.low == pytest.approx(0.8 * odds / (1.0 + 0.8 * odds), rel=1e-3)
    assert renewal.high < 1.0
    assert (cost.low, cost.high) == (148_000.0, 222_000.0)
    assert (count.low, count.high) == (2.0, 4.0)
    assert "20%" in how


def test_a_star_stands_for_every_role_as_for_every_segment() -> None:
    knobs, _ = planned(load("baseline"), ["roles.*.cost"], 0.2, 0.1, 0.9)
    assert [knob.path for knob in knobs] == [f"roles.{role}.cost" for role in ROLE_NAMES]


def test_the_default_fields_are_all_there() -> None:
    knobs, _ = planned(load("baseline"), [], 0.2, 0.1, 0.9)
    assert len(knobs) >= 15
    assert all(knob.low < knob.centre < knob.high for knob in knobs if knob.path != "cs_effect")
    (whole,) = (knob for knob in knobs if knob.path == "cs_effect")
    assert whole.low < whole.centre == whole.high == 1.0, "more than all of a difference there is not"


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("roles.csm.cots", "did you mean: roles.csm.cost"),
        ("roles.csm.needs_head", "no number"),
        ("roles.csm.in_place", "20% of nothing"),
        ("name", "no number"),
    ],
)
def test_what_cannot_be_moved_is_refused(field: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        planned(load("baseline"), [field], 0.2, 0.1, 0.9)


def test_intervals_of_sobol_indices_depend_on_the_seed_alone_and_leave_numpys_generator_as_it_was() -> None:
    def evaluate(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(points[:, 0] + 2.0 * points[:, 1] * points[:, 0], dtype=np.float64)

    np.random.seed(9)
    first, _ = indices_of(evaluate, ["a", "b"], 64, 5)
    then = np.random.random()
    np.random.seed(9)
    assert np.random.random() == then
    assert indices_of(evaluate, ["a", "b"], 64, 5)[0] == first
    assert indices_of(evaluate, ["a", "b"], 64, 6)[0] != first


def test_the_effect_of_cs_is_named_so_that_less_of_it_is_no_riddle() -> None:
    """What moves against expectation says why: of less harm where CS is missing a company has more."""
    scenario = load("baseline", {**SHORT, "cs_effect": "60%"})
    found = tornado(scenario, Measure.read("arr"), fields=["cs_effect"], by=0.5, runs=20, workers=1)
    bar = found.bars[0]
    assert bar.low.mean > 0.0 > bar.high.mean
    assert tornado_title(found).startswith("Harm where CS is missing moves ARR most, from −")
    assert next(iter(bars_table(found).columns[0].cells)) == "harm where CS is missing"
    assert "Harm where CS is missing is cs_effect: the less of it, the more does a customer" in bars_note(found)
    other = tornado(load("baseline", SHORT), Measure.read("arr"), fields=["roles.csm.cost"], runs=2, workers=1)
    assert "Harm" not in bars_note(other)
