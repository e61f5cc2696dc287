"""How `t2d3 run` writes its files: charts are drawn by a second process while the tables are still being written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from simulator.answers import SimulateAnswer, SummariesAnswer
    from simulator.reports.charts.chart_worker import ChartWorker
    from simulator.results.protocols import Summarised

_ROOMY: Final = 4
"""How many times what a worker process takes has to be there for a second process to draw charts."""


@contextmanager
def chart_worker(workers: int | None) -> Iterator[ChartWorker | None]:
    """A context with a second process for the charts, None where there is no core, memory or leave for one.

    It gets ready while the runs are simulated.
    """
    from simulator.experiment.executors import WORKER_BYTES, usable_cores
    from simulator.experiment.sizes import available_memory

    if workers == 1 or usable_cores() == 1 or available_memory() < _ROOMY * WORKER_BYTES:
        yield None
        return
    from simulator.reports.charts.chart_worker import ChartWorker

    worker = ChartWorker()
    try:
        yield worker
    finally:
        worker.close()


@dataclass
class ResultWriter:
    """Writes tables and charts; with a chart worker, that draws while the tables are still being written.

    A Ctrl-C while they are drawn, or papers are written, leaves the tables, which hold every run, without any.
    """

    answer: SimulateAnswer | SummariesAnswer
    charts: bool
    stage: Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
    worker: ChartWorker | None
    svg: bool
    until: int | None = None
    """The last month that charts show; None for the horizon."""
    plain: bool = False
    """Whether their footers leave out the name of the command and the seed."""
    papers: Sequence[str] = ()
    """Which papers are written too, by their options."""
    said: list[str] = field(default_factory=list)
    """What there is to say of them when they are written."""
    undrawn: bool = False

    def write(self, folder: Path) -> list[Path]:
        """Write to a folder and return the files."""
        from simulator.answers import papers
        from simulator.cli._folders.question import CHARTS

        begun: Callable[[], object] = _nothing
        if self.charts and self.worker is not None:
            begun = partial(self._begin, self.worker)
        files = self.answer.write_tables(folder, begun)
        try:
            return files + self._papers(folder) + (self._drawn(folder / CHARTS) if self.charts else [])
        except KeyboardInterrupt:
            self.undrawn = True
            shutil.rmtree(folder / CHARTS, ignore_errors=True)
            for paper in papers().values():
                (folder / paper.file).unlink(missing_ok=True)
            return files

    def _papers(self, folder: Path) -> list[Path]:
        """Write the papers that are asked for; of runs that make too large a one, say so and keep the rest."""
        from simulator.answers import write_papers

        files, self.said = write_papers(self.answer, folder, self.papers, _too_large)
        return files

    @cached_property
    def _shown(self) -> Summarised:
        """What charts show of the answer."""
        from simulator.results.shorter import up_to

        return self.answer if self.until is None else up_to(self.answer, self.until)

    def _begin(self, worker: ChartWorker) -> None:
        from simulator.reports.charts.catalogue import formats_with
        from simulator.reports.charts.chart_worker import begin

        begin(worker, self._shown, formats_with(self.svg), plain=self.plain)

    def _drawn(self, folder: Path) -> list[Path]:
        from simulator.reports.charts.catalogue import formats_with, write_charts
        from simulator.reports.charts.chart_worker import write_charts_with_worker

        formats, shown = formats_with(self.svg), self._shown
        with self.stage("Drawing charts", len(self.answer.charts) * len(formats)) as advance:
            if self.worker is None:
                return write_charts(shown, folder, formats, lambda path: advance(1), plain=self.plain)
            return write_charts_with_worker(
                shown, folder, formats, self.worker, lambda path: advance(1), plain=self.plain
            )


def _too_large(name: str, error: Exception) -> None:
    """Say that a paper was not written."""
    from simulator.cli.terminal import say

    say(f"No {name} was written: {error}", err=True)


def _nothing() -> None:
    """Do nothing."""
