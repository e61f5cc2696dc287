"""A result as plain tables and back again, to the last bit: what a part of a job holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.engine.contract import cohorts_in
from simulator.results.columns import ledger_names
from simulator.results.result import RUN_HIRE, Result

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

    Columns = Mapping[str, npt.NDArray[Any]]

__all__ = ["columns_of", "figure_columns", "figure_tables", "figures_of", "result_of", "tables_of"]

_WHOLE, _FLOAT = np.int64, np.float64


def columns_of(scenario: Scenario) -> dict[str, dict[str, type[np.generic]]]:
    """Return the tables of a result of a `scenario`: columns, and the types of these."""
    cohorts = range(cohorts_in(scenario.horizon_months))
    figures = (*ledger_names(scenario), "plan_arr", *map(_cohort_arr, cohorts), *map(_cohort_customers, cohorts))
    return {
        "figures": {"run": _WHOLE, "month": _WHOLE, **dict.fromkeys(figures, _FLOAT)},
        "reached": {"run": _WHOLE, "milestone": _WHOLE, "day": _FLOAT},
        "hires": {name: RUN_HIRE[name].type for name in RUN_HIRE.names or ()},
    }


def tables_of(result: Result) -> dict[str, Columns]:
    """Return a `result` as tables: a row a run and month, a row a run and milestone, a row a hire.

    Each table maps its columns to arrays of shape (rows,).
    """
    runs, months = result.runs, result.months
    figures: dict[str, npt.NDArray[Any]] = {
        "run": np.repeat(runs, months + 1),
        "month": np.tile(np.arange(months + 1), len(runs)),
    }
    figures |= {name: result.ledger[..., column].ravel() for column, name in enumerate(ledger_names(result.scenario))}
    figures["plan_arr"] = result.plan_arr.ravel()
    for cohort in range(cohorts_in(months)):
        figures[_cohort_arr(cohort)] = result.cohort_arr[:, cohort].ravel()
        figures[_cohort_customers(cohort)] = result.cohort_customers[:, cohort].ravel()
    milestones = result.reached.shape[1]
    reached: Columns = {
        "run": np.repeat(runs, milestones),
        "milestone": np.tile(np.arange(milestones), len(runs)),
        "day": result.reached.ravel(),
    }
    hires = {name: np.ascontiguousarray(result.hires[name]) for name in RUN_HIRE.names or ()}
    return {"figures": figures, "reached": reached, "hires": hires}


def result_of(
    tables: Mapping[str, Columns], scenario: Scenario, seed: int, engine: str, today: TodaysBook | None
) -> Result:
    """Return the result that gave these `tables`; raise ValueError where they do not fit the scenario.

    `scenario`, `seed`, `engine` and `today`, the user's accounts and people, are what it was simulated with.
    """
    months, ledger = scenario.horizon_months, ledger_names(scenario)
    figures, reached, hired = tables["figures"], tables["reached"], tables["hires"]
    shape = (-1, months + 1)
    cohorts = range(cohorts_in(months))
    runs = figures["run"].reshape(shape)[:, 0]
    hires = np.empty(len(hired["run"]), dtype=RUN_HIRE)
    for name in RUN_HIRE.names or ():
        hires[name] = hired[name]
    return Result(
        scenario=scenario,
        seed=seed,
        engine=engine,
        today=today,
        runs=runs.copy(),
        ledger=np.moveaxis(np.stack([figures[name].reshape(shape) for name in ledger]), 0, -1),
        plan_arr=figures["plan_arr"].reshape(shape),
        cohort_arr=np.stack([figures[_cohort_arr(cohort)].reshape(shape) for cohort in cohorts], axis=1),
        cohort_customers=np.stack([figures[_cohort_customers(cohort)].reshape(shape) for cohort in cohorts], axis=1),
        reached=reached["day"].reshape(len(runs), len(scenario.milestones)),
        hires=hires,
    )


def figure_tables(runs: range, values: npt.NDArray[np.float64]) -> dict[str, Columns]:
    """Return figures of `runs` as a table: a row a run.

    `values` has shape (figures, runs), its columns in the order of `runs`.
    """
    columns = {_figure(place): row for place, row in enumerate(values)}
    return {"figures": {"run": np.arange(runs.start, runs.stop, dtype=_WHOLE), **columns}}


def figure_columns(count: int) -> dict[str, dict[str, type[np.generic]]]:
    """Return the table of `count` figures a run: its columns, and the types of these."""
    return {"figures": {"run": _WHOLE, **dict.fromkeys(map(_figure, range(count)), _FLOAT)}}


def figures_of(tables: Mapping[str, Columns], count: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return the runs (runs,) and the `count` figures (figures, runs) that gave these `tables`; at least one figure."""
    found = tables["figures"]
    return found["run"], np.stack([found[_figure(place)] for place in range(count)])


def _figure(place: int) -> str:
    return f"figure_{place}"


def _cohort_arr(cohort: int) -> str:
    return f"cohort_{cohort}.arr"


def _cohort_customers(cohort: int) -> str:
    return f"cohort_{cohort}.customers"
