"""The point at which hiring for a role opens: an ARR, a date, a number of months, or never; and what it replaces.

A hiring point replaces the whole list `roles.<role>.opens` by one condition. What the role's conditions ask for beside
the figure that is replaced is kept: hiring that waits for somebody in place (`in_place`) goes on waiting, so an ARR of
$6M for the carve-out becomes `{arr: $6M, in_place: cs_head}`. A role that never opens in the scenario takes that from
the baseline.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from simulator.clock import month_end
from simulator.errors import InputError, Problem
from simulator.roles import ROLE_NAMES, SALES_ONLY
from simulator.scenario.schema.dates_and_files import When
from simulator.scenario.units import MONEY, InvalidValue
from simulator.scenario.writing import exact, plain, rounded, write_money

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["opens_at_once"]

Kind = Literal["arr", "on", "month", "never"]
_MONTHS: Final = re.compile(r"(?:month\s*)?(\d{1,4}(?:\.\d+)?)\s*(?:mo|months?)?", re.ASCII)
_STEPS: Final = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
_FEWEST, _MOST = 4, 11
_EARLIER, _LATER = 0.5, 5.0
EXAMPLES: Final = "an ARR such as $3M, a date such as 2028-03-01, months after the start such as 18 months, or never"


@dataclass(frozen=True)
class HiringPoint:
    """One candidate for the point at which a role opens.

    `value` is dollars of ARR, months after the start, or the proleptic ordinal of a date; infinite for never.
    """

    role: str
    kind: Kind
    value: float
    in_place: str | None = None

    @property
    def label(self) -> str:
        """The point as people write it: `$3M`, `Mar 2028`, `18 months`, `never`."""
        if self.kind == "arr":
            return write_money(self.value)
        if self.kind == "on":
            return _date_label(date.fromordinal(int(self.value)))
        return f"{self.value:g} months" if self.kind == "month" else "never"

    @property
    def words(self) -> str:
        """The point within a sentence: `at $3M ARR`, `in Mar 2028`, `after 18 months`, `never`."""
        before, after = {"arr": ("at ", " ARR"), "on": ("in ", ""), "month": ("after ", ""), "never": ("", "")}[
            self.kind
        ]
        return f"{before}{self.label}{after}"

    def changes(self) -> dict[str, Any]:
        """Return what is laid over the scenario: the role's whole list of conditions, and nothing else."""
        path = f"{role_path(self.role)}.opens"
        if self.kind == "never":
            return {path: []}
        condition: dict[str, Any] = {self.kind: _written(self.kind, self.value)}
        if self.in_place is not None:
            condition["in_place"] = self.in_place
        return {path: [condition]}


def _written(kind: Kind, value: float) -> Any:
    return date.fromordinal(int(value)).isoformat() if kind == "on" else float(value)


def _date_label(when: date) -> str:
    return f"{when:%b %Y}" if when.day == 1 else when.isoformat()


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


def role_path(role: str) -> str:
    """Return where a role stands in a scenario: `roles.csm`, `roles.others.support`."""
    return f"roles.{role}" if role in ROLE_NAMES else f"roles.others.{role}"


def waits_for(scenario: Scenario, role: str) -> str | None:
    """Return the role that has to be in place before this one is hired for, None for none.

    It is read from the scenario's own conditions, or from the baseline's where it has none.
    """
    conditions = scenario.roles.of(role).opens or _of_the_baseline(role)
    with_arr = [one for one in conditions if one.arr is not None]
    found = [one.in_place for one in [*with_arr, *conditions] if one.in_place is not None]
    return found[0] if found else None


def _of_the_baseline(role: str) -> tuple[Any, ...]:
    from simulator.scenario.reading.files import load

    found = getattr(load("baseline").roles, role, None)
    return tuple(found.opens) if found is not None else ()


def read_point(scenario: Scenario, role: str, text: str) -> HiringPoint:
    """Return the hiring point that was written; raise InputError with how one is written."""
    tidy = text.strip()
    in_place = waits_for(scenario, role)
    if tidy.lower() == "never":
        return HiringPoint(role, "never", math.inf)
    try:
        return HiringPoint(role, "on", float(When().read(tidy).toordinal()), in_place)
    except InvalidValue:
        pass
    months = _MONTHS.fullmatch(tidy)
    if months is not None and (tidy[-1:].isalpha() or tidy.lower().startswith("month")):
        return HiringPoint(role, "month", float(months[1]), in_place)
    try:
        dollars = MONEY.read(tidy)
    except InvalidValue as problem:
        raise InputError([Problem(f'"{tidy[:40]}" is no hiring point', allowed=EXAMPLES)]) from problem
    if dollars < 0.0:
        raise InputError([Problem(f'"{tidy[:40]}" is no hiring point: it is negative', allowed=EXAMPLES)])
    return HiringPoint(role, "arr", dollars, in_place)


def read_points(scenario: Scenario, role: str, texts: Sequence[str]) -> list[HiringPoint]:
    """Return several points of one kind in ascending order, never last; raise InputError where they do not belong."""
    found = sorted({read_point(scenario, role, text) for text in texts}, key=lambda point: point.value)
    kinds = {point.kind for point in found} - {"never"}
    if len(kinds) > 1:
        raise InputError("the candidates are of several kinds; give them all as ARR, all as dates, or all as months")
    return found


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
