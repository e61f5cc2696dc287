"""A copy of the package with two small compiled functions, for tests of where machine code is kept and found again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

from simulator.numerics import jit

PACKAGE = Path(jit.__file__).parents[1]

INNER = """
from simulator.numerics.jit import compiled

RATE = 2.0


@compiled
def inner(x: float) -> float:
    return RATE * x
"""

OUTER = """
from simulator.numerics.jit import compiled
from simulator.laws.probe_inner import inner


@compiled
def outer(x: float) -> float:
    return inner(x) + 1.0
"""

ASK = """
from numba.core import event

with event.install_recorder("numba:compile") as compilations:
    from simulator.laws.probe_outer import outer
    from simulator.numerics.jit import in_machine_code

    print(in_machine_code(outer)(10.0), len(compilations.buffer))
"""


class Copy:
    """A copy of the package with two probing laws, run in processes of its own with a cache of its own.

    It begins with the machine code of another copy, if one is given, as if it had compiled that itself.
    """

    def __init__(self, folder: Path, like: Copy | None = None) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        folder.mkdir(exist_ok=True)
        shutil.copytree(PACKAGE, folder / "simulator", ignore=shutil.ignore_patterns("__pycache__"))
        self.inner = folder / "simulator" / "laws" / "probe_inner.py"
        self.inner.write_text(INNER, encoding="utf-8")
        (folder / "simulator" / "laws" / "probe_outer.py").write_text(OUTER, encoding="utf-8")
        if like is not None:
            shutil.copytree(like.cache, self.cache)

    def run(self, code: str = ASK, **settings: str) -> list[str]:
        """Run some code with the copied package and return the words it prints."""
        return self.finished(code, **settings).stdout.split()

    def finished(self, code: str = ASK, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run some code with the copied package and return all it left: `stdout` and `stderr`."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("NUMBA", "T2D3"))}
        done = subprocess.run(
            [sys.executable, "-B", "-W", "error", "-c", textwrap.dedent(code)],
            env={**environment, "PYTHONPATH": str(self.folder), "T2D3_CACHE_DIR": str(self.cache), **settings},
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done

    def folders(self) -> list[Path]:
        """Return the folders of machine code, one for each state of the sources."""
        return sorted(path for path in (self.cache / "compiled").iterdir() if path.name != "said")
