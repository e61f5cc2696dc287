"""The folder that an answer goes to: chosen and tried before any work is done, taken away if nothing comes of it.

`run` has `results/<scenario>`, every other question a folder inside it that says what was asked, such as
`results/baseline/when-cs_head`; `library` has `results/library`. The same question of the same scenario takes the place
of its last answer. A number is hung on to the name, and said to be, where the folder is another file's of the same
name, or another question's whose name comes out the same. A folder that was named by --out is never given another
question's answer, nor put between somebody else's files, unless --replace asks for it; and with it, too, the files that
are not ours stay as they are.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.cli.claims import CLAIM, claim, claimed_by, release
from simulator.cli.placing import PREVIOUS, is_taken, place, recover, staged, tidy
from simulator.cli.questions import RUN, Question, Source
from simulator.cli.records import CHARTS, RECORD, Record, charts_in, record_of
from simulator.errors import OutputError

if TYPE_CHECKING:
    from simulator.results.result import Result
    from simulator.results.summaries import Summaries

RESULTS: Final = "results"
_MOST_OF_A_NAME: Final = 1_000


@dataclass(frozen=True)
class Place:
    """Where an answer goes: `replace` allows another question's folder, or one between somebody else's files."""

    out: Path | None
    replace: bool
    quiet: bool

    def say(self, text: str) -> None:
        """Say something on standard error, unless asked to be quiet."""
        if not self.quiet:
            click.echo(text, err=True)


@dataclass(frozen=True)
class Answer:
    """A folder that the answer to a question can be put into; unfinished work is kept in it meanwhile."""

    question: Question
    folder: Path
    place: Place
    before: Record | None

    def kept_on_the_way(self) -> Path:
        """Return the folder for work that is to be taken up where it was left; it is this question's until then."""
        claim(self.folder, self.question)
        return self.folder

    def put(self, write: Callable[[Path], list[Path]], interrupted: bool = False) -> list[Path]:
        """Have the files of the answer written and put in their place all at once; return those that `write` named.

        `write` is given a folder to write to. The answer that was there moves to `previous`, which is said in a line.
        Raises OutputError where that fails, and then nothing has changed.
        """
        with staged(self.folder) as files:
            named = [path.relative_to(files) for path in write(files)]
            record = Record.of(self.question, files, interrupted)
            old = place(files, self.folder, record, self.before)
        if old is not None:
            self.place.say(self._told(old, record))
        return [self.folder / name for name in named]

    def _told(self, old: Record, new: Record) -> str:
        previous = self.folder / PREVIOUS
        if not old.answers(self.question):
            return f"Replaced in {self.folder} the answer to {old.question.words}, which is in {previous} now."
        what = "; ".join(old.differences(new)) or "nothing differs"
        return f"Replaced the last result in {self.folder} ({what}); the old one is in {previous}."


@contextmanager
def answering(question: Question, where: Place, files: tuple[str, ...]) -> Iterator[Answer]:
    """A context in which a question can be answered: its folder is there, fit and tried.

    `files` are names that the answer may have. Leaving it with an error takes away again what was made and is empty.
    Raises OutputError where the folder is another question's, holds something else or cannot be written to.
    """
    folder = _chosen(question, where)
    _check(folder, question, files, where)
    made: list[Path] = []
    try:
        _make(folder, made)
        _try(folder)
        tidy(folder)
        try:
            yield Answer(question, folder, where, record_of(folder))
        finally:
            release(folder)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):  # it holds something by now
                path.rmdir()
        raise


# which folder --------------------------------------------------------------------------------------------------------


def _chosen(question: Question, where: Place) -> Path:
    """Return the folder for a question: the one that was named, or one of its own below `results`."""
    from simulator.results.staging import check_name

    if where.out is not None:
        check_name(where.out)
        recover(where.out)
        return where.out
    check_name(Path(RESULTS))
    home = _first(Path(RESULTS) / question.home, lambda folder: _owner(folder, question), where)
    if not question.is_inner:
        return home
    return _first(home / question.leaf, lambda folder: _other(_held(folder), question), where)


def _first(folder: Path, taken_by: Callable[[Path], str], where: Place) -> Path:
    """Return the first of a folder, folder-2, folder-3 … that nobody else has; one that is ours goes first."""
    free, other = None, ""
    for number in range(1, _MOST_OF_A_NAME):
        one = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        if not one.is_dir():
            free = free or one
            if number > 1:
                break
            continue
        recover(one)
        taken = taken_by(one)
        other = other or taken
        if not taken:
            free = one
            break
    assert free is not None
    if free != folder and other:
        where.say(f"{folder} holds {other}; this goes to {free}.")
    return free


def _held(folder: Path) -> Record | None:
    """Return what is in a folder: its answer, or else the work on one, which has no files."""
    work = claimed_by(folder)
    return record_of(folder) or (None if work is None else Record(work, {}, {}))


def _other(record: Record | None, question: Question) -> str:
    """Return in words what else a folder is for; nothing where it is free or this question's."""
    return "" if record is None or record.answers(question) else f"the answer to {record.question.words}"


def _owner(folder: Path, question: Question) -> str:
    """Return in words whose folder it is; nothing where it is free or that of this question's scenario.

    An answer to another question about the same scenario is there because --out put it there: it is not moved away
    from, but refused or replaced like any other.
    """
    held = _held(folder)
    if held is not None:
        source = held.question.source
        if source == question.source or (source is None and held.question.command == RUN):
            return ""
        return _other(held, question)
    sources = [source for source in _inside(folder) if source is not None]
    if not sources or question.source in sources:
        return ""
    return f"the results of {sources[0].words}"


def _inside(folder: Path) -> list[Source | None]:
    """Return the scenarios of the questions that the folders inside a folder are for."""
    found: list[Source | None] = []
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            inner = path.name != PREVIOUS and ((path / RECORD).is_file() or (path / CLAIM).is_file())
            record = _held(path) if inner else None
            found += [record.question.source] if record is not None else []
    return found


# whether it will do --------------------------------------------------------------------------------------------------


def _check(folder: Path, question: Question, files: tuple[str, ...], where: Place) -> None:
    """Raise OutputError where an answer must not or cannot go to a folder."""
    held = record_of(folder)
    other = _other(held, question)
    if other and not where.replace:
        raise OutputError(
            f"{folder} holds {other}; name another folder, or add --replace: what is there goes to "
            f"{folder / PREVIOUS} then"
        )
    if held is not None and (folder / PREVIOUS).exists() and not (folder / PREVIOUS).is_dir():
        raise OutputError(f"{folder / PREVIOUS} is a file, and the answer in {folder} has to go there; move it away")
    strangers = _strangers(folder, held, question)
    shown = ", ".join(strangers[:3]) + (", ..." if len(strangers) > 3 else "")
    in_the_way = [name for name in (*files, RECORD) if name in strangers]
    if question.command == RUN:
        in_the_way += [name for name in charts_in(folder) if is_taken(folder, name, held)]
    allowed = held is not None or where.replace or question.source in _inside(folder)
    if in_the_way and allowed:
        shown = ", ".join(in_the_way[:3])
        raise OutputError(
            f"{folder} holds something else ({shown}) where the answer goes; name a new or an empty folder"
        )
    if strangers and not allowed:
        beside = "" if in_the_way else ", or add --replace to write beside it"
        raise OutputError(f"{folder} holds something else ({shown}); name a new or an empty folder{beside}")


def _strangers(folder: Path, held: Record | None, question: Question) -> list[str]:
    """Return what is in a folder and not ours: neither of its answer, nor an answer about the same scenario."""
    from simulator.results.staging import contents

    ours = {PREVIOUS, RECORD} | {Path(name).parts[0] for name in held.files} if held is not None else set()
    return [
        name
        for name in contents(folder)
        if name not in ours and not _is_empty(folder / name) and not _is_inner(folder / name, question)
    ]


def _is_inner(folder: Path, question: Question) -> bool:
    record = record_of(folder) if (folder / RECORD).is_file() else None
    return record is not None and record.question.source == question.source


def _is_empty(path: Path) -> bool:
    """Tell whether a path is a folder with nothing in it but unfinished work, at any depth."""
    from simulator.results.staging import contents

    return path.is_dir() and not path.is_symlink() and all(_is_empty(path / name) for name in contents(path))


def _make(folder: Path, made: list[Path]) -> None:
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir()
            made.append(path)
    except OSError as error:
        raise OutputError(f"the folder {folder} cannot be made: {error.strerror}") from None
    if not folder.is_dir():
        raise OutputError(f"{folder} is a file, not a folder")


def _try(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError as error:
        raise OutputError(f"nothing can be written to {folder}: {error.strerror}") from None


# files ---------------------------------------------------------------------------------------------------------------


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all; raise OutputError where it cannot be written."""
    from simulator.results.staging import Staging

    if path.is_dir():
        raise OutputError(f"{path} is a folder, not a file")
    with Staging(path.parent) as staging:
        staging.path(path.name).write_text(text, encoding="utf-8", newline="\n")


def write_tables(
    result: Result | Summaries, folder: Path, on_summarised: Callable[[], object] = lambda: None
) -> list[Path]:
    """Write a result's files and return them, the manifest last.

    `on_summarised` is called once the bands of every metric are at hand.
    """
    from simulator.results.store import MANIFEST, read_manifest, write

    write(result, folder, on_summarised)
    return [folder / name for name in (*read_manifest(folder)["files"], MANIFEST)]


__all__ = ["CHARTS", "RESULTS", "Answer", "Place", "answering", "write_tables", "write_text"]
