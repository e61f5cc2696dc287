"""Cash along the plan in a sentence, which says that nothing was simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import month_label
from simulator.reports.words import money

if TYPE_CHECKING:
    from simulator.experiment.planned_cash import PlannedCash
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["planned_cash_line"]


def planned_cash_line(scenario: Scenario, found: PlannedCash) -> str:
    """Return opening cash of a `scenario` and the month in which the plan uses it up, or how low it gets.

    `found` is cash along the plan; the sentence says that nothing was simulated.
    """
    start, opening = scenario.start_date, f"Opening cash {money(found.opening)}"
    if found.used_up is not None:
        return f"{opening}; plan, not simulated: used up in {month_label(start, found.used_up)}."
    if found.lowest == 0:
        return f"{opening}; plan, not simulated: never less than that."
    low = f"{money(float(found.cash[found.lowest]))} in {month_label(start, found.lowest)}"
    return f"{opening}; plan, not simulated: not used up, lowest at {low}."
