"""The files of fiscal quarters and years: the bands of every metric over each of them, as CSV."""

from __future__ import annotations

import csv
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from simulator.results.periods import BY, periods_of
from simulator.results.tables import DECIMALS, decimals, errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from simulator.fiscal import By
    from simulator.results.periods import SummarisedByPeriod

HEADER: Final = (
    *("period", "first_day", "last_day", "months", "metric", "unit", "read"),
    *("n", "mean", "se", "p5", "p25", "p50", "p75", "p95"),
)


def write_period_summary(result: SummarisedByPeriod, path: Path, by: By) -> None:
    """Write the bands of every metric over every quarter or year; an empty cell is n/a, n the runs with a figure.

    `read` says how a run's figure comes about: the sum of the months, the value at the period's end, or rebuilt from
    the sums of the period.
    """
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(_rows(result, by))


PERIOD_FILES: Final[dict[str, Callable[[Any, Path], None]]] = {
    f"summary_{by}.csv": partial(write_period_summary, by=by) for by in BY
}
"""The files by name, and what writes each."""


def _rows(result: SummarisedByPeriod, by: By) -> Iterator[Sequence[object]]:
    about = [
        (period.label, *period.days(result.scenario.start_date), period.months)
        for period in periods_of(result.scenario, by)
    ]
    for name, metric in result.metrics.items():
        bands, unit = result.period_bands(name, by), metric.unit_of_periods
        places = DECIMALS.get(unit, 2)
        spread = (bands.p5, bands.p25, bands.p50, bands.p75, bands.p95)
        columns = (bands.count.tolist(), decimals(bands.mean, places), errors(bands.se, places))
        figures = zip(*columns, *(decimals(band, places) for band in spread), strict=True)
        for period, figure in zip(about, figures, strict=True):
            yield (*period, name, unit.value, metric.reading, *figure)
