"""Where answers contradict one another, and where they may both be right and yet be told of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from simulator.clock import month_label
from simulator.scenario.founding.company import Bookings, Company, Growth, Moment, Products, Raise
from simulator.scenario.units import InvalidValue
from simulator.scenario.writing import money

__all__ = ["check", "remarks"]

Said = Mapping[str, Any]
_MOST_A_YEAR: Final = 10.0
_FAR: Final = 3.0
"""A new customer so many times as large, or as small, as those of today is another kind of customer."""


def check(name: str, said: Said) -> None:
    """Raise InvalidValue where the answer to the question `name` contradicts what was `said` before it."""
    rule = _RULES.get(name)
    if rule is not None:
        rule(said[name], said)


def _plan(plan: Growth | Bookings, said: Said) -> None:
    if isinstance(plan, Bookings):
        return
    before, arr = said["arr"], said["arr"]
    for year, level in enumerate(plan.levels, start=1):
        what = f"{money(level)} after year {year}"
        if level < before:
            than = "the ARR of today" if before == arr else "the year before"
            raise InvalidValue(
                f"{what} is less than {than}, {money(before)}", f"{money(before)} or more; plans do not shrink"
            )
        if level > _MOST_A_YEAR * before:
            raise InvalidValue(
                f"{what} is more than ten times {money(before)}", f"at most {money(_MOST_A_YEAR * before)}"
            )
        before = level


def _rounds(rounds: tuple[Raise, ...], said: Said) -> None:
    _ahead("a round", (one.when for one in rounds), said)


def _launches(products: Products, said: Said) -> None:
    _ahead("a launch", products.launches, said)


def _ahead(what: str, moments: Iterable[Moment], said: Said) -> None:
    """Raise InvalidValue where one of the moments lies behind the company."""
    arr: float = said["arr"]
    start: date = said["start"]
    for moment in moments:
        if moment.arr is not None and moment.arr <= arr:
            allowed = f"an ARR above {money(arr)}, or a month from {start:%b %Y} on"
            raise InvalidValue(f"{what} at {money(moment.arr)} ARR lies behind: there is {money(arr)} today", allowed)
        if moment.on is not None and moment.on < start:
            allowed = f"{start:%b %Y} or later"
            raise InvalidValue(f"{what} in {moment.on:%b %Y} lies before the first month", allowed)


_RULES: Final[Mapping[str, Callable[[Any, Said], None]]] = {
    "plan": _plan,
    "round": _rounds,
    "products": _launches,
}


def remarks(company: Company) -> Iterator[str]:
    """Yield what is worth knowing of answers that nothing is wrong with, a sentence each."""
    if company.acv is not None and not 1 / _FAR <= company.acv / company.mean <= _FAR:
        today, new = money(company.mean), money(company.acv)
        yield f"A customer of today brings {today} on average, a new one {new}: for two kinds, write two segments."
    if isinstance(company.plan, Growth) and company.plan.years < _LEAST_YEARS:
        end = month_label(company.start, _LEAST_YEARS * 12)
        yield f"Your plan is for {_years(company.plan.years)}; to {end} the last one repeats."
    if company.spend is not None:
        yield "Research and administration keep their share of ARR as you grow; it usually falls: money.other_spend."


_LEAST_YEARS: Final = 3
"""Answers are judged after so many years, so that no fewer are simulated."""


def horizon(company: Company) -> int | None:
    """Return for how many months a `company` is simulated; None where it says nothing of it."""
    return None if isinstance(company.plan, Bookings) else 12 * max(company.plan.years, _LEAST_YEARS)


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"
