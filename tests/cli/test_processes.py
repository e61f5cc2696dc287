"""The program as a process of its own: Ctrl-C, pipes, encodings, start-up, no orphans."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb
import pytest

from simulator import load, simulate
from simulator.experiment.engines import prepare
from simulator.results.store import verify

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and pipes of this kind are POSIX")

PROGRAM = "from simulator.cli import main; main()"
ALWAYS_WORKERS = f"from simulator.experiment import executors; executors.STARTUP_SECONDS = -1.0; {PROGRAM}"


# Shells start what they put in the background (`pytest &` in a script) with Ctrl-C ignored, and children inherit that.
LISTENS_TO_CTRL_C: Final = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"

_STARTED: Final[list[subprocess.Popen[str]]] = []


def started(folder: Path, program: str, *arguments: str) -> subprocess.Popen[str]:
    """Start the program in a process group of its own, as a terminal would."""
    command = [sys.executable, "-c", f"{LISTENS_TO_CTRL_C}; {program}", *arguments]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe, text=True, start_new_session=True)
    _STARTED.append(process)
    return process


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """End what a failed test has left running and close its pipes, which would otherwise fail a later test."""
    yield
    while _STARTED:
        with _STARTED.pop() as process:  # closes the pipes and waits
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def children_of(pid: int) -> list[int]:
    """Return the processes started by one, where /proc tells."""
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()] if tasks.exists() else []


def alive(pid: int) -> bool:
    """Tell whether a process still runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pids: list[int], within: float) -> bool:
    """Tell whether all processes end within so many seconds."""
    deadline = time.monotonic() + within
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(alive(pid) for pid in pids)


@pytest.mark.parametrize(
    ("program", "workers", "engine", "runs", "months", "more"),
    [
        (PROGRAM, "1", "reference", 150, 24, ["--no-charts"]),
        (ALWAYS_WORKERS, "2", "reference", 150, 24, ["--no-charts"]),
        (PROGRAM, "2", "compiled", 8000, 60, []),
    ],
    ids=["in this process", "worker processes", "threads"],
)
def test_ctrl_c_keeps_the_finished_runs_and_says_so(
    tmp_path: Path, program: str, workers: str, engine: str, runs: int, months: int, more: list[str]
) -> None:
    prepare(engine)  # the first line must be about the runs, not about compiling
    size = ("--runs", str(runs), "--seed", "3", "--set", f"horizon_months={months}")
    arguments = ("run", *size, "--workers", workers, "--engine", engine, "--out", "part", *more)
    process = started(tmp_path, program, *arguments)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Simulating: ")  # the first line comes after two seconds
    helpers = children_of(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    pressed = time.monotonic()
    said = next(line for line in process.stderr if line.startswith("Stopped: "))
    answered = time.monotonic() - pressed
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert answered < 4.0  # two seconds on a machine that has nothing else to do
    finished = int(said.split()[1].replace(",", ""))
    assert 0 < finished < runs
    assert said == f"Stopped: {finished:,} of {runs:,} runs had finished; writing their results.\n"
    assert err == f"Stopped: {finished:,} of {runs:,} runs had finished; their results are in part.\n"
    assert f"{finished:,} runs" in out
    manifest = verify(tmp_path / "part")
    assert manifest["interrupted"] is True
    assert manifest["runs"] == finished
    assert gone(helpers, within=5.0)
    last = manifest["run_numbers"][-1][1]
    again = simulate(load("baseline", {"horizon_months": months}), runs=1, seed=3, first_run=last, workers=1)
    with duckdb.connect() as connection:
        query = "select arr from read_parquet(?) where run = ? order by month"
        kept = connection.execute(query, [str(tmp_path / "part" / "trajectories.parquet"), last]).fetchall()
    assert [row[0] for row in kept] == again["arr"][0].tolist()


def test_workers_do_not_outlive_a_process_that_is_killed(tmp_path: Path) -> None:
    arguments = ("run", "--runs", "150", "--workers", "2", "--engine", "reference", "--set", "horizon_months=24")
    process = started(tmp_path, ALWAYS_WORKERS, *arguments)
    assert process.stderr is not None
    process.stderr.readline()
    helpers = children_of(process.pid)
    process.kill()
    process.communicate()
    assert gone(helpers, within=20.0)
    assert helpers or sys.platform != "linux"


def test_ctrl_c_while_starting_up_is_quiet(tmp_path: Path) -> None:
    process = started(tmp_path, f"print('ready', flush=True); {PROGRAM}", "run", "--out", "never")
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.4)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert not (tmp_path / "never").exists()


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    for command in ("metrics", "schema", "explain"):
        process = started(tmp_path, PROGRAM, command)
        assert process.stdout is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
        process.stderr.close()
        assert process.wait(timeout=60) in (0, 1)


def test_an_encoding_that_lacks_characters_gets_question_marks(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    settings = ("--set", "horizon_months=12", "--set", "name=Größe − ∞")
    command = [sys.executable, "-c", PROGRAM, "run", "--runs", "1", "--no-charts", *settings]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert b"Gr??e" in done.stdout
    assert json.loads((tmp_path / "results/baseline/manifest.json").read_bytes())["name"] == "Größe − ∞"


@pytest.mark.parametrize("settings", [{"MPLBACKEND": "nonsense"}, {"NUMBA_NUM_THREADS": "0"}])
def test_what_other_programs_are_told_is_no_matter(tmp_path: Path, settings: dict[str, str]) -> None:
    asked = ("sweep", "--vary", "hire.cs_head=2M,3M", "--runs", "2", "--set", "horizon_months=12")
    command = [sys.executable, "-c", PROGRAM, *asked, "--out", "out"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **settings}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "sweep.png").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--runs", "1e12"),
        ("run", "--set", "segments.core.acv=$1", "--set", "segments.core.acv_growth=0", "--set", "path.start_arr=$50M"),
        ("run", "--set", "horizon_months=1e9"),
    ],
)
def test_absurd_sizes_are_refused_within_a_second(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Counted in processor time, so that a busy machine matters little."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) <= 2
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2.0  # 1 s on an idle machine
    assert not (tmp_path / "results").exists()


def test_completion_offers_commands_options_and_scenarios(tmp_path: Path) -> None:
    def offered(words: str, at: int) -> str:
        environment = {**os.environ, "_T2D3_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        command = [sys.executable, "-c", PROGRAM]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout

    assert "plain,compare" in offered("t2d3 co", 1)
    assert "plain,--seed" in offered("t2d3 run --s", 2)
    assert "plain,baseline" in offered("t2d3 run ba", 2)
