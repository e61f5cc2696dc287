"""Two scenarios under the same luck: what the first has over the second, run by run, and how surely.

Both are simulated with the same seed and the same run numbers, so that customers, hires and deals draw the same
numbers in both (common random numbers). What is left of the difference is the scenarios' own doing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from simulator.decisions.yardstick import yardstick
from simulator.errors import InputError, Interrupted, Problem
from simulator.experiment.engines import ENGINE, RUNS, SEED, engine_named
from simulator.experiment.replications import job_for, play_job
from simulator.experiment.sizes import check_request
from simulator.progress import Progress
from simulator.results.arithmetic import ROUNDING, gap
from simulator.results.bands import mean_of
from simulator.results.summary import years_of

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["CONFIDENCE", "Comparison", "PairedDifference", "check_calendar", "compare"]

CONFIDENCE = 0.95


@dataclass(frozen=True)
class PairedDifference:
    """What A has over B in one metric at one month, over the `n` runs in which both have a figure.

    `mean` is the mean of A − B with its standard error `se`; `low` to `high` is its 95 % interval by Student's t with
    n − 1 degrees of freedom; all in the metric's unit. `probability` (0 to 1) is the share of runs in which A is above
    B and `tied` the share in which both have the same, but for rounding: a tie counts for neither.
    `variance_ratio` says how many times as many independent runs the same interval would need: (variance of A +
    variance of B) ÷ variance of A − B, infinite where the difference is the same in every run.

    What cannot be stated is NaN: everything with no run, `se`, the interval and the ratio with one.
    """

    metric: str
    month: int
    label: str
    n: int
    mean_a: float
    mean_b: float
    mean: float
    se: float
    low: float
    high: float
    probability: float
    tied: float
    variance_ratio: float

    @property
    def behind(self) -> float:
        """The share of runs (0 to 1) in which A is below B."""
        return 1.0 - self.probability - self.tied

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero, so that the sign of the difference is settled."""
        return self.low > 0.0 or self.high < 0.0

    @classmethod
    def of(cls, a: Floats, b: Floats, metric: str, month: int, label: str) -> PairedDifference:
        """Compare the figures of the same runs, both of shape (runs,), NaN where there is none."""
        both = np.isfinite(a) & np.isfinite(b)
        first, second = a[both], b[both]
        difference = first - second
        n = len(difference)
        if n == 0:
            return cls(metric, month, label, 0, *[math.nan] * 9)
        mean, spread = _moments(difference)
        spread_a, spread_b = _moments(first)[1], _moments(second)[1]
        se = math.sqrt(spread / n)
        half = _t(n - 1) * se if n > 1 else math.nan
        apart = gap(first, second)
        return cls(
            metric=metric,
            month=month,
            label=label,
            n=n,
            mean_a=mean_of(first),
            mean_b=mean_of(second),
            mean=mean,
            se=se,
            low=mean - half,
            high=mean + half,
            probability=int(np.count_nonzero(apart > 0.0)) / n,
            tied=int(np.count_nonzero(apart == 0.0)) / n,
            variance_ratio=_ratio(spread_a + spread_b, spread),
        )


def _moments(values: Floats) -> tuple[float, float]:
    """Return mean and variance (NaN for one value), each sum rounded once, so the same on every processor."""
    figures = values.tolist()
    n = len(figures)
    mean = math.fsum(figures) / n
    return mean, math.fsum((value - mean) ** 2 for value in figures) / (n - 1) if n > 1 else math.nan


def _t(freedom: int) -> float:
    """Return the quantile of Student's t that leaves 2.5 % above."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1.0 + CONFIDENCE) / 2.0))


def _ratio(independent: float, paired: float) -> float:
    if paired > ROUNDING**2 * independent or math.isnan(paired):  # variances: squares of what rounding leaves
        return independent / paired
    return math.inf if independent > 0.0 else math.nan


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two results over the same runs of one seed and the same months; every difference reads "A minus B".

    Raises InputError for results that share no luck or no calendar.
    """

    a: Result
    b: Result

    def __post_init__(self) -> None:
        if self.a.seed != self.b.seed or not np.array_equal(self.a.runs, self.b.runs):
            raise InputError("only results of the same seed and the same runs can be compared: they share their luck")
        check_calendar(self.a.scenario, self.b.scenario)

    @property
    def months(self) -> int:
        """The last month, of both."""
        return self.a.months

    @property
    def interrupted(self) -> bool:
        """Whether fewer runs finished than were asked for."""
        return self.a.interrupted or self.b.interrupted

    @cached_property
    def yardstick(self) -> tuple[str, tuple[str, ...]]:
        """The metric of value by which they are compared, and the paths for which it goes by the growth of each."""
        return yardstick([self.a.scenario, self.b.scenario])

    def difference(self, metric: str) -> Floats:
        """Return A − B in the metric's unit, run by run (runs, months + 1), NaN where either is n/a or infinite."""
        a, b = (np.where(np.isfinite(figures), figures, np.nan) for figures in (self.a[metric], self.b[metric]))
        return gap(a, b)

    def at(self, metric: str, month: int) -> PairedDifference:
        """Return the paired difference of a metric at a month, 0 to `months`; raise InputError for another."""
        return self._at(metric, self._checked(month))[0]

    def at_year_ends(self, metric: str) -> tuple[PairedDifference, ...]:
        """Return the paired difference at the end of each fiscal year of A, and at the last month."""
        return self._at(metric, *(year.last for year in years_of(self.a.scenario)))

    def by_month(self, metric: str) -> tuple[PairedDifference, ...]:
        """Return the paired difference at every month from 0 on."""
        return self._at(metric, *range(self.months + 1))

    def _at(self, metric: str, *months: int) -> tuple[PairedDifference, ...]:
        a, b = self.a[metric], self.b[metric]
        return tuple(PairedDifference.of(a[:, m], b[:, m], metric, m, self.a.labels[m]) for m in months)

    def _checked(self, month: int) -> int:
        if not 0 <= month <= self.months:
            raise InputError(f"there is no month {month} in this comparison; months go from 0 to {self.months}")
        return month


def check_calendar(a: Scenario, b: Scenario) -> None:
    """Refuse two scenarios, `a` and `b`, whose months do not match; raise InputError with what to set."""
    problems = [
        Problem(f"the scenarios have different values, {first} and {second}", path=name, allowed="one value for both")
        for name in ("start_date", "horizon_months")
        if (first := getattr(a, name)) != (second := getattr(b, name))
    ]
    if problems:
        raise InputError(problems)


def compare(
    a: Scenario | str | Path,
    b: Scenario | str | Path,
    *,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Simulate the scenarios `a` and `b` on the same draws and return their comparison, A minus B.

    `runs`, `seed`, `engine`, `workers` and the errors are those of `simulate`; `progress` hears of 2 × `runs` runs in
    all. A KeyboardInterrupt during the second scenario leaves the runs that both have finished; before that it raises
    Interrupted.
    """
    check_request(runs, seed, 0, workers)
    engine_named(engine)
    job_a, job_b = (job_for(one, runs, seed, engine, results=2) for one in (a, b))
    check_calendar(job_a.scenario, job_b.scenario)
    numbers = range(runs)

    def stopped(finished: int) -> NoReturn:
        raise Interrupted(f"Stopped in the first of the two scenarios, after {finished:,} of {runs:,} runs.") from None

    first = play_job(job_a, numbers, workers, progress, stopped)
    second = play_job(job_b, numbers, workers, progress)
    if second.interrupted:
        first = first.subset(second.runs.tolist())
    return Comparison(first, second)
