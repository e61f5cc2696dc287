"""Steps on the disk that can be taken back, the last one first."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

__all__ = ["UndoLog", "second"]


class UndoLog:
    """The steps that have been done. Each method does one, or raises OSError having done nothing."""

    def __init__(self) -> None:
        self._back: list[Callable[[], object]] = []

    def move(self, source: Path, target: Path) -> None:
        """Give a file or a folder another name, which nothing has."""
        source.rename(target)
        self._back.append(lambda: target.rename(source))

    def replace(self, source: Path, target: Path, kept: Path) -> None:
        """Put a file in the place of another, of which there is a second one at `kept`."""
        there = os.path.lexists(target)
        source.replace(target)
        if there:
            self._back.append(lambda: second(kept, target))
        self._back.append(lambda: target.rename(source))

    def remove(self, path: Path, kept: Path) -> None:
        """Remove a file of which there is a second one at `kept`; one that is not there is no matter."""
        if os.path.lexists(path):
            path.unlink()
            self._back.append(lambda: second(kept, path))

    def make(self, folder: Path) -> None:
        """Make a folder and what is missing on the way."""
        for missing in [one for one in (folder, *folder.parents) if not one.exists()][::-1]:
            missing.mkdir()
            self._back.append(missing.rmdir)

    def take_away(self, folder: Path) -> None:
        """Remove a folder, if it is empty."""
        with suppress(OSError):
            folder.rmdir()
            self._back.append(folder.mkdir)

    def undo(self) -> None:
        """Take back every step; raise OSError at the first that cannot be, with those before it still done."""
        while self._back:
            self._back[-1]()
            self._back.pop()


def second(file: Path, path: Path) -> None:
    """Give `file` a second name, `path`, or copy it there where the disk or the owner allows none.

    Raises OSError where something is at `path` already, or where a copy cannot be made either.
    """
    try:
        path.hardlink_to(file)
    except OSError:
        if os.path.lexists(path):
            raise
        shutil.copy2(file, path)
