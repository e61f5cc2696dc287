"""For whom a folder is reserved that has no answer yet, since work for one goes on or lies unfinished in it; and the
lock for the moments in which one process must not come between another's steps.

Work that a kill or a Ctrl-C has ended is taken up where it lies, so the folder stays that of its question meanwhile.
A process that is at work says so in a hidden file, which counts as long as the process lives.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from simulator.cli._folders.question import Question
from simulator.cli._folders.record import RECORD
from simulator.errors import OutputError
from simulator.experiment.jobs.provenance import ABOUT
from simulator.results.disk.ownership import is_our_file, is_our_folder
from simulator.results.disk.staging import UNFINISHED
from simulator.results.disk.temporary import is_temporary, names_writer, temporary_name, writer_is_gone

RESERVATION: Final = Path(UNFINISHED) / RECORD
_PRESENCE: Final = "question"


def announce(folder: Path, question: Question) -> Path:
    """Note that this process answers a question in a folder; return the note, to be removed. Raises OSError."""
    note = folder / temporary_name(_PRESENCE)
    note.write_text(_text(question), encoding="utf-8", errors="backslashreplace", newline="\n")
    return note


def announced_in(folder: Path) -> list[Question]:
    """Return the questions that living processes of ours answer in a folder."""
    with suppress(OSError):
        notes = [
            path
            for path in folder.iterdir()
            if path.name.startswith(f".{_PRESENCE}.") and is_temporary(path.name) and names_writer(path.name)
        ]
        found = [_read(path) for path in notes if not writer_is_gone(path)]
        return [question for question in found if question is not None]
    return []


def reserve(folder: Path, question: Question) -> None:
    """Note whose work is kept in a folder; raise OutputError where it cannot be noted."""
    for again in (True, True, False):
        try:
            (folder / UNFINISHED).mkdir(exist_ok=True)
            if not is_our_folder(folder / UNFINISHED) or (
                os.path.lexists(folder / RESERVATION) and not reserved_for(folder)
            ):
                raise OutputError(f"{folder / UNFINISHED} is not ours, and the work has to be kept there; move it away")
            text = _text(question)
            (folder / RESERVATION).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
            return
        except OSError as error:
            if not (again and isinstance(error, FileNotFoundError)):  # another process has just taken it away
                raise OutputError(f"the work cannot be kept in {folder}: {error.strerror}") from None


def reserved_for(folder: Path) -> Question | None:
    """Return the question whose work lies in a folder; None where there is none, or nobody has said."""
    return _read(folder / RESERVATION) if is_our_folder(folder / UNFINISHED) else None


def release(folder: Path) -> None:
    """Take the note away where no work lies in the folder any more, nor in the folders inside it."""
    with suppress(OSError):
        if reserved_for(folder) is None:
            return
        if not any(folder.glob(f"{UNFINISHED}/*/{ABOUT}")) and not any(folder.glob(f"*/{UNFINISHED}/*/{ABOUT}")):
            (folder / RESERVATION).unlink(missing_ok=True)
            (folder / UNFINISHED).rmdir()


def _text(question: Question) -> str:
    return json.dumps({"question": question.to_json()}, indent=2, ensure_ascii=False) + "\n"


def _read(path: Path) -> Question | None:
    if not is_our_file(path):
        return None
    try:
        return Question.from_json(json.loads(path.read_text(encoding="utf-8"))["question"], {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """A context that other processes wait for before they change the same folder, where the system has such locks.

    The lock goes with the process that holds it, however that ends. Raises OSError where the folder cannot be opened.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks lock no folders
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
