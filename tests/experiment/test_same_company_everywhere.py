"""Whatever plays a company, and however it is carried there, finds what `simulate` finds on the same runs.

The company's names are out of alphabetical order wherever their order means something.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from unsorted import company, files

from simulator import Scenario, load, simulate
from simulator.cli.app import main
from simulator.decisions.branch import branch
from simulator.decisions.compare import compare
from simulator.decisions.sweep import Sweep, resumable_sweep, sweep
from simulator.experiment import executors
from simulator.experiment.jobs import plan, resumable, work
from simulator.experiment.jobs.resumable import Settings, resumable_result
from simulator.results.store import read_manifest, read_summaries, verify, write
from simulator.scenario.reading.files import changed, from_resolved
from simulator.scenario.reading.today import read_today

RUNS = 70  # two parts of a job


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(plan, "BATCH_CUSTOMERS", 1)
    yield
    work.STOP.clear()


@pytest.fixture(scope="module")
def unsorted(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return company(tmp_path_factory.mktemp("unsorted"))


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The same for six months, for what plays slowly."""
    return company(tmp_path_factory.mktemp("brief"), months=6)


@pytest.fixture(scope="module")
def played(unsorted: Scenario) -> dict[str, str]:
    """The digests of the company from this process alone."""
    exact = simulate(unsorted, runs=RUNS, seed=3, workers=1)
    return {"runs": exact.digest(), "summaries": simulate(unsorted, runs=RUNS, seed=3, keep="summaries").digest()}


def test_two_threads_play_the_same(unsorted: Scenario, played: dict[str, str]) -> None:
    assert simulate(unsorted, runs=RUNS, seed=3, workers=2).digest() == played["runs"]


@pytest.mark.parametrize("keep", ["runs", "summaries"])
def test_a_job_plays_the_same(tmp_path: Path, unsorted: Scenario, keep: Any, played: dict[str, str]) -> None:
    with resumable_result(tmp_path, unsorted, range(RUNS), 3, keep, Settings(workers=2)) as found:
        assert found.scenario == unsorted
        assert found.digest() == played[keep]


def test_processes_and_the_other_engine_play_the_same(
    tmp_path: Path, brief: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = simulate(brief, runs=6, seed=3, workers=1).digest()
    monkeypatch.setattr(executors, "STARTUP_SECONDS", -1.0)
    assert simulate(brief, runs=6, seed=3, workers=2, engine="reference").digest() == digest
    settings = Settings(workers=2, engine="reference")
    with resumable_result(tmp_path, brief, range(6), 3, "runs", settings) as found:
        assert found.digest() == digest


def test_uncertain_runs_are_the_same(tmp_path: Path, unsorted: Scenario) -> None:
    scenario = changed(unsorted, {"segments.big.renewal": {"triangular": [0.5, 0.6, 0.8]}})
    with resumable_result(tmp_path, scenario, range(20), 3, "runs", Settings(workers=2)) as found:
        assert found.digest() == simulate(scenario, runs=20, seed=3, workers=1).digest()


def check_sweep(found: Sweep, scenario: Scenario, runs: int) -> None:
    """Each figure at each point is that of a simulation of the point, to the last bit."""
    for place, point in enumerate(found.points):
        alone = simulate(changed(scenario, point.changes), runs=runs, seed=3, workers=1)
        values = found.values[place, : len(found.measures)]
        for measure, row in zip(found.measures, values, strict=True):
            whole = alone[measure.text]
            wanted = whole[:, 1:].sum(axis=1) if measure.text == "cs_cost" else whole[:, -1]
            assert row.tobytes() == wanted.tobytes(), (point.label, measure.text)


def test_a_sweep_finds_what_run_finds(tmp_path: Path, unsorted: Scenario) -> None:
    vary = ["roles.others.analyst.cost=$110K,$200K", "hiring.lookahead=85d,20d"]
    asked: dict[str, Any] = {"measure": "arr", "runs": RUNS, "seed": 3}
    with resumable_sweep(tmp_path, unsorted, vary, settings=Settings(workers=2), **asked) as found:
        check_sweep(found, unsorted, RUNS)
        assert found.digest() == sweep(unsorted, vary, workers=1, **asked).digest()


def test_a_sweep_of_a_role_of_ones_own_tells_when_it_joined(tmp_path: Path, unsorted: Scenario) -> None:
    scenario = changed(unsorted, {"opening.roster_csv": None, "opening.accounts_csv": None})  # nobody is on her way
    number = scenario.roles.names().index("writer")
    vary, settings = ["hire.writer=12 months,24 months"], Settings(workers=2)
    with resumable_sweep(tmp_path, scenario, vary, runs=5, seed=3, settings=settings) as found:
        assert found.joined is not None
        for point, joined in zip(found.points, found.joined, strict=True):
            alone = simulate(changed(scenario, point.changes), runs=5, seed=3, workers=1)
            of_role = alone.hires[alone.hires["role"] == number]
            firsts = [np.nanmin(of_role["joined"][of_role["run"] == run]) for run in range(5)]
            assert joined.tolist() == firsts
        assert (found.joined[1] > found.joined[0]).all()


@pytest.mark.usefixtures("undrawn")
def test_commands_that_keep_their_work_write_what_simulate_finds(
    tmp_path: Path, played: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resumable, "LARGE_SECONDS", 0.0)
    monkeypatch.chdir(tmp_path)
    path = str(files(tmp_path))
    asked = ["--runs", str(RUNS), "--seed", "3", "--quiet", "--workers", "2"]
    for name, words in {
        "run": ["run", path, "--no-charts"],
        "sums": ["run", path, "--no-charts", "--keep", "summaries"],
        "two": ["compare", path, path, "--set-b", "hiring.lookahead=20d"],
        "three": ["compare", path, path, "baseline", "--set", "horizon_months=12"],
    }.items():
        done = CliRunner().invoke(main, [*words, *asked, "--out", name])
        assert done.exit_code == 0, (name, done.output, done.exception)
    assert verify("run")["digest"] == verify("two/a")["digest"] == played["runs"]
    assert verify("sums")["digest"] == played["summaries"]
    later = simulate(load(path, {"hiring.lookahead": "20d"}), runs=RUNS, seed=3)
    assert verify("two/b")["digest"] == later.digest()
    cut = simulate(load(path, {"horizon_months": "12"}), runs=RUNS, seed=3).digest()
    assert verify("three/a")["digest"] == verify("three/b")["digest"] == cut


def test_a_manifest_is_enough_to_play_it_again(tmp_path: Path, unsorted: Scenario, played: dict[str, str]) -> None:
    with resumable_result(tmp_path, unsorted, range(RUNS), 3, "runs", Settings(workers=2)) as found:
        write(found, tmp_path)
    manifest = read_manifest(tmp_path)
    again = simulate(from_resolved(manifest["scenario"]), runs=manifest["runs"], seed=manifest["seed"])
    assert again.digest() == manifest["digest"] == played["runs"]


def test_summaries_are_read_with_their_book_also_of_an_earlier_version(tmp_path: Path, brief: Scenario) -> None:
    """Whose manifests gave the place of each account's segment in the scenario beside it."""
    found = simulate(brief, runs=3, seed=3, keep="summaries")
    path = write(found, tmp_path)
    assert read_summaries(tmp_path).today == found.today == read_today(brief)
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for account in manifest["today"]["accounts"]["rows"]:
        account[1] = list(brief.segments).index(account[1])
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert read_summaries(tmp_path).today == found.today


TWO_KINDS = """\
name: Two kinds
start_date: 2027-01-01
horizon_months: 24
path: {start_arr: $4M}
segments:
  core: {weight: 1, term_months: 12, renewal: 95%}
  big: {weight: 0.01, acv: $30K, term_months: 12, renewal: 50%, acv_cv: 0.8, acv_growth: 0.25, lands: 1x,
    poor_fit: 12%, onboarding_effort: 1, csqls_a_year: 1.7 a year}
opening: {accounts_csv: a.csv}
"""


def test_accounts_that_renew_well_renew_well_in_every_command(tmp_path: Path) -> None:
    """A hundred accounts of a kind that renews at 95 %: NRR is 109 % after two years, 97 % were they of the other."""
    rows = [f"A{i},40000,2026-03-01,2027-{i % 9 + 3:02}-01,founders,yes,core" for i in range(100)]
    (tmp_path / "a.csv").write_text("\n".join(["account,arr,start,renewal,owner,onboarded,segment", *rows, ""]))
    (tmp_path / "two.yaml").write_text(TWO_KINDS)
    scenario = load(tmp_path / "two.yaml")
    alone = simulate(scenario, runs=20, workers=1)
    assert 1.05 < np.median(alone["nrr"][:, 24]) < 1.14
    assert 35e6 < np.median(alone["arr"][:, 24]) < 39e6
    vary = ["hiring.lookahead=82d,60d"]
    with resumable_sweep(
        tmp_path / "out", scenario, vary, measure="arr", runs=20, seed=1, settings=Settings(workers=2)
    ) as found:
        for name in ("arr", "nrr"):
            assert found.values[1, found.place(name)].tobytes() == alone[name][:, 24].tobytes()


def test_decisions_in_memory_are_about_the_same_company(unsorted: Scenario) -> None:
    alone = simulate(unsorted, runs=20, seed=3, workers=1)
    found = compare(unsorted, unsorted, runs=20, seed=3, workers=2)
    assert found.a.digest() == found.b.digest() == alone.digest()
    futures = branch(unsorted, 6, ["csm=1"], runs=20, seed=3, workers=2, measure="cs_cost")
    assert futures.values[0, 0].tobytes() == alone["cs_cost"][:, 1:].sum(axis=1).tobytes()
