"""Load a scenario of the tests and play it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numba
import numpy as np
import numpy.typing as npt
import pytest

from simulator.engine.compiled import run_many
from simulator.engine.contract import Floats, RunRecord
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column, RoleColumn, role_column
from simulator.engine.lowering import lower
from simulator.engine.record import Lowered
from simulator.engine.reference import run_reference
from simulator.roles import RoleId
from simulator.scenario.reading.files import load

SEED = 20270101
ORACLES = Path(__file__).resolve().parent / "oracles" / "scenarios"

_CONFIG: Any = numba.config
WITHOUT_MACHINE_CODE = bool(_CONFIG.DISABLE_JIT)
needs_machine_code = pytest.mark.skipif(
    WITHOUT_MACHINE_CODE, reason="plays millions of customers; without compiled code that takes hours"
)

Events: TypeAlias = npt.NDArray[np.void]


def oracle(name: str, **overrides: Any) -> Lowered:
    """Return the numeric record of one of the oracles' scenario files; `__` in an override stands for a dot."""
    return lowered(ORACLES / f"{name}.yaml", {key.replace("__", "."): value for key, value in overrides.items()})


def lowered(path_or_name: str | Path, overrides: Mapping[str, Any] | None = None) -> Lowered:
    """Return the numeric record of a scenario file."""
    return lower(load(path_or_name, overrides))


def play(what: Lowered, run: int = 0, *, seed: int = SEED, log: bool = False) -> RunRecord:
    """Play one run with the fast engine.

    The one that is the specification returns the same bits, which tests/equality/ sees to, the oracles' scenarios
    included; without machine code it is the faster one.
    """
    if WITHOUT_MACHINE_CODE:
        return run_reference(what, seed, run, log)
    return next(run_many(what, seed, range(run, run + 1), log=log))


def many_ledgers(what: Lowered, runs: range, *, seed: int = SEED) -> Floats:
    """Return the ledgers of several runs, shape (runs, months + 1, columns), by the fast engine."""
    return np.array([record.ledger for record in run_many(what, seed, runs)])


def of_kind(record: RunRecord, *kinds: EventKind) -> Events:
    """Return the lines of the event log of some kinds, in order."""
    return record.events[np.isin(record.events["kind"], kinds)]


def column(record: RunRecord, name: Column) -> Floats:
    """Return one column of the ledger by month."""
    figures: Floats = record.ledger[:, name]
    return figures


def role(record: RunRecord, who: RoleId, name: RoleColumn) -> Floats:
    """Return one column of a role by month."""
    figures: Floats = record.ledger[:, role_column(who, name)]
    return figures
