"""One number for a whole result: equal digests mean equal figures, to the last bit, on any machine."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.results.columns import ledger_names

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.results.protocols import RunByRun

__all__ = ["digest_of_figures"]

FORMAT: Final = b"t2d3 result digest 1\n"
FIGURES: Final = b"t2d3 figures digest 1\n"
_NAN: Final = np.int64(0x7FF8000000000000)


def digest_of(result: RunByRun) -> str:
    """Return the sha256 (hexadecimal) of a result's runs: numbers, ledgers, cohorts, milestones reached, hires.

    Run by run in ascending order, little-endian, every NaN spelled alike, so that neither the split into chunks nor the
    processor leaves a trace.
    """
    tables = (result.ledger, result.plan_arr, result.cohort_arr, result.cohort_customers, result.reached)
    hashed = hashlib.sha256(FORMAT)
    hashed.update(repr([table.shape[1:] for table in tables]).encode())
    firsts = np.searchsorted(result.hires["run"], result.runs, side="left")
    lasts = np.searchsorted(result.hires["run"], result.runs, side="right")
    for place, run in enumerate(result.runs):
        hires = result.hires[firsts[place] : lasts[place]]
        hashed.update(_whole(np.array([run, len(hires)])))
        for table in tables:
            hashed.update(_double(table[place]))
        for name in hires.dtype.names or ():
            field = hires[name]
            hashed.update(_whole(field) if field.dtype.kind == "i" else _double(field))
    return hashed.hexdigest()


def digests_of(result: RunByRun) -> dict[str, str]:
    """Return the sha256 (hexadecimal, first 16 digits) of each ledger column and table of a result's runs, by name.

    Columns are called as `ledger_names` has them; `hires.<field>` are the fields of the log of hires. What is equal
    here is equal in every run, to the last bit; a column that is added adds a name and moves no other.
    """
    tables: dict[str, npt.NDArray[Any]] = {
        "plan_arr": result.plan_arr,
        "cohort_arr": result.cohort_arr,
        "cohort_customers": result.cohort_customers,
        "reached": result.reached,
    }
    names = ledger_names(result.scenario)
    columns = {name: result.ledger[:, :, column] for column, name in enumerate(names)}
    hires = {f"hires.{name}": result.hires[name] for name in result.hires.dtype.names or ()}
    return {name: _short(result.runs, values) for name, values in (columns | tables | hires).items()}


def _short(runs: npt.NDArray[Any], values: npt.NDArray[Any]) -> str:
    hashed = hashlib.sha256(repr(values.shape).encode())
    hashed.update(_whole(runs))
    hashed.update(_whole(values) if values.dtype.kind == "i" else _double(values))
    return hashed.hexdigest()[:16]


def digest_of_figures(values: npt.NDArray[np.float64]) -> str:
    """Return the sha256 (hexadecimal) of a few figures of runs: of their shape, and of their bits.

    `values` has shape (scenarios, figures, runs).
    """
    hashed = hashlib.sha256(FIGURES)
    hashed.update(repr(values.shape).encode())
    hashed.update(_double(values))
    return hashed.hexdigest()


def _whole(values: npt.NDArray[Any]) -> bytes:
    return values.astype("<i8").tobytes()


def _double(values: npt.NDArray[Any]) -> bytes:
    bits = np.array(values, dtype="<f8", order="C")
    bits.view("<i8")[np.isnan(bits)] = _NAN
    return bits.tobytes()
