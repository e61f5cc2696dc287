"""Summaries instead of runs: the same figures, whatever the workers and batches, in memory that does not grow."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from simulator import InputError, Result, Scenario, SizeError, load, simulate
from simulator.cli.app import main
from simulator.experiment import executors, sizes
from simulator.experiment.batches import Job, play
from simulator.experiment.summing import Summed
from simulator.results.sketch import ACCURACY
from simulator.results.store import read_summaries, verify

SHORT = {"horizon_months": "12", "opening.generated.accounts": "20"}
UNCERTAIN = {**SHORT, "cs_effect": "{triangular: [20%, 40%, 100%]}", "path.multiples": "[{uniform: [2, 4]}]"}
RUNS = 150
WITHIN = ACCURACY * (1.0 + 1e-9)
"""The stated error and the rounding of sums."""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("baseline", SHORT)


@pytest.fixture(scope="module")
def exact(scenario: Scenario) -> Result:
    return simulate(scenario, runs=RUNS, seed=7, workers=1)


@pytest.fixture(scope="module")
def digest(scenario: Scenario) -> str:
    return simulate(scenario, runs=RUNS, seed=7, workers=1, keep="summaries").digest()


def test_bands_and_odds_are_within_the_stated_error(scenario: Scenario, exact: Result) -> None:
    found = simulate(scenario, runs=RUNS, seed=7, keep="summaries")
    for name in exact.names():
        for band in ("p5", "p25", "p50", "p75", "p95"):
            wanted = getattr(exact.bands(name), band)
            np.testing.assert_allclose(getattr(found.bands(name), band), wanted, rtol=WITHIN, err_msg=name)
        np.testing.assert_allclose(found.bands(name).mean, exact.bands(name).mean, rtol=1e-12)
    for one, other in zip(exact.milestone_probability(), found.milestone_probability(), strict=True):
        assert (one.by_plan, one.by_horizon, one.planned_day) == (other.by_plan, other.by_horizon, other.planned_day)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("batch_seconds", [0.0, 0.05, 1e6])
def test_batches_and_threads_change_no_bit(
    scenario: Scenario, digest: str, workers: int, batch_seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "BATCH_SECONDS", batch_seconds)
    assert simulate(scenario, runs=RUNS, seed=7, workers=workers, keep="summaries").digest() == digest


def test_worker_processes_change_no_bit(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = simulate(scenario, runs=40, seed=7, workers=1, keep="summaries")
    monkeypatch.setattr(executors, "STARTUP_SECONDS", -1.0)
    found = simulate(scenario, runs=40, seed=7, workers=2, engine="reference", keep="summaries")
    assert found.digest() == alone.digest()


def test_uncertain_plans_are_summed_up_as_well() -> None:
    scenario = load("baseline", UNCERTAIN)
    exact = simulate(scenario, runs=40, seed=3, first_run=50)
    found = simulate(scenario, runs=40, seed=3, first_run=50, keep="summaries")
    assert found.runs == range(50, 90)
    for one, other in zip(exact.milestone_probability(), found.milestone_probability(), strict=True):
        assert (one.by_plan, one.by_horizon) == (other.by_plan, other.by_horizon)
        assert other.planned_day == pytest.approx(one.planned_day, rel=WITHIN)


def test_runs_that_come_late_and_out_of_order_change_no_bit(scenario: Scenario, digest: str) -> None:
    job = Job.of(scenario, None, 7, "compiled")
    summed = Summed(job, range(RUNS))
    for run in np.random.default_rng(1).permutation(RUNS).tolist():
        summed.add(play(job, [run]))
    assert summed.finished == RUNS
    assert summed.result().digest() == digest


def test_ctrl_c_keeps_the_finished_runs(scenario: Scenario, exact: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "BATCH_SECONDS", 0.0)
    heard: list[int] = []

    def stop(steps: int) -> None:
        heard.append(steps)
        if sum(heard) == 70:
            raise KeyboardInterrupt

    part = simulate(scenario, runs=RUNS, seed=7, workers=1, progress=stop, keep="summaries")
    assert part.interrupted
    assert part.runs == range(70)
    wanted = exact.subset(range(70)).bands("arr")
    np.testing.assert_allclose(part.bands("arr").mean, wanted.mean, rtol=1e-12)
    assert not simulate(scenario, runs=3, keep="summaries").interrupted


def test_what_is_kept_is_one_of_two(scenario: Scenario) -> None:
    with pytest.raises(InputError, match="keep is 'all'"):
        simulate(scenario, runs=1, keep="all")  # type: ignore[call-overload]


def test_runs_that_do_not_fit_are_refused_and_summaries_of_them_are_not(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "available_memory", lambda: 2_000_000)
    with pytest.raises(SizeError, match="--keep summaries"):
        simulate(scenario, runs=RUNS)
    assert simulate(scenario, runs=RUNS, keep="summaries").runs == range(RUNS)


PEAK = """
import re, sys
from pathlib import Path
from simulator import load, simulate
from simulator.experiment import executors

executors.BATCH_SECONDS = 0.02
simulate(load("baseline", {"horizon_months": 18}), runs=int(sys.argv[1]), keep=sys.argv[2]).bands("nrr")
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024)
"""
"""Prints the most memory it held, in MB: its own, where getrusage counts what it was forked from."""
ROOM = 40
"""MB by which the peak of 6,000 runs summarised has to stay below that of 4,000 kept; they differ by some 65.

A batch is held in memory, and is as many runs as take a while: how many differs with what else the machine does, by
some MB in batches as short as these. A third of each run left behind would be 60 MB.
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc/self/status")
def test_memory_does_not_grow_with_the_runs() -> None:
    def peak(runs: int, keep: str) -> int:
        command = [sys.executable, "-c", PEAK, str(runs), keep]
        return int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=250).stdout)

    assert peak(6_000, "summaries") <= peak(4_000, "runs") - ROOM


# the command line ---------------------------------------------------------------------------------------------------


def t2d3(*arguments: str) -> tuple[int, str, str]:
    short = [word for path, value in SHORT.items() for word in ("--set", f"{path}={value}")]
    done = CliRunner().invoke(main, ["run", "--runs", str(RUNS), "--seed", "7", "--workers", "1", *short, *arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.usefixtures("undrawn")
def test_the_command_writes_summaries_and_prints_the_same_table(
    exact: Result, digest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said, _ = t2d3("--no-charts", "--out", "all")
    assert code == 0
    code, found, _ = t2d3("--keep", "summaries", "--out", "sums")
    assert code == 0
    assert read_summaries("sums").digest() == digest
    assert verify("all")["digest"] == exact.digest()
    tables = [[line.split() for line in text.splitlines()] for text in (said, found)]
    heads, sums = ([words for words in table if words[:1] == ["ARR"]] for table in tables)
    assert heads == sums != []  # the same columns; figures may differ by the stated error
    assert "summaries, quantiles within 0.1%" in found
    assert sorted(path.name for path in Path("sums").iterdir()) == [
        "charts",
        "manifest.json",
        "pnl.csv",
        "question.json",
        "summaries.parquet",
        "summary.csv",
        "summary_quarters.csv",
        "summary_years.csv",
    ]


@pytest.mark.usefixtures("undrawn")
def test_summaries_have_every_chart_but_that_of_single_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for keep in ("runs", "summaries"):
        command = ["run", "selling_by_capacity", "--runs", "3", "--set", "horizon_months=14", "--workers", "1"]
        assert CliRunner().invoke(main, [*command, "--keep", keep, "-q", "--out", keep]).exit_code == 0
    every, most = ({path.stem for path in Path(keep, "charts").iterdir()} for keep in ("runs", "summaries"))
    assert every - most == {"07_cohorts"}
    assert most <= every
    assert len(every) == 12
    rows = [list(csv.reader(Path(keep, "pnl.csv").read_text().splitlines())) for keep in ("runs", "summaries")]
    assert rows[0][0] == rows[1][0]
    for one, other in zip(rows[0][1:], rows[1][1:], strict=True):
        exact, found = (np.array(row[2:-1], dtype=float).reshape(-1, 3) for row in (one, other))  # mean, P5, P95
        assert found[:, 0] == pytest.approx(exact[:, 0], abs=0.011)
        within = ACCURACY * np.abs(exact).max(axis=1, keepdims=True)
        assert np.all(np.abs(found[:, 1:] - exact[:, 1:]) <= within + 0.011)


@pytest.mark.usefixtures("undrawn")
def test_the_command_keeps_summaries_where_runs_do_not_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sizes, "available_memory", lambda: 2_000_000)
    code, said, told = t2d3()
    assert code == 0
    assert "150 runs do not fit in memory: keeping summaries" in told
    assert "In half of 150 runs" in said
    code, _, told = t2d3("--keep", "runs")
    assert code == 2
    assert "--keep summaries" in told
