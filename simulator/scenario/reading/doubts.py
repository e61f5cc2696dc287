"""Values that may stand where they are, and yet are likely a slip: said by `check` and by runs; nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from simulator.scenario.reading.notices import Notice, doubt
from simulator.scenario.schema.plan import likely_slip
from simulator.scenario.schema.uncertainty import central
from simulator.scenario.writing import money

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

_FAR: Final = 3.0
"""Means of accounts and of new customers that lie so far apart, as a factor, hardly speak of the same company."""


def doubts(scenario: Scenario, today: TodaysBook | None) -> tuple[Notice, ...]:
    """Return what is likely a slip in a scenario and in the books of its first day."""
    certain = central(scenario)
    return () if today is None else tuple(_sizes_of_accounts(certain, today))


def _sizes_of_accounts(certain: Scenario, today: TodaysBook) -> Iterator[Notice]:
    """Yield the segments whose accounts are far larger or smaller than its new customers."""
    for name, segment in certain.segments.items():
        amounts = [account.arr for account in today.accounts if account.segment == name]
        if not amounts:
            continue
        mean, acv = sum(amounts) / len(amounts), float(segment.acv)  # type: ignore[arg-type]  # no distribution is left
        if 1 / _FAR < mean / acv < _FAR:
            continue
        path = f"segments.{name}.acv"
        slip = likely_slip(mean, acv) or f"if the accounts are right, {path}: {money(mean)} would fit them"
        far = f"{_times(acv / mean)} smaller" if mean < acv else f"{_times(mean / acv)} larger"
        yield doubt(f"the accounts' mean of {money(mean)} is {far} than {path}, {money(acv)}; {slip}")


def _times(ratio: float) -> str:
    return f"{ratio:,.1f}".removesuffix(".0") + " times"
