"""One run from its event log: what became of every customer, who was hired, when it turned."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.contract import EventKind
from simulator.errors import InputError
from simulator.experiment.engines import ENGINE
from simulator.experiment.replications import SEED, simulate

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario

_OF_THE_COMPANY = frozenset(
    {
        EventKind.PROGRAMME_OPENED,
        EventKind.PRODUCT_LAUNCHED,
        EventKind.REFERENCES_REVIEWED,
        EventKind.CAPACITY_CHANGED,
    }
)
_CUSTOMERS = frozenset({*range(40), EventKind.INVOICED}) - _OF_THE_COMPANY
"""Kinds of events that are about a customer."""
_PRICED = frozenset({EventKind.RECAPTURED, EventKind.ESCALATED, EventKind.PACKAGE_SOLD})
"""Kinds of events by which a renewal adds to what a customer pays."""
_KEEPS_ARR = frozenset(
    {
        EventKind.ONBOARDING_BEGAN,
        EventKind.SIGNED_OFF,
        EventKind.ONBOARDING_FAILED,
        EventKind.ONBOARDING_MENDED,
        EventKind.COVERED,
        EventKind.CSQL,
        EventKind.LEAD_TAKEN,
        EventKind.LEAD_CLOSED,
        EventKind.HANDED_OVER,
        EventKind.ONBOARDING_INTERRUPTED,
    }
)


@dataclass(frozen=True)
class Step:
    """One line of a customer's history, with its ARR in dollars just after it (NaN where the log does not tell)."""

    day: float
    kind: int
    other: int
    amount: float
    arr: float


@dataclass
class History:
    """What became of one customer.

    `name` is its name in the accounts file, empty for others; `opening` says that it was there on the first day;
    `lost` is the ARR that left with it, 0 while it stays, NaN where the log does not tell. `why` are the states it was
    in when it left: failed, uncovered, its sponsor gone. `won` is the ARR that sales to it have added, `priced` what
    its renewals have: discount taken back, escalators, packages. `calls` and `departures` are the competitors' calls
    and lost sponsors that have left a mark since its last renewal.
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
        return tuple(found)

    def take(self, day: float, kind: int, other: int, amount: float) -> None:
        """Take one line of the log."""
        if kind == EventKind.CLOSED:
            self.arr = amount
        elif kind == EventKind.EXPANDED:
            self.arr += amount
            self.won += amount
        elif kind in _PRICED:
            self.arr += amount
            self.priced += amount
        elif kind == EventKind.CONTRACTED:
            self.arr -= amount
        elif kind == EventKind.CHURNED:
            self.lost, self.lost_on = self.arr, day
        elif kind == EventKind.INVOICED:
            self.arr = amount * MONTHS_PER_YEAR / other if math.isnan(self.arr) and other > 0 else self.arr
        elif not (self._served(kind, amount) or self._shaken(kind) or kind in _KEEPS_ARR):
            self.arr = math.nan  # an event that this page does not know may have changed it
        self.onboarded = self.onboarded or kind == EventKind.SIGNED_OFF
        self.steps.append(Step(day, kind, other, amount, self.arr))

    def _served(self, kind: int, amount: float) -> bool:
        """Take an event of who looks after it, or of how its onboarding went; tell whether it was one."""
        if kind in (EventKind.UNCOVERED, EventKind.POOLED):
            self.arr, self.covered, self.pooled = amount, False, kind == EventKind.POOLED
        elif kind == EventKind.COVERED:
            self.covered, self.pooled = True, False
        elif kind in (EventKind.ONBOARDING_FAILED, EventKind.ONBOARDING_MENDED):
            self.failed = kind == EventKind.ONBOARDING_FAILED
        else:
            return False
        return True

    def _shaken(self, kind: int) -> bool:
        """Take an event that leaves a mark or wipes one off; tell whether it was one."""
        if kind == EventKind.RENEWED:
            self.calls = self.departures = 0
        elif kind in (EventKind.COMPETITOR_CALLED, EventKind.CALL_SHRUGGED_OFF):
            self.calls += 1 if kind == EventKind.COMPETITOR_CALLED else -1
        elif kind in (EventKind.SPONSOR_LEFT, EventKind.SPONSOR_ANSWERED):
            self.departures += 1 if kind == EventKind.SPONSOR_LEFT else -1
        else:
            return False
        return True


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

    def account(self, number: int) -> History:
        """Return a customer's history; raise InputError where there is none of this number."""
        found = self.histories.get(number)
        if found is None:
            last = max(self.histories, default=-1)
            raise InputError(f"run {self.run:,} has no account {number:,}; they are numbered from 0 to {last:,}")
        return found

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


def _about_customers(events: npt.NDArray[np.void]) -> Iterator[tuple[float, int, int, int, float]]:
    for day, kind, subject, other, amount in events.tolist():
        if kind in _CUSTOMERS and subject >= 0:
            yield day, kind, subject, other, amount


def _begun(result: Result, number: int, day: float, kind: int, amount: float) -> History:
    """Return the history of a customer at its first line: one of the opening book was there before it."""
    today = result.today
    if kind == EventKind.CLOSED:
        return History(number, "", False, math.nan)
    given = today.accounts[number] if today is not None and number < len(today.accounts) else None
    if given is not None:
        return History(number, given.name, True, given.arr, onboarded=given.onboarded)
    return History(number, "", True, _weighed(result.scenario, day, kind, amount), onboarded=True)


def _weighed(scenario: Scenario, day: float, kind: int, weight: float) -> float:
    """Return the ARR of a made-up account from its weight in the founders' book, where the two are the same."""
    coverage = scenario.coverage
    low, high = coverage.load_floor, coverage.load_knee
    known = kind == EventKind.COVERED and day == 0.0 and isinstance(low, int | float) and isinstance(high, int | float)
    return weight if known and low < weight < high else math.nan  # type: ignore[operator]
