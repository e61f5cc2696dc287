"""How an answer takes its place in a folder, and the one before it moves to `previous`: all of it or nothing.

The files are written to a hidden folder beside, under a name that tells who writes. Once they are whole, the answer
that is there is given second names (or copied), and one renaming decides: from then on the new files are moved in, each
over its forerunner, by this process or, had it been killed, by whoever is let into the folder next. So at any moment
the old answer is whole where it was or in `previous`, or the new one is whole.

Files that no record lists are left where they are. A `previous` in which somebody has put or changed anything is
theirs, and stays as it is: the old answer goes to `previous-2` then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.cli._folders.exchange import FILES, KEPT, OLD, exchange, in_the_way
from simulator.cli._folders.record import RECORD, Record, record_of, unchanged, write_record
from simulator.cli._folders.reservation import locked
from simulator.errors import OutputError
from simulator.results.disk.ownership import is_our_folder
from simulator.results.disk.staging import UNFINISHED, cannot_write
from simulator.results.disk.temporary import remove, remove_leftovers, temporary_name
from simulator.results.disk.undo import second


@dataclass(frozen=True)
class Placed:
    """What was in a folder before an answer was put there, and where that is now: None where it need not be kept.

    `is_new` is False where the very same answer was there, so that nothing was to be done.
    """

    old: Record | None
    previous: Path | None
    is_new: bool = True


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A context that gives a hidden folder to write an answer to; it is taken away when the context is left.

    What the machine refuses becomes one OutputError that names the folder itself.
    """
    stage = folder / temporary_name("answer")
    try:
        try:
            stage.mkdir(mode=0o700)  # whoever goes on from here after a kill must know that it is ours alone
            (stage / FILES).mkdir()
            yield stage / FILES
        except OSError as error:
            raise cannot_write(folder, error) from None
        except OutputError as error:
            raise OutputError(str(error).replace(str(stage / FILES), str(folder))) from None
    finally:
        remove(stage)


def place(files: Path, folder: Path, record: Record, over_others: bool = False) -> Placed:
    """Put a staged answer in its place and return what was there.

    Another process may have put an answer there since the work began. Raises OutputError where that is to another
    question, unless `over_others`, or where a file of somebody else is in the way; then nothing has changed.
    """
    from simulator.experiment.interruption import interrupts_delayed

    stage = files.parent
    try:
        write_record(record, files / RECORD)
        with locked(folder), interrupts_delayed():
            old = record_of(folder)
            if old is not None and record.same_as(old) and _is_as_written(folder, old):
                return Placed(old, None, is_new=False)
            _check(folder, record, old, over_others)
            if old is not None:
                _second_names(folder, old, stage / (KEPT if _is_continued(folder, old, record) else OLD))
            return Placed(old, exchange(stage))
    except OSError as error:
        raise cannot_write(folder, error) from None


def tidy(folder: Path) -> None:
    """Remove from a folder what killed processes left: half-written files and jobs that were being taken away."""
    parts = [folder]
    with suppress(OSError):  # what may be written to cannot always be looked at
        parts += [path for path in folder.iterdir() if is_our_folder(path)]
    for part in parts:
        if not (part / RECORD).exists() or part == folder:  # a folder of its own is none of ours
            remove_leftovers(part)
            if is_our_folder(part / UNFINISHED):
                remove_leftovers(part / UNFINISHED)


def _check(folder: Path, record: Record, old: Record | None, over_others: bool) -> None:
    """See that there is room: no other question's answer, and no file of somebody else."""
    if old is not None and not old.answers(record.question) and not over_others:
        raise OutputError(
            f"{folder} has got the answer to {old.question.words} meanwhile; nothing was changed there. Name another "
            "folder, or add --replace"
        )
    others = in_the_way(folder, [*record.files, *([] if old is not None else [RECORD])], old)
    if others:
        shown = ", ".join(others[:3])
        raise OutputError(f"{folder} holds files that are not ours under the names of ours ({shown}); nothing changed")


def _is_as_written(folder: Path, record: Record) -> bool:
    return not record.unsigned and all(unchanged(folder / name, about) for name, about in record.files.items())


def _is_continued(folder: Path, old: Record, new: Record) -> bool:
    """Tell whether an answer was cut short and the new one carries it on, so that nothing in it is lost."""
    return (
        old.interrupted
        and old.question == new.question
        and old.question.asked == new.question.asked
        and _is_as_written(folder, old)
    )


def _second_names(folder: Path, old: Record, aside: Path) -> None:
    """Give the files of an answer second names below a folder, with a record that tells that it was put aside."""
    aside.mkdir()
    there = [name for name in old.names if (folder / name).exists()]
    for name in there:
        (aside / name).parent.mkdir(parents=True, exist_ok=True)
        second(folder / name, aside / name)
    files = {name: about for name, about in old.files.items() if name in there}
    write_record(replace(old, files=files, is_put_aside=True), aside / RECORD)
