"""The papers that can be written with a result, beside its tables and charts: what `t2d3 run` takes as options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from simulator.errors import InputError, Problem

if TYPE_CHECKING:
    from simulator.answers._answer import Answer
    from simulator.results.protocols import Summarised


@dataclass(frozen=True)
class Paper:
    """One of them: the name of its file, what it is in a line of help, what makes it of a result.

    `check` raises InputError where packages that it needs are missing.
    """

    file: str
    about: str
    of: Callable[[Summarised], Answer]
    check: Callable[[], None] = lambda: None


def _report(result: Summarised) -> Answer:
    from simulator.answers._report import ReportRequest

    return ReportRequest.of(result).answer()


def _deck(result: Summarised) -> Answer:
    from simulator.answers._deck import DeckRequest

    return DeckRequest.of(result).answer()


def _workbook(result: Summarised) -> Answer:
    from simulator.answers._workbook import WorkbookRequest

    return WorkbookRequest.of(result).answer()


def _check_deck() -> None:
    from simulator.reports.office import office_there

    office_there("a deck")


def _check_workbook() -> None:
    from simulator.reports.office import office_there

    office_there("a workbook")


_PAPERS: Final[Mapping[str, Paper]] = MappingProxyType(
    {
        "report": Paper("report.html", "all of it in one file that opens anywhere", _report),
        "deck": Paper("deck.pptx", "its findings as slides for PowerPoint", _deck, _check_deck),
        "workbook": Paper("workbook.xlsx", "a workbook for Excel whose money is live", _workbook, _check_workbook),
    }
)


def papers() -> Mapping[str, Paper]:
    """Return all there are, by the names of the options, in the order in which they are written."""
    return _PAPERS


def check_papers(names: Sequence[str]) -> None:
    """Raise InputError for a name that no paper has, or where packages that one needs are missing."""
    for name in names:
        if name not in _PAPERS:
            raise InputError([Problem(f'no paper is called "{name[:40]}"', allowed=", ".join(_PAPERS))])
        _PAPERS[name].check()


def write_papers(
    result: Summarised,
    folder: str | Path,
    names: Sequence[str],
    too_large: Callable[[str, Exception], None] | None = None,
) -> tuple[list[Path], list[str]]:
    """Write the papers `names` of a `result` into a `folder`; return their files and what there is to say of them.

    One that would be too large raises SizeError, or is told to `too_large` by its name and left out.
    """
    from simulator.errors import SizeError

    files: list[Path] = []
    said: list[str] = []
    for name in [one for one in _PAPERS if one in names]:
        answer = _PAPERS[name].of(result)
        try:
            files += answer.write(folder)
        except SizeError as error:
            if too_large is None:
                raise
            too_large(name, error)
            continue
        said += getattr(answer, "notices", ())
    return files, said
