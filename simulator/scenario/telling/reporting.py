"""Told in words: whom CS reports to, its quotas, and what they do to odds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.scenario.telling.words import listed, number, told

if TYPE_CHECKING:
    from simulator.scenario.quantities import Number
    from simulator.scenario.schema import Scenario


def reporting_in_words(scenario: Scenario) -> list[str]:
    """Return the reporting line, the quotas, and by what both multiply odds together."""
    law = scenario.organisation
    to = "a chief revenue officer" if law.reports_to == "cro" else "a chief customer officer or the CEO"
    carried = [name for name in ("renewal", "expansion") if getattr(law.quotas, name)]
    quota = f"a {listed(carried)} quota" if carried else "no quota"
    lines = [f"The head of CS reports to {to}; account managers carry {quota}."]
    for what, factors in (("of a renewal", law.on_renewal()), ("that a CSQL is won", law.on_expansion())):
        if factors:
            lines.append(
                f"For that the odds {what} by an account manager's customer are multiplied by {_all(factors)}."
            )
    return lines


def _all(factors: tuple[Number, ...]) -> str:
    return listed(told(factor, number) for factor in factors)
