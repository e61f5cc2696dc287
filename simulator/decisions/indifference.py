"""The smallest difference that matters: below it a board would call two choices equally good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from simulator.decisions.hiring_point import lowest_multiple, yearly_pay
from simulator.errors import InputError, Problem
from simulator.results.metrics import Unit
from simulator.scenario.writing import rounded

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.measure import Measure
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["SHARE", "Indifference"]

SHARE: Final = 0.01
"""What matters, as a share of the judged dollars of the scenario as it stands."""
PILOT_RUNS: Final = 50
"""Runs from which those dollars are taken; they have no part in anything else."""
_POINTS: Final = 0.005
_DIGITS: Final = 2
Origin = Literal["given", "share", "pay", "points"]


@dataclass(frozen=True)
class Indifference:
    """The smallest difference that matters in the measure's unit, and where it comes from."""

    amount: float
    origin: Origin


def what_matters(
    scenario: Scenario, roles: Sequence[str], measure: Measure, asked: float | None, pilot: Callable[[range], Floats]
) -> tuple[Indifference, int]:
    """Return the amount that was asked for or the default one, and the number of the first run that is not used yet.

    `pilot` plays runs of the scenario as it stands. Raises InputError for an amount not above zero, and for a measure
    that has no default.
    """
    if asked is not None:
        if not asked > 0.0:
            raise InputError("the smallest difference that matters must be above zero")
        return Indifference(asked, "given"), 0
    if measure.unit is not Unit.USD:
        return default_indifference(scenario, roles, measure), 0
    return default_indifference(scenario, roles, measure, pilot(range(PILOT_RUNS))), PILOT_RUNS


def default_indifference(
    scenario: Scenario, roles: Sequence[str], measure: Measure, pilot: Floats | None = None
) -> Indifference:
    """Return what matters unless told otherwise.

    Of dollars it is 1 % of the mean of `pilot`, a few runs of the scenario as it stands which are used for nothing
    else (the guarantees ask for an amount that was fixed before the choices play), but no less than a year's pay of
    the dearest of the roles; where enterprise value is judged, what that pay is worth as ARR of a company that does
    not grow. Of a share it is half a point. For other units InputError asks for an amount.
    """
    if measure.unit is Unit.USD:
        pay = max(yearly_pay(scenario, role) for role in roles) * (lowest_multiple(scenario) if measure.is_value else 1)
        part = 0.0 if pilot is None else SHARE * abs(float(pilot.mean()))
        if part > pay:
            return Indifference(float(rounded(part, _DIGITS)), "share")
        return Indifference(pay or part or 1.0, "pay")
    if measure.unit is Unit.SHARE:
        return Indifference(_POINTS, "points")
    raise InputError(
        [
            Problem(
                f"which difference of {measure.within} matters cannot be guessed",
                allowed=f"--indifference in the unit of the measure ({measure.unit.value.replace('_', ' ')})",
            )
        ]
    )
