"""A folder that changes all at once: files are written under temporary names and renamed when every one is whole."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Final, NoReturn

from simulator.errors import OutputError
from simulator.results.disk.temporary import ENDING, temporary_name
from simulator.results.disk.undo import UndoLog, second
from simulator.visible import visible

__all__ = ["DECIDED", "UNFINISHED", "Staging", "cannot_write", "check_name", "contents"]

UNFINISHED: Final = "unfinished"
"""Where work lies that goes on; it is not in the way of a result."""
DECIDED: Final = ".t2d3.decided"
"""How the name of a folder ends whose files are just being put in place; they belong to what is around it."""


class Staging:
    """A context in which `path(name)` gives the temporary path of each file to write.

    Leaving it well renames all files, in the order in which their paths were asked for; where one cannot be, those
    before it become what they were. Leaving it with an exception removes the new ones, and the folder too if it was
    made here. What the machine refuses (no permission, a full disk) becomes
    one OutputError.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: list[Path] = []
        self._waiting: dict[str, Path] = {}

    def path(self, name: str) -> Path:
        """Return the temporary path for a file that is to be called `name`."""
        self._waiting[name] = self.folder / temporary_name(name)  # two writers never share a half-written file
        return self._waiting[name]

    def __enter__(self) -> Staging:
        try:
            for missing in self._missing():
                missing.mkdir()
                self._made.append(missing)
            if not self.folder.is_dir():
                raise OutputError(f"{self.folder} is a file, not a folder")
        except OSError as error:
            self._clear()
            raise cannot_write(self.folder, error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._rename()
            return
        self._clear()
        if isinstance(error, OSError):
            raise cannot_write(self.folder, error) from None

    def _rename(self) -> None:
        """Put all files in place, or, where one cannot be, have those before it be what they were."""
        steps, kept = UndoLog(), dict[str, Path]()
        try:
            for name, path in self._waiting.items():
                target = self.folder / name
                if os.path.lexists(target):
                    kept[name] = self.folder / temporary_name(name)
                    second(target, kept[name])
                steps.replace(path, target, kept.get(name, target))
        except OSError as error:
            self._take_back(steps, kept, f"{target} cannot be put in place: {error.strerror}")
        finally:
            for aside in kept.values():
                aside.unlink(missing_ok=True)

    def _take_back(self, steps: UndoLog, kept: dict[str, Path], why: str) -> NoReturn:
        try:
            steps.undo()
        except OSError as error:
            old = ", ".join(str(path) for path in kept.values())
            kept.clear()  # they are all that there is of the old files
            raise OutputError(
                f"{why}; and what was done cannot be taken back: {error.strerror}; the old files are in {old}"
            ) from None
        self._clear()
        raise OutputError(f"{why}; nothing was changed there") from None

    def _missing(self) -> list[Path]:
        missing = []
        folder = self.folder
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        return missing[::-1]

    def _clear(self) -> None:
        for path in self._waiting.values():
            path.unlink(missing_ok=True)
        for made in reversed(self._made):
            try:
                made.rmdir()
            except OSError:  # somebody else has put something there meanwhile
                return


def check_name(folder: Path) -> None:
    """Raise OutputError for a name that is not text, or that holds control characters: it could not be told or kept.

    `folder` need not exist.
    """
    shown = visible(str(folder))
    try:
        str(folder.absolute()).encode("utf-8")
    except UnicodeEncodeError:
        raise OutputError(f"the name of the folder {shown} is not text (it is no UTF-8); name another one") from None
    if any(ord(c) < 32 or ord(c) == 127 for c in str(folder)):
        raise OutputError(f"the name of the folder {shown} holds a control character; name another one")


def cannot_write(folder: Path, error: OSError) -> OutputError:
    """Return the one message for a `folder` that cannot be written to, with the reason that `error` gives."""
    reason = error.strerror or str(error)
    return OutputError(f"the result cannot be written to {folder}: {reason}; nothing was changed there")


def contents(folder: Path) -> list[str]:
    """Return the names in a `folder`, sorted, without unfinished work and leftovers of an interrupted writer.

    Empty where there is no such folder. Raises OutputError where it cannot be read.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208
        return sorted(name for name in names if name != UNFINISHED and not name.endswith((ENDING, DECIDED)))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise cannot_write(folder, error) from None
