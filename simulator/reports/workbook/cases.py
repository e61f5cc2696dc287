"""What the workbook can be switched to: each scenario's mean of all runs, and three of its companies run by run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.errors import InputError, Problem
from simulator.results.protocols import SingleRuns

if TYPE_CHECKING:
    from simulator.reports.page.panels import Side
    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised

__all__ = ["Cases", "cases_of"]

MEAN: Final = "Mean of all runs"
COMPANIES: Final = (("P10 company", 0.10), ("Median company", 0.50), ("P90 company", 0.90))
"""Single runs by the rank of their ARR at the horizon."""


@dataclass(frozen=True)
class Case:
    """One thing that the workbook can show: a scenario, and the mean of its runs or one of them.

    `run` is the number of the run and `place` its row in the result; both are None for the mean.
    """

    scenario: int
    company: str
    run: int | None = None
    place: int | None = None


@dataclass(frozen=True, eq=False)
class Cases:
    """All cases, scenario by scenario, each with the same companies, the mean first."""

    sides: tuple[Side, ...]
    cases: tuple[Case, ...]
    companies: tuple[str, ...]

    @property
    def results(self) -> tuple[Summarised, ...]:
        """The results, one a scenario."""
        return tuple(side.result for side in self.sides)

    @property
    def first(self) -> Summarised:
        """The result that the workbook is about."""
        return self.sides[0].result

    @property
    def has_companies(self) -> bool:
        """Whether single runs are known."""
        return len(self.companies) > 1

    def values(self, metric: str) -> Floats:
        """Return a metric's values by case (cases, months + 1); 0 where a scenario has no such metric.

        Of the mean they are means over the runs for which there is a figure, NaN where there is none.
        """
        return np.array([self._of(case, metric) for case in self.cases])

    def _of(self, case: Case, metric: str) -> Floats:
        result = self.results[case.scenario]
        if metric not in result.metrics:
            return np.zeros(result.months + 1)
        if case.place is None:
            return result.bands(metric).mean
        assert isinstance(result, SingleRuns)
        return np.array(result[metric][case.place])

    def of_then(self, metric: str) -> Floats:
        """Return the dollars now of the customers of twelve months ago (cases, months + 1), NaN before month 12.

        `metric` is `nrr` or `grr`: a share of their ARR then, with which it is multiplied run by run, so that the means
        of these dollars and of ARR then give NRR as the ratio of means. Without single runs it is the mean of shares.
        """
        return np.array([self._now(case, metric) for case in self.cases])

    def _now(self, case: Case, metric: str) -> Floats:
        result = self.results[case.scenario]
        now = np.full(result.months + 1, np.nan)
        year = MONTHS_PER_YEAR
        if isinstance(result, SingleRuns):
            values = result[metric][:, year:] * result["arr"][:, :-year]
            now[year:] = values.mean(axis=0) if case.place is None else values[case.place]
        else:
            now[year:] = result.bands(metric).mean[year:] * result.bands("arr").mean[:-year]
        return now


def cases_of(sides: Sequence[Side]) -> Cases:
    """Return the cases of some results, `sides`.

    Raises InputError where two of them do not cover the same fiscal months.
    """
    _check_alike(sides)
    single = all(isinstance(side.result, SingleRuns) for side in sides)
    cases = [
        case
        for place, side in enumerate(sides)
        for case in (Case(place, MEAN), *(_companies(place, side) if single else ()))
    ]
    companies = (MEAN, *(name for name, _ in COMPANIES)) if single else (MEAN,)
    return Cases(tuple(sides), tuple(cases), companies)


def _companies(scenario: int, side: Side) -> list[Case]:
    """Return the runs whose ARR at the horizon has the rank of each company."""
    result = side.result
    assert isinstance(result, SingleRuns)
    order = np.argsort(result["arr"][:, -1], kind="stable")
    found = []
    for name, rank in COMPANIES:
        place = int(order[round(rank * (len(order) - 1))])
        found.append(Case(scenario, name, int(result.runs[place]), place))
    return found


def _check_alike(sides: Sequence[Side]) -> None:
    def months(side: Side) -> tuple[object, ...]:
        scenario = side.result.scenario
        return scenario.start_date, scenario.horizon_months, scenario.fiscal_year_starts

    for side in sides[1:]:
        if months(side) != months(sides[0]):
            raise InputError(
                [
                    Problem(
                        f"{side.name} has other months than {sides[0].name}",
                        allowed="results with one start_date, horizon_months and fiscal_year_starts in one workbook",
                    )
                ]
            )
