"""With NUMBA_BOUNDSCHECK=1 compiled code really checks its indices, also where it finds a table by its place.

`.ci/run` plays the tests of this folder once more with that setting; without these two, nothing would tell that the
setting had stopped to matter.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

READS = """
import numpy as np

from simulator.engine.compiled.memory import place_of, rows
from simulator.numerics.jit import compiled

DAYS = np.dtype([("day", "f8")])


@compiled
def at(place, count, which):
    return rows(place, count, DAYS)[which].day


table = np.zeros(8, DAYS)
table["day"] = np.arange(8)
try:
    print(at(place_of(table), 4, 3), at(place_of(table), 4, 6))
except IndexError as error:
    print("IndexError")
"""


@pytest.mark.parametrize(("checks", "said"), [("1", "IndexError"), ("0", "3.0 6.0")])
def test_an_index_past_the_end_is_noticed(tmp_path: Path, checks: str, said: str) -> None:
    """The table has eight rows, of which the code is told of four: row 6 is there, but not for it to read."""
    (tmp_path / "reads.py").write_text(READS, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA")}
    environment |= {
        "NUMBA_BOUNDSCHECK": checks,
        "T2D3_CACHE_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "reads.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == said
