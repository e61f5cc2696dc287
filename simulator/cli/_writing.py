"""How `t2d3 run` writes its files: charts are drawn by a second process while the tables are still being written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
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

    A Ctrl-C while they are drawn, or the report is written, leaves the tables, which hold every run, without any.
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
    report: bool = False
    """Whether the report in one file is written too."""
    undrawn: bool = False

    def write(self, folder: Path) -> list[Path]:
        """Write to a folder and return the files."""
        from simulator.cli._folders.question import CHARTS, REPORT

        begun: Callable[[], object] = _nothing
        if self.charts and self.worker is not None:
            begun = partial(self._begin, self.worker)
        files = self.answer.write_tables(folder, begun)
        try:
            return files + self._reported(folder) + (self._drawn(folder / CHARTS) if self.charts else [])
        except KeyboardInterrupt:
            self.undrawn = True
            shutil.rmtree(folder / CHARTS, ignore_errors=True)
            (folder / REPORT).unlink(missing_ok=True)
            return files

    def _reported(self, folder: Path) -> list[Path]:
        """Write the report where it is asked for; of runs that make too large a one, say so and keep the rest."""
        if not self.report:
            return []
        from simulator.answers import ReportRequest
        from simulator.cli.terminal import say
        from simulator.errors import SizeError

        try:
            return ReportRequest.of(self.answer).answer().write(folder)
        except SizeError as error:
            say(f"No report was written: {error}", err=True)
            return []

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


def _nothing() -> None:
    """Do nothing."""
