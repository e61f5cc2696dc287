"""What opens when, as numbers: programmes, products and rounds, and the conditions of these and of roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from simulator.clock import first_day_of, holds_from, simulated_day
from simulator.engine.contract import NOBODY, PROGRAMME_BASE, ROUND_BASE, Programme
from simulator.engine.record import CONDITION, PRODUCT, PROGRAMME, ROUND, ConditionKind, Table
from simulator.roles import SALES_ONLY
from simulator.scenario.schema.by_arr import age_on_first_day
from simulator.scenario.schema.plan import number

if TYPE_CHECKING:
    from simulator.scenario.schema.organisation import Condition
    from simulator.scenario.schema.scenario import Scenario

Owners: TypeAlias = "Mapping[int, tuple[Condition, ...]]"
"""What opens under which conditions, by number in ascending order."""


_PLAIN: Final = ("arr", "customers", "founder_renewals", "backlog", "wait", "uncovered_arr")


def owners(scenario: Scenario) -> Owners:
    """Return everything that opens: roles by their number, programmes from PROGRAMME_BASE on, rounds of funding
    from ROUND_BASE on."""
    found = {
        role: scenario.roles.of(name).opens
        for role, name in enumerate(scenario.roles.names())
        if name not in SALES_ONLY or scenario.demand.selling == "capacity"
    }
    found |= {
        PROGRAMME_BASE + place: product.opens
        for place, product in enumerate(scenario.products.values())
        if not product.on_sale_at_start
    }
    found |= {
        Programme.PACKAGES: scenario.expansion.packages.opens,
        Programme.PRODUCT_LED: scenario.onboarding.product_led.opens,
        Programme.DIGITAL_POOL: scenario.coverage.digital.opens,
        Programme.SUCCESS_PLAN: scenario.onboarding.success_plan.opens,
    }
    found |= {ROUND_BASE + number: one.opens for number, one in enumerate(scenario.money.rounds.values())}
    return {int(owner): found[owner] for owner in sorted(found)}


def programmes_of(of: Owners) -> Table:
    """Return the programmes that may open."""
    return np.array(
        [(owner,) for owner, opens in of.items() if PROGRAMME_BASE <= owner < ROUND_BASE and opens], dtype=PROGRAMME
    )


def products_of(scenario: Scenario, opening_arr: float) -> Table:
    """Return what is sold, in the order of the scenario; ages that are not stated follow from the `opening_arr`."""
    rows = np.zeros(len(scenario.products), dtype=PRODUCT)
    for row, product in zip(rows, scenario.products.values(), strict=True):
        row["at_start"] = product.on_sale_at_start
        if product.on_sale_at_start:
            row["age_at_start"] = age_on_first_day(product, opening_arr)
        for name in ("price", "lands_new", "lands_mature", "matures_in", "discount", "fades_in"):
            row[name] = number(getattr(product, name))
    return rows


def rounds_of(scenario: Scenario) -> Table:
    """Return the rounds of funding, in the order of the scenario."""
    return np.array([(number(found.amount),) for found in scenario.money.rounds.values()], dtype=ROUND)


def conditions_of(scenario: Scenario, of: Owners) -> Table:
    """Return every comparison with its owner and clause; the rows of a clause stand together."""
    rows = []
    for owner, opens in of.items():
        for clause, condition in enumerate(opens):
            rows += [(owner, clause, *comparison) for comparison in _comparisons(condition, scenario)]
    return np.array(rows, dtype=CONDITION)


def _comparisons(condition: Condition, scenario: Scenario) -> list[tuple[ConditionKind, int, float]]:
    """Return kind, role and threshold of every comparison in a condition."""
    found: list[tuple[ConditionKind, int, float]] = []
    for name in (*_PLAIN, "sellers_ramped", "sellers_at_quota"):
        value = getattr(condition, name)
        if value is not None:
            found.append((ConditionKind[name.upper()], NOBODY, number(value)))
    if condition.on is not None:
        found.append((ConditionKind.DAY, NOBODY, holds_from(simulated_day(scenario.start_date, condition.on))))
    if condition.month is not None:
        found.append((ConditionKind.DAY, NOBODY, holds_from(first_day_of(number(condition.month)))))
    if condition.in_place is not None:
        people = 1.0 if condition.at_least is None else number(condition.at_least)
        found.append((ConditionKind.IN_PLACE, scenario.roles.names().index(condition.in_place), people))
    return found
