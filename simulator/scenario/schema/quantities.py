"""Markers of the scenario schema: each says the unit and the bounds of a field, reads what people write for it, and
describes it in the JSON schema.

A field is written `median: Annotated[Number, Days(0, 2000)] = about("Median work of one onboarding", grade="P")`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, get_args

from pydantic_core import CoreSchema, core_schema

from simulator.scenario import units
from simulator.scenario.schema.distributions import Distribution, read_distribution, read_number, refit
from simulator.scenario.stated import Stated
from simulator.scenario.units import ODDS, InvalidValue, Unit

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

__all__ = ["Number", "Quantity"]

Number: TypeAlias = float | Distribution
Whole: TypeAlias = int | Distribution


@dataclass(frozen=True)
class Quantity:
    """A number with a unit and inclusive bounds in the canonical unit.

    A kind of quantity that has no other bounds by default is a dataclass as it stands, without being made one anew.
    """

    low: float = -math.inf
    high: float = math.inf
    unit: ClassVar[Unit]

    def read(self, value: Any, *, uncertain: bool = True) -> float | int | Distribution:
        """Return the canonical number or the distribution that was written; raise `InvalidValue` with the reason."""
        if isinstance(value, Mapping | Distribution):
            if not uncertain:
                raise InvalidValue("this must be one number, not a distribution", self.allowed())
            if isinstance(value, Distribution):
                return refit(value, self.unit, self.low, self.high)
            return read_distribution(value, self.unit, self.low, self.high)
        return self._inside(read_number(value, self.unit), value)

    def _inside(self, number: float, value: Any) -> float | int:
        if not self.low <= number <= self.high:
            raise InvalidValue(
                f"{self._written(number)} is not {self._range()}", self.allowed(), self._likely(number, value)
            )
        return number

    def _likely(self, number: float, value: Any) -> str:
        return ""

    def _written(self, number: float) -> str:
        text = self.unit.write(number)
        return f"{text:,}" if isinstance(text, int) else str(text)

    def _range(self) -> str:
        if math.isinf(self.low) and math.isinf(self.high):
            return "a finite number"
        if math.isinf(self.high):
            return f"{self._written(self.low)} or more"
        if math.isinf(self.low):
            return f"{self._written(self.high)} or less"
        return f"between {self._written(self.low)} and {self._written(self.high)}"

    def allowed(self) -> str:
        """Return in words what is accepted here, in the unit's own writing."""
        if math.isinf(self.low) and math.isinf(self.high):
            return self.unit.examples_in_words()
        if math.isinf(self.low) or math.isinf(self.high):
            return self._range()
        return f"{self._written(self.low)} to {self._written(self.high)}"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the validator; a field typed without `Distribution` takes one number only."""
        uncertain = takes_distribution(source)

        def read(value: Any) -> float | int | Distribution:
            return self.read(value, uncertain=uncertain)

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.plain_serializer_function_ser_schema(_canonical)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return what an editor needs: the number with its bounds, the text with examples, the distribution."""
        number: dict[str, Any] = {"type": "number"}
        if math.isfinite(self.low):
            number["minimum"] = self.low
        if math.isfinite(self.high):
            number["maximum"] = self.high
        text = {"type": "string", "pattern": self.unit.editor_pattern(), "examples": list(self.unit.examples)}
        distribution = {"$comment": "distribution", "type": "object", "minProperties": 1, "maxProperties": 1}
        return {"title": self.unit.name, "anyOf": [number, text, distribution]}


def takes_distribution(annotation: Any) -> bool:
    """Return whether a field of this type takes a distribution as well as a number."""
    return annotation is Distribution or Distribution in get_args(annotation)


def _canonical(value: Any) -> Any:
    if isinstance(value, Stated):
        return ODDS.write(value)
    return value.to_json() if isinstance(value, Distribution) else value


class Money(Quantity):
    """An amount in dollars (the currency is a label elsewhere): `$2.5M`, `35k`, `2,500,000`."""

    unit: ClassVar[Unit] = units.MONEY


class Days(Quantity):
    """A length of time in days: `90 days`, `6 weeks`, `2 months` of 365/12 days, `1.5 years` of 365."""

    unit: ClassVar[Unit] = units.DAYS


@dataclass(frozen=True)
class Share(Quantity):
    """A share of one: `90%` or `0.9`."""

    low: float = 0.0
    high: float = 1.0
    unit: ClassVar[Unit] = units.SHARE

    def _likely(self, number: float, value: Any) -> str:
        forgotten = not (isinstance(value, str) and "%" in value) and self.low <= number / 100 <= self.high
        return self.unit.show(number / 100) if forgotten else ""


class YearlyShare(Share):
    """A share a year, which may say so: `3%`, `3% a year`."""

    unit: ClassVar[Unit] = units.YEARLY

    def read(self, value: Any, *, uncertain: bool = True) -> float | int | Distribution:
        """Return the number, `Stated` where it is one, or the distribution; raise `InvalidValue` with the reason."""
        if isinstance(value, Stated):
            return self._inside(value, value)
        return super().read(value, uncertain=uncertain)


class Odds(YearlyShare):
    """Odds of staying that may be said to be those of a year or of a term: `91.3% a year`, `75% a term`.

    Without a word for it they are those of a year. A term of k months has them to the power of k / 12.
    """

    unit: ClassVar[Unit] = units.ODDS


class Occurrence(Odds):
    """The same for the odds that something happens: those of a term of k months are 1 − (1 − odds)^(k / 12)."""


class Rise(Odds):
    """The same for a rise: that of a term of k months is (1 + rise)^(k / 12) − 1."""


class Points(Quantity):
    """A difference of shares: `14 pts` is 0.14."""

    unit: ClassVar[Unit] = units.POINTS

    def _likely(self, number: float, value: Any) -> str:
        forgotten = not (isinstance(value, str) and "p" in value) and self.low <= number / 100 <= self.high
        return self.unit.show(number / 100) if forgotten else ""


class Factor(Quantity):
    """A multiplier: `1.5`, `1.5x` or `×1.5`."""

    unit: ClassVar[Unit] = units.FACTOR


class Weight(Quantity):
    """A factor relative to others of its kind: `3`, or `60%`, which is 0.6."""

    unit: ClassVar[Unit] = units.WEIGHT


class LogOdds(Quantity):
    """A shift in log-odds, a plain number."""

    unit: ClassVar[Unit] = units.LOG_ODDS


class PerYear(Quantity):
    """A rate as times a year: `1.7 a year`, `0.4 per month`."""

    unit: ClassVar[Unit] = units.PER_YEAR


class Hours(Quantity):
    """A number of hours: `5 h`, `426 hours`."""

    unit: ClassVar[Unit] = units.HOURS


class Count(Quantity):
    """A whole number: `8` or `1,000`. A distribution of one is rounded when it is drawn."""

    unit: ClassVar[Unit] = units.COUNT

    def _inside(self, number: float, value: Any) -> int:
        if number != int(number):
            raise InvalidValue(f"{number:g} is not a whole number", self.allowed())
        return int(super()._inside(number, value))
