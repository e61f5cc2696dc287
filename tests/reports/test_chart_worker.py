"""Charts drawn by two processes: the same bytes, whoever draws which, and whatever becomes of the other process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from synthetic_company import company

from simulator import simulate
from simulator.reports.charts.catalogue import CHARTS, FORMATS, charts_of, write_charts
from simulator.reports.charts.chart_worker import ChartWorker, begin, given_away, write_charts_with_worker
from simulator.results.result import Result
from simulator.results.snapshot import Snapshot
from simulator.results.summaries import Summaries


@pytest.fixture
def worker() -> Iterator[ChartWorker]:
    worker = ChartWorker()
    yield worker
    worker.close()


def process_of(worker: ChartWorker) -> int:
    (process,) = worker._pool._processes
    return process


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("keep", ["runs", "summaries"])
def test_two_draw_the_bytes_that_one_draws(tmp_path: Path, worker: ChartWorker, keep: str) -> None:
    result: Result | Summaries = (
        simulate("selling_by_capacity", runs=5) if keep == "runs" else simulate("sceptic", runs=5, keep="summaries")
    )
    formats = FORMATS if keep == "runs" else FORMATS[:1]
    told: list[Path] = []
    alone = write_charts(result, tmp_path / "alone", formats)
    begin(worker, result, formats)
    together = write_charts_with_worker(result, tmp_path / "together", formats, worker, told.append)
    assert [path.name for path in together] == [path.name for path in alone]
    assert sorted(told) == together
    assert bytes_of(tmp_path / "together") == bytes_of(tmp_path / "alone")


def test_an_outline_draws_every_chart_that_is_given_away(tmp_path: Path) -> None:
    result = company(4, 24)
    given = given_away(result)
    assert given == [chart.name for _, chart in charts_of(result) if not chart.looks_at_runs]
    assert [chart.name for chart in CHARTS if chart.looks_at_runs] == ["headcount", "cohorts", "cash"]
    outline = Snapshot.of(result)
    assert (outline.labels, list(outline.metrics)) == (result.labels, result.names())
    write_charts(result, tmp_path / "runs", ["svg"])
    write_charts(outline, tmp_path / "outline", ["svg"])
    drawn, wanted = bytes_of(tmp_path / "outline"), bytes_of(tmp_path / "runs")
    names = [f"{place:02}_{chart.name}.svg" for place, chart in charts_of(result) if chart.name in given]
    assert {name: drawn[name] for name in names} == {name: wanted[name] for name in names}


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize("before", [True, False])
def test_the_charts_of_a_process_that_was_killed_are_drawn_here(
    tmp_path: Path, worker: ChartWorker, before: bool
) -> None:
    result = company(3, 13)
    if before:
        os.kill(process_of(worker), signal.SIGKILL)
        time.sleep(0.2)
    begin(worker, result, FORMATS)
    if not before:
        os.kill(process_of(worker), signal.SIGKILL)
    files = write_charts_with_worker(result, tmp_path, FORMATS, worker)
    assert len(files) == len(charts_of(result)) * len(FORMATS)
    assert sorted(path.name for path in tmp_path.iterdir()) == [path.name for path in files]


def has_ended(process: BaseProcess) -> bool:
    """Wait for a process to end; asked again and again, since the pool's own thread may be the one that learns it."""
    deadline = time.monotonic() + 60.0
    while process.exitcode is None and time.monotonic() < deadline:
        time.sleep(0.05)
    return process.exitcode is not None


def test_an_interruption_leaves_whole_charts_and_no_process(tmp_path: Path) -> None:
    result, worker = company(3, 13), ChartWorker()
    process = worker._pool._processes[process_of(worker)]
    begin(worker, result, FORMATS)

    def interrupted(path: Path) -> None:
        raise KeyboardInterrupt

    try:
        with pytest.raises(KeyboardInterrupt):
            write_charts_with_worker(result, tmp_path, FORMATS, worker, interrupted)
    finally:
        worker.close()
    assert has_ended(process)
    assert all(path.suffix in (".png", ".svg") for path in tmp_path.iterdir())
    assert [content for content in bytes_of(tmp_path).values() if not content.rstrip()] == []


def test_closing_at_once_ends_the_process_while_it_gets_ready() -> None:
    worker = ChartWorker()
    process = worker._pool._processes[process_of(worker)]
    worker.close()
    assert has_ended(process)


def test_nothing_of_it_is_left_once_it_is_closed() -> None:
    """A thread that is just ending would have Python print a traceback on its way out."""
    threads, processes = threading.enumerate(), multiprocessing.active_children()
    worker = ChartWorker()
    worker.close()
    assert [thread for thread in threading.enumerate() if thread not in threads] == []
    assert [process for process in multiprocessing.active_children() if process not in processes] == []
