"""The point at which hiring for a role opens, as one value: an ARR, a date, a number of months, or never.

`hire.<role>` is its path: setting it replaces the whole list `roles.<role>.opens` by one condition. What the role's
conditions ask for beside the figure that is replaced is kept: hiring that waits for somebody in place (`in_place`) goes
on waiting, so an ARR of $6M for the carve-out becomes `{arr: $6M, in_place: cs_head}`.

`now` is a hiring point of every kind: hiring opens with the first review.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from simulator.roles import ROLE_NAMES
from simulator.scenario.schema.dates_and_files import When
from simulator.scenario.units import MONEY, InvalidValue, quoted
from simulator.scenario.writing import write_money

if TYPE_CHECKING:
    from simulator.scenario.schema.organisation import Condition

__all__ = ["HIRE", "HiringPoint", "Kind", "is_now", "point_of", "role_path", "waited_for"]

HIRE: Final = "hire."
Kind = Literal["arr", "on", "month", "never"]
_MONTHS: Final = re.compile(r"(?:month\s*)?(\d{1,4}(?:\.\d+)?)\s*(?:mo|months?)?", re.ASCII)
EXAMPLES: Final = (
    "an ARR such as $3M, a date such as 2028-03-01, months after the start such as 18 months, now, or never"
)
NOW: Final = "now"


@dataclass(frozen=True)
class HiringPoint:
    """One point at which a role opens.

    `value` is dollars of ARR, months after the start, or the proleptic ordinal of a date; infinite for never. `at_once`
    says that hiring opens now; `value` is then where the company stands on the first day.
    """

    role: str
    kind: Kind
    value: float
    in_place: str | None = None
    at_once: bool = False

    @property
    def label(self) -> str:
        """The point as people write it: `$3M`, `Mar 2028`, `18 months`, `now`, `never`."""
        if self.at_once:
            return NOW
        if self.kind == "arr":
            return write_money(self.value)
        if self.kind == "on":
            return _date_label(date.fromordinal(int(self.value)))
        return f"{self.value:g} months" if self.kind == "month" else "never"

    @property
    def words(self) -> str:
        """The point within a sentence: `at $3M ARR`, `in Mar 2028`, `after 18 months`, `now`, `never`."""
        if self.at_once:
            return NOW
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
        if self.at_once:
            condition = {"month": 0.0}
        if self.in_place is not None:
            condition["in_place"] = self.in_place
        return {path: [condition]}


def _written(kind: Kind, value: float) -> Any:
    return date.fromordinal(int(value)).isoformat() if kind == "on" else float(value)


def _date_label(when: date) -> str:
    return f"{when:%b %Y}" if when.day == 1 else when.isoformat()


def role_path(role: str) -> str:
    """Return where a `role` stands in a scenario: `roles.csm`, `roles.others.support`."""
    return f"roles.{role}" if role in ROLE_NAMES else f"roles.others.{role}"


def waited_for(conditions: Sequence[Condition]) -> str | None:
    """Return the role that has to be in place by the `conditions` of another, None for none."""
    with_arr = [one for one in conditions if one.arr is not None]
    found = [one.in_place for one in [*with_arr, *conditions] if one.in_place is not None]
    return found[0] if found else None


def is_now(text: str) -> bool:
    """Tell whether a `text` says that hiring opens now."""
    return text.strip().lower() == NOW


def point_of(role: str, text: str, in_place: str | None) -> HiringPoint:
    """Return the hiring point of a `role` that a `text` says, once somebody is `in_place`; raise InvalidValue."""
    tidy = text.strip()
    if is_now(tidy):
        return HiringPoint(role, "month", 0.0, in_place, at_once=True)
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
        raise InvalidValue(f"{quoted(tidy)} is no hiring point", EXAMPLES) from problem
    if dollars < 0.0:
        raise InvalidValue(f"{quoted(tidy)} is no hiring point: it is negative", EXAMPLES)
    return HiringPoint(role, "arr", dollars, in_place)
