"""What decides whether kept machine code is still that of these sources: one hash, which names its folder.

An edit anywhere that the kernel can reach, another version of numba or Python, or another processor gives a new, empty
folder; another copy of the same sources, or other comments in them, the same one. numba itself takes longer to import
than kept code to run, so nothing here asks it for anything unless it is there already, or was told something.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from simulator import trusted
from simulator.numerics import kernel_sources
from simulator.numerics.jit_place import find_place

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN_WAY: Final = "T2D3_NUMBAS_OWN_WAY"
"""Set this variable of the environment to compile each function by itself, as numba does (see `jit_link`)."""

_SAID: Final = "said"
_TOLD_IN: Final = ("BOUNDSCHECK", "CPU_FEATURES", "CPU_NAME", "DEBUGINFO", "DISABLE_JIT", "ENABLE_PROFILING", "OPT")
_TOLD_IN_FILE: Final = ".numba_config.yaml"


class Settings(NamedTuple):
    """What numba was told of how to compile; the values are those where it was told nothing."""

    processor: str = ""
    features: str | None = None
    optimised: str = "3"
    checks_indices: bool = False
    for_debuggers: bool = False
    compiles: bool = True


def settings() -> Settings:
    """Return what numba was told: by its variables of the environment, its file in the working folder, or its user."""
    told = any(os.environ.get(f"NUMBA_{name}") for name in _TOLD_IN) or Path(_TOLD_IN_FILE).is_file()
    if not told and "numba" not in sys.modules:
        return Settings()
    from numba.core import config

    numbas: Any = config  # its values are set as it is imported
    return Settings(
        processor=numbas.CPU_NAME or "",
        features=numbas.CPU_FEATURES,
        optimised=str(getattr(numbas.OPT, "_raw_value", numbas.OPT)),  # a number, or "max"
        checks_indices=bool(numbas.BOUNDSCHECK),
        for_debuggers=bool(numbas.DEBUGINFO_DEFAULT),
        compiles=not numbas.DISABLE_JIT,
    )


@functools.cache
def cache_folder() -> Path | None:
    """Return the folder of this process's machine code, or None when no place can be trusted and written."""
    return find_place(source_key())


@functools.cache
def source_key() -> str:
    """Return the hash that names the cache folder: of what the sources say, the versions, and the processor."""
    digest = hashlib.blake2b(digest_size=12)
    for part in (*_environment(), _said(kernel_sources.written_at_start())):
        digest.update(f"{part}\0".encode())
    return digest.hexdigest()


def stamp(own: str = "") -> str:
    """Return what must be equal for cached code to be used; `own` is the hash of a file outside the package."""
    return f"{source_key()} {own}"


def name_of(function: Any) -> str:
    """Return what the files of a function are called, but for their place."""
    return re.sub(r"[^\w.]", "", f"{function.__module__}.{function.__qualname__}")[-80:]


def _said(written: str) -> str:
    """Return the hash of what sources of this hash say; it is kept, since to find it takes a while."""
    folder = find_place(_SAID)
    kept = None if folder is None else folder / written
    if kept is not None:
        with contextlib.suppress(OSError, ValueError):
            said = trusted.read(kept).decode()
            if re.fullmatch("[0-9a-f]{64}", said):
                return said
    said = kernel_sources.said()
    if kernel_sources.written() != written:
        return written  # edited since they were read: what they said is known no more
    if kept is not None:
        with contextlib.suppress(OSError):
            trusted.write(kept, said.encode())
    return said


def _environment() -> Iterator[str]:
    """Name everything besides the sources that machine code depends on."""
    import llvmlite.binding

    told = settings()
    yield version("numba")
    yield np.__version__
    yield llvmlite.__version__
    yield f"{sys.implementation.cache_tag} {sys.version}"
    yield told.processor or llvmlite.binding.get_host_cpu_name()
    yield told.features or llvmlite.binding.get_host_cpu_features().flatten()
    yield f"{told.optimised} {told.checks_indices} {told.for_debuggers} {bool(os.environ.get(OWN_WAY))}"
