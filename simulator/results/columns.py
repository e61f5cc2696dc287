"""The columns of a scenario's ledger by name: those of all companies, of its roles, of its groups of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.contract import landing_years_in
from simulator.engine.ledger import Column, GroupColumn, RoleColumn

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario


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
