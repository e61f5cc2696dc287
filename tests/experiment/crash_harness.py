"""Kill a job again and again: `python crash_harness.py FOLDER KEEP RUNS KILLS SEED`.

Everything a job needs is loaded once; each attempt is a child of this process, so that a kill costs the work it
interrupts and not the start of a program. A killed job is begun again in its folder until it is done, then another one
is begun, until there were so many kills. Prints the digest of a job left alone, those of all the others, and how many
kills met a job that was under way.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path

import job_program
from job_program import SMALL

from simulator import load, simulate
from simulator.experiment.jobs import job, plan, work
from simulator.experiment.jobs.job import PARTS
from simulator.experiment.jobs.merged import digest
from simulator.experiment.jobs.resumable import Settings, complete

POLL = 0.002


def begun(folder: Path, what: plan.Plan) -> int:
    """Carry a job on in a child of its own, which leaves the digest beside the folder, and return its number."""
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        with job.StoredJob(folder, what) as stored:
            complete(stored, Settings(workers=2))
            folder.with_suffix(".digest").write_text(digest(stored, "compiled"))
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def killed(child: int, after: float) -> bool:
    """Kill a child after so many seconds, unless it has ended well by then; tell whether it was killed."""
    deadline = time.monotonic() + after
    while time.monotonic() < deadline:
        if ended(child, os.WNOHANG):
            return False
        time.sleep(POLL)
    os.killpg(child, signal.SIGKILL) if os.getpgid(child) == child else os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def ended(child: int, how: int = 0) -> bool:
    """Return whether a child has ended; one that ended badly ends this program too."""
    found, status = os.waitpid(child, how)
    if found and os.waitstatus_to_exitcode(status):
        raise SystemExit(f"a job ended with {os.waitstatus_to_exitcode(status)}")
    return bool(found)


def main(folder: str, keep: str, runs: str, kills: str, seed: str) -> None:
    """Kill so often, let every job finish, and print what came of it."""
    plan.BATCH_CUSTOMERS = 1  # one block a batch
    what = job_program.sweep(keep, int(runs))
    simulate(load("baseline", SMALL), runs=1, workers=1)
    for row in what.rows:
        work.job_of(row.text, what.seed, "compiled")  # lowered here, once
    root, luck = Path(folder), random.Random(int(seed))
    began = time.monotonic()
    ended(begun(root / "undisturbed", what))
    whole = time.monotonic() - began
    batches = parts_of(root / "undisturbed")
    count = place = half_done = 0
    while count < int(kills):
        one = root / str(place)
        count += killed(begun(one, what), luck.uniform(0.0, whole / 2))
        parts = parts_of(one)
        half_done += 0 < parts < batches
        place += parts == batches  # nothing is left to be interrupted: begin another one
    for number in range(place + 1):
        ended(begun(root / str(number), what))
    alone, *others = (path.read_text() for path in [root / "undisturbed.digest", *sorted(root.glob("[0-9]*.digest"))])
    print(json.dumps({"alone": alone, "others": others, "half_done": half_done}))


def parts_of(folder: Path) -> int:
    """Return how many parts of a job are there."""
    return len(list((folder / PARTS).glob("*.parquet"))) if folder.exists() else 0


if __name__ == "__main__":
    main(*sys.argv[1:])
