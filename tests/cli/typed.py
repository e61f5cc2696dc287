"""A program at a terminal, and somebody who types: each line once the program has asked for it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

PROMPT = "> "
CTRL_C = "\x03"
_WIDTH = 200
_PROGRAM = """\
import fcntl, signal, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
from simulator.cli import main
main()
"""
"""The terminal is the program's own, so that Ctrl-C on it reaches the program and nobody else."""
_LONGEST = 60.0  # seconds
_BEFORE_CTRL_C = 0.5
"""A prompt is seen before its answer is waited for, and Python misses a signal that comes between the two."""


@dataclass(frozen=True)
class Session:
    """What stood on the terminal in the end, without colours, and the exit code."""

    text: str
    code: int


def typed(folder: Path, arguments: Iterable[str], lines: Iterable[str]) -> Session:
    """Run the program in a folder at a terminal and type a line whenever it waits for one; CTRL_C is pressed."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, _WIDTH, 0, 0))
    command = [sys.executable, "-c", _PROGRAM, *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "dumb"}
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    with Popen(command, cwd=folder, env=environment, start_new_session=True, **streams) as program:
        os.close(theirs)
        text = _dialogue(ours, list(lines))
        os.close(ours)  # a program that still waits for somebody finds nobody there, and ends
    return Session(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r\n", "\n"), program.returncode)


def _dialogue(terminal: int, lines: list[str]) -> str:
    text, seen, until = b"", 0, time.monotonic() + _LONGEST
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 1.0)[0]:
            continue
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # as Linux says that nobody writes any more
            break
        if not piece:
            break
        text += piece
        if lines and text[seen:].endswith(PROMPT.encode()):
            seen = len(text)
            line = lines.pop(0)
            if line == CTRL_C:
                time.sleep(_BEFORE_CTRL_C)
            os.write(terminal, line.encode() if line == CTRL_C else f"{line}\n".encode())
    return text.decode()
