"""Sensitivity as CSV files: the tornado, the Sobol' indices, the split into luck and not knowing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simulator.decisions.sweep_table import write_csv

if TYPE_CHECKING:
    from simulator.decisions.luck import Luck
    from simulator.decisions.sobol import Sobol
    from simulator.decisions.tornado import Tornado


def write_tornado(found: Tornado, folder: str | Path) -> Path:
    """Write `tornado.csv`: one row a value, figures in canonical units."""
    header = ["value", "centre", "low", "high", "unit"]
    header += [f"{end}_{part}" for end in ("at_low", "at_high") for part in ("difference", "from", "to")]
    header += ["measure_at_centre", "measure_as_it_stands", "runs"]
    rows: list[list[object]] = [
        [
            *(bar.knob.path, bar.knob.centre, bar.knob.low, bar.knob.high, found.measure.unit.value),
            *(bar.low.mean, bar.low.low, bar.low.high, bar.high.mean, bar.high.low, bar.high.high),
            *(found.centre, *found.as_it_stands.means, found.runs),
        ]
        for bar in found.bars
    ]
    return write_csv(Path(folder) / "tornado.csv", header, rows)


def write_sobol(found: Sobol, folder: str | Path) -> Path:
    """Write `sobol.csv`: one row a value."""
    header = ["value", "first", "first_low", "first_high", "total", "total_low", "total_high"]
    rows: list[list[object]] = [
        [one.name, one.first, one.first_low, one.first_high, one.total, one.total_low, one.total_high]
        for one in found.indices
    ]
    return write_csv(Path(folder) / "sobol.csv", header, rows)


def write_luck(found: Luck, folder: str | Path) -> Path:
    """Write `luck.csv`: one row a metric and year end; P5 and P95 are those of `band_runs` runs of `t2d3 run`."""
    header = ["metric", "month", "luck_share", "low", "high", "standard_deviation", "p5", "p95", "runs", "band_runs"]
    rows: list[list[object]] = [
        [
            *(one.measure.terms[0].metric.name, one.month, one.luck, one.low, one.high),
            *(one.spread, *band, one.runs, found.runs),
        ]
        for one, band in zip(found.splits, found.bands, strict=True)
    ]
    return write_csv(Path(folder) / "luck.csv", header, rows)
