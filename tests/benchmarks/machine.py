"""What the figures were measured on: the machine, the versions, the day."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.sides import commit_here


def state() -> list[str]:
    """Return what a figure depends on, a line each."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numba", "llvmlite", "numpy", "simpy"))
    return [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, sources {commit_here()}",
        f"{processor()}, {cores()} cores, {platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}, {packages}",
        f"load average {load_average()} at the start",
    ]


def processor() -> str:
    """Return what the processor calls itself."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "a processor without a name"


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_average() -> str:
    """Return how busy the machine has been over the last minute."""
    return f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"
