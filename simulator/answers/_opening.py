"""What the company opens with, in figures a reader can hold against the company's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

_LEAST: Final = 0.001
"""A smaller share of ARR is told as less than this."""


@dataclass(frozen=True)
class OpeningFigures:
    """ARR in dollars and accounts on the first day; `smallest` and `largest` are None where they differ by run.

    `mix` has the share of new customers of each segment, where there are several.
    """

    arr: float
    accounts: float
    smallest: float | None = None
    largest: float | None = None
    mix: tuple[tuple[str, float], ...] = ()

    @classmethod
    def of(cls, scenario: Scenario, today: TodaysBook | None) -> OpeningFigures:
        """Return those of a company's own accounts, or of the means of a made-up opening."""
        from simulator.scenario.schema.plan import number
        from simulator.scenario.schema.uncertainty import central

        certain = central(scenario)
        weights = {name: number(segment.weight) for name, segment in certain.segments.items()}
        whole = sum(weights.values()) or 1.0
        mix = tuple((name, weight / whole) for name, weight in weights.items())
        mix = mix if len(mix) > 1 else ()
        if today is not None:
            amounts = [account.arr for account in today.accounts]
            return cls(sum(amounts), len(amounts), min(amounts), max(amounts), mix)
        accounts = number(certain.made_up_accounts)
        return cls(number(certain.made_up_arr) if accounts else 0.0, accounts, mix=mix)

    def lines(self) -> tuple[str, ...]:
        """Return the figures in a line, and in another the segments of which new customers are."""
        from simulator.reports.words import percent

        mix = ", ".join(f"{name} {percent(share)}" for name, share in self.mix)
        return (self._line(), f"New customers: {mix}.") if mix else (self._line(),)

    def _line(self) -> str:
        from simulator.reports.words import money, percent, plural

        if not self.accounts:
            return "Opening ARR $0: no accounts."
        said = f"Opening ARR {money(self.arr)}: {plural(round(self.accounts), 'account')}"
        mean = money(self.arr / self.accounts)
        if self.smallest is None or self.largest is None:
            return f"{said} made up afresh in every run, {mean} on average."
        part = self.largest / self.arr
        share = percent(part, 0 if part >= 0.1 else 1) if part >= _LEAST else f"under {percent(_LEAST, 1)}"
        return f"{said}, {mean} on average, {money(self.smallest)} to {money(self.largest)}; the largest is {share}."
