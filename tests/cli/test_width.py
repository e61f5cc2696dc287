"""How wide what is printed is: what a window has, what COLUMNS says of a pipe, 100 where it says nothing."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import sys
import termios
from subprocess import Popen
from typing import TYPE_CHECKING

import pytest
from in_process import t2d3

if TYPE_CHECKING:
    from pathlib import Path

SWEEP = (
    *("sweep", "--vary", "hire.cs_head=$2M,$6M", "--vary", "roles.csm.cost=150K,200K", "--runs", "2"),
    *("--set", "horizon_months=13", "--set", "opening.generated.accounts=10"),
)
RUN = ("run", "--runs", "2", "--no-charts")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def widest(text: str) -> int:
    """Return how long the longest line is but that which names a folder, which is there to be copied."""
    return max(len(line) for line in text.splitlines() if " in results/" not in line)


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(
    ("columns", "most"), [("80", 80), ("60", 60), (" 72 ", 72), ("", 100), ("wide", 100), ("0", 100), ("-5", 100)]
)
def test_a_pipe_is_as_wide_as_columns_says(columns: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    done = t2d3(*SWEEP)
    assert done.exit_code == 0, done.output
    assert most - 20 < widest(done.stdout) <= most
    said = " ".join(done.stdout.split())
    gone = re.search(r"No room here for (.+?): COLUMNS=\d+ shows \w+\. sweep\.csv has \w+\.", said)
    assert (gone is not None) == (most < 100)
    if gone is not None:
        assert gone[1].endswith("CS cost")


def test_a_window_of_80_columns_is_kept_and_says_what_it_has_no_room_for() -> None:
    said = in_window(80, *RUN)
    table = said[said.index("In half of 2 runs") :]
    assert 60 < widest(table) <= 80
    assert "…" not in table
    assert re.search(r"No room here for range of NRR: a window 8\d characters wide shows it\.", table)
    assert "Dec 2031" in table


def in_window(width: int, *arguments: str) -> str:
    """Run the program at a terminal so many characters wide; return what stands there, without colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    command = [sys.executable, "-c", "from simulator.cli import main; main()", *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as program:
        os.close(theirs)
        text = b"".join(iter(lambda: _piece(ours), b""))
    os.close(ours)
    assert program.returncode == 0, text
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text.decode()).replace("\r\n", "\n")


def _piece(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # as Linux says that nobody writes any more
        return b""
