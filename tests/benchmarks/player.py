"""A process that plays runs from the sources of one tree and says what each batch cost.

It is started with that tree on its path, so it takes from the package only what trees of long ago have as well. A line
of JSON comes in, `[scenario, {field: value}, engine, [run, ...], threads]`; one goes out, `[seconds on the clock,
seconds on a core]` or, where this tree has no such scenario or field, a text that says so. The engine is `kernel` (run
after run), `batch` (the same, spread over threads) or `reference`.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from typing import Any

from simulator.engine.compiled.batch import run_batch, run_many
from simulator.engine.lowering import lower
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.uncertainty import central

SEED = 1


def main() -> None:
    """Answer line by line until there are no more."""
    records: dict[str, Any] = {}
    for line in sys.stdin:
        scenario, changes, engine, runs, threads = json.loads(line)
        key = json.dumps([scenario, changes])
        try:
            if key not in records:
                found = load(scenario, changes)
                records[key] = lower(central(found), read_today(found))
            answer: Any = cost(records[key], engine, runs, threads)
        except Exception as error:  # a tree may refuse what another takes: that is an answer too
            answer = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), flush=True)


def cost(record: Any, engine: str, runs: list[int], threads: int) -> list[float]:
    """Play runs and return the seconds on the clock and on a core."""
    clock, core = time.perf_counter(), time.process_time()
    if engine == "reference":
        from simulator.engine.reference import run_reference

        for run in runs:
            run_reference(record, SEED, run)
    elif engine == "kernel":  # in memory made for it: how long a run takes depends on how large that is
        for _ in run_many(record, SEED, runs):
            pass
    else:
        run_batch([record] * len(runs), SEED, runs, threads)
    return [time.perf_counter() - clock, time.process_time() - core]


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):  # who asked is told as well, and says so
        main()
