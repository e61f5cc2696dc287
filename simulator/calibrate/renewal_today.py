"""The renewal odds at which a company, with the people it has, keeps of its customers' ARR what it says it kept.

Odds of renewal are those of a well-fitting, onboarded and covered customer; the GRR of a company is that of all its
customers as they are served. So they are not the same number, and the one is found from the other by playing: the
customers of the first day, looked after by those who are there, nobody hired, nobody leaving, nobody won. What counts
is the second year of that: in the first, renewals go by a service that a made-up opening knows nothing of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.experiment.replications import simulate
from simulator.roles import ROLE_NAMES
from simulator.scenario.founding.writing import Fit
from simulator.scenario.reading.files import changed

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["renewal_today"]

_CUSTOMERS: Final = 20_000
"""Customers played in all the runs together: enough for a standard error of a quarter of a point."""
_RUNS: Final = (1, 400)
_MONTHS: Final = 2 * MONTHS_PER_YEAR
_LOWEST, _HIGHEST = 0.2, 0.999
_NEAR: Final = 0.003
"""How near, as a share, the GRR that comes out is to be."""
_HALVINGS: Final = 11


def renewal_today(scenario: Scenario, grr: float | None, customers: int) -> Fit:
    """Return the renewal odds a year of `scenario` that give `grr`, a share of one, while it stays as it is today.

    `customers` is how many it opens with. Without a `grr`, or where no odds give it, there are none, and the rest is
    that of the scenario as it stands.
    """
    as_it_is = _Today(scenario, customers)
    of_laws, nrr = as_it_is.retention(None)
    if grr is None:
        return Fit(None, of_laws, nrr)
    low, high = _LOWEST, _HIGHEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        if as_it_is.retention(middle)[0] < grr:
            low = middle
        else:
            high = middle
    renewal = round((low + high) / 2.0, 3)
    found, nrr_then = as_it_is.retention(renewal)
    if abs(found - grr) > _NEAR:
        return Fit(None, of_laws, nrr)
    return Fit(renewal, of_laws, nrr_then)


class _Today:
    """A company that stays as it is: always the same draws, so that more renewals never lower what is kept."""

    def __init__(self, scenario: Scenario, customers: int) -> None:
        stays: dict[str, Any] = {"demand.attainment": [0.0], "horizon_months": _MONTHS}
        for role in ROLE_NAMES:
            stays |= {f"roles.{role}.opens": [], f"roles.{role}.attrition": 0.0}
        self._scenario = changed(scenario, stays)
        self._runs = min(max(_CUSTOMERS // customers, _RUNS[0]), _RUNS[1])

    def retention(self, renewal: float | None) -> tuple[float, float]:
        """Return GRR and NRR of the second year, means over the runs, under renewal odds a year or its own."""
        names = () if renewal is None else self._scenario.segments
        sets = {f"segments.{name}.renewal": f"{renewal:.6f} a year" for name in names}
        result = simulate(changed(self._scenario, sets), runs=self._runs, workers=1)
        return float(result.bands("grr").mean[_MONTHS]), float(result.bands("nrr").mean[_MONTHS])
