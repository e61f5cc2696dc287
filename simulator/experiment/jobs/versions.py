"""What the figures of a job depend on beside the job itself: the code of this package, and releases of others."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from simulator.results.store import versions

PACKAGES: Final = ("numpy", "numba", "scipy")
"""Packages that do the arithmetic: another release may round another way, in the last bits."""
_SOURCES: Final = (
    *("*.py", "numerics/**/*.py", "laws/**/*.py", "engine/**/*.py"),
    *("scenario/**/*.py", "results/**/*.py", "experiment/**/*.py"),
)
_RELEASE, _CODE = "t2d3", "code"
_SHOWN: Final = 8
"""Characters of a hash that a message shows."""


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


def calculating() -> dict[str, str]:
    """Return what this process calculates with: the release and the code of this package, and releases of others."""
    return {_RELEASE: own_release(), _CODE: code(), **releases()}


def differences(there: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """Return in words what somebody calculates with that is not what is wanted, naming both; empty where nothing is."""
    found = []
    if there.get(_CODE) != wanted[_CODE]:
        found.append(f"{_package(there)}, not {_package(wanted)}")
    found += [
        f"{name} {there.get(name, 'of no known release')}, not {release}"
        for name, release in wanted.items()
        if name not in (_RELEASE, _CODE) and there.get(name) != release
    ]
    return " and ".join(found)


def _package(of: Mapping[str, str]) -> str:
    return f"t2d3 {of.get(_RELEASE, '?')} (code {of.get(_CODE, '?')[:_SHOWN]})"
