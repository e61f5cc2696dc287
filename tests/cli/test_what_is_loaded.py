"""What each command loads: most of the time that a command takes to start goes into libraries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

REPORT: Final = "import atexit, sys; atexit.register(lambda: print('LOADED', *sorted(sys.modules), file=sys.stderr))"
PROGRAM: Final = "from simulator.cli import main; main()"

SIMULATION: Final = {"numba", "llvmlite", "scipy", "simpy", "duckdb", "matplotlib", "pandas", "multiprocessing"}
SCHEMA: Final = {"pydantic", "pydantic_core"}
PAGES: Final = {"rich_click", "markdown_it", "pygments"}
"""What draws help pages and pages of the guide."""

NEVER: Final = {
    "--version": {"rich", "numpy", *SIMULATION, *SCHEMA, *PAGES},
    "--help": {"markdown_it", "pygments", "numpy", *SIMULATION, *SCHEMA, "ruamel"},
    "run --help": {"markdown_it", "pygments", "numpy", *SIMULATION, *SCHEMA, "ruamel"},
    "run --no-such-option": {"rich", "numpy", *SIMULATION, *SCHEMA, *PAGES},
    "guide": {"numpy", *SIMULATION, *SCHEMA, *PAGES},
    "guide when": {"rich_click", "numpy", *SIMULATION, *SCHEMA},
    "metrics": {"numpy", *SIMULATION, *SCHEMA, *PAGES},
    "scenarios": {"numpy", *SIMULATION, *SCHEMA, *PAGES},
    "schema": {"rich", "numpy", *SIMULATION, *PAGES},
    "check baseline": {"rich", *SIMULATION, *PAGES},
    "explain baseline": {"rich", *SIMULATION, *PAGES},
    "new --help": {"markdown_it", "pygments", "numpy", *SIMULATION, *SCHEMA, "ruamel"},
    "new --arr 2.7M --customers 85 --plan t2d3 --cash 4M": {"rich", *SIMULATION, *PAGES},
}
"""What a command has no use for."""


def loaded(folder: Path, *arguments: str) -> set[str]:
    """Return the packages that are loaded when the program, or `python -c`, has come to its end."""
    command = [sys.executable, "-c", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    said, _, names = done.stderr.rpartition("LOADED ")
    assert names and "Traceback" not in said, done.stderr
    return {name.partition(".")[0] for name in names.split()}


@pytest.mark.parametrize("command", NEVER)
def test_a_command_loads_nothing_that_it_has_no_use_for(command: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, f"{REPORT}; {PROGRAM}", *command.split())
    assert "click" in found
    assert not found & NEVER[command]


PUBLIC: Final = {
    "InputError, Problem, Answer, __version__": {"numpy", *SCHEMA},
    "Scenario, load, check": {"numpy"},
    "Result, Summaries": SCHEMA,
    "Comparison, explain, simulate": set[str](),
}
"""Names of the public surface, and what they do not need beside what none of them does."""


@pytest.mark.parametrize("names", PUBLIC)
def test_a_public_name_loads_nothing_that_it_has_no_use_for(names: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, f"{REPORT}; from simulator import {names}")
    assert "simulator" in found
    assert not found & {"click", "rich", *SIMULATION, *PAGES, *PUBLIC[names]}
