"""Results as one HTML file, as a question and as an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.answers._arguments import asked
from simulator.answers._file_answer import FileAnswer
from simulator.answers._parts import check_number, parts_of, refuse
from simulator.answers._request import Request, texts_of
from simulator.decisions.levers import PlannedLever, levers_of, pace, play_levers, runs_of
from simulator.errors import SizeError
from simulator.progress import Stage, no_progress

if TYPE_CHECKING:
    from simulator.decisions.levers import Lever
    from simulator.progress import Progress
    from simulator.reports.page.report import Report
    from simulator.reports.page.stored_when import StoredWhen
    from simulator.results.protocols import Summarised

FILE: Final = "report.html"
MOST_BYTES: Final = 500_000
"""What a mailed page may weigh."""


@asked
def report(
    results: str | Path | Summarised | Sequence[str | Path | Summarised],
    *,
    levers: str | Sequence[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
) -> ReportAnswer:
    """Put results into one HTML file that opens anywhere and asks nothing of any network, as `t2d3 report` does.

    - `results`: folders that `t2d3 run` or `t2d3 when` wrote, or results as `simulate` returns them; one or several,
      side by side. A folder of `t2d3 compare` stands for the results in it.
    - `levers`: what a reader may drag: one or several of `path=from:to:n` or `path=a,b,c`, `hire.cs_head=2M:14M:7` for
      the hiring point of a role. Each stop of each is played from the first result's scenario, over at most 200 of its
      runs; `workers` and `progress` are those of `simulate`.

    `answer.page` is the file's text, `answer.write(folder)` puts it there as `report.html`; the same results give the
    same bytes. Raises OutputError for a folder that holds neither or has been changed, InputError for a lever that is
    none, SizeError for a page of more than 500 KB, Interrupted on Ctrl-C.
    """
    return ReportRequest.of(results, levers=levers, workers=workers).answer_with(progress)


@dataclass(frozen=True, eq=False, repr=False)
class ReportAnswer(FileAnswer):
    """The page of some results: `page` is its HTML. It has no table and no chart of its own."""

    name = FILE

    result: Report

    @cached_property
    def page(self) -> str:
        """The whole file as text; raises SizeError where it would be too large to be mailed."""
        from simulator.reports.page.report import report_page

        page = report_page(self.result)
        size = len(page.encode())
        if size > MOST_BYTES:
            raise SizeError(
                f"the report would have {size / 1000:,.0f} KB, more than the {MOST_BYTES / 1000:,.0f} KB that it may; "
                "name fewer results, or fewer levers or stops"
            )
        return page

    @property
    def notices(self) -> tuple[str, ...]:
        """Which months are compared, where results have not all the same."""
        from simulator.reports.beside import Together

        notice = Together(self.result.sides).notice
        return (notice,) if notice else ()

    @property
    def file(self) -> bytes:
        """The bytes of the .html; raises SizeError where it would be too large to be mailed."""
        return self.page.encode()

    def __str__(self) -> str:
        from simulator.reports.terminal.run import answer

        first, *others = self.result.sides
        return f"{first.name}: {answer(first.result)}" if others else answer(first.result)


@dataclass(frozen=True, eq=False)
class ReportRequest(Request[ReportAnswer]):
    """Which results go onto the page, and which levers are played for it."""

    results: tuple[Summarised, ...]
    whens: tuple[StoredWhen, ...]
    levers: tuple[PlannedLever, ...]
    workers: int | None = None

    @classmethod
    def of(
        cls,
        results: str | Path | Summarised | Sequence[str | Path | Summarised],
        *,
        levers: str | Sequence[str] = (),
        workers: int | None = None,
    ) -> ReportRequest:
        """Read and check what is asked; errors are those of `report`."""
        from simulator.reports.page.stored_when import is_when, read_when

        found: list[Summarised] = []
        whens: list[StoredWhen] = []
        for one in parts_of(results):
            if not isinstance(one, Path):
                found.append(one)
            elif is_when(one):
                whens.append(read_when(one))
            else:
                refuse(one, "neither a result of t2d3 run nor an answer of t2d3 when")
        check_number(len(found), "report on")
        return cls(tuple(found), tuple(whens), levers_of(found[0].scenario, texts_of(levers)), workers)

    @property
    def runs(self) -> int:
        """How many runs its levers take."""
        return sum(len(lever.scenarios) for lever in self.levers) * len(runs_of(self.results[0])) if self.levers else 0

    def seconds(self) -> float:
        """Return about how long playing its levers will take, by playing a few runs first; 0 without levers."""
        return self.runs * pace(self.results[0], self.workers) if self.levers else 0.0

    def answer(self, stage: Stage = no_progress) -> ReportAnswer:
        """Play what levers take and return the answer."""
        from simulator.reports.page.report import Report, sides_of

        levers: tuple[Lever, ...] = ()
        if self.levers:
            stops = sum(len(lever.scenarios) for lever in self.levers)
            with stage(f"Playing {stops} stops", self.runs) as progress:
                levers = play_levers(self.results[0], self.levers, self.workers, progress)
        return ReportAnswer(Report(sides_of(self.results), self.whens, levers))
