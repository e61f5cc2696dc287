"""Made-up records and results: plausible in shape, random in every cell, no engine involved."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from simulator.engine.contract import EVENT, HIRE, RunRecord, cohorts_in
from simulator.engine.ledger import Column
from simulator.results.columns import ledger_columns
from simulator.results.result import Result
from simulator.scenario.reading.files import load
from simulator.scenario.schema.scenario import Scenario

MONTHS = 14


@cache
def scenario(months: int = MONTHS, fiscal_year_starts: str = "Jan") -> Scenario:
    return load("baseline", {"horizon_months": months, "fiscal_year_starts": fiscal_year_starts})


def record(run: int, months: int = MONTHS) -> RunRecord:
    """Return a record that depends on its number alone; each column on its own, so that a new one moves no other."""
    random = np.random.default_rng(run)
    ledger = np.column_stack([_figures(run, column, months + 1) for column in range(ledger_columns(scenario(months)))])
    ledger[:, Column.TTV_P50] = np.where(random.random(months + 1) < 0.3, np.nan, ledger[:, Column.TTV_P50])
    hires = np.zeros(run % 4, dtype=HIRE)
    hires["role"] = np.arange(len(hires)) % 3
    hires["opened"] = random.uniform(0.0, 300.0, len(hires))
    hires["joined"] = hires["opened"] + 60.0
    hires["left"] = np.nan
    hires["converted_from"] = -1
    hires["full_book"] = np.where(hires["role"] == 1, 2.5e6, 0.0)
    reached = np.sort(random.uniform(0.0, 2.0 * months * 365 / 12, 5))
    reached[reached > months * 365 / 12] = np.nan
    cohorts = random.uniform(0.0, 1e6, (2, cohorts_in(months), months + 1))
    return RunRecord(ledger, cohorts[0], cohorts[1], reached, hires, np.zeros(0, dtype=EVENT))


def _figures(run: int, column: int, count: int) -> np.ndarray:
    """Return figures up to 100, a fifth of them zero."""
    random = np.random.default_rng((run, column))
    return np.where(random.random(count) < 0.2, 0.0, random.uniform(0.0, 100.0, count))


def plan(months: int = MONTHS) -> np.ndarray:
    """Return planned ARR that triples each year from $2M, at month ends."""
    return 2e6 * 3.0 ** (np.arange(months + 1) / 12)


def result(
    runs: Iterable[int], months: int = MONTHS, *, interrupted: bool = False, fiscal_year_starts: str = "Jan"
) -> Result:
    numbers = list(runs)
    return Result.of(
        scenario(months, fiscal_year_starts),
        7,
        numbers,
        [record(run, months) for run in numbers],
        np.tile(plan(months), (len(numbers), 1)),
        "reference",
        interrupted=interrupted,
    )
