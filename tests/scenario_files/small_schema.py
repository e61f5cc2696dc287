"""A schema of a few fields that uses everything a schema can use: for tests that must not move with the real one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from simulator.scenario.schema.dates_and_files import FilePath, When
from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.quantities import Count, Days, Factor, Money, Number, PerYear, Points, Share, Whole
from simulator.scenario.units import InvalidValue


class Ramp(Part):
    """A stretch of a ramp."""

    length: Annotated[Number, Days(0, 400)] = about("How long", grade="R")
    share: Annotated[Number, Share()] = about("Share carried", grade="R")


class ByDate(Part):
    """Opens on a date."""

    kind: Literal["date"]
    on: Annotated[date, When()]


class ByArr(Part):
    """Opens at an ARR."""

    kind: Literal["arr"]
    arr: Annotated[Number, Money(0, 1e9)]


class Role(Part):
    """A role."""

    cost: Annotated[Number, Money(0, 1e7)] = about("Loaded cost a year", grade="R", source="somewhere")
    slots: Annotated[Whole, Count(1, 1000)] = about("At the same time", grade="D")
    attrition: Annotated[Number, PerYear(0, 10)] | None = about("Leavers a year", grade="R", default=None)
    ramp: tuple[Ramp, ...] = about("Stretches", grade="R", default=())
    opens: ByDate | ByArr | None = about("When", grade="policy", default=None, replace=True)
    after: Annotated[ByDate | ByArr, Field(discriminator="kind")] | None = about("And", grade="policy", default=None)
    needs_head: bool = about("Whether it waits for the head", grade="A", default=False)

    @model_validator(mode="after")
    def _cheap_roles_are_small(self) -> Role:
        if self.cost == 0 and self.slots != 1:
            raise InvalidValue("a role that costs nothing has one slot", at=("slots",), allowed="1")
        if self.slots == 13:
            raise ValueError("thirteen slots bring bad luck")
        return self


class Small(Part):
    """A small scenario."""

    name: str = about("Its name", grade="plumbing")
    start: Annotated[date, When()] = about("First day", grade="policy")
    effect: Annotated[Number, Share(0, 2)] = about("Effect", grade="R")
    gap: Annotated[Number, Points(0, 1)] = about("Gap", grade="A")
    path: tuple[Annotated[Number, Factor(1, 10)], ...] = about("Multiples", grade="A")
    months: Annotated[int, Count(1, 240)] = about("Horizon", grade="policy")
    mode: Literal["plan", "capacity"] = about("How it sells", grade="policy", default="plan")
    alarm: Literal["none"] | Ramp | tuple[Ramp, ...] = about("A choice", grade="policy", default="none")
    accounts: Annotated[str, FilePath()] | None = about("CSV", grade="policy", default=None)
    roles: dict[str, Role] = about("Roles by name", grade="A")
    tags: Annotated[tuple[str, ...], Field(min_length=1, max_length=2)] = about("Tags", grade="D", default=("a",))
    ratio: Annotated[float, Field(ge=0, lt=5)] = about("A plain number", grade="D", default=1.0)
    code: Annotated[str, Field(pattern="^[a-z]+$", max_length=4)] = about("A code", grade="D", default="a")
    floor: Annotated[Number, Money(low=0)] = about("No upper bound", grade="D", default=0.0)
    limits: dict[str, Annotated[Number, Money(0, 1e9)] | None] = about("By name", grade="D", default={})


TEXT = """\
extends: nothing
name: Small
start: Mar 2028
effect: 100%
gap: 14 pts
path: [3, 3, 2]
months: 60
roles:
  csm:
    cost: $185K
    slots: 8
    attrition: 0.16 a year
    ramp:
      - {length: 90 days, share: 56%}
      - {length: 3 months, share: 83%}
    opens: {kind: arr, arr: $3M}
  head:
    cost: {triangular: [$250K, $300K, $400K]}
    slots: 1
"""
