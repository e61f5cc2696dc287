"""The columns of a scenario's ledger: how many, and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.contract import groups_in, landing_years_in
from simulator.engine.ledger import Column, GroupColumn, RoleColumn, columns_with

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = [
    "ledger_columns",
]


def ledger_names(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the ledger columns of a `scenario` in their order, each once.

    A role's are `<role>.<column>`, a segment's `segment.<name>.<column>`, a landing year's `landed.<year>.<column>`.
    """
    groups = [f"segment.{name}" for name in scenario.segments]
    groups += [f"landed.{year}" for year in range(landing_years_in(scenario.horizon_months))]
    return (
        *(column.name.lower() for column in Column),
        *(f"{role}.{column.name.lower()}" for role in scenario.roles.names() for column in RoleColumn),
        *(f"{group}.{column.name.lower()}" for group in groups for column in GroupColumn),
    )


def ledger_columns(scenario: Scenario) -> int:
    """Return how many columns the ledger of a run of a `scenario` has."""
    groups = groups_in(len(scenario.segments), scenario.horizon_months)
    return columns_with(len(scenario.roles.names()), groups)
