"""People along the plan: those whose first day it knows, and as many as the rules of hiring ask for on planned ARR."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import DAYS_PER_MONTH
from simulator.engine.record import HowManyRule
from simulator.laws.coverage import founders_capacity

if TYPE_CHECKING:
    from simulator.engine.record import Lowered
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema import Scenario
    from simulator.scenario.telling.conditions import Openings


def planned_people(scenario: Scenario, lowered: Lowered, openings: Openings, arr: Floats, new: Floats) -> Floats:
    """Return people at work by role and month (roles, months), parts of months as parts of a person.

    `arr` is planned ARR at month ends (months + 1,), `new` the ARR that new customers bring in each month (months,).
    Nobody leaves, and what depends on how customers fare brings nobody.
    """
    ends = np.arange(1.0, len(arr)) * DAYS_PER_MONTH
    heads = np.zeros((len(lowered.roles), len(ends)))
    for role, day in _first_days(scenario, lowered, openings):
        heads[role] += _there(day, ends)
    for role, name in enumerate(scenario.roles.names()):
        opens = openings.acts(name)
        if opens is not None:
            at_work = _there(opens + float(lowered.roles[role]["lead_median"]), ends)
            heads[role] = np.maximum(heads[role], at_work * _asked(lowered, role, arr, new))
    return heads


def _there(day: float, ends: Floats) -> Floats:
    """Return the share of each month that somebody is at work who begins on a day."""
    return np.clip((ends - day) / DAYS_PER_MONTH, 0.0, 1.0)


def _first_days(scenario: Scenario, lowered: Lowered, openings: Openings) -> list[tuple[int, float]]:
    """Return role and first day of those in place, of open requisitions, the schedule, and the first of other roles."""
    joined: list[tuple[int, float]] = []
    for person in lowered.people:
        role, day = int(person["role"]), float(person["joined"])
        agreed = day if math.isfinite(day) else float(lowered.roles[role]["lead_median"])
        joined.append((role, agreed if person["open"] else 0.0))
    for hire in lowered.dated:
        role = int(hire["role"])
        joined += [(role, float(hire["day"]) + float(lowered.roles[role]["lead_median"]))] * int(hire["count"])
    known = {role for role, _ in joined}
    for role, name in enumerate(scenario.roles.names()):
        first = openings.arrives(name) if role not in known else None
        if first is not None:
            joined.append((role, first))
    return joined


def _asked(lowered: Lowered, role: int, arr: Floats, new: Floats) -> Floats:
    """Return how many of a role the plan asks for in each month (months,): none where its rule is another.

    As many CSMs as carry planned ARR beyond what founders can, as many specialists as onboard the planned customers.
    """
    rules, row = lowered.rules[0], lowered.roles[role]
    utilisation, rule = float(rules["utilisation"]), int(row["how_many"])
    book, slots = (float(row["book_low"]) + float(row["book_high"])) / 2.0 * utilisation, float(row["slots"])
    if rule == HowManyRule.LOAD and book > 0.0:
        middle = (arr[1:] + arr[:-1]) / 2.0
        names = ("founders_book", "handover_from", "handover_until")
        carried = [founders_capacity(level, *(float(rules[name]) for name in names)) for level in middle.tolist()]
        managers: Floats = np.maximum(0.0, middle - np.array(carried)) / book
        return managers
    if rule == HowManyRule.FLOW and slots > 0.0:
        days = np.minimum((np.arange(len(new)) + 0.5) * DAYS_PER_MONTH, len(lowered.deal_acv) - 1).astype(np.int64)
        a_day = new / lowered.deal_acv[days] / DAYS_PER_MONTH
        specialists: Floats = a_day * float(rules["mean_work_days"]) / (slots * utilisation)
        return specialists
    return np.zeros(len(new))
