"""Whose a file or a folder is, and who writes it.

Only what is really there, is no link, and belongs to us, is ever moved or removed. A process is known by machine,
number and time of birth, so that the dead are told from the busy.
"""

from __future__ import annotations

import os
import platform
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

from simulator.trusted import HAS_OWNERS

__all__ = ["Owner", "is_our_file", "is_our_folder", "is_ours"]

_BY_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH


def is_our_file(path: Path) -> bool:
    """Tell whether `path` is a file, no link to one, that belongs to the user of this process."""
    status = _status(path)
    return status is not None and stat.S_ISREG(status.st_mode) and _is_ours(status)


def is_our_folder(path: Path, closed: bool = False) -> bool:
    """Tell whether `path` is a folder, no link to one, of the user of this process; `closed`: that only they can write.

    Many systems let a group write what a user makes, and some disks know no rights at all. So closed is asked only of
    what this program makes closed and then acts upon.
    """
    status = _status(path)
    if status is None or not stat.S_ISDIR(status.st_mode) or not _is_ours(status):
        return False
    return not (closed and HAS_OWNERS and status.st_mode & _BY_OTHERS)


def is_ours(path: Path) -> bool:
    """Tell whether `path` itself, a file, a folder or a link, belongs to the user of this process.

    Not where there is nothing.
    """
    status = _status(path)
    return status is not None and _is_ours(status)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except (OSError, ValueError):  # a name with a null byte is none
        return None


def _is_ours(status: os.stat_result) -> bool:
    return not HAS_OWNERS or status.st_uid == os.geteuid()


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
