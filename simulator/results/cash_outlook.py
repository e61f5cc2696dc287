"""How a scenario's cash fares over its runs: how low it gets and when, the odds of none left, how long it lasts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.results.bands import Bands
from simulator.results.metrics.solvency import BELOW_ZERO, LOW, LOW_MONTH, RUNWAY, SHORT_RUNWAYS, below

if TYPE_CHECKING:
    from datetime import date

    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["CashOutlook", "often", "share_of", "share_out"]

OFTEN: Final = 0.2
"""From this share of the runs on, running out of cash comes before whatever else there is to say of a scenario."""
_SPECK: Final = 1e-9  # by which a merged mean of zeros and ones may miss its share


@dataclass(frozen=True)
class CashOutlook:
    """Cash of a scenario that starts on `start`, over its `runs` runs of `months` months.

    `low` is the median of the least cash at any month's end in dollars, with P5 and P95 (of fewer than 19 runs the
    lowest and the highest); `month` the median of when
    that was, in months from the start (0 is the opening). `out` is the share of the runs (0 to 1) in which cash was
    ever below zero, `first_out` the month by which the first of them and `half_out` that by which half of all runs had
    run out, None for never or where single months are not known. `runway` is the median at the last month with P5 and
    P95, infinite without burn, and `short` the share of the runs with fewer months than its key. What no run has is
    NaN.
    """

    start: date
    months: int
    runs: int
    low: float
    low_p5: float
    low_p95: float
    month: int
    out: float
    first_out: int | None
    half_out: int | None
    runway: float
    runway_p5: float
    runway_p95: float
    short: Mapping[int, float]

    @property
    def alarming(self) -> bool:
        """Whether cash runs out so often that this is what has to be said first."""
        return often(self.out)

    @classmethod
    def of(cls, result: Summarised) -> CashOutlook:
        """Read it off a result, or off summaries: all of it is in the bands."""
        low, runway, out = result.bands(LOW), result.bands(RUNWAY), result.bands(BELOW_ZERO).mean
        return cls(
            start=result.scenario.start_date,
            months=result.months,
            runs=len(result.runs),
            low=float(low.p50[-1]),
            low_p5=float(low.p5[-1]),
            low_p95=float(low.p95[-1]),
            month=_month(float(result.bands(LOW_MONTH).p50[-1])),
            out=share_of(float(out[-1])),
            first_out=_first(out > 0.0),
            half_out=_first(out >= 0.5 - _SPECK),
            runway=float(runway.p50[-1]),
            runway_p5=float(runway.p5[-1]),
            runway_p95=float(runway.p95[-1]),
            short={months: share_of(float(result.bands(below(months)).mean[-1])) for months in SHORT_RUNWAYS},
        )

    @classmethod
    def of_runs(cls, scenario: Scenario, low: Floats, month: Floats, runway: Floats) -> CashOutlook:
        """Make it of three figures a run, each (runs,): the cash low, its month, and runway at the last month."""
        lows, months, runways = (Bands.of(figures[:, None]) for figures in (low, month, runway))
        return cls(
            start=scenario.start_date,
            months=scenario.horizon_months,
            runs=len(low),
            low=float(lows.p50[0]),
            low_p5=float(lows.p5[0]),
            low_p95=float(lows.p95[0]),
            month=_month(float(months.p50[0])),
            out=share_out(low),
            first_out=None,
            half_out=None,
            runway=float(runways.p50[0]),
            runway_p5=float(runways.p5[0]),
            runway_p95=float(runways.p95[0]),
            short={months: float(np.mean(runway < months)) for months in SHORT_RUNWAYS},
        )


def share_out(low: Floats) -> float:
    """Return the share of the runs (0 to 1) in which cash was ever below zero; NaN where there are no runs.

    `low` is the cash low of each in dollars, shape (runs,).
    """
    return float(np.mean(low < 0.0)) if len(low) else math.nan


def share_of(mean: float) -> float:
    """Return the `mean` of zeros and ones as a share, 0 to 1: none and all are exact, however it was added up.

    NaN where it is not finite.
    """
    if not math.isfinite(mean):
        return math.nan
    return float(round(mean)) if abs(mean - round(mean)) < _SPECK else mean


def often(out: float) -> bool:
    """Tell whether `out`, a share of runs out of cash (0 to 1), is one to begin with; not where it is NaN."""
    return out >= OFTEN - _SPECK


def _month(median: float) -> int:
    """Return a median month: the earlier one where it lies between two."""
    return math.floor(median) if math.isfinite(median) else 0


def _first(happened: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int | None:
    months = np.flatnonzero(happened)
    return int(months[0]) if months.size else None
