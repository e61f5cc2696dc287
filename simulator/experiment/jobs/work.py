"""The work on one batch, wherever it is done: in a thread, in another process, on another machine.

What goes there and back is plain: text, numbers and arrays. A worker needs this package and nothing else.
"""

from __future__ import annotations

import functools
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.errors import T2D3Error
from simulator.experiment.batches import Gathered, Job, play
from simulator.experiment.jobs.versions import calculating, differences
from simulator.experiment.summing import Summed
from simulator.results.exact import figure_tables, tables_of
from simulator.results.measure import reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from simulator.experiment.jobs.plan import Kept

SLICE_SECONDS: Final = 0.3
"""How long a stretch of runs takes before the worker looks whether it is to stop."""

KNOWN: Final = 128
"""Scenarios that a worker keeps lowered: a sweep comes back to each of its points."""


class OtherVersionError(T2D3Error):
    """A worker runs another version of this package or of one it calculates with, so its figures could differ."""


class Stopped(Exception):  # noqa: N818  (nobody's error)
    """The work was given up because the user stopped it."""


STOP: Final = threading.Event()
"""Set to make the threads of this process give up."""


@dataclass(frozen=True)
class Order:
    """A batch to be played: `text` is the scenario with its book as JSON, `wanted` what it is to be calculated with."""

    text: str
    seed: int
    engine: str
    first: int
    last: int
    keep: Kept
    wanted: Mapping[str, str]
    figures: tuple[str, ...] = ()


def fill(order: Order) -> Mapping[str, Mapping[str, npt.NDArray[Any]]]:
    """Play a batch and return the tables of its part; raises what stands in the way of playing it, or Stopped."""
    others = differences(calculating(), order.wanted)
    if others:
        raise OtherVersionError(f"a worker has {others}; install the same there and here")
    job = job_of(order.text, order.seed, order.engine)
    runs = range(order.first, order.last + 1)
    if order.keep == "summaries":
        summed = Summed(job, runs)
        for stretch in _stretches(runs):
            summed.add(play(job, stretch))
        return summed.result().tally.tables()
    if order.keep == "figures":
        return figure_tables(runs, np.concatenate([_read(job, one, order.figures) for one in _stretches(runs)], axis=1))
    gathered = Gathered(job, runs)
    for stretch in _stretches(runs):
        gathered.add(play(job, stretch))
    return tables_of(gathered.result())


def _read(job: Job, runs: range, figures: Sequence[str]) -> npt.NDArray[np.float64]:
    """Play runs and return the figures of each (figures, runs)."""
    gathered = Gathered(job, runs)
    gathered.add(play(job, runs))
    result = gathered.result()
    return np.stack([reader(name)(result) for name in figures])


@functools.lru_cache(maxsize=KNOWN)
def job_of(text: str, seed: int, engine: str) -> Job:
    """Return the job that a row's text describes; raise ScenarioError or SizeError where it cannot be simulated."""
    from simulator.scenario.reading.files import from_resolved
    from simulator.scenario.schema.todays_book import TodaysBook

    about = json.loads(text)
    today = None if about["today"] is None else TodaysBook.from_json(about["today"])
    return Job.of(from_resolved(about["scenario"]), today, seed, engine)


def _stretches(runs: range) -> Iterator[range]:
    """Cut runs into stretches of about `SLICE_SECONDS`, the first of one run; raise Stopped between them if asked."""
    stopped = _is_stopped()
    first, size = runs.start, 1
    while first < runs.stop:
        if stopped():
            raise Stopped
        began = time.perf_counter()
        yield range(first, min(first + size, runs.stop))
        first += size
        size = max(1, min(4 * size, int(size * SLICE_SECONDS / max(time.perf_counter() - began, 1e-6))))


def _is_stopped() -> Callable[[], bool]:
    from simulator.experiment.workers import told_to_stop

    return lambda: STOP.is_set() or told_to_stop()
