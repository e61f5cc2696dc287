"""What no answer of the simulator says, in the words of everything that is handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import month_label
from simulator.reports.words import listed, money
from simulator.scenario.explain.plan import PlanDates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.reports.page.panels import Side

_OF_EVERY_COMPANY: Final = (
    "Customers differ in size, fit and luck, not in industry; prices and wallets follow the scenario, not the market.",
    "The effects of customer success are observational; cs_effect is the share of them that the scenario believes in.",
    "Enterprise value is ARR times a declared curve, no valuation; debt, interest and tax are left out.",
)


def limits_of(sides: Sequence[Side]) -> tuple[str, ...]:
    """Return the limits of an answer about some `sides`, at least one, a sentence each; the first names their plans."""
    return f"A simulation under stated assumptions, not a forecast; {_plans(sides)}.", *_OF_EVERY_COMPANY


def _plans(sides: Sequence[Side]) -> str:
    """Return where each company means to go, and that this is a plan; of those with one plan it is said once."""
    told = {side.name: _planned(side) for side in sides}
    if len(set(told.values())) == 1:
        return f"the path from {told[sides[0].name]} is a plan, which a company may miss"
    return f"each path is a plan, which a company may miss: {listed([f'{name} {one}' for name, one in told.items()])}"


def _planned(side: Side) -> str:
    """Return planned ARR on the first day and on the last: `$2M of ARR to $139M by Dec 2031`."""
    scenario = side.result.scenario
    plan = PlanDates(scenario, side.result.today)
    last = month_label(scenario.start_date, scenario.horizon_months)
    return f"{money(plan.arr_at(0.0))} of ARR to {money(plan.arr_at(plan.horizon))} by {last}"
