"""Runs in chunks: each thread has memory of its own, results placed by run, so that threads and chunks change
nothing but the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from simulator.engine.compiled.company import play
from simulator.engine.compiled.run import RunMemory, capacity_for
from simulator.engine.contract import HIRE, RunRecord
from simulator.engine.record import Lowered
from simulator.numerics import draws
from simulator.numerics.jit import in_machine_code
from simulator.numerics.jit_cache import is_kept

__all__ = ["is_compiled"]


def is_compiled() -> bool:
    """Tell whether the kernel's machine code has been made for these sources on this machine."""
    return is_kept(play)


def run_compiled(lowered: Lowered, seed: int, run: int, log: bool = False) -> RunRecord:
    """Simulate one run of a `lowered` scenario and return its record; `log` keeps the event log as well.

    `seed` is 0 to 2^64 - 1 and `run` the number of the run, from 0; KeySpaceError where one does not fit. The record is
    that of `run_reference`, to the last bit (engine/contract.py).
    """
    return next(run_many(lowered, seed, range(run, run + 1), log))


def run_many(lowered: Lowered, seed: int, runs: Sequence[int], log: bool = False) -> Iterator[RunRecord]:
    """Simulate `runs` of one `lowered` scenario one after the other in the same memory; yield their records in order.

    `seed`, `log` and the error are those of `run_compiled`.
    """
    draws.check_fits(seed=seed, run=max(runs, default=0))
    capacity = capacity_for(lowered, log)
    memory = RunMemory(lowered, capacity)
    play_one = in_machine_code(play)
    for run in runs:
        overflow = play_one(memory.state, _key(seed), run, int(log))
        while overflow:
            capacity = capacity.larger(overflow)
            memory = RunMemory(lowered, capacity)
            overflow = play_one(memory.state, _key(seed), run, int(log))
        yield _record(memory)


def run_batch(lowered: Sequence[Lowered], seed: int, runs: Sequence[int], threads: int) -> list[RunRecord]:
    """Simulate `runs` on at most so many `threads` and return their records in order.

    `lowered` has one record for each run; `seed` and the error are those of `run_compiled`. Threads share nothing: each
    plays a part of the runs in memory of its own. The kernel lets go of the interpreter lock.
    """
    draws.check_fits(seed=seed, run=max(runs, default=0))
    workers = max(1, min(threads, len(runs)))
    if workers == 1:
        return _play_part(lowered, seed, runs)
    from concurrent.futures import ThreadPoolExecutor

    cuts = [len(runs) * worker // workers for worker in range(workers + 1)]
    with ThreadPoolExecutor(workers) as pool:
        parts = [pool.submit(_play_part, lowered[first:last], seed, runs[first:last]) for first, last in pairwise(cuts)]
    return [record for part in parts for record in part.result()]


def _play_part(lowered: Sequence[Lowered], seed: int, runs: Sequence[int]) -> list[RunRecord]:
    records: list[RunRecord] = []
    first = 0
    while first < len(runs):  # runs of one and the same record share memory
        last = first + 1
        while last < len(runs) and lowered[last] is lowered[first]:
            last += 1
        records += run_many(lowered[first], seed, runs[first:last])
        first = last
    return records


def _key(seed: int) -> Any:
    """Return a seed as compiled code takes it: a Python integer would be taken as signed."""
    return np.uint64(seed)


def _record(memory: RunMemory) -> RunRecord:
    """Copy out what a run leaves behind."""
    state, tables = memory.state[0], memory.tables
    staff = tables["staff"][: state["hires"]]
    hires = np.zeros(len(staff), dtype=HIRE)
    for name in HIRE.names or ():
        hires[name] = staff[name]
    return RunRecord(
        ledger=tables["ledger"].copy(),
        cohort_arr=tables["cohort_arr"].copy(),
        cohort_customers=tables["cohort_customers"].copy(),
        reached=tables["reached"].copy(),
        hires=hires,
        events=tables["events"][: state["events"]].copy(),
    )
