"""The defaults that the search may move, each within the range that its evidence leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulator.calibrate.search import Lever

if TYPE_CHECKING:
    from simulator.scenario.schema import Scenario

LEVERS: Final = (
    Lever("segments.core.renewal", 0.88, 0.93, "P: GRR 90-93 % at $25K ACV and above"),
    Lever("segments.core.csqls_a_year", 1.2, 2.6, "D: 40 % of gross new ARR from expansion, median"),
    Lever("expansion.win_share", 0.30, 0.55, "D: together with the above"),
    Lever("expansion.csqls_without_head", 0.2, 0.5, "D: a funnel nobody runs"),
    Lever("renewal.uncovered", -0.8, -0.2, "R: 14 points for all channels of CS"),
    Lever("renewal.cs_head", 0.1, 0.5, "R: 14 points for all channels of CS"),
    Lever("renewal.failed_onboarding", -1.4, -0.8, "R: completed onboarding 2.5 times likelier to renew"),
    Lever("renewal.contraction_odds", 0.03, 0.10, "S: GRR below logo retention by a few points"),
    Lever("hiring.lookahead", 80.0, 115.0, "D: some 95 to 110 days; partial ramp counts"),
)


def values_of(scenario: Scenario) -> dict[str, float]:
    """Return where the levers stand in a scenario."""
    from simulator.scenario.files import resolved

    values = {}
    for lever in LEVERS:
        found: Any = resolved(scenario)
        for step in lever.path.split("."):
            found = found[step]
        values[lever.path] = float(found)
    return values
