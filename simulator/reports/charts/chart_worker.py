"""A second process that draws charts beside this one: matplotlib draws one at a time in a process.

It is started early, so that it has imported what drawing takes by the time there is something to draw. It hands back
the bytes of a page and touches no file, so that it may be ended at any moment.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from simulator.experiment.processes import end_with, without_interrupts

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from simulator.reports.charts.catalogue import Written
    from simulator.results.protocols import Summarised
    from simulator.results.snapshot import Snapshot

__all__ = ["ChartWorker", "begin", "write_charts_with_worker"]

P = ParamSpec("P")
T = TypeVar("T")

Page = list[bytes]
"""One chart in every format asked for."""
_IN_HAND: Final = 2
"""Charts submitted to the other process, so that it need not wait for the next; the others can be taken back."""


class ChartWorker:
    """Draws charts in a process of its own, one after the other from the front of a line.

    This process may take charts from the end of the line to draw them itself. What cannot be drawn over there, because
    the process is gone, is given back as well.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
        ear, self._mouth = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(1, context, _begin, (ear,))
        self._lock = threading.RLock()
        self._line: deque[str] = deque()
        self._drawn: dict[str, Future[Page]] = {}
        others = multiprocessing.active_children()
        with without_interrupts():
            self._pool.submit(_get_ready)
        self._processes = [process for process in multiprocessing.active_children() if process not in others]

    def begin(self, outline: Snapshot, names: Sequence[str], formats: Sequence[str], plain: bool = False) -> None:
        """Have charts drawn from now on, those named first to begin with; with `plain` footers."""
        self._line.extend(names)
        self._submitted(_know, outline, tuple(formats), plain)
        for _ in range(_IN_HAND):
            self._submit_next()

    def take_back(self) -> str | None:
        """Return the chart at the end of the line, which is not drawn over there any more; None for an empty line."""
        with self._lock:
            return self._line.pop() if self._line else None

    def pages(self, wait: bool) -> Iterator[tuple[str, Page | None]]:
        """Return the name and the page of each chart drawn by now (with `wait`, of all in hand) and not returned yet.

        The page is None where the other process could not draw it.
        """
        for name, page in list(self._drawn.items()):
            if wait or page.done():
                yield name, _page_of(page)
                del self._drawn[name]

    def close(self) -> None:
        """End the other process, at once.

        The pool is waited for: Python ends it once more on its way out, and where the pool's own thread was just about
        to, what is printed then is a traceback.
        """
        with self._lock:
            self._line.clear()
        self._mouth.close()
        for process in self._processes:
            process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit_next(self, before: Future[Page] | None = None) -> None:
        """Hand out the next chart, and the one after it once it is drawn."""
        with self._lock:  # a chart is in line or in hand, never on its way from one to the other
            if not self._line:
                return
            name = self._line.popleft()
            page = self._drawn[name] = self._submitted(_draw, name)
        page.add_done_callback(self._submit_next)

    def _submitted(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        try:
            return self._pool.submit(task, *args, **kwargs)
        except RuntimeError as error:  # the process is gone, or the pool closed
            failed: Future[T] = Future()
            failed.set_exception(error)
            return failed


def write_charts_with_worker(
    result: Summarised,
    folder: Path,
    formats: Sequence[str],
    worker: ChartWorker,
    on_written: Written | None = None,
    *,
    plain: bool = False,
) -> list[Path]:
    """Draw the charts of a `result` as `catalogue.write_charts` does, together with a worker that has begun.

    `folder` is made if missing; `worker` has been given the charts of this result by `begin`, for the same `formats`
    and `plain` footers; `on_written` is told each file as it is finished. Returns the files, sorted. Raises OutputError
    where one cannot be written.
    """
    from simulator.reports.charts.catalogue import charts_of, write_figure, write_pages
    from simulator.reports.theme import footers, styled

    charts = {chart.name: (chart, folder / f"{place:02}_{chart.name}") for place, chart in charts_of(result)}
    own = deque(name for name in charts if name not in given_away(result))
    written: list[Path] = []

    def take(wait: bool) -> None:
        for name, page in worker.pages(wait):
            if page is None:
                own.append(name)
            else:
                written.extend(write_pages(page, charts[name][1], formats, on_written))

    with styled(), footers(plain):
        while True:
            name = own.popleft() if own else worker.take_back()
            if name is None:
                take(wait=True)
                if not own:
                    return sorted(written)
                continue
            chart, stem = charts[name]
            written += write_figure(chart.draw(result), stem, formats, on_written)
            take(wait=False)


def begin(worker: ChartWorker, result: Summarised, formats: Sequence[str], *, plain: bool = False) -> None:
    """Give a `worker` the charts of a `result` that its outline is enough for; it draws from now on.

    `formats` and `plain` are those of `catalogue.write_charts`.
    """
    from simulator.results.snapshot import Snapshot

    worker.begin(Snapshot.of(result), given_away(result), formats, plain)


def given_away(result: Summarised) -> list[str]:
    """Return the charts that an outline is enough for."""
    from simulator.reports.charts.catalogue import charts_of
    from simulator.results.result import Result

    runs = isinstance(result, Result)
    return [chart.name for _, chart in charts_of(result) if not (runs and chart.looks_at_runs)]


# in the other process ------------------------------------------------------------------------------------------------

_outline: Snapshot | None = None
_formats: tuple[str, ...] = ()
_plain = False


def _begin(ear: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with(ear)


def _get_ready() -> None:
    """Import what drawing takes, and find the fonts."""
    from simulator.reports.charts import catalogue
    from simulator.reports.theme import as_png, new_page, styled

    assert catalogue.CHARTS
    with styled():
        figure, _ = new_page("Ready", "Ready", "Ready")
        as_png(figure)


def _know(outline: Snapshot, formats: tuple[str, ...], plain: bool) -> None:
    global _outline, _formats, _plain  # the process draws one result's charts, and a pool gives it no other place
    _outline, _formats, _plain = outline, formats, plain


def _draw(name: str) -> Page:
    from simulator.reports.charts.catalogue import CHARTS, page_of
    from simulator.reports.theme import footers, styled

    assert _outline is not None
    (chart,) = (chart for chart in CHARTS if chart.name == name)
    with styled(), footers(_plain):
        return page_of(chart.draw(_outline), _formats)


def _page_of(page: Future[Page]) -> Page | None:
    try:
        return page.result()
    except Exception:  # drawn here, it works or fails for a reason worth telling
        return None
