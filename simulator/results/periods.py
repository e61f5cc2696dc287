"""Metrics over fiscal quarters and years: run by run, each read in its own way, then summarised across the runs.

Percentiles of months do not add up to those of a year: a run that burns little in March may burn much in April. So a
figure of a period is made in every run, and the bands are those of such figures.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.errors import not_allowed
from simulator.fiscal import By, Period, periods
from simulator.results.arithmetic import Floats, Wholes
from simulator.results.bands import Bands, bands_of, tables_at_once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulator.results.metrics import Metric
    from simulator.results.protocols import RunByRun
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["periods_of"]

BY: Final[tuple[By, ...]] = ("quarters", "years")
_AT_ONCE: Final = 16
"""Metrics whose figures over periods are in memory at a time; more where there are few figures."""


def periods_of(scenario: Scenario, by: By) -> tuple[Period, ...]:
    """Return the fiscal quarters or years of a `scenario`, those that its horizon cuts short among them.

    `by` is `quarters` or `years`; raises InputError for anything else.
    """
    if by not in BY:
        raise not_allowed("by", by, " or ".join(f'"{one}"' for one in BY))
    return periods(by, scenario.start_date, scenario.horizon_months, scenario.fiscal_year_starts)


def over_periods(metric: Metric, monthly: Floats, ledger: Floats, stretches: Sequence[Period]) -> Floats:
    """Return the figures of a `metric` over periods, `stretches`, (…, periods); NaN where n/a.

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
    for there, months in _one_after_the_other(tuple(stretches)):
        total[..., there] += flow[..., months]
    return total


@lru_cache(maxsize=64)
def _one_after_the_other(stretches: tuple[Period, ...]) -> list[tuple[Wholes, Wholes]]:
    """Return which periods have a first, a second, a third month and so on, and which month that is of each."""
    firsts = np.array([period.first for period in stretches], dtype=np.int64)
    lengths = np.array([period.months for period in stretches], dtype=np.int64)
    some = [np.flatnonzero(lengths > lag) for lag in range(int(lengths.max(initial=0)))]
    return [(there, firsts[there] + lag) for lag, there in enumerate(some)]


def bands_by_period(result: RunByRun, values: Mapping[str, Floats], by: By) -> dict[str, Bands]:
    """Return the bands of every metric over the quarters or years of a result; `values` are its monthly ones."""
    stretches = periods_of(result.scenario, by)
    names, found = list(values), {}
    together = tables_at_once(len(result.ledger) * len(stretches), _AT_ONCE)
    for first in range(0, len(names), together):
        some = {
            name: over_periods(result.metrics[name], values[name], result.ledger, stretches)
            for name in names[first : first + together]
        }
        found.update(bands_of(some))
    return found
