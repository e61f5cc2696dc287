"""Instructions of the kernel, counted by Valgrind's callgrind: the same from day to day, however busy the machine is.

Valgrind does not know every instruction that a processor has, so the kernel is compiled for x86-64-v3 (AVX2), in
machine code of its own. What is asked of the processor is fixed too: under Valgrind it seems to be another one, and the
code that was kept would not be found.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.cases import Case
from benchmarks.sides import Side

PROCESSOR: Final = "x86-64-v3"
RUNS: Final = 2
"""How many runs of a case are counted; twice as many are played."""
SETTINGS: Final = {
    "NUMBA_CPU_NAME": PROCESSOR,
    "NUMBA_CPU_FEATURES": "+avx2",  # part of it; without a word here those of this machine would be taken
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
}
_CHILD: Final = Path(__file__).with_name("counted.py")
_LONGEST: Final = 900
"""Seconds after which a count is given up."""
_NAME: Final = re.compile(r"^desc: Trigger: Client Request: (?P<label>.+) (?P<runs>\d+)$", re.MULTILINE)
_TOTAL: Final = re.compile(r"^totals: (?P<instructions>\d+)$", re.MULTILINE)
_EVENTS: Final = re.compile(r"^events: Ir$", re.MULTILINE)


class CountError(Exception):
    """Instructions that were not counted; says why."""


def counted(side: Side, cases: Sequence[Case], longest: float = _LONGEST) -> dict[str, float]:
    """Return the instructions of a run of each case by its name, without those that the side refuses.

    Raises CountError where there is no callgrind, or it did not come to an end.
    """
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        raise CountError("valgrind is not here")
    if platform.machine() != "x86_64":
        raise CountError(f"machine code for {PROCESSOR} does not run on {platform.machine()}")
    labelled = {str(at): case for at, case in enumerate(cases)}
    child = [sys.executable, "-P", str(_CHILD), str(RUNS)]
    asked = json.dumps([[label, case.scenario, dict(case.changes)] for label, case in labelled.items()])
    first = json.dumps([["", cases[0].scenario, dict(cases[0].changes)]])
    with tempfile.TemporaryDirectory() as folder:
        options = ["--tool=callgrind", "--instr-atstart=no", "--vgdb=no", f"--callgrind-out-file={folder}/out"]
        _end(side, [*child, first], longest)  # compiles, for which Valgrind would take an hour
        _end(side, [valgrind, *options, *child, asked], longest)
        found = per_run(path.read_text(encoding="utf-8", errors="replace") for path in Path(folder).iterdir())
    return {case.name: found[label] for label, case in labelled.items() if label in found}


def per_run(files: Iterable[str]) -> dict[str, float]:
    """Return the instructions of a run by label, from the files of callgrind for N and for 2 N runs of each."""
    totals: dict[str, dict[int, int]] = {}
    for text in files:
        name, total = _NAME.search(text), _TOTAL.search(text)
        if name is not None and total is not None and _EVENTS.search(text):
            totals.setdefault(name["label"], {})[int(name["runs"])] = int(total["instructions"])
    return {label: _a_run(found) for label, found in totals.items() if len(found) == 2}


def _a_run(totals: Mapping[int, int]) -> float:
    fewer, more = sorted(totals)
    return (totals[more] - totals[fewer]) / (more - fewer)


def _end(side: Side, command: Sequence[str], longest: float) -> None:
    """Run a command to its end; raises CountError."""
    try:
        environment = side.environment(**SETTINGS)
        done = subprocess.run(
            command, cwd=side.tree, env=environment, capture_output=True, text=True, timeout=longest, check=False
        )
    except subprocess.TimeoutExpired:
        raise CountError(f"not through after {longest:.0f} seconds") from None
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["without a word"]
        raise CountError(f"{Path(command[0]).name} ended with {done.returncode}: {said[-1]}")
