"""One run from its event log: what became of every customer, who was hired, when it turned."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.events import EVENT_KINDS, Amount, EventKind, Subject
from simulator.engine.ledger import BridgeLine
from simulator.errors import InputError, Problem
from simulator.experiment.engines import ENGINE, SEED
from simulator.experiment.replications import simulate
from simulator.laws.books import floor_of
from simulator.scenario.reading.nearest import folded, nearest_name
from simulator.scenario.schema.distributions import Distribution

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import Person

__all__ = ["History", "Story", "story"]


@dataclass(frozen=True)
class Step:
    """One line of a customer's history, with its ARR in dollars just after it (NaN where the log does not tell)."""

    day: float
    kind: EventKind
    other: int
    amount: float
    arr: float


_PRICES = (BridgeLine.RENEWAL_GAINS, BridgeLine.MID_TERM_RISES)
"""Lines of the bridge by which a customer pays more for what it has."""


@dataclass
class History:
    """What became of one customer.

    `name` is its name in the accounts file, empty for others; `opening` says that it was there on the first day;
    `lost` is the ARR that left with it, 0 while it stays, NaN where the log does not tell. `why` are the states it was
    in when it left: failed, uncovered, its sponsor gone. `won` is the ARR that sales to it have added, `priced` what
    its renewals have (discount taken back, escalators, packages) and a rise in mid-term. `calls` and `departures` are
    the competitors' calls and lost sponsors that have left a mark that counts at its next renewal, as one that has
    `risen` in price does.
    """

    number: int
    name: str
    opening: bool
    arr: float
    steps: list[Step] = field(default_factory=list)
    covered: bool = False
    failed: bool = False
    onboarded: bool = False
    lost: float = 0.0
    lost_on: float = math.nan
    won: float = 0.0
    priced: float = 0.0
    pooled: bool = False
    calls: int = 0
    departures: int = 0
    risen: bool = False

    @property
    def why(self) -> tuple[str, ...]:
        """What was wrong when it left."""
        found = []
        if self.failed:
            found.append("failed onboarding")
        elif not self.onboarded and not self.opening:
            found.append("never onboarded")
        if not self.covered:
            found.append("the digital pool alone" if self.pooled else "no account manager")
        if self.calls:
            found.append("a competitor's call")
        if self.departures:
            found.append("a lost sponsor")
        if self.risen:
            found.append("a price rise")
        return tuple(found)

    def take(self, day: float, kind: EventKind, other: int, amount: float) -> None:
        """Take one line of the log; what it does to ARR is declared with its kind."""
        if kind is EventKind.CLOSED:
            self.arr = amount
        elif kind is EventKind.CHURNED:
            self.lost, self.lost_on = self.arr, day
        elif kind.moves is not None:
            self.arr += kind.moves.sign * amount
            self.won += amount if kind.moves.line is BridgeLine.EXPANSION else 0.0
            self.priced += amount if kind.moves.line in _PRICES else 0.0
        elif kind.amount is Amount.ITS_ARR:
            self.arr = amount
        elif kind is EventKind.INVOICED and math.isnan(self.arr) and other > 0:
            self.arr = amount * MONTHS_PER_YEAR / other
        self._mark(kind)
        self.steps.append(Step(day, kind, other, amount, self.arr))

    def _mark(self, kind: EventKind) -> None:
        """Note who looks after it, how its onboarding went, and what has left a mark on it or wiped one off."""
        if kind in (EventKind.UNCOVERED, EventKind.POOLED, EventKind.COVERED):
            self.covered, self.pooled = kind is EventKind.COVERED, kind is EventKind.POOLED
        elif kind in (EventKind.ONBOARDING_FAILED, EventKind.ONBOARDING_MENDED):
            self.failed = kind is EventKind.ONBOARDING_FAILED
        elif kind is EventKind.SIGNED_OFF:
            self.onboarded = True
        elif kind is EventKind.RENEWED:
            self.calls = self.departures = 0
            self.risen = False
        elif kind is EventKind.PRICE_RISEN:
            self.risen = True
        elif kind in (EventKind.COMPETITOR_CALLED, EventKind.CALL_SHRUGGED_OFF):
            self.calls += 1 if kind is EventKind.COMPETITOR_CALLED else -1
        elif kind in (EventKind.SPONSOR_LEFT, EventKind.SPONSOR_ANSWERED):
            self.departures += 1 if kind is EventKind.SPONSOR_LEFT else -1


@dataclass(frozen=True, eq=False)
class Story:
    """One run: its result, its events, the histories of its customers by number, the hires in the order of the log."""

    result: Result
    run: int
    events: npt.NDArray[np.void]
    histories: dict[int, History]

    @property
    def scenario(self) -> Scenario:
        """The scenario that was played."""
        return self.result.scenario

    @property
    def hires(self) -> npt.NDArray[np.void]:
        """Everybody hired or in place, in the order of their numbers in the log."""
        return self.result.hires

    def name_of(self, hire: int) -> str:
        """Return the name that the roster gives to a hire by its number, empty for one that it does not name.

        The people of the roster are the first hires of every run, in its order.
        """
        person = self._on_the_roster(hire)
        return "" if person is None else person.name

    def agreed(self, hire: int) -> bool:
        """Tell whether the roster gives the day on which a hire, by its number, joins, so that no search finds one."""
        person = self._on_the_roster(hire)
        return person is not None and person.open and math.isfinite(person.joined_day)

    def _on_the_roster(self, hire: int) -> Person | None:
        people = self.result.today.people if self.result.today is not None else ()
        return people[hire] if 0 <= hire < len(people) else None

    def account(self, asked: int | str) -> History:
        """Return the history of a customer by its number, or by its name in the accounts file.

        A text is a name first: accounts may be named by numbers of their own. Case and white space make no difference.
        Raises InputError where there is no such customer.
        """
        number = self._numbered(asked) if isinstance(asked, str) else asked
        found = self.histories.get(number)
        if found is None:
            last = max(self.histories, default=-1)
            raise InputError(f"run {self.run:,} has no account {number:,}; they are numbered from 0 to {last:,}")
        return found

    def _numbered(self, text: str) -> int:
        accounts = self.result.today.accounts if self.result.today is not None else ()
        numbers = {folded(account.name): number for number, account in enumerate(accounts)}
        known = numbers.get(folded(text))
        if known is not None:
            return known
        digits = text.strip().replace(",", "").replace("_", "")
        if digits.isascii() and digits.isdigit():
            return int(digits)
        names = [account.name for account in accounts]
        allowed = "a name of the accounts file, or a number" if names else "a number; this scenario names no account"
        problem = f'there is no account "{text[:60]}"'
        raise InputError([Problem(problem, allowed=allowed, suggestion=nearest_name(text, names))])

    def lost(self) -> list[History]:
        """Return the customers that left, the largest loss first and those of unknown ARR last."""
        gone = [one for one in self.histories.values() if math.isfinite(one.lost_on)]
        return sorted(gone, key=lambda one: -one.lost if math.isfinite(one.lost) else math.inf)


def story(scenario: Scenario, run: int, *, seed: int = SEED, engine: str = ENGINE) -> Story:
    """Play one `run` (numbered from 0) of a `scenario` with its log on and return its story.

    `seed`, `engine` and the errors are those of `simulate`.
    """
    result = simulate(scenario, runs=1, first_run=run, seed=seed, engine=engine, workers=1)
    events = result.events(run)
    return Story(result, run, events, _histories(result, events))


def _histories(result: Result, events: npt.NDArray[np.void]) -> dict[int, History]:
    found: dict[int, History] = {}
    for day, kind, number, other, amount in _about_customers(events):
        if number not in found:
            found[number] = _begun(result, number, day, kind, amount)
        found[number].take(day, kind, other, amount)
    return dict(sorted(found.items()))


def _about_customers(events: npt.NDArray[np.void]) -> Iterator[tuple[float, EventKind, int, int, float]]:
    for day, number, subject, other, amount in events.tolist():
        kind = EVENT_KINDS[number]
        if kind.subject is Subject.CUSTOMER:
            yield day, kind, subject, other, amount


def _begun(result: Result, number: int, day: float, kind: EventKind, amount: float) -> History:
    """Return the history of a customer at its first line: one of the opening book was there before it."""
    today = result.today
    if kind is EventKind.CLOSED:
        return History(number, "", False, math.nan)
    given = today.accounts[number] if today is not None and number < len(today.accounts) else None
    if given is not None:
        return History(number, given.name, True, given.arr, onboarded=given.onboarded)
    return History(number, "", True, _weighed(result.scenario, day, kind, amount), onboarded=True)


def _weighed(scenario: Scenario, day: float, kind: EventKind, weight: float) -> float:
    """Return the ARR of a made-up account from its weight in the founders' book, where the two are the same."""
    coverage = scenario.coverage
    hours, rate = coverage.hours_floor, coverage.hours_per_million
    if isinstance(hours, Distribution) or isinstance(rate, Distribution):
        return math.nan
    known = kind is EventKind.COVERED and day == 0.0 and weight > floor_of(hours, rate)
    return weight if known else math.nan
