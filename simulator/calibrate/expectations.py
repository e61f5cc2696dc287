"""What must come out of the default company, row by row and statement by statement, each with its standard error."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from simulator.results.metrics import YARDSTICK

if TYPE_CHECKING:
    from simulator.calibrate.arms import Arms
    from simulator.results.arithmetic import Floats

__all__ = ["Expectation", "Measured", "expectations"]

Unit = Literal["share", "points", "times", "count", "errors"]


@dataclass(frozen=True)
class Measured:
    """A figure with its standard error, in the unit of its expectation."""

    value: float
    se: float


Measure = Callable[["Arms"], Measured]


@dataclass(frozen=True)
class Expectation:
    """A figure, the range it must lie in (ends included, infinite where there is none) and how it is measured.

    A share is 1 for 100 %, a point 0.01 of it; errors are standard errors of a paired difference.
    """

    name: str
    low: float
    high: float
    unit: Unit
    measure: Measure

    def met(self, found: Measured) -> bool:
        """Whether the figure lies in its range."""
        return self.low <= found.value <= self.high

    def miss(self, found: Measured) -> float:
        """Return how far the figure lies outside its range, in its own unit; 0 inside."""
        return max(0.0, self.low - found.value, found.value - self.high)


# how figures are measured -------------------------------------------------------------------------------------------

_MEDIAN_OVER_MEAN = 1.2533
"""The standard error of a median over that of a mean, for a figure spread normally."""


def _finite(values: Floats) -> Floats:
    found: Floats = values[np.isfinite(values)]
    return found


def median_of(values: Floats) -> Measured:
    """Return the median over runs."""
    found = _finite(values)
    if len(found) < 2:
        return Measured(math.nan, math.nan)
    return Measured(float(np.median(found)), _MEDIAN_OVER_MEAN * float(np.std(found, ddof=1)) / math.sqrt(len(found)))


def mean_of(values: Floats) -> Measured:
    """Return the mean over runs."""
    found = _finite(values)
    if len(found) < 2:
        return Measured(math.nan, math.nan)
    return Measured(float(np.mean(found)), float(np.std(found, ddof=1)) / math.sqrt(len(found)))


def median_at(metric: str, month: int) -> Measure:
    """Measure the baseline's median of a metric at a month."""
    return lambda arms: median_of(arms["baseline"][metric][:, month])


def off_plan(month: int) -> Measure:
    """Measure by what share of the plan the baseline's median ARR lies off it."""

    def measure(arms: Arms) -> Measured:
        result = arms["baseline"]
        return median_of(result["arr"][:, month] / result["arr.plan"][:, month] - 1.0)

    return measure


def more(metric: str, month: int, arm: str, against: str) -> Measure:
    """Measure what one arm has over another, run by run on common draws."""
    return lambda arms: mean_of(arms[arm][metric][:, month] - arms[against][metric][:, month])


def share_more(metric: str, month: int, arm: str, against: str) -> Measure:
    """Measure the same as a share of the other arm's mean."""

    def measure(arms: Arms) -> Measured:
        ours, theirs = arms[arm][metric][:, month], arms[against][metric][:, month]
        difference, whole = mean_of(ours - theirs), float(np.nanmean(theirs))
        return Measured(difference.value / whole, difference.se / whole)

    return measure


def surely_more(metric: str, month: int, arm: str, *against: str) -> Measure:
    """Measure by how many of its standard errors one arm's mean lies above that of the best of the others."""

    def measure(arms: Arms) -> Measured:
        best = max(against, key=lambda other: float(np.nanmean(arms[other][metric][:, month])))
        difference = mean_of(arms[arm][metric][:, month] - arms[best][metric][:, month])
        return Measured(difference.value / difference.se if difference.se > 0.0 else 0.0, 1.0)

    return measure


def share_over_best(metric: str, month: int, arm: str, *against: str) -> Measure:
    """Measure what one arm has over the best of the others, as a share of that one's mean."""

    def measure(arms: Arms) -> Measured:
        best = max(against, key=lambda other: float(np.nanmean(arms[other][metric][:, month])))
        return share_more(metric, month, arm, best)(arms)

    return measure


def times(metric: str, month: int, arm: str, against: str) -> Measure:
    """Measure one arm's mean over the other's; the standard error is that of a ratio of paired means."""

    def measure(arms: Arms) -> Measured:
        ours, theirs = arms[arm][metric][:, month], arms[against][metric][:, month]
        both = np.isfinite(ours) & np.isfinite(theirs)
        whole = float(np.mean(theirs[both]))
        ratio = float(np.mean(ours[both])) / whole
        return Measured(ratio, mean_of(ours[both] - ratio * theirs[both]).se / whole)

    return measure


def worst(measures: list[Measure], *, highest: bool) -> Measure:
    """Measure several and return the highest or the lowest of them."""

    def measure(arms: Arms) -> Measured:
        found = [one(arms) for one in measures]
        return max(found, key=lambda m: m.value) if highest else min(found, key=lambda m: m.value)

    return measure


# what must come out -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A row of the table of medians: where on the path, and the ranges there."""

    at: str
    month: int
    off_plan: float
    nrr: tuple[float, float]
    grr: tuple[float, float]
    cs_cost: tuple[float, float]


ROWS: Final = (
    Row("$6M", 12, 0.05, (0.98, 1.06), (0.84, 0.91), (0.08, 0.16)),
    Row("$18M", 24, 0.05, (1.02, 1.10), (0.86, 0.91), (0.10, 0.16)),
    Row("$36M", 36, 0.05, (1.10, 1.20), (0.87, 0.92), (0.09, 0.13)),
    Row("$72M", 48, 0.05, (1.08, 1.18), (0.87, 0.92), (0.08, 0.12)),
    Row("$144M", 60, 0.05, (1.05, 1.12), (0.87, 0.92), (0.08, 0.12)),
    Row("$300M", 84, 0.08, (1.02, 1.07), (0.87, 0.92), (0.07, 0.11)),
)


LATE_HEADS: Final = ("head at $6M", "head at $9M", "head at $14M", "head at $25M")
LATE_MONTHS: Final = (24, 36, 48, 60, 72, 84)
"""When a late head of CS must cost value: in every year from the second on."""


def _of_row(row: Row) -> Iterator[Expectation]:
    where = f"at {row.at} (month {row.month})"
    yield Expectation(f"ARR off plan {where}", -row.off_plan, row.off_plan, "share", off_plan(row.month))
    yield Expectation(f"NRR {where}", *row.nrr, "share", median_at("nrr", row.month))
    yield Expectation(f"GRR {where}", *row.grr, "share", median_at("grr", row.month))
    yield Expectation(f"CS cost over ARR {where}", *row.cs_cost, "share", median_at("cs_cost.share", row.month))


def below_its_peak(arms: Arms) -> Measured:
    """Measure the baseline's median NRR at month 60 less its highest at an earlier month."""
    medians = np.array([median_of(arms["baseline"]["nrr"][:, month]).value for month in range(12, 61)])
    return Measured(float(medians[-1] - np.max(medians[:-1])), median_at("nrr", 60)(arms).se)


def _statements() -> Iterator[Expectation]:
    months = range(36, 61, 6)
    yield Expectation("NRR at month 60 over its peak", -math.inf, -0.005, "points", below_its_peak)
    for metric, low, high in (("grr", -0.17, -0.11), ("nrr", -0.40, -0.20)):
        every = [more(metric, month, "no CS", "baseline") for month in months]
        name = f"No CS: {metric.upper()} from month 36 on"
        yield Expectation(f"{name}, at worst", low, high, "points", worst(every, highest=False))
        yield Expectation(f"{name}, at best", low, high, "points", worst(every, highest=True))
    late = ("head at $14M", "head at $3M")
    yield Expectation("Head at $14M, not $3M: ARR at month 36", -math.inf, -0.12, "share", share_more("arr", 36, *late))
    yield Expectation("Head at $14M, not $3M: ARR at month 60", -math.inf, -0.04, "share", share_more("arr", 60, *late))
    yield from _when_to_hire()
    yield from _launches()
    never = ("onboarding never", "baseline")
    for name, metric in (("median", "ttv.p50"), ("P90", "ttv.p90")):
        title = f"Onboarding never carved out: {name} time-to-value at month 36"
        yield Expectation(title, 1.3, math.inf, "times", times(metric, 36, *never))
    title = "Onboarding never carved out: CSMs at month 60"
    yield Expectation(title, 5.0, math.inf, "count", more("headcount.csm", 60, *never))
    title = "Onboarding never carved out: first renewals at month 60"
    yield Expectation(title, -math.inf, -0.002, "points", more("first_renewal.rate", 60, *never))
    title = "the same with a planner who does not see it: backlog at month 60"
    blind = ("onboarding never, unforeseen", "baseline")
    yield Expectation(title, 5.0, math.inf, "count", more("onboarding.backlog", 60, *blind))


def _when_to_hire() -> Iterator[Expectation]:
    """Late costs value in whichever month, early gains next to none; under capacity, sellers scaled before any CS pay
    in the second year.
    """
    worth, plateau = YARDSTICK, ("head at $3M", "head at $4M")
    late = surely_more(worth, 36, "head at $6M", *plateau)
    yield Expectation("Head at $6M, not $3-4M: value less burn at month 36", -math.inf, -3.0, "errors", late)
    for early in ("head at $2M", "head at $1M"):
        gain = share_over_best(worth, 36, early, *plateau)
        yield Expectation(f"H{early[1:]}, not $3-4M: value less burn at month 36", -math.inf, 0.01, "share", gain)
    for month in LATE_MONTHS:
        costs = [share_over_best(worth, month, late, *plateau) for late in LATE_HEADS]
        title = f"Head at $6M, 9M, 14M, 25M, not $3-4M: value less burn at month {month}, at best"
        yield Expectation(title, -math.inf, 0.0, "share", worst(costs, highest=True))
    first = ("sellers before CS", "sellers and CS")
    title = "Sellers scaled before any CS"
    no_worse = share_more("arr", 12, *first)
    yield Expectation(f"{title}: ARR at month 12, within a hundredth", -0.01, math.inf, "share", no_worse)
    yield Expectation(f"{title}: ARR at month 24", -math.inf, -3.0, "errors", surely_more("arr", 24, *first))
    yield Expectation(f"{title}: NRR at month 24", -math.inf, -3.0, "errors", surely_more("nrr", 24, *first))


def _launches() -> Iterator[Expectation]:
    """Without launches NRR falls behind, and below 100 %."""
    behind = more("nrr", 36, "no launches", "baseline")
    yield Expectation("Without launches: NRR at month 36", -math.inf, -0.06, "points", behind)

    def left(arms: Arms) -> Measured:
        return median_of(arms["no launches"]["nrr"][:, 54])

    yield Expectation("Without launches: NRR at month 54 itself", -math.inf, 0.9999, "share", left)


def expectations() -> tuple[Expectation, ...]:
    """Return every expectation, the table's rows first."""
    rows = [expectation for row in ROWS for expectation in _of_row(row)]
    return (*rows, *_statements())
