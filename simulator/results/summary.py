"""The few figures a board reads: where the company stands at each year end, with the range to reckon with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simulator.clock import month_label
from simulator.fiscal import fiscal_years
from simulator.results.formatting import shown
from simulator.results.metrics import Metric, metric

if TYPE_CHECKING:
    from simulator.fiscal import Period
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["Figure", "year_end_label", "year_ends", "years_of"]

YEAR_END_METRICS: Final = (
    "arr",
    "arr.plan",
    "nrr",
    "grr",
    "headcount.csm",
    "headcount.onboarding",
    "cs_cost",
    "cs_cost.share",
)


@dataclass(frozen=True)
class Figure:
    """One metric at one month across the runs: P50 with P5 and P95, NaN where no run has a figure (`count` 0).

    Of fewer than 19 figures P5 and P95 are the lowest and the highest.
    """

    metric: Metric
    p5: float
    p50: float
    p95: float
    count: int

    @property
    def middle(self) -> str:
        """The median as people write it."""
        return shown(self.metric.unit, self.p50)

    @property
    def range(self) -> str:
        """P5 to P95 as people write it; empty where all runs agree or none has a figure."""
        if self.count == 0 or self.p5 == self.p95:
            return ""
        return f"{shown(self.metric.unit, self.p5)} – {shown(self.metric.unit, self.p95)}"

    @property
    def text(self) -> str:
        """Median and range in one cell: `104.2% (98.0% – 110.3%)`, or `n/a`."""
        return f"{self.middle} ({self.range})" if self.range else self.middle


@dataclass(frozen=True)
class YearEnd:
    """One row: the month, what it is called, and the figures by the metrics' names."""

    month: int
    label: str
    figures: Mapping[str, Figure]


def year_ends(result: Summarised, names: tuple[str, ...] = YEAR_END_METRICS) -> list[YearEnd]:
    """Return a row for the end of each fiscal year and for the last month of a `result`, in order.

    Each has the median and the range of the metrics called `names`, in their units; NaN is n/a.
    """
    years = years_of(result.scenario)
    columns = {name: _figures(result, name, [year.last for year in years]) for name in names}
    return [
        YearEnd(
            year.last, year_end_label(result.scenario, year), {name: column[row] for name, column in columns.items()}
        )
        for row, year in enumerate(years)
    ]


def years_of(scenario: Scenario) -> tuple[Period, ...]:
    """Return the fiscal years of a `scenario`; the first and the last may be shorter."""
    return fiscal_years(scenario.start_date, scenario.horizon_months, scenario.fiscal_year_starts)


def year_end_label(scenario: Scenario, year: Period) -> str:
    """Return what the end of a fiscal `year` of a `scenario` is called in a table, such as `Dec 2027`.

    That is where years are those of the calendar; otherwise it is the year's own name, `FY2028`, with its months where
    they are not twelve.
    """
    if scenario.fiscal_year_starts == "Jan":
        return month_label(scenario.start_date, year.last)
    return year.label


def _figures(result: Summarised, name: str, months: list[int]) -> list[Figure]:
    bands = result.bands(name)
    return [
        Figure(metric(name), float(bands.p5[at]), float(bands.p50[at]), float(bands.p95[at]), int(bands.count[at]))
        for at in months
    ]
