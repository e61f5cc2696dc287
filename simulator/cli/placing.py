"""How an answer takes its place in a folder, and the one before it moves to `previous`: all of it or nothing.

The files are written to a hidden folder beside, under a name that tells who writes. Once they are whole, the answer
that is there is linked (or copied) to `previous`, and one renaming decides: from then on the new files are moved in,
each over its forerunner, by this process or, had it been killed, by whoever comes to the folder next. So at any moment
the old answer is whole where it was or in `previous`, or the new one is whole.

Files that no record lists are left where they are. What was changed since it was written is somebody's work: it moves
to `previous` with the rest, and stays there under another name when the next answer comes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from simulator.cli.records import RECORD, Record, record_of, unchanged, write_record
from simulator.errors import OutputError
from simulator.results.leftovers import ENDING, remove, remove_leftovers, temporary_name, writer_is_gone
from simulator.results.staging import DECIDED, UNFINISHED, cannot_write

PREVIOUS: Final = "previous"
_GOES: Final = "goes.json"
"""What of the old answer has no successor and is to be removed; in the hidden folder, whose other files are new."""
_FILES: Final = "files"


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A context that gives a hidden folder to write an answer to; it is taken away when the context is left.

    What the machine refuses becomes one OutputError that names the folder itself.
    """
    stage = folder / temporary_name("answer")
    try:
        try:
            (stage / _FILES).mkdir(parents=True)
            yield stage / _FILES
        except OSError as error:
            raise cannot_write(folder, error) from None
        except OutputError as error:
            raise OutputError(str(error).replace(str(stage / _FILES), str(folder))) from None
    finally:
        remove(stage)


def place(files: Path, folder: Path, record: Record, at_first: Record | None) -> Record | None:
    """Put a staged answer in its place and return the record of the one it replaced, None where there was none.

    `at_first` is what was there when the work began: another process may have given the very same answer since, and
    then nothing is to be done. Raises OutputError where a file of somebody else is in the way, before anything changes.
    """
    from simulator.experiment.interruption import unhurried

    stage = files.parent
    try:
        write_record(record, files / RECORD)
        with _alone(folder), unhurried():
            old = record_of(folder)
            if record.same_as(old) and not record.same_as(at_first):
                return at_first
            _check_room(folder, record, old)
            if old is not None and not _is_continued(folder, old, record):
                _keep(folder, old)
            goes = [] if old is None else [name for name in old.files if name not in record.files]
            (stage / _GOES).write_text(json.dumps(goes), encoding="utf-8")
            decided = stage.with_name(stage.name.removesuffix(ENDING) + DECIDED)
            stage.rename(decided)
            _carry_out(decided)
    except OSError as error:
        raise cannot_write(folder, error) from None
    return old


def recover(folder: Path) -> None:
    """Finish what a killed process had decided in a folder; raise OutputError where that cannot be done."""
    decided = []
    with suppress(OSError):  # what cannot be looked at is told of when it is to be written to
        decided = [path for path in folder.iterdir() if path.name.endswith(DECIDED) and writer_is_gone(path)]
    for path in decided:
        try:
            with _alone(folder):
                _carry_out(path)
        except OSError as error:
            raise OutputError(f"{path.name} in {folder} cannot be put in place: {error.strerror}") from None


def tidy(folder: Path) -> None:
    """Remove from a folder what killed processes left: half-written files and jobs that were being taken away."""
    parts = [folder, *(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())]
    for part in parts:
        if not (part / RECORD).exists() or part == folder:  # a folder of its own is none of ours
            remove_leftovers(part)
            remove_leftovers(part / UNFINISHED)


def is_taken(folder: Path, name: str, old: Record | None) -> bool:
    """Tell whether a file of somebody else stands where one of an answer would go."""
    path = folder / name
    return os.path.lexists(path) and (path.is_dir() or old is None or name not in old.files)


def _check_room(folder: Path, record: Record, old: Record | None) -> None:
    """See that no file of somebody else is in the way, neither of a file nor of the folders it goes into."""
    others = [name for name in record.files if is_taken(folder, name, old)]
    inner = {(folder / name).parent for name in record.files} - {folder}
    others += sorted(path.name for path in inner if os.path.lexists(path) and not path.is_dir())
    if others or (is_taken(folder, RECORD, old) and record_of(folder) is None):
        shown = ", ".join(others[:3]) or RECORD
        raise OutputError(f"{folder} holds files that are not ours under the names of ours ({shown}); nothing changed")
    previous = folder / PREVIOUS
    if old is not None and os.path.lexists(previous) and not previous.is_dir():
        raise OutputError(f"{previous} is a file, and the old answer has to go there; nothing changed")


def _is_continued(folder: Path, old: Record, new: Record) -> bool:
    """Tell whether an answer was cut short and the new one carries it on, so that nothing in it is lost."""
    return (
        old.interrupted
        and old.question == new.question
        and old.question.asked == new.question.asked
        and all(unchanged(folder / name, about) for name, about in old.files.items())
    )


def _keep(folder: Path, old: Record) -> None:
    """Put the files of an answer into `previous`, in place of those that were there; they are here as well still."""
    aside, previous = folder / temporary_name(PREVIOUS), folder / PREVIOUS
    try:
        aside.mkdir()
        for name in old.files:
            if (folder / name).is_file():
                (aside / name).parent.mkdir(parents=True, exist_ok=True)
                _link(folder / name, aside / name)
        write_record(old, aside / RECORD)
        if not previous.exists():
            aside.rename(previous)
            return
        before = record_of(previous)
        if before is not None:
            _remove_ours(previous, before)
        for name in (RECORD, *old.files):  # the record first: what it lists and is not there yet does no harm
            if (aside / name).exists():
                if os.path.lexists(previous / name) and (name != RECORD or before is None):
                    _give_way(previous / name)
                (previous / name).parent.mkdir(parents=True, exist_ok=True)
                (aside / name).replace(previous / name)
    finally:
        remove(aside)


def _remove_ours(folder: Path, record: Record) -> None:
    """Remove the files of a record that are what they were when written, and folders that hold nothing any more."""
    for name, about in record.files.items():
        if unchanged(folder / name, about):
            (folder / name).unlink()
    _prune(folder, record)


def _carry_out(decided: Path) -> None:
    """Move the files of an answer in, and remove what it leaves behind of the old one; may be begun again anywhere."""
    folder, files = decided.parent, decided / _FILES
    for path in sorted(path for path in files.rglob("*") if path.is_file() and path != files / RECORD):
        target = folder / path.relative_to(files)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    goes = decided / _GOES
    if goes.exists():
        names = json.loads(goes.read_text(encoding="utf-8"))
        for name in names:
            (folder / name).unlink(missing_ok=True)
        for name in names:
            with suppress(OSError):  # it holds something else
                if (folder / name).parent != folder:
                    (folder / name).parent.rmdir()
        goes.unlink()
    if (files / RECORD).exists():
        (files / RECORD).replace(folder / RECORD)
    remove(decided)


def _prune(folder: Path, record: Record) -> None:
    for parent in {(folder / name).parent for name in record.files} - {folder}:
        with suppress(OSError):  # it holds something else
            parent.rmdir()


def _give_way(path: Path) -> None:
    """Give a file that is somebody's work a free name beside."""
    number = 2
    while os.path.lexists(path.with_name(f"{path.stem}-{number}{path.suffix}")):
        number += 1
    path.rename(path.with_name(f"{path.stem}-{number}{path.suffix}"))


def _link(file: Path, path: Path) -> None:
    """Give a file a second name, or copy it where the disk knows no second names."""
    try:
        path.hardlink_to(file)
    except OSError:
        shutil.copy2(file, path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """A context that other processes wait for before they change the same folder, where the system has such locks."""
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
