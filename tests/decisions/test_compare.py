"""Two scenarios under the same luck: exact where they are the same, sharper than independent runs elsewhere."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from ctrl_c import Stop
from scipy import stats

from simulator import Comparison, InputError, Interrupted, PairedDifference, Result, compare, load, simulate
from simulator.answers import CompareAnswer
from simulator.experiment import executors

RUNS = 8
EARLY = {"horizon_months": "18", "opening.generated.accounts": "20"}
LATE = {**EARLY, "roles.cs_head.opens": "[{arr: $14M}]"}


@pytest.fixture(scope="module")
def found() -> Comparison:
    """The head of CS at $3M against one that never comes in time, on common draws."""
    return compare(load("baseline", EARLY), load("baseline", LATE), runs=RUNS, seed=5, workers=1)


def test_a_scenario_differs_from_itself_by_exactly_nothing() -> None:
    scenario = load("baseline", EARLY)
    same = compare(scenario, scenario, runs=3, workers=1)
    assert same.a.digest() == same.b.digest()
    for metric in same.a.names():
        difference = same.difference(metric)
        assert np.array_equal(np.isnan(difference), np.isnan(same.a[metric]))
        assert not np.nan_to_num(difference).any()
    at_end = same.at("arr", 18)
    assert (at_end.mean, at_end.se, at_end.low, at_end.high) == (0.0, 0.0, 0.0, 0.0)
    assert (at_end.probability, at_end.tied, at_end.behind) == (0.0, 1.0, 0.0)
    assert at_end.variance_ratio == math.inf
    assert not at_end.clear


def test_both_share_seed_and_runs(found: Comparison) -> None:
    assert found.a.seed == found.b.seed == 5
    assert found.a.runs.tolist() == found.b.runs.tolist() == list(range(RUNS))
    assert found.a.digest() == simulate(load("baseline", EARLY), runs=RUNS, seed=5, workers=1).digest()


def test_the_difference_is_a_minus_b(found: Comparison) -> None:
    assert np.array_equal(found.difference("arr"), found.a["arr"] - found.b["arr"])
    assert found.difference("nrr").shape == (RUNS, 19)
    assert np.isnan(found.difference("nrr")[:, :12]).all()
    assert found.at("headcount.cs", 18).mean > 0.0


def test_common_draws_are_sharper_than_independent_ones(found: Comparison) -> None:
    end = found.at("arr", 18)
    assert end.variance_ratio > 4.0
    independent = found.a["arr"][:, 18].var(ddof=1) + found.b["arr"][:, 18].var(ddof=1)
    assert end.se == pytest.approx(math.sqrt(independent / end.variance_ratio / RUNS))


def test_the_interval_is_that_of_a_paired_t_test(found: Comparison) -> None:
    end = found.at("arr", 18)
    expected = stats.ttest_rel(found.a["arr"][:, 18], found.b["arr"][:, 18]).confidence_interval(0.95)
    assert end.low == pytest.approx(expected.low)
    assert end.high == pytest.approx(expected.high)
    assert end.mean == pytest.approx(found.difference("arr")[:, 18].mean())
    assert end.mean_a - end.mean_b == pytest.approx(end.mean)
    assert (end.metric, end.month, end.label, end.n) == ("arr", 18, found.a.labels[18], RUNS)


def test_year_ends_and_the_last_month(found: Comparison) -> None:
    assert [one.month for one in found.at_year_ends("grr")] == [12, 18]
    assert found.at_year_ends("grr")[0] == found.at("grr", 12)
    assert [one.month for one in found.by_month("arr")] == list(range(19))


@pytest.mark.parametrize("month", [-1, 19])
def test_a_month_that_is_not_there_is_refused(found: Comparison, month: int) -> None:
    with pytest.raises(InputError, match="months go from 0 to 18"):
        found.at("arr", month)


def test_an_unknown_metric_is_refused(found: Comparison) -> None:
    with pytest.raises(InputError, match='no metric "ar"'):
        found.at("ar", 1)


def _of(a: list[float], b: list[float]) -> PairedDifference:
    return PairedDifference.of(np.array(a), np.array(b), "arr", 3, "Apr 2027")


def test_a_tie_counts_for_neither() -> None:
    found = _of([1.0, 2.0, 3.0, 4.0], [1.0, 3.0, 2.0, 2.0])
    assert (found.probability, found.tied, found.behind) == (0.5, 0.25, 0.25)


def test_a_difference_of_rounding_alone_is_a_tie() -> None:
    assert _of([0.1 + 0.2, 1.0], [0.3, 2.0]).tied == 0.5


def test_runs_without_a_figure_on_either_side_do_not_count() -> None:
    nan = math.nan
    found = _of([1.0, nan, 5.0, 7.0, nan], [0.0, 1.0, nan, 3.0, nan])
    assert found.n == 2
    assert found.mean == 2.5
    assert found.se == pytest.approx(1.5)
    assert found.high == pytest.approx(2.5 + 12.706204736 * 1.5)


def test_one_pair_has_no_interval_and_none_has_nothing() -> None:
    one = _of([4.0], [1.0])
    assert (one.n, one.mean, one.probability) == (1, 3.0, 1.0)
    assert all(math.isnan(value) for value in (one.se, one.low, one.high, one.variance_ratio))
    assert not one.clear
    none = _of([math.nan], [1.0])
    assert none.n == 0
    assert math.isnan(none.mean)
    assert all(math.isnan(value) for value in (none.probability, none.tied, none.behind))


def test_a_difference_that_is_always_the_same_is_infinitely_sharper() -> None:
    assert _of([1.0, 2.0, 4.0], [0.0, 1.0, 3.0]).variance_ratio == math.inf
    assert math.isnan(_of([1.0, 1.0], [1.0, 1.0]).variance_ratio)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """2,000 samples of 5 normal pairs; the share of intervals that hold 1 has a standard error of 0.0049."""
    random = np.random.default_rng(11)
    first, second = random.normal(1.0, 1.0, (2000, 5)), random.normal(0.0, 0.5, (2000, 5))
    held = [
        found.low <= 1.0 <= found.high for found in (_of(list(a), list(b)) for a, b in zip(first, second, strict=True))
    ]
    assert abs(np.mean(held) - 0.95) < 4 * 0.0049


@pytest.mark.parametrize("override", [{"start_date": "2028-01-01"}, {"horizon_months": "12"}])
def test_scenarios_of_different_calendars_are_refused_before_any_run(override: dict[str, str]) -> None:
    with pytest.raises(InputError, match="different values"):
        compare("baseline", load("baseline", override), runs=1)


def test_results_of_different_luck_are_refused(found: Comparison) -> None:
    with pytest.raises(InputError, match="same seed"):
        Comparison(found.a, found.b.subset([0, 1]))


def test_progress_hears_of_the_runs_of_both() -> None:
    heard: list[int] = []
    compare(load("baseline", EARLY), load("baseline", EARLY), runs=2, workers=1, progress=heard.append)
    assert sum(heard) == 4


def _stopped_after(count: int, monkeypatch: pytest.MonkeyPatch) -> Comparison:
    monkeypatch.setattr(executors, "BATCH_SECONDS", 0.0)
    early, late = load("baseline", EARLY), load("baseline", LATE)
    return compare(early, late, runs=4, seed=5, workers=1, progress=Stop(count))


def test_ctrl_c_in_the_second_scenario_compares_what_both_have(
    found: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = _stopped_after(4 + 3, monkeypatch)
    assert part.interrupted
    assert part.a.runs.tolist() == part.b.runs.tolist() == [0, 1, 2]
    assert np.array_equal(part.difference("arr"), found.difference("arr")[:3])


@pytest.mark.parametrize("runs", [2, 4])
def test_ctrl_c_in_the_first_scenario_compares_nothing(runs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does one that strikes as its last run finishes."""
    with pytest.raises(Interrupted, match=f"in the first of the two scenarios, after {runs} of 4 runs"):
        _stopped_after(runs, monkeypatch)


def test_differences_are_written_for_every_metric_and_month(found: Comparison, tmp_path: Path) -> None:
    path = CompareAnswer(found.a, found.b).write_tables(tmp_path / "new")[0]
    assert path.name == "differences.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(found.a.metrics) * 19
    row = next(row for row in rows if row["metric"] == "arr" and row["month"] == "18")
    end = found.at("arr", 18)
    assert float(row["difference"]) == pytest.approx(end.mean, rel=1e-6)
    assert float(row["low"]) == pytest.approx(end.low, rel=1e-6)
    assert (row["unit"], row["n"], row["label"]) == ("usd", str(RUNS), end.label)
    undefined = next(row for row in rows if row["metric"] == "nrr" and row["month"] == "3")
    assert (undefined["n"], undefined["difference"]) == ("0", "")


def test_a_comparison_of_stored_results_is_the_same(found: Comparison) -> None:
    def again(result: Result) -> Result:
        return Result.concatenate([result.subset([4, 5, 6, 7]), result.subset([0, 1, 2, 3])])

    assert Comparison(again(found.a), again(found.b)).at("arr", 12) == found.at("arr", 12)
