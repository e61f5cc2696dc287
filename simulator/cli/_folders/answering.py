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

from simulator.cli._folders.choice import check_free, chosen, work_of_earlier_version
from simulator.cli._folders.exchange import recover
from simulator.cli._folders.placement import Placed, place, staged, tidy
from simulator.cli._folders.question import Question
from simulator.cli._folders.record import Record
from simulator.cli._folders.reservation import announce, locked, release, reserve
from simulator.cli.terminal import say
from simulator.errors import OutputError


@dataclass(frozen=True)
class Destination:
    """Where an answer goes: `replace` allows another question's folder, or one between somebody else's files."""

    out: Path | None
    replace: bool
    quiet: bool

    def say(self, text: str) -> None:
        """Say something on standard error, unless asked to be quiet."""
        if not self.quiet:
            say(text, err=True)


@dataclass(frozen=True)
class AnswerFolder:
    """A folder that the answer to a question can be put into; unfinished work is kept in it meanwhile."""

    question: Question
    folder: Path
    destination: Destination

    def job_folder(self) -> Path:
        """Return the folder for work that is to be taken up where it was left; it is this question's until then."""
        reserve(self.folder, self.question)
        earlier = None if self.destination.out is not None else work_of_earlier_version(self.question)
        if earlier is not None:
            self.destination.say(
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
            placed = place(files, self.folder, record, self.destination.replace)
        if placed.old is not None:
            self.destination.say(self._note_on(placed, placed.old, record))
        return [self.folder / name for name in named]

    def _note_on(self, placed: Placed, old: Record, new: Record) -> str:
        if not placed.is_new:
            return f"The last result in {self.folder} is this very one (nothing differs); it stays."
        if not old.answers(self.question):
            return f"Replaced in {self.folder} the answer to {old.question.words}, which is in {placed.previous} now."
        what = "; ".join(old.differences(new)) or "nothing differs"
        whither = "" if placed.previous is None else f"; the old one is in {placed.previous}"
        return f"Replaced the last result in {self.folder} ({what}){whither}."


@contextmanager
def answering(question: Question, where: Destination) -> Iterator[AnswerFolder]:
    """A context in which a `question` can be answered: its folder is there, fit and tried.

    `where` is what the user said of the folder. Nothing in it is touched, not even to finish what a killed process had
    decided, before the folder is known to be fit. Leaving it with an error takes away again what was made and is empty.
    Raises OutputError where the folder is another question's, holds something else or cannot be written to.
    """
    made: list[Path] = []
    try:
        folder, note = _entered(question, where, made)
        try:
            recover(folder)
            tidy(folder)
            yield AnswerFolder(question, folder, where)
        finally:
            with suppress(OSError):
                note.unlink()
            release(folder)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):  # it holds something by now
                path.rmdir()
        raise


def _entered(question: Question, where: Destination, made: list[Path]) -> tuple[Path, Path]:
    """Return the folder for a question and the note in it that this process is there.

    Of two processes that come at once one is first, and the other looks again.
    """
    while True:
        found = home, folder, said = chosen(question, where.out)
        check_free(folder, question, where.out is not None, where.replace)
        _make(folder, made)
        try:
            with locked(home):
                if chosen(question, where.out) != found:
                    continue
                check_free(folder, question, where.out is not None, where.replace)
                _try(folder)
                note = announce(folder, question)
        except OSError as error:
            raise OutputError(f"nothing can be written to {folder}: {error.strerror}") from None
        if said:
            where.say(said)
        return folder, note


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
