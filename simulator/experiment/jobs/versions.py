"""What the figures of a job depend on beside the job itself: the code of this package, and releases of others."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Final

from simulator.results.store import versions

PACKAGES: Final = ("numpy", "numba", "scipy")
"""Packages that do the arithmetic: another release may round another way, in the last bits."""
_SOURCES: Final = (
    *("*.py", "numerics/**/*.py", "laws/**/*.py", "engine/**/*.py"),
    *("scenario/**/*.py", "results/**/*.py", "experiment/**/*.py"),
)


@functools.cache
def code() -> str:
    """Return the hash of all code that figures depend on, the same on every machine."""
    package = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for path in sorted({path for pattern in _SOURCES for path in package.glob(pattern)}):
        digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()[:32]


@functools.cache
def releases() -> dict[str, str]:
    """Return the release of each package that figures depend on, by name."""
    found = versions()
    return {name: found[name] for name in PACKAGES}


@functools.cache
def own_release() -> str:
    """Return the release of this package; none is part of a key, since the code itself is."""
    return versions()["t2d3"]
