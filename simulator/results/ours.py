"""Whose a file or a folder is: only what is really there, is no link, and belongs to us, is ever moved or removed."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from simulator.trusted import HAS_OWNERS

_BY_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH


def is_our_file(path: Path) -> bool:
    """Tell whether this is a file, no link to one, that belongs to the user of this process."""
    status = _status(path)
    return status is not None and stat.S_ISREG(status.st_mode) and _is_ours(status)


def is_our_folder(path: Path, closed: bool = False) -> bool:
    """Tell whether this is a folder, no link to one, of the user of this process; `closed`: that only they can write.

    Many systems let a group write what a user makes, and some disks know no rights at all. So closed is asked only of
    what this program makes closed and then acts upon.
    """
    status = _status(path)
    if status is None or not stat.S_ISDIR(status.st_mode) or not _is_ours(status):
        return False
    return not (closed and HAS_OWNERS and status.st_mode & _BY_OTHERS)


def is_ours(path: Path) -> bool:
    """Tell whether a file, a folder or a link itself belongs to the user of this process."""
    status = _status(path)
    return status is not None and _is_ours(status)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except (OSError, ValueError):  # a name with a null byte is none
        return None


def _is_ours(status: os.stat_result) -> bool:
    return not HAS_OWNERS or status.st_uid == os.geteuid()
