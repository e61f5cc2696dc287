"""Odds and rises that are stated for a year or for a whole term, as those of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.laws.terms import kept_over, occurs_within, rise_over
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.plan import number
from simulator.scenario.schema.quantities import Number, Occurrence, Odds, Rise
from simulator.scenario.stated import TERM, said_of

if TYPE_CHECKING:
    from simulator.scenario.schema.fields import Part
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["in_a_year", "odds_a_year", "yearly"]

OF_EVERY_TERM: Final[Mapping[str, type[Odds]]] = {
    "onboarding.mends_at_renewal": Occurrence,
    "expansion.packages.odds": Occurrence,
    "renewal.contraction_odds": Occurrence,
    "renewal.recapture_odds": Occurrence,
    "renewal.escalator": Rise,
}
"""The odds and rises that customers of all segments share, by their path. Segments have odds of renewal each."""

_OVER: Final[Mapping[type[Odds], Callable[[float, float], float]]] = {
    Odds: kept_over,
    Occurrence: occurs_within,
    Rise: rise_over,
}


def odds_a_year(odds: Number, term_months: int) -> float:
    """Return `odds` (0 to 1) as those of a year, where they may be said to be those of a term of `term_months`.

    Raises TypeError for a distribution, which must have been drawn before.
    """
    return _a_year(odds, term_months, Odds)


def yearly(scenario: Scenario) -> dict[str, float]:
    """Return the odds and rises of `OF_EVERY_TERM` in a `scenario`, by path, as those of a year.

    Raises TypeError where one is a distribution, which must have been drawn before.
    """
    months = next(iter(scenario.segments.values())).term_months  # that of all, where a figure is one of a term
    return {path: _a_year(value, months, OF_EVERY_TERM[path]) for path, value in of_every_term(scenario)}


def in_a_year(scenario: Scenario, path: str, value: float) -> float:
    """Return a `value` at the `path` of a field of a `scenario` as that of a year; it may be said to be that of a term.

    A value that nothing is said of, such as that of any other field, is returned as it is.
    """
    if said_of(value) != TERM:
        return float(value)
    first, *rest = path.split(".")
    segment = scenario.segments[rest[0]] if first == "segments" else next(iter(scenario.segments.values()))
    return _a_year(value, segment.term_months, OF_EVERY_TERM.get(path, Odds))


def of_every_term(scenario: Part) -> Iterator[tuple[str, Any]]:
    """Yield the path and the value of each of `OF_EVERY_TERM`."""
    for path in OF_EVERY_TERM:
        yield path, stated_at(scenario, path)


def stated_at(scenario: Part, path: str) -> Any:
    """Return the number or the distribution at the dotted `path` of a field that there is."""
    value: Any = scenario
    for step in path.split("."):
        value = value[step] if isinstance(value, dict) else getattr(value, step)
    return value


def _a_year(value: Number, term_months: int, kind: type[Odds]) -> float:
    stated = number(value)
    return _OVER[kind](stated, MONTHS_PER_YEAR / term_months) if said_of(value) == TERM else stated


def is_of_a_term(value: Number) -> bool:
    """Tell whether a number, or what a distribution gives, is said to be that of a term."""
    return (value.each if isinstance(value, Distribution) else said_of(value)) == TERM


def certain_odds(odds: Number) -> float:
    """Return `odds`, or the mean of a distribution of them, saying for how long they hold where it is said."""
    return odds.stated(odds.mean()) if isinstance(odds, Distribution) else odds
