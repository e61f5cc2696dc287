"""Luck or not knowing: how much of a figure's spread is the luck of the draw, and how much the uncertain values.

Each row of drawn values plays several runs with luck of its own. Within a row only luck differs, between rows the
values differ too; the one-way analysis of variance tells the two parts apart (law of total variance).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulator.decisions.common_draws import CommonDraws
from simulator.decisions.compare import CONFIDENCE
from simulator.decisions.defaults import ROWS
from simulator.errors import InputError
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.progress import Progress
from simulator.results.bands import Bands
from simulator.results.measure import Measure
from simulator.results.summary import years_of
from simulator.scenario.schema.uncertainty import parameter_rows, uncertain_paths, with_values

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["EACH", "Split", "VarianceSplit", "split_variance"]

Floats = npt.NDArray[np.float64]
EACH = 6
METRICS = ("nrr", "arr")


@dataclass(frozen=True)
class Split:
    """One figure's variance in two parts.

    `luck` is the share (0 to 1) that is luck, with its 95 % interval `low` to `high` (exact for normal figures), and
    `spread` the standard deviation of all. `runs` counts those with a figure. What cannot be stated is NaN.
    """

    measure: Measure
    month: int
    luck: float
    low: float
    high: float
    spread: float
    runs: int

    @property
    def known(self) -> float:
        """How wide the band would be if every value were known, as a share of its width."""
        return math.sqrt(self.luck) if self.luck >= 0.0 else math.nan


@dataclass(frozen=True, eq=False)
class VarianceSplit:
    """The splits of some metrics at year ends and at the last month.

    `bands` has P5 and P95 of each, over the `runs` runs that `t2d3 run` plays: sets of values that play several times
    each are other runs, with a band of their own.
    """

    scenario: Scenario
    splits: tuple[Split, ...]
    bands: tuple[tuple[float, float], ...]
    runs: int
    rows: int
    each: int
    seed: int

    def at_the_end(self, metric: str) -> Split:
        """Return the split of a metric at the last month."""
        return next(one for one in reversed(self.splits) if one.measure.terms[0].metric.name == metric)


def split_variance(
    scenario: Scenario,
    *,
    metrics: Sequence[str] = METRICS,
    rows: int = ROWS,
    each: int = EACH,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> VarianceSplit:
    """Play `rows` sets of drawn values, `each` with so many runs, and split the variance of metrics by year.

    `metrics` are names of metrics of a `scenario`. Row k has the values that run k of the scenario draws; its luck is
    that of runs k × `each` and on. `runs` runs of the scenario as it stands give the bands. `seed`, `engine` and
    `workers` are those of `simulate`; `progress` hears of rows × each + runs runs. Raises InputError where nothing is
    uncertain, for fewer than three rows or two runs of each, and for unknown metrics.
    """
    if not uncertain_paths(scenario):
        raise InputError("nothing in this scenario is uncertain, so all of its spread is luck")
    if rows < 3 or each < 2:
        raise InputError("three sets of values and two runs of each are the least that can be told apart")
    months = [year.last for year in years_of(scenario)]
    measures = [(Measure.read(f"{name}@{month}"), month) for name in metrics for month in months]
    reads = [measure.of for measure, _ in measures]
    values = np.empty((len(reads), rows, each))
    for row, drawn in enumerate(parameter_rows(scenario, seed, range(rows))):
        certain = with_values(scenario, drawn)
        field = CommonDraws([certain], reads, seed=seed, engine=engine, workers=workers, progress=progress)
        values[:, row] = field.play(range(row * each, (row + 1) * each))[0]
    splits = tuple(split_of(measure, month, table) for (measure, month), table in zip(measures, values, strict=True))
    field = CommonDraws([scenario], reads, seed=seed, engine=engine, workers=workers, progress=progress)
    own = Bands.of(field.play(range(runs))[0].T)
    bands = tuple(zip(own.p5.tolist(), own.p95.tolist(), strict=True))
    return VarianceSplit(scenario, splits, bands, runs, rows, each, seed)


def split_of(measure: Measure, month: int, table: Floats) -> Split:
    """Split the variance of figures (rows, runs of each row); a row with a missing figure is left out."""
    whole = table[np.isfinite(table).all(axis=1)]
    rows, each = whole.shape
    if rows < 3:
        nan = math.nan
        return Split(measure, month, nan, nan, nan, nan, int(whole.size))
    within = float(whole.var(axis=1, ddof=1).mean())
    between = float(whole.mean(axis=1).var(ddof=1)) * each
    knowing = max(0.0, (between - within) / each)
    total = within + knowing
    if total == 0.0:
        return Split(measure, month, math.nan, math.nan, math.nan, 0.0, int(whole.size))
    low, high = _interval(between / within if within > 0.0 else math.inf, rows, each)
    return Split(measure, month, within / total, low, high, math.sqrt(total), int(whole.size))


def _interval(ratio: float, rows: int, each: int) -> tuple[float, float]:
    """Return the interval of the share of luck from the ratio of the mean squares, by the F distribution."""
    from scipy.special import fdtri

    freedom = rows - 1, rows * (each - 1)
    shares = []
    for tail in ((1.0 - CONFIDENCE) / 2.0, (1.0 + CONFIDENCE) / 2.0):
        scaled = ratio / float(fdtri(*freedom, tail))
        knowing = (scaled - 1.0) / (scaled + each - 1.0) if math.isfinite(scaled) else 1.0
        shares.append(1.0 - min(1.0, max(0.0, knowing)))
    return min(shares), max(shares)
