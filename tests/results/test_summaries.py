"""Summaries say what the runs themselves would say, to within the stated error, and can be stored and joined."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from synthetic_results import MONTHS, result

from simulator.errors import InputError, OutputError
from simulator.results.bands import PERCENTILES
from simulator.results.metrics import METRICS
from simulator.results.result import Result
from simulator.results.sketch import ACCURACY
from simulator.results.store import read_manifest, read_summaries, verify, write
from simulator.results.summaries import Summaries
from simulator.results.summary import year_ends
from simulator.results.tally import Layout, Tally

RUNS = 300
WITHIN = ACCURACY * (1.0 + 1e-9)
"""The stated error and the rounding of sums."""


def summed(found: Result) -> Summaries:
    tally = Tally(Layout(found.scenario))
    tally.add(found)
    return Summaries(found.scenario, found.seed, found.engine, found.today, tally, found.interrupted)


@pytest.fixture(scope="module")
def runs() -> Result:
    return result(range(RUNS))


@pytest.fixture(scope="module")
def summaries(runs: Result) -> Summaries:
    return summed(runs)


def test_bands_are_those_of_the_runs(runs: Result, summaries: Summaries) -> None:
    assert summaries.names() == runs.names()
    assert summaries.labels == runs.labels
    for name in METRICS:
        exact, found = runs.bands(name), summaries.bands(name)
        assert found.count.tolist() == exact.count.tolist()
        largest = np.nanmax(np.abs(runs[name]))  # what the mean of a change, about zero, is rounded by
        np.testing.assert_allclose(found.mean, exact.mean, rtol=1e-12, atol=1e-15 * largest)
        specks = 1e-14 * max(1.0, *np.abs(exact.mean[exact.count > 0]))  # where all runs agree
        np.testing.assert_allclose(found.se, exact.se, rtol=1e-9, atol=specks)
        for percent in PERCENTILES:
            band = f"p{percent}"
            of_months = zip(getattr(found, band), getattr(exact, band), runs[name].T, strict=True)
            for month, (close, sharp, values) in enumerate(of_months):
                within = WITHIN * larger_neighbour(values, percent)
                assert close == pytest.approx(sharp, rel=0.0, abs=within, nan_ok=True), (name, band, month)


def larger_neighbour(values: np.ndarray, percent: int) -> float:
    """The larger of the two values that a percentile lies between: of one near zero they may be of either sign."""
    known = np.sort(values[~np.isnan(values)])
    place = min(max(percent * (len(known) + 1) / 100 - 1, 0.0), max(0.0, len(known) - 1))
    return float(np.abs(known[[math.floor(place), math.ceil(place)]]).max()) if len(known) else 0.0


def test_odds_of_milestones_are_those_of_the_runs(runs: Result, summaries: Summaries) -> None:
    assert len(summaries.milestone_probability()) == len(runs.milestones) > 0
    for exact, found in zip(runs.milestone_probability(), summaries.milestone_probability(), strict=True):
        assert (found.milestone, found.by_plan, found.by_horizon) == (exact.milestone, exact.by_plan, exact.by_horizon)
        assert found.planned_day == exact.planned_day
        for day in ("p5", "p50", "p95"):
            assert getattr(found, day) == pytest.approx(getattr(exact, day), rel=WITHIN)


def test_the_year_ends_are_those_of_the_runs(runs: Result, summaries: Summaries) -> None:
    for exact, found in zip(year_ends(runs), year_ends(summaries), strict=True):
        assert (found.month, found.label) == (exact.month, exact.label)
        for name, figure in exact.figures.items():
            assert found.figures[name].p50 == pytest.approx(figure.p50, rel=WITHIN, nan_ok=True)


def test_parts_joined_in_any_order_are_the_whole(runs: Result, summaries: Summaries) -> None:
    cuts = [0, 128, 192, RUNS]
    parts = [summed(runs.subset(range(first, last))) for first, last in pairwise(cuts)]
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        first, *others = (parts[place] for place in order)
        joined = first.joined(others)
        assert joined.digest() == summaries.digest()
        assert joined.runs == range(RUNS)


def test_one_figure_more_or_less_shows_in_the_digest(runs: Result, summaries: Summaries) -> None:
    ledger = runs.ledger.copy()
    ledger[7, 3, 0] *= 1.0 + 1e-9
    assert summed(replace(runs, ledger=ledger)).digest() != summaries.digest()
    assert summed(runs.subset(range(RUNS - 1))).digest() != summaries.digest()


def test_summaries_of_something_else_are_not_joined(summaries: Summaries) -> None:
    with pytest.raises(ValueError, match="same scenario"):
        summaries.joined([replace(summaries, seed=8)])
    with pytest.raises(ValueError, match="counted already"):
        summaries.joined([summaries])


def test_runs_in_several_stretches(runs: Result) -> None:
    found = summed(runs.subset([*range(64), *range(128, 140), 299]))
    assert found.tally.runs == [(0, 63), (128, 139), (299, 299)]
    assert list(found.runs) == [*range(64), *range(128, 140), 299]


def test_an_unknown_metric_is_refused(summaries: Summaries) -> None:
    with pytest.raises(InputError, match="nrrr"):
        summaries.bands("nrrr")


class TestStored:
    def test_summaries_of_other_metrics_are_refused(self, summaries: Summaries, tmp_path: Path) -> None:
        """A file of an earlier version has its figures in other cells: read as ours they would be false."""
        write(summaries, tmp_path)
        path = tmp_path / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        del manifest["metrics"]["cash.below_zero"]
        path.write_text(json.dumps(manifest), encoding="utf-8")
        with pytest.raises(OutputError, match=r"summaries of other metrics, by another t2d3; simulate .* afresh"):
            read_summaries(tmp_path)

    def test_what_was_written_is_read_again(self, summaries: Summaries, tmp_path: Path) -> None:
        write(summaries, tmp_path)
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "manifest.json",
            "pnl.csv",
            "summaries.parquet",
            "summary.csv",
            "summary_quarters.csv",
            "summary_years.csv",
        ]
        manifest = verify(tmp_path)
        assert (manifest["kept"], manifest["runs"], manifest["run_numbers"]) == ("summaries", RUNS, [[0, RUNS - 1]])
        assert (manifest["digest"], manifest["accuracy"]) == (summaries.digest(), ACCURACY)
        again = read_summaries(tmp_path)
        assert again.digest() == summaries.digest()
        assert (again.scenario, again.seed, again.engine) == (summaries.scenario, summaries.seed, summaries.engine)
        np.testing.assert_array_equal(again.bands("nrr").p5, summaries.bands("nrr").p5)

    def test_the_same_summaries_give_the_same_bytes(self, runs: Result, summaries: Summaries, tmp_path: Path) -> None:
        write(summaries, tmp_path / "a")
        write(summed(runs.subset(range(128, RUNS))).joined([summed(runs.subset(range(128)))]), tmp_path / "b")
        for name in ("manifest.json", "summary.csv", "summaries.parquet"):
            assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()

    def test_the_table_has_the_shape_of_that_of_runs(self, runs: Result, summaries: Summaries, tmp_path: Path) -> None:
        write(runs, tmp_path / "runs")
        write(summaries, tmp_path / "summaries")
        exact, found = ((tmp_path / name / "summary.csv").read_text().splitlines() for name in ("runs", "summaries"))
        assert found[0] == exact[0]
        assert [line.split(",")[:5] for line in found] == [line.split(",")[:5] for line in exact]
        assert len(found) == 1 + len(runs.metrics) * (MONTHS + 1)

    def test_each_replaces_the_other(self, runs: Result, summaries: Summaries, tmp_path: Path) -> None:
        write(runs, tmp_path)
        write(summaries, tmp_path)
        assert not (tmp_path / "trajectories.parquet").exists()
        write(runs, tmp_path)
        assert not (tmp_path / "summaries.parquet").exists()
        assert verify(tmp_path)["kept"] == "runs"
        with pytest.raises(OutputError, match="holds runs, not summaries"):
            read_summaries(tmp_path)

    def test_a_changed_file_is_noticed(self, summaries: Summaries, tmp_path: Path) -> None:
        write(summaries, tmp_path)
        content = bytearray((tmp_path / "summaries.parquet").read_bytes())
        content[len(content) // 2] ^= 1
        (tmp_path / "summaries.parquet").write_bytes(content)
        with pytest.raises(OutputError, match=r"summaries\.parquet has changed"):
            read_summaries(tmp_path)

    def test_the_manifest_tells_what_was_kept(self, runs: Result, tmp_path: Path) -> None:
        manifest = read_manifest(write(runs, tmp_path).parent)
        assert (manifest["kept"], manifest["accuracy"]) == ("runs", 0.0)
