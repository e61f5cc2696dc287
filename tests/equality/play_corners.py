"""Play every corner with the compiled engine and keep the records: `python play_corners.py FOLDER RUNS`.

A program of its own: how numba compiles (NUMBA_DISABLE_JIT, NUMBA_BOUNDSCHECK) is settled when a process starts.
The corner with the most of everything is played once more in memory that has to grow.
"""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import fields
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from equality.corners import CORNERS, corner
from equality.fields_read import Field, noting
from equality.tiny_capacities import tiny_capacities
from playing import SEED, WITHOUT_MACHINE_CODE

from simulator.engine.compiled import run_batch, run_many
from simulator.engine.contract import RunRecord

GROWS = "restless"


def play_all(folder: Path, runs: int) -> None:
    """Write the record of each run of each corner into a file of its own, and what plain Python read of what it got."""
    seen: set[Field] = set()
    for name in CORNERS:
        what = corner(name)
        with noting(what, seen) if WITHOUT_MACHINE_CODE else nullcontext(what) as given:
            for run, record in enumerate(run_many(given, SEED, range(runs), log=True)):
                keep(record, folder / f"{name} {run}.npz")
    (folder / "read.json").write_text(json.dumps(sorted(seen)))
    with tiny_capacities():
        keep(next(run_many(corner(GROWS), SEED, range(1), log=True)), folder / f"{GROWS} tiny.npz")
    two = run_batch([corner("quiet"), corner("empty")], SEED, [0, 0], 2)
    for name, record in zip(("quiet", "empty"), two, strict=True):
        keep(record, folder / f"{name} thread.npz")


def keep(record: RunRecord, file: Path) -> None:
    """Write one record."""
    np.savez(file, **{field.name: getattr(record, field.name) for field in fields(RunRecord)})


def kept(file: Path) -> RunRecord:
    """Read one record."""
    with np.load(file, allow_pickle=False) as tables:
        return RunRecord(**{field.name: tables[field.name] for field in fields(RunRecord)})


if __name__ == "__main__":
    play_all(Path(sys.argv[1]), int(sys.argv[2]))
