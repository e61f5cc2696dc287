"""Which figures of a scenario are assumed: what the scenario gives, written in another form.

Such a figure is no finding, however much it looks like one beside the others: it comes out as it was put in, in every
run. Whoever shows it marks it as assumed, and looks up here whether it is.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from simulator.results.metrics.unit_economics import CAC, CAC_PAYBACK, LTV_CAC

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.scenario.schema.scenario import Scenario

ASSUMED: Final = "assumed"
"""The word that marks such a figure in tables, charts and files."""
_MARGIN: Final = "money.gross_margin gives it"
_COST: Final = (
    "with demand.selling: plan and money.sales_marketing.follows: won, money.acquisition_cost gives what each dollar "
    "of new ARR costs"
)


def assumed_in(scenario: Scenario) -> Mapping[str, str]:
    """Return the metrics that are assumed in a `scenario` by name, each with the fields that give it, in words."""
    found = {"gross_margin": _MARGIN}
    if scenario.demand.selling == "plan" and scenario.money.sales_marketing.follows == "won":
        found |= {CAC: _COST, CAC_PAYBACK: f"{_COST}, and money.gross_margin what is left of it", LTV_CAC: _COST}
    return MappingProxyType(found)
