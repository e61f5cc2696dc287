"""The folder that an answer goes to: chosen and tried before any work is done, taken away if nothing comes of it.

`run` has `results/<scenario>`, every other question a folder inside it that says what was asked, such as
`results/baseline/when-cs_head`; `library` has `results/library`. The same question of the same scenario takes the place
of its last answer. A number is hung on to the name, and said to be, where the folder is another file's of the same
name, or another question's whose name comes out the same. A folder that was named by --out is never given another
question's answer, nor put between somebody else's files, unless --replace asks for it; and with it, too, the files that
are not ours stay as they are.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.cli.alone import alone
from simulator.cli.answer_files import CHARTS, names_of
from simulator.cli.carrying import PREVIOUS, in_the_way, is_put_aside, pending, recover
from simulator.cli.claims import CLAIM, be_present, claim, claimed_by, present_in, release
from simulator.cli.placing import Placed, place, staged, tidy
from simulator.cli.questions import RUN, Question, Source
from simulator.cli.records import RECORD, Record, record_of
from simulator.errors import OutputError
from simulator.results.ours import is_our_file

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

    def kept_on_the_way(self) -> Path:
        """Return the folder for work that is to be taken up where it was left; it is this question's until then."""
        claim(self.folder, self.question)
        earlier = None if self.place.out is not None else _work_of_earlier_version(self.question)
        if earlier is not None:
            self.place.say(
                f"{earlier} keeps work that an earlier version of t2d3 began; it is not carried on, this begins anew "
                f"in {self.folder}. Finish it with that version, or remove that folder."
            )
        return self.folder

    def put(self, write: Callable[[Path], list[Path]], interrupted: bool = False) -> list[Path]:
        """Have the files of the answer written and put in their place all at once; return those that `write` named.

        `write` is given a folder to write to. The answer that was there moves to `previous`, which is said in a line.
        Raises OutputError where that fails, and then nothing has changed.
        """
        with staged(self.folder) as files:
            named = [path.relative_to(files) for path in write(files)]
            record = Record.of(self.question, files, interrupted)
            placed = place(files, self.folder, record, self.place.replace)
        if placed.old is not None:
            self.place.say(self._told(placed, placed.old, record))
        return [self.folder / name for name in named]

    def _told(self, placed: Placed, old: Record, new: Record) -> str:
        if not placed.is_new:
            return f"The last result in {self.folder} is this very one (nothing differs); it stays."
        if not old.answers(self.question):
            return f"Replaced in {self.folder} the answer to {old.question.words}, which is in {placed.previous} now."
        what = "; ".join(old.differences(new)) or "nothing differs"
        whither = "" if placed.previous is None else f"; the old one is in {placed.previous}"
        return f"Replaced the last result in {self.folder} ({what}){whither}."


@contextmanager
def answering(question: Question, where: Place) -> Iterator[Answer]:
    """A context in which a question can be answered: its folder is there, fit and tried.

    Nothing in it is touched, not even to finish what a killed process had decided, before the folder is known to be
    fit. Leaving it with an error takes away again what was made and is empty. Raises OutputError where the folder is
    another question's, holds something else or cannot be written to.
    """
    made: list[Path] = []
    try:
        folder, note = _entered(question, where, made)
        try:
            recover(folder)
            tidy(folder)
            yield Answer(question, folder, where)
        finally:
            with suppress(OSError):
                note.unlink()
            release(folder)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):  # it holds something by now
                path.rmdir()
        raise


def _entered(question: Question, where: Place, made: list[Path]) -> tuple[Path, Path]:
    """Return the folder for a question and the note in it that this process is there.

    Of two processes that come at once one is first, and the other looks again.
    """
    while True:
        chosen = home, folder, said = _chosen(question, where)
        _check(folder, question, where)
        _make(folder, made)
        try:
            with alone(home):
                if _chosen(question, where) != chosen:
                    continue
                _check(folder, question, where)
                _try(folder)
                note = be_present(folder, question)
        except OSError as error:
            raise OutputError(f"nothing can be written to {folder}: {error.strerror}") from None
        if said:
            where.say(said)
        return folder, note


# which folder --------------------------------------------------------------------------------------------------------


def _chosen(question: Question, where: Place) -> tuple[Path, Path, str]:
    """Return the folder that was named, or that of the scenario below `results`; the one for the question, which may
    lie inside; and what to say of it."""
    from simulator.results.staging import UNFINISHED, check_name

    if where.out is not None:
        check_name(where.out)
        reserved = {where.out.name, Path(os.path.realpath(where.out)).name} & {PREVIOUS, UNFINISHED}
        if reserved:
            raise OutputError(
                f"{where.out} is called {reserved.pop()}, as the folder is in which t2d3 puts old answers or "
                "unfinished work; name another folder"
            )
        return where.out, where.out, ""
    check_name(Path(RESULTS))
    home, said = _first(Path(RESULTS) / question.home, lambda folder: _owner(folder, question))
    if not question.is_inner:
        return home, home, said
    inner, more = _first(home / question.leaf, lambda folder: _other(_held(folder), question))
    return home, inner, "\n".join(filter(None, (said, more)))


def _first(folder: Path, taken_by: Callable[[Path], str]) -> tuple[Path, str]:
    """Return the first of a folder, folder-2, folder-3 … that nobody else has, and why it is not the first of all.

    One that is this question's goes before one that is free.
    """
    free, other = None, ""
    for number in range(1, _MOST_OF_A_NAME):
        one = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        if not one.is_dir():
            free = free or one
            if number > 1:
                break
            continue
        taken = taken_by(one)
        other = other or taken
        if not taken:
            free = one
            break
    assert free is not None
    return free, f"{folder} holds {other}; this goes to {free}." if free != folder and other else ""


def _held(folder: Path) -> Record | None:
    """Return what is in a folder: its answer, one that is half in place, or else the work on one, which has no files.

    Work that goes on counts as well: its answer will be there.
    """
    record = pending(folder) or record_of(folder)
    if record is not None:
        return record
    work = claimed_by(folder) or next(iter(present_in(folder)), None)
    return None if work is None else Record(work, {}, {})


def _work_of_earlier_version(question: Question) -> Path | None:
    """Return where an earlier version kept unfinished work of such a command about such scenarios, if there is any."""
    from simulator.experiment.jobs.provenance import ABOUT
    from simulator.results.staging import UNFINISHED

    names = [source.name for source in question.sources]
    earlier = "-vs-".join(names) if question.command == "compare" else f"{question.command}-{question.home}"
    folder = Path(RESULTS) / earlier
    jobs = (f"{UNFINISHED}/*/{ABOUT}", f"*/{UNFINISHED}/*/{ABOUT}")
    found = next((path for pattern in jobs for path in sorted(folder.glob(pattern))), None)
    return None if found is None else found.parents[1]


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
            inner = (path / RECORD).is_file() or (path / CLAIM).is_file() or present_in(path)
            record = _held(path) if inner and not is_put_aside(path) else None
            found += [record.question.source] if record is not None else []
    return found


# whether it will do --------------------------------------------------------------------------------------------------


def _check(folder: Path, question: Question, where: Place) -> None:
    """Raise OutputError where an answer must not or cannot go to a folder."""
    held = _held(folder)
    other = _other(held, question)
    if other and not where.replace:
        raise OutputError(
            f"{folder} holds {other}; name another folder, or add --replace: what is there goes to "
            f"{folder / PREVIOUS} then"
        )
    if held is None and (folder / RECORD).is_file() and not is_our_file(folder / RECORD):
        raise OutputError(f"{folder} holds an answer that belongs to another user; name another folder")
    old, decided = record_of(folder), pending(folder)
    half = () if decided is None else decided.names
    strangers = _strangers(folder, [*half, *(() if old is None else old.names)], question)
    others = [name for name in in_the_way(folder, _possible(question), old) if name not in half]
    if old is None and decided is None and os.path.lexists(folder / RECORD):
        others.append(RECORD)
    allowed = old is not None or decided is not None or where.replace
    if where.out is None:  # a folder of ours, in which people may keep what they like
        allowed = allowed or question.source in _inside(folder)
    if others and (allowed or not strangers):
        shown = ", ".join(others[:3])
        raise OutputError(
            f"{folder} holds something else ({shown}) where the answer goes; name a new or an empty folder"
        )
    if strangers and not allowed:
        shown = ", ".join(strangers[:3]) + (", ..." if len(strangers) > 3 else "")
        beside = "" if others else ", or add --replace to write beside it"
        raise OutputError(f"{folder} holds something else ({shown}); name a new or an empty folder{beside}")


def _possible(question: Question) -> list[str]:
    """Return the files that the answer can have."""
    drawn = question.asked.get("charts") is not False
    return sorted(name for name in names_of(question.command) if drawn or not name.startswith(f"{CHARTS}/"))


def _strangers(folder: Path, names: list[str], question: Question) -> list[str]:
    """Return what is in a folder and not ours: neither of its answer, nor an answer about the same scenario."""
    from simulator.results.staging import contents

    ours = {Path(name).parts[0] for name in names} | ({RECORD} if names else set())
    return [
        name
        for name in contents(folder)
        if name not in ours
        and not _is_empty(folder / name)
        and not _is_inner(folder / name, question)
        and not is_put_aside(folder / name)
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
