"""The compiled engine's sources mean the same as plain Python, and never look outside their tables.

The records of a process without a compiler (NUMBA_DISABLE_JIT=1) are those of the reference. The same process is
watched line by line: the corners reach every line of the kernel, so nothing in it is only believed to be right. A
process whose machine code checks every index (NUMBA_BOUNDSCHECK=1) returns the same records again.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from equality import play_corners
from equality.corners import CORNERS, corner
from equality.fields_read import fields_of
from equality.records import check
from playing import SEED

import simulator.engine.compiled as kernel
from simulator.engine.compiled import memory
from simulator.engine.reference import run_reference

PROGRAM = Path(play_corners.__file__)
ROOT = PROGRAM.parents[2]
SOURCES = Path(kernel.__file__).parent

pytestmark = pytest.mark.timeout(900)
"""Plain Python is a hundred times as slow: two minutes, and more where the machine has other work."""

NOT_THE_KERNEL = ("batch.py", "memory.py")
"""What hands out work and what writes machine code; plain Python has only half of that to do."""


def run_program(folder: Path, runs: int, *interpreter: str, **environment: str) -> None:
    """Play the corners in a process of their own."""
    played = subprocess.run(
        [sys.executable, *interpreter, str(PROGRAM), str(folder), str(runs)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert played.returncode == 0, played.stderr[-4000:]
    assert played.stderr == ""


def check_against_the_reference(folder: Path, runs: int, side: str) -> None:
    """Compare every record the process kept."""
    for name in CORNERS:
        for run in range(runs):
            expected = run_reference(corner(name), SEED, run, log=True)
            check(expected, play_corners.kept(folder / f"{name} {run}.npz"), ("reference", side))
    grown, name = play_corners.kept(folder / f"{play_corners.GROWS} tiny.npz"), play_corners.GROWS
    check(run_reference(corner(name), SEED, 0, log=True), grown, ("reference", f"{side}, in growing memory"))
    for name in ("quiet", "empty"):
        thread = play_corners.kept(folder / f"{name} thread.npz")
        check(run_reference(corner(name), SEED, 0), thread, ("reference", f"{side}, on a thread"))


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a process that played without a compiler, each of its lines noted."""
    if importlib.util.find_spec("coverage") is None:
        pytest.skip("the lines are noted by coverage, which is not installed")
    folder = tmp_path_factory.mktemp("plain")
    watch = ("-W", "error", "-m", "coverage", "run", f"--source={SOURCES}")
    run_program(folder, 1, *watch, NUMBA_DISABLE_JIT="1", COVERAGE_FILE=str(folder / "lines"))
    return folder


def test_plain_python_returns_the_same_bits(watched: Path) -> None:
    check_against_the_reference(watched, 1, "plain Python")


def test_the_corners_reach_every_line_of_the_kernel(watched: Path) -> None:
    command = [sys.executable, "-m", "coverage", "json", "-o", str(watched / "lines.json")]
    subprocess.run(
        command, env={**os.environ, "COVERAGE_FILE": str(watched / "lines")}, check=True, capture_output=True
    )
    files = json.loads((watched / "lines.json").read_text())["files"]
    missing = {Path(name).name: file["missing_lines"] for name, file in files.items()}
    assert set(missing) == {path.name for path in SOURCES.glob("*.py")}
    assert {name: lines for name, lines in missing.items() if lines and name not in NOT_THE_KERNEL} == {}


def test_the_kernel_reads_every_field_of_the_record(watched: Path) -> None:
    seen = {(table, name) for table, name in json.loads((watched / "read.json").read_text())}
    assert fields_of(corner("tied")) - seen == set()


def test_only_a_contiguous_table_has_a_place() -> None:
    with pytest.raises(ValueError, match="contiguous"):
        memory.place_of(np.zeros((4, 4))[:, 1])


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_machine_code_that_checks_every_index_finds_none_outside(tmp_path: Path) -> None:
    """It is compiled anew, which takes most of the time."""
    run_program(tmp_path, 20, NUMBA_BOUNDSCHECK="1", T2D3_CACHE_DIR=str(tmp_path / "cache"))
    check_against_the_reference(tmp_path, 20, "with checked indices")
