"""Runs in chunks: each thread has memory of its own, results placed by run, so that threads and chunks change
nothing but the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Final

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.compiled.company import play_at
from simulator.engine.compiled.run import Capacity, RunMemory, capacity_for
from simulator.engine.contract import HIRE, RunRecord
from simulator.engine.record import Lowered
from simulator.numerics import draws
from simulator.numerics.jit import without_machine_code
from simulator.numerics.jit_door import door, is_kept

__all__ = ["is_compiled"]


def is_compiled() -> bool:
    """Tell whether the kernel's machine code has been made for these sources on this machine."""
    return is_kept(play_at)


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
    _check_keys(seed, runs)
    return _Room().play(lowered, seed, runs, log)


def player() -> Callable[[RunMemory, int, int, int], int]:
    """Return what plays a run of a seed in some memory, logging or not; it says what that was too small for, or 0."""
    if without_machine_code():
        return lambda memory, seed, run, log: play_at(memory.place, _key(seed), run, log)
    play_there = door(play_at, ("int64", "uint64", "int64", "int64"))
    return lambda memory, seed, run, log: play_there(memory.place, seed, run, log)


class _Room:
    """Memory that runs follow one another in, which grows as they need it."""

    def __init__(self) -> None:
        self._memory: RunMemory | None = None
        self._play_one = player()

    @property
    def customers(self) -> int:
        """How many customers there is memory for."""
        return 0 if self._memory is None else self._memory.capacity.customers

    def play(self, lowered: Lowered, seed: int, runs: Sequence[int], log: bool = False) -> Iterator[RunRecord]:
        """Play `runs` of one record and yield what each leaves behind; a run that does not fit is played again."""
        memory = self._for(lowered, capacity_for(lowered, log))
        for run in runs:
            while overflow := self._play_one(memory, seed, run, int(log)):
                memory = self._for(lowered, memory.capacity.larger(overflow))
            yield _record(memory)

    def _for(self, lowered: Lowered, capacity: Capacity) -> RunMemory:
        _check_entities(lowered, capacity)
        memory = self._memory
        if memory is None or not memory.is_for(lowered):
            memory = self._memory = RunMemory(lowered, capacity)
        elif memory.capacity.or_more(capacity) != memory.capacity:
            memory = self._memory = RunMemory(lowered, capacity.or_more(memory.capacity))
        else:
            memory.turn_to(lowered)
        return memory


def run_batch(lowered: Sequence[Lowered], seed: int, runs: Sequence[int], threads: int) -> list[RunRecord]:
    """Simulate `runs` on at most so many `threads` and return their records in order.

    `lowered` has one record for each run; `seed` and the error are those of `run_compiled`. Threads share nothing: each
    plays a part of the runs in memory of its own. The kernel lets go of the interpreter lock.
    """
    _check_keys(seed, runs)
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
    with _a_room() as room:
        first = 0
        while first < len(runs):
            last = first + 1
            while last < len(runs) and lowered[last] is lowered[first]:
                last += 1
            records += room.play(lowered[first], seed, runs[first:last])
            first = last
    return records


_ROOMS: Final[list[_Room]] = []
"""Memory that no thread uses at the moment: the next batch finds it as large as the last one needed it."""
_WORTH_KEEPING: Final = 1 << 17
"""Memory for more customers than that, some 80 MB, is given back."""


@contextmanager
def _a_room() -> Iterator[_Room]:
    """Lend memory to one thread."""
    try:
        room = _ROOMS.pop()
    except IndexError:
        room = _Room()
    yield room
    if room.customers <= _WORTH_KEEPING:
        _ROOMS.append(room)


def _check_keys(seed: int, runs: Sequence[int]) -> None:
    """Refuse runs that do not fit in a draw's key, before they start: compiled code does not look."""
    draws.check_fits(seed=seed, run=max(runs, default=0))
    draws.check_fits(run=min(runs, default=0))


def _check_entities(lowered: Lowered, capacity: Capacity) -> None:
    """Refuse what runs in so much memory could number beyond a draw's key."""
    draws.check_fits(
        opening_account=capacity.customers,
        new_customer=capacity.customers,
        role=int(lowered.roles["key"].max()),
        hire=capacity.hires,
        visit=_most_visits(lowered),
    )


def _most_visits(lowered: Lowered) -> int:
    """Return more visits than a customer can make to one decision: of what comes at a rate, twice the mean and more.

    With a mean of m, a Poisson number above 2m + 1,000 has odds below e^-380; terms, attempts and packages are fewer.
    """
    rules = lowered.rules[0]
    a_year = max(float(lowered.segments["csqls_a_year"].max()), float(rules["competitors_calls_a_year"]))
    years = float(rules["months"]) / MONTHS_PER_YEAR
    return int(2.0 * max(a_year, float(rules["sponsors_leaves_a_year"])) * years) + 1000


def _key(seed: int) -> Any:
    """Return a seed as the kernel takes it in plain Python, where a whole number has no end."""
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
