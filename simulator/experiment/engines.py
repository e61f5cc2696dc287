"""The engines by name: what turns lowered records into run records, and how it makes use of more than one core."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, Protocol

from simulator.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.engine.contract import RunRecord
    from simulator.engine.record import Lowered

__all__ = ["ENGINE", "ENGINES", "RUNS", "SEED", "engine_named", "is_prepared", "prepare"]


class Play(Protocol):
    """Plays a batch of runs.

    `lowered` has one record for each run in `runs` (the same object again and again where nothing is uncertain);
    `threads` is how many it may use. Returns the runs' records in the same order.
    """

    def __call__(self, lowered: Sequence[Lowered], seed: int, runs: Sequence[int], threads: int) -> list[RunRecord]:
        """Return the records of the runs."""


@dataclass(frozen=True)
class Engine:
    """One way to play runs.

    With `cores` "processes" it uses one core and is given more by more processes; with "threads" it spreads a batch
    over threads of this process by itself. `customer_bytes` is the memory that one customer takes in a run and
    `customer_seconds` the time that one core spends on it, about.
    """

    name: str
    cores: Literal["processes", "threads"]
    customer_bytes: int
    customer_seconds: float
    play: Play


def _reference(lowered: Sequence[Lowered], seed: int, runs: Sequence[int], threads: int) -> list[RunRecord]:
    from simulator.engine.reference import run_reference

    return [run_reference(one, seed, run) for one, run in zip(lowered, runs, strict=True)]


def _compiled(lowered: Sequence[Lowered], seed: int, runs: Sequence[int], threads: int) -> list[RunRecord]:
    from simulator.engine.compiled import run_batch

    return run_batch(lowered, seed, runs, threads)


ENGINES: Final[Mapping[str, Engine]] = MappingProxyType(
    {
        "compiled": Engine("compiled", "threads", 600, 1.5e-6, _compiled),
        "reference": Engine("reference", "processes", 5_000, 3e-4, _reference),
    },
)
"""Every engine by name. They return equal records; they differ in speed only."""


RUNS: Final = 200
"""Runs of a simulation unless it is told otherwise; every command's levels start from so many."""

SEED: Final = 1
"""The seed of runs unless another is asked for."""

ENGINE: Final = "compiled"
"""The engine that plays unless another is asked for."""


def engine_named(name: str) -> Engine:
    """Return the engine called `name`; raise InputError with the names there are."""
    found = ENGINES.get(name)
    if found is None:
        raise InputError([Problem(f'there is no engine "{name}"', allowed=", ".join(ENGINES))])
    return found


# The first use of an engine on a machine: its machine code is made once and kept.


def is_prepared(engine: str) -> bool:
    """Tell whether `engine` can start at once: always, but for compiled code not made yet for this version."""
    if engine_named(engine).cores != "threads":
        return True
    from simulator.engine.compiled.batch import is_compiled

    return is_compiled()


def prepare(engine: str) -> None:
    """Make the machine code of `engine`, by playing one month of the baseline; some twenty seconds.

    Raises InputError where there is no such engine.
    """
    from simulator.engine.lowering import lower
    from simulator.scenario.reading.files import load

    engine_named(engine).play([lower(load("baseline", {"horizon_months": 1}))], 0, [0], 1)
