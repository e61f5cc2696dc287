"""Results as a workbook, as a question and as an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.answers._arguments import asked
from simulator.answers._file_answer import FileAnswer
from simulator.answers._parts import check_number, parts_of, refuse
from simulator.answers._request import Request
from simulator.progress import Stage, no_progress

if TYPE_CHECKING:
    from simulator.progress import Progress
    from simulator.reports.workbook.cases import Cases
    from simulator.reports.workbook.workbook import Made
    from simulator.results.protocols import Summarised

FILE: Final = "workbook.xlsx"


@asked
def workbook(
    results: str | Path | Summarised | Sequence[str | Path | Summarised], *, progress: Progress | None = None
) -> WorkbookAnswer:
    """Put results into a workbook whose money is live, as `t2d3 workbook` does.

    - `results`: folders that `t2d3 run` or `t2d3 compare` wrote, or results as `simulate` returns them; several are
      scenarios to choose from, such as a downside, a base and an upside, over the same months.
    - `progress` is told nothing, since no run is played.

    What customers and hires did stands as values; what that costs is worked out in the cells. `answer.save(path)`
    writes the .xlsx, `answer.file` is its bytes: the same for the same results. Raises OutputError for a folder that
    holds no result, InputError for results over other months, and where the packages of `t2d3[office]` are missing.
    """
    return WorkbookRequest.of(results).answer_with(progress)


@dataclass(frozen=True, eq=False, repr=False)
class WorkbookAnswer(FileAnswer):
    """The workbook of some results. It has no table and no chart of its own."""

    name = FILE

    result: Cases

    @cached_property
    def _made(self) -> Made:
        from simulator.reports.workbook.workbook import workbook_of

        return workbook_of(self.result)

    @property
    def file(self) -> bytes:
        """The bytes of the .xlsx."""
        return self._made.file

    @property
    def notices(self) -> tuple[str, ...]:
        """What cannot be live in it, and why."""
        return self._made.notices

    def __str__(self) -> str:
        return self._made.finding


@dataclass(frozen=True, eq=False)
class WorkbookRequest(Request[WorkbookAnswer]):
    """Which results go into the workbook."""

    cases: Cases

    @classmethod
    def of(cls, results: str | Path | Summarised | Sequence[str | Path | Summarised]) -> WorkbookRequest:
        """Read and check what is asked; errors are those of `workbook`."""
        from simulator.reports.office import office_there
        from simulator.reports.page.report import sides_of
        from simulator.reports.workbook.cases import cases_of

        office_there("a workbook")
        found: list[Summarised] = []
        for one in parts_of(results):
            if isinstance(one, Path):
                refuse(one, "no result of t2d3 run")
            found.append(one)
        check_number(len(found), "make a workbook of")
        return cls(cases_of(sides_of(found)))

    def answer(self, stage: Stage = no_progress) -> WorkbookAnswer:
        """Return the answer; nothing is played for it."""
        return WorkbookAnswer(self.cases)
