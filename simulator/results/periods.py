"""Metrics over fiscal quarters and years: run by run, each read in its own way, then summarised across the runs.

Percentiles of months do not add up to those of a year: a run that burns little in March may burn much in April. So a
figure of a period is made in every run, and the bands are those of such figures.
"""

from __future__ import annotations

import csv
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from simulator.fiscal import By, Period, periods
from simulator.results.arithmetic import Floats
from simulator.results.bands import Bands, bands_of
from simulator.results.summary import Summarised
from simulator.results.tables import DECIMALS, decimals, errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from simulator.results.metrics import Metric
    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario


BY: Final[tuple[By, ...]] = ("quarters", "years")
_AT_ONCE: Final = 16
"""Metrics whose figures over periods are in memory at a time."""


class SummarisedByPeriod(Summarised, Protocol):
    """What tables of periods ask of the runs of a scenario; a `Result` answers it, and so do `Summaries`."""

    def period_bands(self, name: str, by: By) -> Bands:
        """Return the bands of a metric, quarter by quarter or year by year."""


def periods_of(scenario: Scenario, by: By) -> tuple[Period, ...]:
    """Return the fiscal quarters or years of a scenario, those that its horizon cuts short among them."""
    return periods(by, scenario.start_date, scenario.horizon_months, scenario.fiscal_year_starts)


def over_periods(metric: Metric, monthly: Floats, ledger: Floats, stretches: Sequence[Period]) -> Floats:
    """Return a metric's figures over periods (…, periods), NaN where n/a.

    `monthly` are its values (…, months + 1), `ledger` (…, months + 1, columns) is what they come from. A flow adds up,
    month by month from the first on; a stock and a low are read at the period's end, and so is a ratio unless it is
    rebuilt from the sums of the period.
    """
    if metric.reading == "sum":
        return sums(monthly, stretches)
    if metric.over is None or metric.over == "end":
        return monthly[..., [period.last for period in stretches]]
    return metric.over(ledger, lambda flow: sums(flow, stretches))


def sums(flow: Floats, stretches: Sequence[Period]) -> Floats:
    """Add up a monthly flow (…, months + 1) over periods (…, periods), each from its first month to its last."""
    total = np.zeros((*flow.shape[:-1], len(stretches)))
    firsts = np.array([period.first for period in stretches], dtype=np.int64)
    lengths = np.array([period.months for period in stretches], dtype=np.int64)
    for lag in range(int(lengths.max(initial=0))):
        there = np.flatnonzero(lengths > lag)
        total[..., there] += flow[..., firsts[there] + lag]
    return total


def bands_by_period(result: Result, values: Mapping[str, Floats], by: By) -> dict[str, Bands]:
    """Return the bands of every metric over the quarters or years of a result; `values` are its monthly ones."""
    stretches = periods_of(result.scenario, by)
    names, found = list(values), {}
    for first in range(0, len(names), _AT_ONCE):
        some = {
            name: over_periods(result.metrics[name], values[name], result.ledger, stretches)
            for name in names[first : first + _AT_ONCE]
        }
        found.update(bands_of(some))
    return found


# The files of fiscal quarters and years: the bands of every metric over each of them, as CSV.

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
