"""The differences of a comparison as a CSV file, every metric at every month."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.results.staging import Staging

if TYPE_CHECKING:
    from simulator.decisions.compare import Comparison
    from simulator.decisions.several import Several

DIFFERENCES: Final = "differences.csv"
_HEADER: Final = (
    *("month", "label", "metric", "unit", "n", "mean_a", "mean_b"),
    *("difference", "se", "low", "high", "probability_a_above_b", "variance_ratio"),
)
_DIGITS: Final = 7


def write_differences(comparison: Comparison, folder: str | Path) -> Path:
    """Write `differences.csv`: A − B of every metric at every month with its 95 % interval; an empty cell is n/a.

    Raises OutputError where it cannot be written; the file appears whole or not at all.
    """
    target = Path(folder)
    with Staging(target) as staging, staging.path(DIFFERENCES).open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEADER)
        writer.writerows(_rows(comparison))
    return target / DIFFERENCES


def write_all_differences(found: Several, folder: str | Path) -> Path:
    """Write `differences.csv` with a column for the scenario first: each of the others less the first."""
    target = Path(folder)
    with Staging(target) as staging, staging.path(DIFFERENCES).open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("scenario", "against", *_HEADER))
        for name, comparison in zip(found.names[1:], found.comparisons, strict=True):
            writer.writerows((name, found.names[0], *row) for row in _rows(comparison))
    return target / DIFFERENCES


def _rows(comparison: Comparison) -> Iterator[tuple[object, ...]]:
    shared = [(name, metric) for name, metric in comparison.a.metrics.items() if name in comparison.b.metrics]
    for name, metric in shared:
        for found in comparison.by_month(name):
            figures = (found.mean_a, found.mean_b, found.mean, found.se, found.low, found.high)
            yield (
                *(found.month, found.label, name, metric.unit.value, found.n),
                *(_figure(value) for value in (*figures, found.probability, found.variance_ratio)),
            )


def _figure(value: float) -> str:
    """Return a figure to seven significant digits, without an exponent; nothing for NaN, `inf` for infinity."""
    if math.isnan(value):
        return ""
    return "inf" if math.isinf(value) else f"{Decimal(f'{value:.{_DIGITS}g}') + 0:f}"
