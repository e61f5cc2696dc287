"""Files read by a name that anything may bear by now: a pipe in their place is refused and never waited for."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

__all__ = ["is_regular", "open_regular", "read_regular"]


def is_regular(path: Path) -> bool:
    """Tell whether there is a file at `path` itself, no link to one; raise OSError where that cannot be told."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def open_regular(path: Path) -> BufferedReader:
    """Open the file at `path` for reading; raise OSError where it cannot be, or is a folder, a pipe or a device."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is not a file", str(path))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_regular(path: Path) -> bytes:
    """Return what is in the file at `path`; raise OSError as `open_regular` does."""
    with open_regular(path) as file:
        return file.read()
