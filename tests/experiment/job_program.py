"""A job as a program of its own, to be killed: `python job_program.py FOLDER KEEP RUNS` prints the digest at the end.

With `slow` as a fourth argument every batch takes a third of a second longer.
"""

from __future__ import annotations

import sys
import time
from functools import cache
from pathlib import Path

import duckdb  # noqa: F401  (loaded before the clock runs)

from simulator import Scenario, load, simulate
from simulator.experiment.jobs import job, plan
from simulator.experiment.jobs.merged import digest
from simulator.experiment.jobs.resumable import Settings, complete, plan_for

SMALL = {"horizon_months": "4", "opening.generated.accounts": "5", "demand.bookings_a_year": "$300K"}
OTHER = {**SMALL, "roles.csm.in_place": "1"}
SEED = 5


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Return the two scenarios, read once: the tests make the same plan again and again."""
    return load("baseline", SMALL), load("baseline", OTHER)


def sweep(keep: str, runs: int) -> plan.Plan:
    """Return a plan of two scenarios; the runs begin in the middle of a block."""
    return plan_for(scenarios(), range(10, 10 + runs), SEED, "summaries" if keep == "summaries" else "runs")


def main(folder: str, keep: str, runs: str, slow: str = "") -> None:
    """Do what is left of the job and print its digest."""
    if slow:
        finish = job.StoredJob.finish

        def slowly(self: job.StoredJob, number: int, tables: object) -> None:
            time.sleep(0.3)
            finish(self, number, tables)  # type: ignore[arg-type]

        job.StoredJob.finish = slowly  # type: ignore[method-assign]
    plan.BATCH_CUSTOMERS = 1  # one block a batch
    what = sweep(keep, int(runs))
    simulate(load("baseline", SMALL), runs=1)  # what has to be loaded is, and the rest is work on the job
    print("ready", flush=True)
    with job.StoredJob(Path(folder), what) as stored:
        complete(stored, Settings(workers=2))
        print(digest(stored, "compiled"), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
