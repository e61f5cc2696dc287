"""A ledger put together again from metrics that are columns of it, as far as there are such metrics.

What is stored are metrics, run by run and to the last bit, and no ledgers. A metric that is a column of the ledger
gives that column back, so that ratios over quarters and years come out as they did from the ledger itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.results.columns import ledger_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from simulator.results.arithmetic import Floats
    from simulator.results.metrics import Metric
    from simulator.scenario.schema.scenario import Scenario


def can_be_rebuilt(metric: Metric, metrics: Mapping[str, Metric]) -> bool:
    """Tell whether every column that a `metric` is worked out from is one of these `metrics` by itself."""
    known = _by_column(metrics)
    return bool(metric.columns) and all(column in known for column in metric.columns)


def ledger_for(
    metric: Metric, metrics: Mapping[str, Metric], scenario: Scenario, values: Callable[[str], Floats]
) -> Floats:
    """Return a ledger (…, months + 1, columns) that holds the columns a `metric` is worked out from, and those alone.

    The `metrics` are those of the `scenario`; `values` gives the figures of one by its name (…, months + 1), NaN for a
    flow at month 0, and so does the ledger. The metric must be one that `can_be_rebuilt`; KeyError otherwise.
    """
    known = _by_column(metrics)
    columns = {column: values(known[column]) for column in metric.columns}
    shape = next(iter(columns.values())).shape
    # A column lies in memory by itself, so that those not asked for take up none.
    ledger = np.moveaxis(np.empty((ledger_columns(scenario), *shape)), 0, -1)
    for column, figures in columns.items():
        ledger[..., column] = figures
    return ledger


def _by_column(metrics: Mapping[str, Metric]) -> dict[int, str]:
    return {one.columns[0]: name for name, one in metrics.items() if one.is_column}
