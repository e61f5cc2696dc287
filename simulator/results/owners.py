"""Who writes here: a process known by machine, number and time of birth, so that the dead are told from the busy."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4


@dataclass(frozen=True)
class Owner:
    """A process. `machine` is also the pid namespace: a number means nothing outside of it. `born` may be unknown."""

    name: str
    machine: str
    pid: int
    born: str

    @classmethod
    def me(cls) -> Owner:
        """Return this process under a name of its own."""
        return cls(uuid4().hex, _machine(), os.getpid(), _born(os.getpid()))

    def is_dead(self) -> bool:
        """Tell whether the process is known to have ended; False where that cannot be told from here."""
        if not self.born or self.machine != _machine():
            return False
        return _born(self.pid) != self.born


def _machine() -> str:
    boot = _text(Path("/proc/sys/kernel/random/boot_id"))
    try:
        names = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        names = ""
    return f"{platform.node()} {boot} {names}"


def _born(pid: int) -> str:
    """Return when a process started, in the kernel's ticks; nothing for one that is gone or cannot be looked at."""
    fields = _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return "" if len(fields) < 20 or fields[0] in "ZX" else fields[19]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
