"""Every chart of a result, by name, and their files."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.errors import InputError, OutputError
from simulator.reports.charts.arr import arr_fan
from simulator.reports.charts.bridge import bridge_waterfall
from simulator.reports.charts.cash import cash_fans
from simulator.reports.charts.cohorts import cohort_heatmap
from simulator.reports.charts.coverage import coverage_fans
from simulator.reports.charts.headcount import headcount_stack
from simulator.reports.charts.onboarding import onboarding_fans
from simulator.reports.charts.pnl import pnl_page
from simulator.reports.charts.products import products_fans, sells_products
from simulator.reports.charts.retention import retention_fans
from simulator.reports.charts.sellers import sellers_fans, sells_by_capacity
from simulator.reports.charts.shocks import has_shocks, shocks_page
from simulator.reports.theme import as_png, as_svg, footers, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["charts_of", "formats_with", "write_charts", "write_figure"]

FORMATS: Final = ("png", "svg")
"""What a chart can be written as."""


def formats_with(svg: bool) -> tuple[str, ...]:
    """Return what charts are written as: PNG, and SVG too where that is asked for with `svg`."""
    return FORMATS if svg else FORMATS[:1]


Written = Callable[[Path], None]


def _always(scenario: Scenario) -> bool:
    return True


@dataclass(frozen=True)
class Chart:
    """One chart: the name of its file, the function that draws it, and when it is drawn.

    `belongs` tells whether a scenario has what the chart shows. `single_runs` says that it takes the runs one by one,
    so that summaries of runs are not enough; `looks_at_runs` that it shows more where single runs are there.
    """

    name: str
    draw: Callable[[Any], Figure]
    belongs: Callable[[Scenario], bool] = _always
    single_runs: bool = False
    looks_at_runs: bool = False


CHARTS: Final = (
    Chart("arr_fan", arr_fan),
    Chart("retention", retention_fans),
    Chart("headcount", headcount_stack, looks_at_runs=True),
    Chart("coverage", coverage_fans),
    Chart("onboarding", onboarding_fans),
    Chart("arr_bridge", bridge_waterfall),
    Chart("cohorts", cohort_heatmap, single_runs=True, looks_at_runs=True),
    # money
    Chart("cash", cash_fans, looks_at_runs=True),
    Chart("pnl", pnl_page),
    # what a scenario may have switched on
    Chart("products", products_fans, belongs=sells_products),
    Chart("shocks", shocks_page, belongs=has_shocks),
    Chart("sellers", sellers_fans, belongs=sells_by_capacity),
)
"""Every chart of one result, in the order in which a board reads them; its place is the number of its file."""


def charts_of(result: Summarised) -> list[tuple[int, Chart]]:
    """Return the charts that a `result` can have, each with its place among all."""
    from simulator.results.result import Result

    return [
        (place, chart)
        for place, chart in enumerate(CHARTS, start=1)
        if chart.belongs(result.scenario) and (isinstance(result, Result) or not chart.single_runs)
    ]


def write_charts(
    result: Summarised,
    folder: str | Path,
    formats: Sequence[str] = FORMATS[:1],
    on_written: Written | None = None,
    *,
    plain: bool = False,
) -> list[Path]:
    """Draw the charts of a `result` into `folder` (made if missing) and return the files, such as `01_arr_fan.png`.

    A chart keeps its number where another is left out: of what the scenario does not have switched on, or, of
    summaries, one that takes single runs.

    `formats` are file endings, `png` and `svg`, PNG alone by default; `on_written` is told each file as it is finished;
    `plain` leaves the name of the command and the seed out of the footers. Raises InputError for an unknown format and
    OutputError where a file cannot be written.
    """
    _check(formats)
    written: list[Path] = []
    with styled(), footers(plain):
        for place, chart in charts_of(result):
            written += write_figure(chart.draw(result), Path(folder) / f"{place:02}_{chart.name}", formats, on_written)
    return written


def write_figure(figure: Figure, stem: Path, formats: Sequence[str], on_written: Written | None = None) -> list[Path]:
    """Write one page, `figure`, in each format beside `stem` and return the files.

    `formats`, `on_written` and the errors are those of `write_charts`.
    """
    written: list[Path] = []
    for kind in formats:
        written += write_pages(page_of(figure, (kind,)), stem, (kind,), on_written)
    return written


def page_of(figure: Figure, formats: Sequence[str]) -> list[bytes]:
    """Return one page in each format."""
    return [as_svg(figure) if kind == "svg" else as_png(figure) for kind in formats]


def write_pages(
    pages: Sequence[bytes], stem: Path, formats: Sequence[str], on_written: Written | None = None
) -> list[Path]:
    """Write a page that has been drawn, in each format, beside `stem` and return the files."""
    written = []
    for kind, page in zip(formats, pages, strict=True):
        path = stem.with_name(f"{stem.name}.{kind}")
        _replace(path, page)
        written.append(path)
        if on_written is not None:
            on_written(path)
    return written


def _check(formats: Sequence[str]) -> None:
    unknown = [kind for kind in formats if kind not in FORMATS]
    if unknown:
        raise InputError(f"charts are written as {' or '.join(FORMATS)}, not {unknown[0]}")


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file and rename, so that a reader never meets half a chart."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
