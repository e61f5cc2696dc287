"""The rows of tables over months: every third for readers, every month in the file, as the summary has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.reports.page.tables import CsvFile, PageTable
from simulator.reports.words import band_name
from simulator.results.formatting import DECIMALS, decimals, shown
from simulator.results.metrics import find

if TYPE_CHECKING:
    from simulator.reports.page.panels import Side
    from simulator.results.bands import Bands
    from simulator.results.protocols import Summarised


BANDS: Final = ("p5", "p25", "p50", "p75", "p95")
_QUARTER: Final = 3
_LONG: Final = 120
"""Months beyond which a table of every third one would be longer than anybody reads."""


def row_of(values: object) -> list[float]:
    """Return figures by month as plain numbers."""
    return [float(value) for value in values]  # type: ignore[attr-defined]


def rows_of(bands: Bands) -> tuple[list[float], list[float], list[float], list[float], list[float]]:
    """Return the five rows of a band, from the lowest up."""
    return (row_of(bands.p5), row_of(bands.p25), row_of(bands.p50), row_of(bands.p75), row_of(bands.p95))


def thinned(result: Summarised) -> list[int]:
    """Return every third month of a result, of one of more than ten years every twelfth; its first and its last too."""
    months = list(range(0, result.months + 1, _every(result)))
    return months if months[-1] == result.months else [*months, result.months]


def thinned_words(result: Summarised) -> str:
    """Return which months a table has."""
    return f"every {'third' if _every(result) == _QUARTER else 'twelfth'} month, all of them in the file"


def _every(result: Summarised) -> int:
    return _QUARTER if result.months <= _LONG else MONTHS_PER_YEAR


def band_table(side: Side, caption: str, metrics: Sequence[str], beside: Sequence[str] = ()) -> PageTable:
    """Return the table of some metrics over months: the middle and the band of each, and the middle alone of others."""
    result = side.result
    months = thinned(result)
    name = band_name(len(result.runs))
    heads, columns = ["Month"], [[result.labels[month] for month in months]]
    for metric in metrics:
        title, bands, words = _head(result, metric), result.bands(metric), _words(result, metric)
        heads += [f"{title}, median", f"{title}, {name} from", f"{title}, to"]
        columns += [[words(float(row[month])) for month in months] for row in (bands.p50, bands.p5, bands.p95)]
    for metric in beside:
        row, words = result.bands(metric).p50, _words(result, metric)
        heads.append(_head(result, metric))
        columns.append([words(float(row[month])) for month in months])
    rows = tuple(zip(*columns, strict=True))
    return PageTable(f"{caption}; {thinned_words(result)}", tuple(heads), rows, _file(side, metrics, beside))


def _head(result: Summarised, metric: str) -> str:
    return find(metric, result.metrics).head


def _words(result: Summarised, metric: str) -> Callable[[float], str]:
    unit = find(metric, result.metrics).unit

    def words(value: float) -> str:
        return shown(unit, value)

    return words


def _file(side: Side, metrics: Sequence[str], beside: Sequence[str]) -> CsvFile:
    """Return every month of some metrics, figures as `summary.csv` has them."""
    result = side.result
    header = ["month", "label"]
    columns: list[Sequence[object]] = [range(result.months + 1), result.labels]
    for metric in metrics:
        bands, places = result.bands(metric), DECIMALS.get(find(metric, result.metrics).unit, 2)
        header += [f"{metric} {band}" for band in BANDS]
        columns += [decimals(getattr(bands, band), places) for band in BANDS]
    for metric in beside:
        header.append(f"{metric} p50")
        columns.append(decimals(result.bands(metric).p50, DECIMALS.get(find(metric, result.metrics).unit, 2)))
    name = f"{metrics[0].replace('.', '_')}{'' if side.key == 'a' else f'_{side.key}'}.csv"
    return CsvFile(name, tuple(header), tuple(zip(*columns, strict=True)))
