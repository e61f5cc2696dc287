"""What is in a file that somebody named, read without waiting: any name may lead to a pipe, a device, the kernel's log.

The log and its like are files by all that can be asked of them, and yet give nothing until there is something to give.
"""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path


def bytes_of(path: Path, most: int) -> tuple[bytes, int]:
    """Return what is in the file at `path` and its size in bytes, which is all that is known of one beyond `most`.

    Raises OSError where it cannot be read, is a folder, a pipe or a device, or would have to be waited for.
    """
    with open(path, "rb", opener=_not_waiting) as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, "it is not a file", str(path))
        if about.st_size > most:
            return b"", about.st_size
        data = _read(file, about.st_size + 1)
        if len(data) > about.st_size:  # it grew meanwhile; asked for at once, the most there may be would be held
            data += _read(file, most + 1 - len(data))
    return data, max(about.st_size, len(data))


def _not_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read(file: BufferedReader, size: int) -> bytes:
    found: bytes | None = file.read(size)
    if found is None:
        raise BlockingIOError(errno.EAGAIN, "it has nothing to read yet", file.name)
    return found
