"""A sweep as a job in a folder: whatever happens to it, the same command ends with the figures of one left alone.

The command draws no page here. A few kills in the fast tier, hundreds in the long one, where T2D3_KILLS sets how many
the test waits for.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from unittest import mock

import click
import pytest
from click.testing import CliRunner
from ctrl_c import Stop

from simulator import InputError, Interrupted, Scenario, SizeError, load
from simulator.answers import SweepAnswer
from simulator.cli import terminal
from simulator.cli.app import main
from simulator.decisions.sweep import resumable_sweep, sweep
from simulator.experiment import sizes
from simulator.experiment.engines import prepare
from simulator.experiment.jobs import conduct, plan, work
from simulator.experiment.jobs.job import PARTS
from simulator.experiment.jobs.resumable import Settings
from simulator.results.disk.staging import UNFINISHED

SHORT = {"horizon_months": "13", "opening.generated.accounts": "10", "demand.bookings_a_year": "$1M"}
VARY = ["hire.cs_head=$1M,$2.5M,never", "roles.csm.cost=100K,200K"]
RUNS = 200
POINTS = 6
PARTS_IN_ALL = POINTS * 4
FILES = ["pareto.png", "question.json", "sweep.csv", "sweep.json", "sweep.png"]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(plan, "BATCH_CUSTOMERS", 1)
    yield
    work.STOP.clear()


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("baseline", SHORT)


@pytest.fixture(scope="module")
def wanted(scenario: Scenario) -> str:
    """The digest of the sweep played in memory, which knows nothing of jobs."""
    return sweep(scenario, VARY, runs=RUNS, seed=3, workers=1).digest()


def done(folder: Path, scenario: Scenario, **settings: object) -> str:
    asked = Settings(**settings)  # type: ignore[arg-type]
    with resumable_sweep(folder, scenario, VARY, runs=RUNS, seed=3, settings=asked) as found:
        return found.digest()


def left_behind(folder: Path, scenario: Scenario) -> Path:
    """Play the whole sweep, fail to write what it found, and return the folder of the parts."""
    with pytest.raises(ZeroDivisionError), resumable_sweep(folder, scenario, VARY, runs=RUNS, seed=3, settings=HERE):
        raise ZeroDivisionError
    (job,) = (folder / UNFINISHED).iterdir()
    return job / PARTS


HERE = Settings(workers=2)


@pytest.mark.parametrize("customers", [1, 100, 10_000_000])
@pytest.mark.parametrize("workers", [1, 3])
def test_neither_batches_nor_workers_leave_a_trace(
    tmp_path: Path, scenario: Scenario, wanted: str, customers: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "BATCH_CUSTOMERS", customers)
    assert done(tmp_path / "out", scenario, workers=workers) == wanted
    assert list(tmp_path.rglob("*.parquet")) == []
    assert not (tmp_path / "out" / UNFINISHED).exists()


def test_the_reference_engine_finds_the_same_in_processes_of_its_own(tmp_path: Path, scenario: Scenario) -> None:
    vary = VARY[:1]
    settings = Settings(engine="reference", workers=2)
    with resumable_sweep(tmp_path, scenario, vary, runs=3, seed=3, settings=settings) as found:
        assert found.digest() == sweep(scenario, vary, runs=3, seed=3).digest()


def test_a_sweep_is_cut_by_points_and_runs(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.experiment.jobs.resumable import plan_for

    monkeypatch.undo()
    many = plan_for([scenario] * 121, range(200), 1, "figures", figures=["arr"])
    assert len(many.batches) == 121  # a point in one piece where there are many points
    few = plan_for([scenario] * 2, range(200), 1, "figures", figures=["arr"])
    assert [(batch.row, batch.runs.start) for batch in few.batches[:3]] == [(0, 0), (1, 0), (0, 64)]
    assert many.key != few.key
    assert few.key != plan_for([scenario] * 2, range(200), 1, "figures", figures=["nrr"]).key


def test_flipped_bytes_in_parts_are_found_and_played_again(
    tmp_path: Path, scenario: Scenario, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    luck = random.Random(4)
    flipped = luck.sample(sorted(left_behind(tmp_path, scenario).iterdir()), 5)
    for part in flipped:
        content = bytearray(part.read_bytes())
        content[luck.randrange(len(content))] ^= 1 << luck.randrange(8)
        part.write_bytes(content)
    played: list[int] = []

    def counting(order: work.Order) -> object:
        played.append(order.first)
        return work.fill(order)

    monkeypatch.setattr(conduct, "fill", counting)
    assert done(tmp_path, scenario, workers=1) == wanted
    assert len(played) == 5  # those and no others
    assert not (tmp_path / UNFINISHED).exists()


def test_ctrl_c_keeps_what_every_point_has_and_the_next_one_carries_on(
    tmp_path: Path, scenario: Scenario, wanted: str
) -> None:
    heard: list[int] = []

    def press_after(runs: int) -> Callable[[int], None]:
        def press(steps: int) -> None:
            heard.append(steps)
            if sum(heard) >= runs:
                raise KeyboardInterrupt

        return press

    settings = Settings(workers=1, progress=press_after(64))
    with (
        pytest.raises(Interrupted, match=f"of {PARTS_IN_ALL} parts of the work are kept; the same command carries on"),
        resumable_sweep(tmp_path, scenario, VARY, runs=RUNS, seed=3, settings=settings),
    ):
        pass
    heard.clear()
    settings = Settings(workers=1, progress=press_after(POINTS * 128))
    with resumable_sweep(tmp_path, scenario, VARY, runs=RUNS, seed=3, settings=settings) as part:
        assert part.interrupted
        assert 128 <= part.runs < RUNS
        alone = sweep(scenario, VARY, runs=part.runs, seed=3)
        assert part.digest() == alone.digest()
    heard.clear()
    assert done(tmp_path, scenario, progress=heard.append) == wanted
    assert heard[0] >= POINTS * 128  # what was there is told at once
    assert not (tmp_path / UNFINISHED).exists()


def test_more_figures_than_memory_holds_are_refused(tmp_path: Path, scenario: Scenario) -> None:
    with (
        pytest.raises(SizeError, match="2 scenarios × 5 figures × 9,999,999 runs"),
        mock.patch.object(sizes, "available_memory", lambda: 1e6),
        resumable_sweep(tmp_path, scenario, VARY[1:], runs=9_999_999, settings=HERE),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_measure_without_a_figure_leaves_nothing_behind(tmp_path: Path, scenario: Scenario) -> None:
    with (
        pytest.raises(InputError, match="n/a in"),
        resumable_sweep(tmp_path / "out", scenario, VARY[1:], measure="nrr@6", runs=2, settings=HERE),
    ):
        pass
    assert not (tmp_path / "out" / UNFINISHED).exists()


# the command --------------------------------------------------------------------------------------------------------

posix = pytest.mark.skipif(os.name == "nt", reason="signals of this kind are POSIX")
PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from simulator.experiment.jobs import plan; plan.BATCH_CUSTOMERS = 1; "
    "from simulator.reports import theme; theme._saved = lambda figure, kind, metadata: kind.encode(); "
    "print('ready', flush=True); from simulator.cli import main; main()"
)


def words(out: Path) -> list[str]:
    """Return the sweep as it is asked for at the command line."""
    found = ["sweep", "--runs", str(RUNS), "--seed", "3", "--quiet", "--workers", "2", "--out", str(out)]
    found += [word for one in VARY for word in ("--vary", one)]
    return found + [word for path, value in SHORT.items() for word in ("--set", f"{path}={value}")]


def command(out: Path, before: str = "") -> subprocess.Popen[str]:
    """Start the sweep as a command of its own."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", before + PROGRAM, *words(out)], stdout=pipe, stderr=pipe, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def digest_in(out: Path) -> str:
    about = json.loads((out / "sweep.json").read_text(encoding="utf-8"))
    assert (about["runs"], about["interrupted"]) == (RUNS, False)
    return str(about["digest"])


def ended_well(process: subprocess.Popen[str]) -> None:
    out, err = process.communicate(timeout=250)
    assert (process.returncode, out, err) == (0, "", "")


def carried_on(out: Path) -> None:
    """Give the command once more, in this process."""
    again = CliRunner().invoke(main, words(out))
    assert (again.exit_code, again.output) == (0, "")


def parts(out: Path) -> int:
    """Return how many parts of the sweep are kept."""
    return len(list((out / UNFINISHED).glob(f"*/{PARTS}/*.parquet")))


SLOWLY = """
import time
from simulator.experiment.jobs.job import StoredJob
finish = StoredJob.finish
StoredJob.finish = lambda self, number, tables: (time.sleep(0.1), finish(self, number, tables))
"""
"""Keeping parts takes about as long as all else then, so that kills meet it."""


def kill_and_carry_on(folder: Path, kills: int, seed: int, wanted: str) -> None:
    """Kill the command at random moments so often, carrying on each time and starting anew where it got through."""
    prepare("compiled")
    began = time.monotonic()
    ended_well(command(folder / "undisturbed", SLOWLY))
    whole = time.monotonic() - began
    luck = random.Random(seed)
    count = place = half_done = 0
    while count < kills:
        out = folder / str(place)
        process = command(out, SLOWLY)
        try:
            process.communicate(timeout=luck.uniform(0.2, 0.9) * whole)
            place += 1
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            count += 1
            half_done += 0 < parts(out) < PARTS_IN_ALL
    for job in range(place + 1):
        out = folder / str(job)
        if not (out / "sweep.json").exists() or (out / UNFINISHED).exists():
            ended_well(command(out))
        assert digest_in(out) == wanted
        assert sorted(path.name for path in out.iterdir() if path.name != "previous") == FILES
        assert (out / "sweep.csv").read_bytes() == (folder / "undisturbed" / "sweep.csv").read_bytes()
    assert half_done >= kills // 8  # some met the work, not its beginning or end


@posix
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("undrawn")
def test_kills_in_the_middle_of_the_work_leave_no_trace(tmp_path: Path, wanted: str) -> None:
    prepare("compiled")
    for kept in (1, 8, 16):
        process = command(tmp_path, SLOWLY)
        deadline = time.monotonic() + 120.0
        while parts(tmp_path) < kept and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert kept <= parts(tmp_path) < PARTS_IN_ALL
    carried_on(tmp_path)
    assert digest_in(tmp_path) == wanted
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES


@posix
@pytest.mark.long(part="kills")
@pytest.mark.timeout(36_000)
def test_hundreds_of_kills_leave_no_trace(tmp_path: Path, wanted: str) -> None:
    kill_and_carry_on(tmp_path, int(os.environ.get("T2D3_KILLS", "200")), 2, wanted)


@posix
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("undrawn")
def test_ctrl_c_at_the_command_line_says_what_is_kept(tmp_path: Path, wanted: str) -> None:
    prepare("compiled")
    process = command(tmp_path, "from simulator.experiment.jobs import work; work.SLICE_SECONDS = 0.01; ")
    deadline = time.monotonic() + 120.0
    while not parts(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode in (0, 130), err  # it may have been through by then
    if process.returncode == 130:
        assert "Stopped: " in err
        assert "he same command carries on" in err
        assert "Traceback" not in err
    carried_on(tmp_path)
    assert digest_in(tmp_path) == wanted


def test_ctrl_c_is_answered_before_anything_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts take seconds; who has pressed Ctrl-C hears at once that it was heard."""

    def written(found: object, folder: Path, **_: object) -> list[Path]:
        click.echo("drawing", err=True)
        return []

    monkeypatch.setattr(terminal, "progress_of", lambda what, total, quiet: nullcontext(Stop(POINTS * 128)))
    monkeypatch.setattr(SweepAnswer, "write", written)
    loud = [word for word in words(tmp_path) if word != "--quiet"]
    done = CliRunner().invoke(main, [*loud, "--workers", "1"])
    assert done.exit_code == 130
    first, drawing, last = done.stderr.splitlines()
    assert re.fullmatch(rf"Stopped: \d+ of {RUNS} runs had finished at every point; writing what they say.", first)
    assert drawing == "drawing"
    assert last == first.replace("; writing what they say.", ". The same command carries on.")


@posix
@pytest.mark.timeout(600)
def test_two_processes_on_one_folder_end_alike(tmp_path: Path, wanted: str) -> None:
    prepare("compiled")
    both = [command(tmp_path) for _ in range(2)]
    for process in both:
        ended_well(process)
    assert digest_in(tmp_path) == wanted
    assert not (tmp_path / UNFINISHED).exists()


@posix
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("room", [0, 3_000, 20_000])
def test_a_full_disk_costs_nothing_that_was_finished(tmp_path: Path, wanted: str, room: int) -> None:
    """A limit on the size of a file stands in for the disk: writes beyond it fail just so."""
    prepare("compiled")
    full = (
        f"import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room})); import sys; sys.dont_write_bytecode = True; "
    )
    process = command(tmp_path / "out", full)
    _, err = process.communicate(timeout=250)
    assert process.returncode == 3, err
    assert "Traceback" not in err
    carried_on(tmp_path / "out")
    assert digest_in(tmp_path / "out") == wanted
