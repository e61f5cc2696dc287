"""A new company's scenario, written from what was said of it and checked before it stands anywhere."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.answers._check import CheckRequest
from simulator.errors import InputError, OutputError, Problem
from simulator.progress import Stage, no_progress
from simulator.scenario.founding.remarks import remarks
from simulator.scenario.founding.writing import text_of

if TYPE_CHECKING:
    from simulator.answers._check import CheckAnswer
    from simulator.scenario.founding.company import Company
    from simulator.scenario.founding.writing import Fit

_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class NewRequest:
    """A company that was told, and the file it is to be written to; `check_free` says whether that can be."""

    company: Company
    out: Path

    def answer(self, stage: Stage = no_progress) -> NewAnswer:
        """Write the file, whole or not at all, and return what it says; raise InputError where nothing can be played.

        A GRR that was said is looked for by playing; nothing else is.
        """
        check_free(self.out)
        fit = self._fit(stage)
        with _drafted(self.company, self.out.name, fit) as draft:
            _refuse_mistakes(draft)
        _write_new(self.out, text_of(self.company, self.out.parent, fit))
        return NewAnswer(self.out, CheckRequest((self.out,)).answer(stage), tuple(remarks(self.company, fit)))

    @property
    def plays(self) -> bool:
        """Whether something is to be played."""
        said = self.company.retention
        return said.grr is not None or said.nrr is not None

    def _fit(self, stage: Stage) -> Fit | None:
        if not self.plays:
            return None
        from simulator.calibrate.renewal_today import renewal_today
        from simulator.scenario.reading.files import load

        with _drafted(self.company, self.out.name, None) as draft, stage("Playing today's customers", 1) as advance:
            _refuse_mistakes(draft)
            found = renewal_today(load(draft), self.company.retention.grr, self.company.customers)
            advance(1)
        return found


@dataclass(frozen=True)
class NewAnswer:
    """A file that was written, what `check` says of it, and what else is worth knowing of it."""

    path: Path
    check: CheckAnswer
    remarks: tuple[str, ...]

    @property
    def hire(self) -> str:
        """The role to ask first when to hire it: the head of CS, or onboarding where that seat is taken."""
        from simulator.scenario.reading.today import read_today

        (checked,) = self.check.files
        assert checked.scenario is not None, "a file that cannot be played is not written"
        book = read_today(checked.scenario)
        people = () if book is None else book.people
        taken = (
            checked.scenario.roles.cs_head.in_place if book is None else any(one.role == "cs_head" for one in people)
        )
        return "onboarding" if taken else "cs_head"

    def __str__(self) -> str:
        return "\n".join([f"{self.path} is written.", str(self.check), *(f"    note: {one}" for one in self.remarks)])


def check_free(out: Path) -> None:
    """Raise InputError where `out` is there already, is no name of a scenario file, or has no folder to stand in."""
    if out.suffix not in _SUFFIXES:
        message = f"{out} is not named as a scenario is"
        raise InputError([Problem(message, path="--out", allowed="a name such as ours.yaml")])
    if not out.parent.is_dir():
        raise InputError([Problem(f"there is no folder {out.parent}", path="--out", allowed="a folder that is there")])
    if out.exists() or out.is_symlink():
        message = f"{out} is there already and is left as it is"
        raise InputError([Problem(message, path="--out", allowed=f"a name that is free, such as {_free(out)}")])


def _free(out: Path) -> Path:
    number = 2
    while (found := out.with_stem(f"{out.stem}-{number}")).exists():
        number += 1
    return found


@contextmanager
def _drafted(company: Company, name: str, fit: Fit | None) -> Iterator[Path]:
    """A context with the file as it would be, in a folder of its own that goes with it."""
    with tempfile.TemporaryDirectory(prefix="t2d3-new-") as folder:
        draft = Path(folder) / name
        draft.write_text(text_of(company, draft.parent, fit), encoding="utf-8", newline="\n")
        yield draft


def _refuse_mistakes(draft: Path) -> None:
    """Raise what is wrong with a draft, without its places: that file is nowhere to be seen."""
    (checked,) = CheckRequest((draft,)).answer().files
    if checked.error is not None:
        raise InputError([_unplaced(problem, draft) for problem in checked.error.problems])


def _unplaced(problem: Problem, draft: Path) -> Problem:
    if problem.file != str(draft):
        return problem
    return replace(problem, file="", line=0, column=0, source_line="")


def _write_new(out: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all."""
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text)
                file.flush()
            except BaseException:
                out.unlink(missing_ok=True)
                raise
    except FileExistsError:
        check_free(out)
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}") from None
