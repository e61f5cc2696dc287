"""One figure of one company is one in all commands: on the same runs `simulate`'s, on others the level of `run`."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from simulator import Scenario, compare, load, simulate
from simulator.cli.app import main
from simulator.decisions.branch import branch
from simulator.decisions.common_draws import CommonDraws
from simulator.decisions.optimum import optimise
from simulator.decisions.precision import simulate_to
from simulator.decisions.several import compare_all
from simulator.decisions.sweep import resumable_sweep, sweep
from simulator.decisions.tornado import tornado
from simulator.decisions.when import when
from simulator.decisions.why import why
from simulator.experiment.jobs.resumable import Settings
from simulator.results.bands import mean_of
from simulator.results.measure import Measure
from simulator.results.result import Result
from simulator.scenario.reading.files import changed
from simulator.scenario.schema.uncertainty import central

pytestmark = pytest.mark.usefixtures("undrawn")

RUNS, SEED, MONTHS = 40, 7, 14
SMALL = {"horizon_months": str(MONTHS), "opening.generated.accounts": "20"}
HERE = "[{arr: $4M}]"
"""One hiring point, so that the scenario as it stands can be one of the choices."""
ALIKE = {"runs": RUNS, "seed": SEED, "workers": 1}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("baseline", {**SMALL, "roles.cs_head.opens": HERE})


@pytest.fixture(scope="module")
def own(scenario: Scenario) -> Result:
    return simulate(scenario, **ALIKE)  # type: ignore[call-overload, no-any-return]


def _figure(result: Result, text: str) -> np.ndarray:
    return Measure.read(text).of(result)


# on the same runs -----------------------------------------------------------------------------------------------------


def test_a_mean_of_runs_is_that_of_the_bands_to_the_last_bit(own: Result) -> None:
    for name in own.names():
        bands = own.bands(name).mean
        means = [mean_of(own[name][:, month]) for month in range(MONTHS + 1)]
        assert np.array_equal(means, bands, equal_nan=True), name
    assert np.isnan(mean_of(np.array([np.nan, np.nan])))


def test_a_sweep_and_its_job_have_the_figures_of_simulate(scenario: Scenario, own: Result, tmp_path: Path) -> None:
    vary = ["hire.cs_head=$2M,$4M"]
    found = sweep(scenario, vary, also=["nrr@13", "arr - cs_cost"], **ALIKE)  # type: ignore[arg-type]
    job = {"runs": RUNS, "seed": SEED, "settings": Settings("compiled", 1, None, None)}
    with resumable_sweep(tmp_path, scenario, vary, also=["nrr@13", "arr - cs_cost"], **job) as kept:  # type: ignore[arg-type]
        assert np.array_equal(kept.values, found.values, equal_nan=True)
        assert kept.digest() == found.digest()
    early = simulate(changed(scenario, found.points[0].changes), **ALIKE)  # type: ignore[call-overload]
    for point, alone in enumerate((early, own)):
        for place, measure in enumerate(found.measures):
            assert np.array_equal(found.values[point, place], measure.of(alone), equal_nan=True), measure.text
    assert found.levels(1) == [early.bands("arr").mean[MONTHS], own.bands("arr").mean[MONTHS]]


def test_comparisons_have_the_figures_of_simulate(scenario: Scenario, own: Result) -> None:
    other = changed(scenario, {"hiring.lookahead": "10 days"})
    pair = compare(scenario, other, **ALIKE)  # type: ignore[arg-type]
    many = compare_all([other, scenario], **ALIKE)  # type: ignore[arg-type]
    for result in (pair.a, many.results[1]):
        assert result.digest() == own.digest()
    alone = simulate(other, **ALIKE)  # type: ignore[call-overload]
    for name in ("arr", "nrr", "cash.low", "value_less_burn"):
        found = pair.at(name, MONTHS)
        assert (found.mean_a, found.mean_b) == (own.bands(name).mean[MONTHS], alone.bands(name).mean[MONTHS]), name


def test_branches_have_the_figures_of_simulate(scenario: Scenario, own: Result) -> None:
    found = branch(scenario, 6, ["csm=1"], then=["hiring.lookahead=10 days"], **ALIKE)  # type: ignore[arg-type]
    for place, measure in enumerate(found.measures):
        assert np.array_equal(found.values[0, place], measure.of(own), equal_nan=True), measure.text
    assert np.array_equal(found.path[0], own["arr"].T)
    assert found.as_it_stands.means[1] == own.bands("arr").mean[MONTHS]


def test_causes_have_the_figures_of_simulate(scenario: Scenario, own: Result) -> None:
    found = why(scenario, causes=["poor_fit"], **ALIKE)  # type: ignore[arg-type]
    assert found.as_it_stands.means == (own.bands("arr").mean[MONTHS], own.bands("nrr").mean[MONTHS])
    off = simulate(changed(scenario, {"segments.core.poor_fit": 0}), **ALIKE)  # type: ignore[call-overload]
    lost = own["arr"][:, MONTHS] - off["arr"][:, MONTHS]
    assert found.whole[0].mean == pytest.approx(lost.mean())


def test_fewer_runs_of_many_causes_leave_the_level_that_of_run(scenario: Scenario) -> None:
    """100 runs of each combination unless told otherwise, and a level of the 200 that `run` plays."""
    for against in (None, changed(scenario, {"hiring.lookahead": "10 days"})):
        heard: list[int] = []
        causes = ["poor_fit"] if against is None else []
        found = why(scenario, against=against, causes=causes, seed=SEED, workers=1, progress=heard.append)
        whole = simulate(scenario, seed=SEED, workers=1)
        assert (found.runs, found.as_it_stands.runs, len(whole.runs)) == (100, 200, 200)
        assert found.as_it_stands.means == (whole.bands("arr").mean[MONTHS], whole.bands("nrr").mean[MONTHS])
        assert found.spent == sum(heard) == 2 * 100 + 100


def test_sensitivity_has_the_figures_of_simulate(scenario: Scenario, own: Result) -> None:
    arr = Measure.read("arr")
    found = tornado(scenario, arr, fields=["roles.csm.cost"], **ALIKE)  # type: ignore[arg-type]
    assert (found.centre, *found.as_it_stands.means) == (own.bands("arr").mean[MONTHS],) * 2
    unsure = load("sceptic", SMALL)
    moved = tornado(unsure, arr, **ALIKE)  # type: ignore[arg-type]
    centre, drawn = (simulate(one, **ALIKE) for one in (central(unsure), unsure))  # type: ignore[call-overload]
    assert moved.centre == centre.bands("arr").mean[MONTHS]
    assert moved.as_it_stands.means == (drawn.bands("arr").mean[MONTHS],)


def test_as_many_runs_as_a_precision_needs_are_those_of_simulate(scenario: Scenario) -> None:
    arr = Measure.read("arr")
    result, reached = simulate_to(scenario, arr, 60_000.0, first=30, seed=SEED, workers=1)
    assert reached is not None
    assert reached.runs > 30
    alone = simulate(scenario, runs=reached.runs, seed=SEED, workers=1)
    assert result.digest() == alone.digest()
    assert reached.mean == alone.bands("arr").mean[MONTHS]


def test_any_run_read_alone_or_in_company_is_that_of_simulate(scenario: Scenario, own: Result) -> None:
    field = CommonDraws([scenario], [Measure.read("arr").of, Measure.read("cs_cost").of], seed=SEED, engine="compiled")
    for runs in (range(17, 18), range(3, 30), range(RUNS)):
        found = field.play(runs)[0]
        assert np.array_equal(found[0], _figure(own, "arr")[runs.start : runs.stop])
        assert np.array_equal(found[1], _figure(own, "cs_cost")[runs.start : runs.stop])


# on other runs --------------------------------------------------------------------------------------------------------


def test_selections_judge_by_the_figures_of_simulate(scenario: Scenario) -> None:
    """Fresh runs are numbered on from those that selected; a run of that number is the same in `simulate`."""
    small = {"measure": "arr", "seed": SEED, "workers": 1, "runs": RUNS}
    hired = when(scenario, "cs_head", candidates=("$2M", "$4M"), most=30, **small)  # type: ignore[arg-type]
    best = optimise(scenario, ["hire.cs_head=$2M,$4M"], budget=500, **small)  # type: ignore[arg-type]
    for found in (hired, best):
        fresh = found.shown[found.now]
        alone = simulate(scenario, runs=fresh.shape[1], seed=SEED, first_run=found.verdict.begin, workers=1)
        for place, measure in enumerate(found.measures):
            assert np.array_equal(fresh[place], measure.of(alone), equal_nan=True), measure.text
        assert np.array_equal(found.verdict.rows[found.now][: fresh.shape[1]], alone["arr"][:, MONTHS])


def test_a_selection_has_the_level_of_run_to_the_last_bit(scenario: Scenario, own: Result) -> None:
    small = {"measure": "arr", "seed": SEED, "workers": 1, "runs": RUNS}
    hired = when(scenario, "cs_head", candidates=("$2M", "$4M"), most=30, **small)  # type: ignore[arg-type]
    best = optimise(scenario, ["hire.cs_head=$2M,$4M"], budget=500, **small)  # type: ignore[arg-type]
    place = [one.labels for one in best.finalists].index(("$4M",))
    for measure, name in enumerate(("arr", "nrr", "cash.low")):
        level = own.bands(name).mean[MONTHS]
        assert hired.as_it_stands.means[measure] == best.as_it_stands.means[measure] == level
        assert hired.levels(measure)[1] == best.levels(measure)[place] == level


COMMANDS = {
    "sweep": ("--vary", "hire.cs_head=$2M,$4M", "--runs", "200"),
    "when": ("--hire", "cs_head", "--candidates", "$2M,$4M", "--most", "60"),
    "when, another": ("--hire", "cs_head", "--candidates", "$2M,$3M", "--most", "60"),
    "optimize": ("--lever", "hire.cs_head=$2M,$4M", "--budget", "500"),
    "branch": ("--at", "6", "--decide", "csm=1"),
    "why": ("--causes", "poor_fit"),
    "why, few": ("--causes", "poor_fit", "--runs", "200"),
    "sensitivity": ("--field", "roles.csm.cost"),
}


@pytest.mark.parametrize("measure", ["arr", "nrr@13", "value_less_burn"])
def test_every_command_prints_the_same_level_of_one_measure(
    measure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands that play other runs too: the means of other runs differ by many of the printed digits."""
    monkeypatch.chdir(tmp_path)
    settings = [word for path, value in SMALL.items() for word in ("--set", f"{path}={value}")]
    settings += ["--set", f"roles.cs_head.opens={HERE}", "--workers", "1"]
    wide = {"COLUMNS": "160", "TERM": "dumb"}
    done = CliRunner().invoke(main, ["run", "--no-charts", "-q", "-o", "run", *settings])
    assert done.exit_code == 0, done.output
    read = Measure.read(measure)
    name, month = read.terms[0].metric.name, read.last_month or MONTHS
    mean = _summary_mean(Path("run/summary.csv"), name, month)
    level = read.shown(mean)
    for command, words in COMMANDS.items():
        verb, *_ = command.split(",")
        done = CliRunner().invoke(main, [verb, "-m", measure, "-o", command, *words, *settings], env=wide)
        assert done.exit_code == 0, done.output
        said = " ".join(done.stdout.split())
        if verb in ("sweep", "when", "optimize") and command != "when, another":
            row, *_ = [line for line in done.stdout.splitlines() if line.strip().startswith("$4M")]  # months follow
            assert level in row.split(), (command, row, level)
        if verb != "sweep":
            assert re.search(rf"As it stands, over the 200 runs of t2d3 run: {re.escape(read.within)} "
                             rf"{re.escape(level)}[.,]", said), (command, level, said)  # fmt: skip
    for command in COMMANDS:
        assert _level_in_file(Path(command), command, read) == pytest.approx(mean, rel=1e-6, abs=1e-4), command


def test_a_comparison_and_a_run_write_the_same_means(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = [word for path, value in SMALL.items() for word in ("--set", f"{path}={value}")]
    for words in (["run", "--no-charts", "-o", "run"], ["compare", "baseline", "head_of_cs_late", "-o", "pair"]):
        done = CliRunner().invoke(main, [*words, "-q", "-n", "20", "--workers", "1", *settings])
        assert done.exit_code == 0, done.output
    with Path("pair/differences.csv").open(newline="", encoding="utf-8") as file:
        (row,) = [one for one in csv.DictReader(file) if (one["metric"], one["month"]) == ("arr", str(MONTHS))]
    assert float(row["mean_a"]) == pytest.approx(_summary_mean(Path("run/summary.csv"), "arr", MONTHS), rel=1e-6)


def _summary_mean(path: Path, metric: str, month: int) -> float:
    with path.open(newline="", encoding="utf-8") as file:
        rows = [one for one in csv.DictReader(file) if (one["metric"], one["month"]) == (metric, str(month))]
    return float(rows[0]["mean"])


def _level_in_file(folder: Path, command: str, measure: Measure) -> float:
    """Return the level that a command has written of the scenario as it stands."""
    (path,) = folder.glob("*.csv")
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if command == "sensitivity":
        return float(rows[0]["measure_as_it_stands"])
    column = f"{measure.text} ({measure.unit.value})"
    if command == "sweep":
        (row,) = [one for one in rows if "$4M" in one.values()]
        return float(row[column])
    levels = {one[f"{column} as it stands"] for one in rows}
    assert len(levels) == 1
    assert {one["level_runs"] for one in rows} == {"200"}
    return float(levels.pop())
