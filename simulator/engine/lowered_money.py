"""The part of the numeric record that is about money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.engine.record import ROUND, Table
from simulator.scenario.schema.plan import number

if TYPE_CHECKING:
    from simulator.scenario.schema.finance import Finance


def money_rules(finance: Finance, selling: str) -> dict[str, Any]:
    """Return the single figures of money by their names in RULES; hiring that is never held is held below 0 months."""
    runway, people, value = finance.runway, finance.people, finance.value
    plain = ("opening_cash", "gross_margin", "collection_days", "acquisition_cost", "expansion_cost")
    found: dict[str, Any] = {name: getattr(finance, name) for name in plain}
    found["acquisition_cost"] = finance.cost_of_new_arr(selling)
    found |= {"burn_months": runway.burn_months}
    found |= {"hold_below": 0.0 if runway.hold_below is None else runway.hold_below}
    found |= {"people_share": people.share, "people_cost": people.cost}
    return found | {f"value_{name}": getattr(value, name) for name in type(value).model_fields}


def rounds(finance: Finance) -> Table:
    """Return one row a round of funding, in the order of the scenario."""
    return np.array([(number(found.amount),) for found in finance.rounds.values()], dtype=ROUND)
