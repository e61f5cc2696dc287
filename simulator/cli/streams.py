"""The standard streams: there, able to write any character, and let go of where they cannot be written to."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import Final

_STANDARD: Final = (0, 1, 2)


class _Closed(io.TextIOBase):
    """Standard output that was closed before the program began: nothing can be written to it."""

    def write(self, text: str) -> int:
        """Raise OSError; Python would throw the text away."""
        raise OSError(errno.EBADF, "it is closed")


def prepare_streams() -> None:
    """Have the streams as the program needs them.

    The places of closed ones are taken, since the next file to be opened would get one, and whatever a library prints.
    A question mark stands for a character that an encoding lacks.
    """
    for descriptor in _STANDARD:
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest that is free
    if sys.stdout is None:
        sys.stdout = _Closed()  # as Python leaves it
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def let_go_of_output() -> None:
    """Point standard output, which cannot be written to, at nothing.

    Python would try, and complain, once more on its way out.
    """
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
