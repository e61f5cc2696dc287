"""How much memory this machine can give, as far as it tells."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

__all__ = ["available_memory"]

_MEMINFO: Final = Path("/proc/meminfo")
_GROUP_LIMIT: Final = Path("/sys/fs/cgroup/memory.max")
_GROUP_USED: Final = Path("/sys/fs/cgroup/memory.current")
ASSUMED: Final = 4 * 2**30
"""Bytes taken to be there where the machine does not say."""


def available_memory() -> int:
    """Return the bytes that can be used now: what Linux calls available, elsewhere all the memory there is.

    A container's own limit counts where it is lower.
    """
    machine = _linux() or _windows() or _posix() or ASSUMED
    group = _group()
    return min(machine, group) if group is not None else machine


def _linux() -> int | None:
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
        kilobytes = next(line.split()[1] for line in lines if line.startswith("MemAvailable:"))
        return int(kilobytes) * 1024
    except (OSError, ValueError, StopIteration, IndexError):
        return None


def _group() -> int | None:
    try:
        limit, used = (int(path.read_text(encoding="ascii")) for path in (_GROUP_LIMIT, _GROUP_USED))
    except (OSError, ValueError):  # no group, or "max"
        return None
    return max(0, limit - used)


def _posix() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def _windows() -> int | None:
    if sys.platform != "win32":
        return None
    import ctypes

    class Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            *((name, ctypes.c_uint64) for name in ("total", "available", "t", "a", "v", "w", "x")),
        )

    status = Status()
    status.length = ctypes.sizeof(status)
    done = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.available) if done else None
