"""Every metric of the project, defined once: name, unit, meaning, source, and how it follows from the ledger.

`METRICS` holds them by name, in the order in which tables show them. Reports and decisions look figures up here and
compute none of their own.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.errors import InputError, Problem, not_allowed
from simulator.results.metrics.arr import arr_metrics, retention_metrics
from simulator.results.metrics.contracts import contract_metrics
from simulator.results.metrics.customers import customer_metrics, onboarding_metrics
from simulator.results.metrics.groups import Groups, group_metrics
from simulator.results.metrics.income import income_metrics
from simulator.results.metrics.of_revenue import shares_of_revenue
from simulator.results.metrics.people import people_metrics
from simulator.results.metrics.products import product_metrics
from simulator.results.metrics.ratios import ratio_metrics
from simulator.results.metrics.selling import selling_metrics
from simulator.results.metrics.shocks import shock_metrics
from simulator.results.metrics.solvency import solvency_metrics
from simulator.results.metrics.spending import profit_metrics, spending_metrics
from simulator.results.metrics.staff import Staff
from simulator.results.metrics.unit_economics import unit_metrics
from simulator.results.metrics.value import value_metrics
from simulator.roles import ROLE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulator.results.arithmetic import Floats
    from simulator.results.metrics.definition import Metric
    from simulator.roles import Department
    from simulator.scenario.schema.scenario import Scenario


def metrics_of(
    others: Sequence[tuple[str, Department]] = (), segments: Sequence[str] = (), landing_years: int = 0
) -> Mapping[str, Metric]:
    """Return every metric by name, where a scenario adds roles of its own.

    `others` has the name and department of each. The scenario has these `segments` and so many `landing_years` that
    have been there for a year by its end, the opening book counted as one; without any there is no retention by group.
    """
    groups = Groups(len(ROLE_NAMES) + len(others), segments, landing_years)
    staff = Staff.of(others)
    made = (
        *arr_metrics(),
        *retention_metrics(),
        *group_metrics(groups),
        *contract_metrics(),
        *customer_metrics(),
        *onboarding_metrics(),
        *product_metrics(),
        *people_metrics(staff, [name for name, _ in others]),
        *shock_metrics(),
        *selling_metrics(),
        *income_metrics(),
        *spending_metrics(staff),
        *profit_metrics(staff),
        *solvency_metrics(),
        *value_metrics(),
        *ratio_metrics(staff),
        *shares_of_revenue(staff),
        *unit_metrics(staff),
    )
    found = {one.name: one for one in made}
    if len(found) < len(made):
        raise ValueError("a metric is defined twice")
    return MappingProxyType(found)


METRICS: Final[Mapping[str, Metric]] = metrics_of()
"""Every metric by name, for a scenario without roles of its own."""


def metrics_with(scenario: Scenario) -> Mapping[str, Metric]:
    """Return every metric of a `scenario` by name: those of its own roles, segments and landing years among them."""
    others = tuple((name, role.department) for name, role in scenario.roles.others.items())
    return _metrics_of(others, tuple(scenario.segments), scenario.horizon_months // MONTHS_PER_YEAR)


@lru_cache(maxsize=64)
def _metrics_of(
    others: tuple[tuple[str, Department], ...], segments: tuple[str, ...], landing_years: int
) -> Mapping[str, Metric]:
    return metrics_of(others, segments, landing_years)


def metric(name: str) -> Metric:
    """Return the metric called `name`, of those that every scenario has.

    Raises InputError with the nearest name when there is none.
    """
    return find(name, METRICS)


def find(name: str, metrics: Mapping[str, Metric]) -> Metric:
    """Return the one of `metrics` that is called `name`; raise InputError with the nearest name when there is none."""
    if not isinstance(name, str):
        raise not_allowed("name", name, f"the name of a metric: {', '.join(metrics)}")
    found = metrics.get(name)
    if found is None:
        from simulator.scenario.reading.nearest import closest, in_its_unit

        near = in_its_unit(name, metrics) or closest(name, metrics)
        raise InputError([Problem(f'there is no metric "{name}"', allowed=", ".join(metrics), suggestion=near)])
    return found


def evaluate(name: str, ledger: Floats, plan: Floats) -> Floats:
    """Return the values (…, months + 1) of the metric called `name`, in its unit, NaN where it is n/a.

    `ledger` has shape (…, months + 1, COLUMNS) and `plan`, planned ARR in dollars, (…, months + 1). Raises InputError
    for an unknown metric. What is returned is the caller's own: writing into it leaves the ledger alone.
    """
    import numpy as np

    return np.array(metric(name).values(ledger, plan))
