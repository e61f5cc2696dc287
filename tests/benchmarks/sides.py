"""Whose sources are measured: those of this checkout, and those of a commit unpacked beside it."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_SETTINGS: Final = ("NUMBA", "T2D3", "PYTHON")
"""What the names of variables begin with that would make one sitting differ from another."""


class UnpackError(Exception):
    """A commit that is not there; says why."""


@dataclass(frozen=True)
class Side:
    """The sources of one tree."""

    name: str
    tree: Path
    cache: Path | None = None
    """Where its machine code is kept; None for wherever the package keeps it."""

    def environment(self, **settings: str) -> dict[str, str]:
        """Return the environment of a process that finds this tree's package and nothing of the caller's settings."""
        found = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
        cache = os.environ.get("T2D3_CACHE_DIR") if self.cache is None else str(self.cache)
        if cache is not None:
            found["T2D3_CACHE_DIR"] = cache
        return {**found, "PYTHONPATH": str(self.tree), **settings}


def unpacked(commit: str, folder: Path) -> Side:
    """Put the sources of a commit into a folder and return that side; raises UnpackError."""
    name = _git("rev-parse", "--short", "--verify", "--quiet", f"{commit}^{{commit}}", otherwise=f"no commit {commit}")
    files = _git("archive", name.decode().strip(), otherwise=f"{commit} cannot be unpacked")
    tree = folder / "tree"
    with tarfile.open(fileobj=io.BytesIO(files)) as archive:
        archive.extractall(tree, filter="data")
    return Side(name.decode().strip(), tree, folder / "cache")


def here() -> Side:
    """Return the side of this checkout, as its files are now."""
    return Side("now", ROOT)


def commit_here() -> str:
    """Return the commit of this checkout, and whether files differ from it."""
    try:
        name = _git("rev-parse", "--short", "HEAD", otherwise="no commit").decode().strip()
        changed = _git("status", "--porcelain", "--untracked-files=no", otherwise="no state").strip()
    except UnpackError:
        return "sources without a commit"
    return f"{name}, with changes not committed" if changed else name


def _git(*arguments: str, otherwise: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)
    except OSError as error:
        raise UnpackError(f"{otherwise}: git does not start ({error.strerror})") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise UnpackError(f"{otherwise}: {said}" if said else otherwise)
    return done.stdout
