"""Hiring points of a role to choose from: as they are written, and a grid of them where none are.

A role that never opens in the scenario takes whom it waits for from the baseline.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from simulator.clock import month_end
from simulator.errors import InputError, Problem
from simulator.roles import SALES_ONLY
from simulator.scenario.schema.hiring_points import HiringPoint, Kind, is_now, point_of, waited_for
from simulator.scenario.units import InvalidValue
from simulator.scenario.writing import exact, plain, rounded

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["opens_at_once"]

_STEPS: Final = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
_FEWEST, _MOST = 4, 11
_EARLIER, _LATER = 0.5, 5.0


def check_role(scenario: Scenario, role: str) -> None:
    """Refuse a role that the scenario does not have; raise InputError with those it has."""
    roles = roles_of(scenario)
    if role not in roles:
        from difflib import get_close_matches

        near = get_close_matches(role, roles, n=1)
        raise InputError(
            [Problem(f'there is no role "{role}"', allowed=", ".join(roles), suggestion=near[0] if near else "")]
        )


def roles_of(scenario: Scenario) -> list[str]:
    """Return the names of the roles that are hired for: the model's, then the user's own."""
    return list(scenario.roles.names())


def hired_roles(scenario: Scenario) -> list[str]:
    """Return the roles in which anybody is hired: those of sales only where selling goes by capacity."""
    by_capacity = scenario.demand.selling == "capacity"
    return [name for name in roles_of(scenario) if by_capacity or name not in SALES_ONLY]


def yearly_pay(scenario: Scenario, role: str) -> float:
    """Return a year's pay of one person in a role in dollars, its mean where it is uncertain."""
    cost = scenario.roles.of(role).cost
    return float(cost) if isinstance(cost, int | float) else cost.mean()


def lowest_multiple(scenario: Scenario) -> float:
    """Return how many dollars of enterprise value a dollar of ARR is worth without growth, at least 1."""
    multiple = scenario.money.value.multiple
    return max(1.0, float(multiple) if isinstance(multiple, int | float) else multiple.mean())


def waits_for(scenario: Scenario, role: str) -> str | None:
    """Return the role that has to be in place before this one is hired for, None for none.

    It is read from the scenario's own conditions, or from the baseline's where it has none.
    """
    conditions = scenario.roles.of(role).opens or _of_the_baseline(role)
    return waited_for(conditions)


def _of_the_baseline(role: str) -> tuple[Any, ...]:
    from simulator.scenario.reading.files import load

    found = getattr(load("baseline").roles, role, None)
    return tuple(found.opens) if found is not None else ()


def read_point(scenario: Scenario, role: str, text: str) -> HiringPoint:
    """Return the hiring point that was written; raise InputError with how one is written."""
    if is_now(text):
        return _now(scenario, role, "arr")
    try:
        return point_of(role, text, waits_for(scenario, role))
    except InvalidValue as error:
        raise InputError([error.problem]) from error


def read_points(scenario: Scenario, role: str, texts: Sequence[str]) -> list[HiringPoint]:
    """Return several points of one kind in ascending order, now first and never last.

    Raises InputError where they do not belong together.
    """
    later = [text for text in texts if not is_now(text)]
    found = sorted({read_point(scenario, role, text) for text in later}, key=lambda point: point.value)
    kinds = {point.kind for point in found} - {"never"}
    if len(kinds) > 1:
        raise InputError("the candidates are of several kinds; give them all as ARR, all as dates, or all as months")
    return found if len(later) == len(texts) else with_now(scenario, role, found)


def with_now(scenario: Scenario, role: str, points: list[HiringPoint]) -> list[HiringPoint]:
    """Return the points, which are in order, with now before them, unless one of them has come by the first day."""
    if any(opens_at_once(scenario, point) for point in points):
        return points
    kind: Kind = next((point.kind for point in points if point.kind != "never"), "arr")
    return [_now(scenario, role, kind), *points]


def _now(scenario: Scenario, role: str, kind: Kind) -> HiringPoint:
    from simulator.scenario.schema.uncertainty import central

    starts = {"on": float(scenario.start_date.toordinal()), "month": 0.0}
    value = starts[kind] if kind in starts else _path(central(scenario))[0]
    return HiringPoint(role, kind, value, waits_for(scenario, role), at_once=True)


def default_points(scenario: Scenario, role: str) -> list[HiringPoint]:
    """Return a grid of round ARR figures around the scenario's own trigger, or over its path where it has none.

    It reaches from half the present trigger to five times it, within the ARR that the plan passes through.
    """
    from simulator.scenario.schema.uncertainty import central

    certain = central(scenario)
    arr = [float(one.arr) for one in certain.roles.of(role).opens if isinstance(one.arr, int | float)]
    start, end = _path(certain)
    low, high = (_EARLIER * min(arr), _LATER * min(arr)) if arr else (start, 0.5 * end)
    low, high = max(low, start), min(max(high, 2.0 * start), end)
    values = [value for value in _round_values(low, high) if low <= value <= high]
    if len(values) < _FEWEST:
        values = [float(rounded(low * (high / low) ** (step / _FEWEST), 2)) for step in range(_FEWEST + 1)]
    values = sorted({*_thinned(values), *(float(value) for value in arr if low <= value <= high)})
    in_place = waits_for(scenario, role)
    return [HiringPoint(role, "arr", value, in_place) for value in values]


def _path(scenario: Scenario) -> tuple[float, float]:
    """Return planned ARR at the start and at the horizon."""
    from simulator.engine.lowering import lower
    from simulator.laws.growth import at_day
    from simulator.scenario.reading.today import read_today

    plan = lower(scenario, read_today(scenario)).plan_arr
    return at_day(plan, 0.0), at_day(plan, month_end(scenario.horizon_months))


def opens_at_once(scenario: Scenario, point: HiringPoint) -> bool:
    """Tell whether a hiring `point` has come on the first day of a `scenario` already, so that none is earlier."""
    from simulator.scenario.schema.uncertainty import central

    if point.at_once:
        return True
    if point.kind == "arr":
        return point.value <= _path(central(scenario))[0]
    return point.value <= (scenario.start_date.toordinal() if point.kind == "on" else 0.0)


def _round_values(low: float, high: float) -> list[float]:
    decade = 10.0 ** math.floor(math.log10(max(low, 1.0)))
    found = []
    while decade <= high:
        found += [step * decade for step in _STEPS]
        decade *= 10.0
    return [float(plain(exact(round(value, 6)))) for value in found]


def _thinned(values: list[float]) -> list[float]:
    while len(values) > _MOST:
        values = values[::2]
    return values
