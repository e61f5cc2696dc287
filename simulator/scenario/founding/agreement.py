"""Where answers contradict one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from simulator.scenario.founding.company import Bookings, Growth, Moment, Products, Raise
from simulator.scenario.units import InvalidValue
from simulator.scenario.writing import money

Said = Mapping[str, Any]
_MOST_A_YEAR: Final = 10.0


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
