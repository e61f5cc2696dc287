"""One number for a whole result: equal digests mean equal figures, to the last bit, on any machine."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.results.result import Result

FORMAT: Final = b"t2d3 result digest 1\n"
FIGURES: Final = b"t2d3 figures digest 1\n"
_NAN: Final = np.int64(0x7FF8000000000000)


def digest_of(result: Result) -> str:
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


def digest_of_figures(values: npt.NDArray[np.float64]) -> str:
    """Return the sha256 (hexadecimal) of a few figures of runs (scenarios, figures, runs)."""
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
