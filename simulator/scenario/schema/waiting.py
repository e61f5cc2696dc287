"""Who waits for whom: roles in which nobody is hired as planned before somebody is in place in another one.

Two things in a scenario say so: a role that `needs_head` (or `needs_vp`), and conditions that all ask for the other
role `in_place`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulator.roles import SALES_ONLY

if TYPE_CHECKING:
    from simulator.roles import RoleName
    from simulator.scenario.schema.organisation import Condition
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["LEADERS", "waiting_for", "without_waiting"]

LEADERS: Final[dict[RoleName, str]] = {"cs_head": "needs_head", "vp_sales": "needs_vp"}
"""Roles that others may need in order to be hired, with the field that says so."""


def waiting_for(scenario: Scenario, leader: RoleName) -> tuple[RoleName, ...]:
    """Return the roles of a `scenario` in which planned hiring waits for somebody in the role `leader`."""
    by_capacity = scenario.demand.selling == "capacity"
    names = [name for name in scenario.roles.names() if name != leader and (by_capacity or name not in SALES_ONLY)]
    return tuple(name for name in names if scenario.roles.of(name).opens and _waits(scenario, name, leader))


def _waits(scenario: Scenario, name: RoleName, leader: RoleName) -> bool:
    role = scenario.roles.of(name)
    return _needs(role, leader) or all(one.in_place == leader for one in role.opens)


def _needs(role: Any, leader: RoleName) -> bool:
    return leader in LEADERS and bool(getattr(role, LEADERS[leader], False))


def without_waiting(scenario: Scenario, leader: RoleName) -> dict[str, Any]:
    """Return what is laid over a `scenario` so that nobody waits for the role `leader` any more, by dotted path.

    What else opens a role is kept; one that waited for nothing else opens at once.
    """
    changes: dict[str, Any] = {}
    for name in waiting_for(scenario, leader):
        role = scenario.roles.of(name)
        path = f"roles.others.{name}" if name in scenario.roles.others else f"roles.{name}"
        if _needs(role, leader):
            changes[f"{path}.{LEADERS[leader]}"] = False
        if any(one.in_place == leader for one in role.opens):
            changes[f"{path}.opens"] = [_free(one, leader) for one in role.opens]
    return changes


def _free(condition: Condition, leader: RoleName) -> dict[str, Any]:
    asked = condition.model_dump(mode="json", exclude_none=True)
    if condition.in_place == leader:
        asked = {name: value for name, value in asked.items() if name not in ("in_place", "at_least")}
    return asked or {"month": 0.0}
