"""The moment in which one answer takes another's place: decided by one renaming, carried out, or taken back.

What is decided lies in a hidden folder that only we can write, under a name that tells who decided:

- `files`: the new answer, with its record;
- `old`: second names of the old one's files, which becomes `previous` before any of them is replaced;
- `kept`: the same, where the old one was cut short and the new one carries it on, so that it need not be kept;
- `dropped`: the answer that was in `previous` until now.

A process that fails takes back what it did. One that was killed has decided, and the next one to be let into the folder
goes on from there, if it finds what we alone can have left: all is checked against the record in `files`, and against
what stands in the folder. Anything else is nobody's business and left as it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from simulator.cli._folders.record import RECORD, Record, record_of, unchanged, way_is_open, written_record
from simulator.cli._folders.reservation import locked
from simulator.errors import OutputError
from simulator.results.disk.ownership import is_our_file, is_our_folder
from simulator.results.disk.staging import DECIDED
from simulator.results.disk.temporary import ENDING, names_writer, remove, writer_is_gone
from simulator.results.disk.undo import UndoLog
from simulator.results.store import MANIFEST

PREVIOUS: Final = "previous"
FILES: Final = "files"
OLD: Final = "old"
KEPT: Final = "kept"
_DROPPED: Final = "dropped"
_LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What systems put into a folder that somebody has looked at."""
_MOST_PREVIOUS: Final = 1_000


def exchange(stage: Path) -> Path | None:
    """Put the answer that a hidden folder holds in its place; return where the old one is now, None where it is not.

    Raises OSError where that fails, and then the old answer is in its place again, and nothing is pending. Where not
    even that can be done, OutputError says what stands where.
    """
    decided = stage.with_name(stage.name.removesuffix(ENDING) + DECIDED)
    steps = UndoLog()
    try:
        steps.move(stage, decided)
        previous = _carry_out(decided, steps)
    except BaseException as error:
        _take_back(decided, steps, error)
        raise
    _finish(decided)
    return previous


def pending(folder: Path) -> Record | None:
    """Return the answer that a killed process had decided to put into a folder, but did not get through with."""
    return next((record for _, record in _pending(folder)), None)


def recover(folder: Path) -> None:
    """Finish what a killed process had decided in a folder; raise OutputError where that cannot be done."""
    if not _of_killed_processes(folder):
        return
    try:
        with locked(folder):
            for decided, _ in list(_pending(folder)):
                _carry_out(decided, UndoLog())
                _finish(decided)
            for decided in _of_killed_processes(folder):
                if _is_through(decided):
                    _finish(decided)
    except OSError as error:
        where = error.filename2 or error.filename or folder
        raise OutputError(
            f"an answer that was half in place in {folder} when t2d3 was killed cannot be put in place: "
            f"{where}: {error.strerror}"
        ) from None


def free_previous(folder: Path) -> Path:
    """Return where the old answer of a folder is to go: `previous`, or `previous-2` … where that is somebody's."""
    for number in range(1, _MOST_PREVIOUS):
        path = folder / (PREVIOUS if number == 1 else f"{PREVIOUS}-{number}")
        if not os.path.lexists(path) or _may_be_dropped(path):
            return path
    raise OutputError(f"{folder} holds too many folders called {PREVIOUS}; move some of them away")


def is_put_aside(path: Path) -> bool:
    """Tell whether a folder holds an answer that made room for the one in the folder around it."""
    record = written_record(path) if is_our_folder(path) else None
    return record is not None and record.is_put_aside


def in_the_way(folder: Path, names: list[str], old: Record | None) -> list[str]:
    """Return which of the files that an answer would have cannot go to a folder: what is there is not its own answer's.

    A folder on the way that is a link, a file or another answer's stands for all that would go into it.
    """
    ours = () if old is None else old.names
    found = dict.fromkeys(
        name if way_is_open(folder, name) else str(Path(name).parent)
        for name in names
        if not way_is_open(folder, name) or (name not in ours and os.path.lexists(folder / name))
    )
    return sorted(found)


# carrying out --------------------------------------------------------------------------------------------------------


def _carry_out(decided: Path, steps: UndoLog) -> Path | None:
    """Move an answer in and what it replaces out; may be begun again anywhere. Return where the old answer is now."""
    folder, files = decided.parent, decided / FILES
    new, old = written_record(files), record_of(folder)
    if new is None:  # it was there a moment ago
        raise OSError(None, "its record is gone", str(files / RECORD))
    previous = _put_aside(decided, steps) if os.path.lexists(decided / OLD) else None
    kept = previous or decided / KEPT
    waiting = [name for name in new.names if os.path.lexists(files / name)]
    gone = [] if old is None else [name for name in old.names if name not in new.files]
    for name in sorted(waiting, key=_manifest_last):
        if name == MANIFEST:
            continue
        _see_the_way(folder, name)
        steps.make((folder / name).parent)
        steps.replace(files / name, folder / name, kept / name)
    for name in sorted(gone, key=_manifest_last):
        _see_the_way(folder, name)
        steps.remove(folder / name, kept / name)
    for parent in sorted({(folder / name).parent for name in gone} - {folder}, reverse=True):
        steps.take_away(parent)
    if MANIFEST in waiting:  # of an earlier version's answer it is what tells its files
        steps.replace(files / MANIFEST, folder / MANIFEST, kept / MANIFEST)
    steps.replace(files / RECORD, folder / RECORD, kept / RECORD)
    return previous


def _see_the_way(folder: Path, name: str) -> None:
    """Raise OSError where a folder on the way has become a link since it was last looked at."""
    if not way_is_open(folder, name):
        raise OSError(None, "somebody has exchanged it", str((folder / name).parent))


def _manifest_last(name: str) -> tuple[bool, str]:
    return name == MANIFEST, name


def _put_aside(decided: Path, steps: UndoLog) -> Path:
    """Have the old answer be the previous one, in the place of that which was."""
    previous = free_previous(decided.parent)
    if os.path.lexists(previous):
        steps.move(previous, decided / _DROPPED)
    steps.move(decided / OLD, previous)
    return previous


def _take_back(decided: Path, steps: UndoLog, why: BaseException) -> None:
    """Take back what was done; raise OutputError where that cannot be."""
    try:
        steps.undo()
    except OSError as error:
        folder, new = decided.parent, written_record(decided / FILES)
        places = [folder, decided / OLD, decided / KEPT, *sorted(folder.glob(f"{PREVIOUS}*"))]
        old = next((str(path) for path in places if _holds_another(path, new)), "no place")
        before = f", the one before it in {decided / _DROPPED}" if os.path.lexists(decided / _DROPPED) else ""
        reason = getattr(why, "strerror", None) or str(why) or type(why).__name__
        raise OutputError(
            f"the result cannot be written to {folder}: {reason}; and what was done cannot be taken back: "
            f"{error.filename}: {error.strerror}. The old answer is whole in {old}{before}; the new one is in part in "
            f"{folder} and for the rest in {decided / FILES}. The next command there goes on with it"
        ) from None


def _holds_another(path: Path, new: Record | None) -> bool:
    """Tell whether a folder holds an answer, whole, and not this one."""
    record = record_of(path)
    if record is None or (new is not None and record.files == new.files):
        return False
    return all(unchanged(path / name, about) for name, about in record.files.items())


def _finish(decided: Path) -> None:
    """Remove what is left when all is in place; it is an ordinary leftover from then on."""
    with suppress(OSError):
        done = decided.with_name(decided.name.removesuffix(DECIDED) + ENDING)
        decided.rename(done)
        remove(done)


# what may be believed ------------------------------------------------------------------------------------------------


def _of_killed_processes(folder: Path) -> list[Path]:
    """Return the folders in which we had decided and then were killed.

    A computer that was started again is another machine, of whose processes nothing is known: silence tells there.
    """
    try:
        return sorted(
            path
            for path in folder.iterdir()
            if path.name.endswith(DECIDED)
            and names_writer(path.name)
            and is_our_folder(path, closed=True)
            and writer_is_gone(path)
        )
    except OSError:  # what cannot be looked at is told of when it is to be written to
        return []


def _pending(folder: Path) -> Iterator[tuple[Path, Record]]:
    for decided in _of_killed_processes(folder):
        record = _decided(decided)
        if record is not None:
            yield decided, record


def _decided(decided: Path) -> Record | None:
    """Return the record of a decided answer that is whole, and nothing in its way; None of anything else."""
    folder, files = decided.parent, decided / FILES
    waiting = _files_in(files)
    record = None if waiting is None else written_record(files)
    if waiting is None or record is None or waiting - {RECORD, *record.files}:
        return None
    whole = all(
        unchanged((files if name in waiting else folder) / name, about)
        for name, about in record.files.items()
        if name in waiting or is_our_file(folder / name)
    )
    there = all(name in waiting or is_our_file(folder / name) for name in record.files)
    if not (whole and there) or in_the_way(folder, [*waiting - {RECORD}], record_of(folder)):
        return None
    return record if _is_kept(decided, record, waiting) else None


def _is_kept(decided: Path, new: Record, waiting: set[str]) -> bool:
    """Tell whether all that would be replaced or removed has its second one, as it has where we had decided."""
    folder = decided.parent
    old = record_of(folder)
    goes = set() if old is None else {name for name in old.names if name not in new.files}
    there = [name for name in goes | (waiting - {RECORD}) if is_our_file(folder / name)]
    places = [decided / OLD, decided / KEPT, *folder.glob(f"{PREVIOUS}*")]
    if os.path.lexists(decided / OLD):
        places = places[:1]  # nothing has been replaced yet
    return any(
        is_put_aside(place) and all(_is_same(folder / name, place / name) for name in there) for place in places
    ) or (not there and not os.path.lexists(decided / OLD))


def _is_same(file: Path, other: Path) -> bool:
    from simulator.results.store import sha256_of

    return is_our_file(other) and (file.samefile(other) or sha256_of(file) == sha256_of(other))


def _may_be_dropped(path: Path) -> bool:
    """Tell whether a folder holds an answer that was put aside, as it was written, and nothing else."""
    found = _files_in(path)
    record = None if found is None else written_record(path)
    if found is None or record is None or not record.is_put_aside:
        return False
    return not {name for name in found if Path(name).name not in _LITTER} - {RECORD, *record.files} and all(
        unchanged(path / name, about) for name, about in record.files.items()
    )


def _is_through(decided: Path) -> bool:
    """Tell whether all was in place when the process was killed, and only the hidden folder was left to remove."""
    left = {path.name for path in decided.iterdir()}
    return FILES in left and left <= {FILES, KEPT, _DROPPED} and _files_in(decided / FILES) == set()


def _files_in(folder: Path) -> set[str] | None:
    """Return the files below a folder by name; None where it or anything there is a link, or not ours."""
    if not is_our_folder(folder):
        return None
    found = set()
    for path in folder.rglob("*"):
        if is_our_file(path):
            found.add(path.relative_to(folder).as_posix())
        elif not is_our_folder(path):
            return None
    return found
