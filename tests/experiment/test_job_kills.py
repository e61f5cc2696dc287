"""Killed at any moment, the same command carries on and ends with the same digest; Ctrl-C is answered at once.

Two dozen kills here, a thousand in the long tier, where T2D3_KILLS sets how many each test waits for.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import crash_harness
import pytest
from job_program import SEED, SMALL

from simulator import load, simulate
from simulator.experiment.engines import prepare
from simulator.experiment.jobs.job import PARTS
from simulator.results.disk.staging import UNFINISHED
from simulator.results.store import verify

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of this kind are POSIX")

RUNS = 1200
KILLED_RUNS = 400
PROGRAM = (
    # a shell without job control starts what runs in the background deaf to Ctrl-C, and this inherits it
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from simulator.experiment.jobs import resumable, plan; resumable.LARGE_SECONDS = 0.0; plan.BATCH_CUSTOMERS = 1; "
    "print('ready', flush=True); from simulator.cli import main; main()"
)
SETTINGS = [word for path, value in SMALL.items() for word in ("--set", f"{path}={value}")]


def started(*command: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, *command], stdout=pipe, stderr=pipe, text=True, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def killed(process: subprocess.Popen[str], after: float) -> bool:
    """Kill a process after so many seconds, unless it has ended well by then; tell whether it was killed."""
    try:
        out, err = process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return True
    assert (process.returncode, err) == (0, ""), out + err
    return False


def kill_and_carry_on(folder: Path, keep: str, kills: int, seed: int) -> None:
    """Kill jobs at random moments until that was done so often, then let each finish and compare with one left alone.

    A moment is within half of the time that a job takes when left alone, so that it takes several to get through.
    """
    prepare("compiled")
    command = [sys.executable, crash_harness.__file__, str(folder), keep, str(KILLED_RUNS), str(kills), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert set(found["others"]) == {found["alone"]}
    assert found["half_done"] >= kills // 4  # they met the work, not its beginning or end


@pytest.mark.timeout(900)
@pytest.mark.parametrize("keep", ["runs", "summaries"])
def test_a_dozen_kills_leave_no_trace(tmp_path: Path, keep: str) -> None:
    kill_and_carry_on(tmp_path, keep, 12, seed=1)


@pytest.mark.long(part="kills")
@pytest.mark.timeout(36_000)
@pytest.mark.parametrize("keep", ["runs", "summaries"])
def test_a_thousand_kills_leave_no_trace(tmp_path: Path, keep: str) -> None:
    kill_and_carry_on(tmp_path, keep, int(os.environ.get("T2D3_KILLS", "500")), seed=2)


@pytest.mark.timeout(600)
def test_the_command_carries_on_after_kills(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ("-c", PROGRAM, "run", "--runs", str(RUNS), "--seed", str(SEED), "--no-charts", "--out", str(out))
    for after in (0.8, 1.2, 1.6, 2.0):
        killed(started(*command, *SETTINGS, "--quiet"), after)
    process = started(*command, *SETTINGS, "--quiet")
    said, err = process.communicate(timeout=250)
    assert (process.returncode, said, err) == (0, "", "")
    manifest = verify(out)
    assert manifest["digest"] == simulate(load("baseline", SMALL), runs=RUNS, seed=SEED).digest()
    assert not (out / UNFINISHED).exists()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_ctrl_c_is_answered_within_two_seconds_and_costs_little(tmp_path: Path, engine: str) -> None:
    prepare("compiled")
    out = tmp_path / "out"
    command = ("-c", PROGRAM, "run", "--runs", "9000", "--engine", engine, "--no-charts", "--out", str(out))
    settings = ("--set", "horizon_months=12")
    process = started(*command, *settings)
    assert process.stderr is not None
    unfinished = out / UNFINISHED
    deadline = time.monotonic() + 120.0
    while not list(unfinished.glob(f"*/{PARTS}/*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    pressed = time.monotonic()
    said = next(line for line in process.stderr if line.startswith("Stopped: "))
    answered = time.monotonic() - pressed
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert answered < 4.0  # two seconds on a machine that has nothing else to do
    finished = int(said.split()[1].replace(",", ""))
    assert 0 < finished < 9000
    assert "The same command carries on from there." in err
    manifest = verify(out)
    assert (manifest["interrupted"], manifest["runs"]) == (True, finished)
    assert len(list(unfinished.glob(f"*/{PARTS}/*.parquet"))) * 64 >= finished
