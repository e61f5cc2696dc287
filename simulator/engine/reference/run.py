"""What everybody in a run shares: its clock, its draws, the rules in force and the books.

It knows none of those who share it. Whoever lives in a run (an account, a hire, a desk) is given the run, and of the
others only those it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeAlias

import numpy as np
import simpy

from simulator.engine.contract import NOBODY, groups_in
from simulator.engine.events import EventKind
from simulator.engine.record import Lowered
from simulator.engine.reference.bookkeeping import Books
from simulator.numerics import draws
from simulator.numerics.draws import Decision

Wait: TypeAlias = simpy.events.Timeout
"""A calendar entry: what a life waits for next."""

Life: TypeAlias = Generator[Wait, None, None]
"""A process: it is given its first wait, and lives from one to the next."""


class Run:
    """One run of one company: the clock, the draws, the rules in force and the books."""

    def __init__(self, lowered: Lowered, seed: int, run: int, log: bool) -> None:
        draws.check_fits(seed=seed, run=run)
        self.seed, self.run = seed, run
        self.lowered = lowered
        self.rules: Any = lowered.records("rules")[0]
        self.segments: list[Any] = lowered.records("segments")
        self.roles: list[Any] = lowered.records("roles")
        self.budgets: list[Any] = lowered.records("budgets")
        self.shares = np.array([segment.cumulative_share for segment in self.segments])
        self.env = simpy.Environment()
        self.books = Books(
            self.rules.months,
            len(self.roles),
            groups_in(len(self.segments), self.rules.months),
            lowered.milestones,
            log,
        )
        self.arr = 0.0
        self.founder_renewals = 0.0
        self.pay = 1.0
        """As a multiple of pay on the first day."""
        # what programmes that are open do
        self.work_factor = 1.0
        """By what the work of an onboarding that begins now is multiplied."""
        self.plan_fails = 0.0
        """Log-odds of failure that a mutual success plan adds now."""
        self.sells_packages = False

    # the clock -----------------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        """Days since the start."""
        return float(self.env.now)

    def begin(self, life: Callable[..., Life], delay: float, *details: Any) -> None:
        """Start a process whose first wait is made here and now, so that it takes its place in the calendar now."""
        self.env.process(life(self.env.timeout(delay), *details))

    def after(self, delay: float) -> Wait:
        """Return a wait of `delay` days that takes its place in the calendar now."""
        return self.env.timeout(delay)

    # draws ---------------------------------------------------------------------------------------------------------

    def draw(self, entity: int, decision: Decision, visit: int = 0) -> float:
        """Return the keyed uniform of one decision in this run."""
        return draws.uniform(self.seed, self.run, entity, int(decision), visit)

    def draw_pair(self, entity: int, decision: Decision, visit: int = 0) -> tuple[float, float]:
        """Return both words of one decision in this run."""
        return draws.uniform_pair(self.seed, self.run, entity, int(decision), visit)

    # books ---------------------------------------------------------------------------------------------------------

    def log(self, kind: EventKind, subject: int, other: int = NOBODY, amount: float = 0.0) -> None:
        """Write one line of the event log."""
        self.books.log(self.now, kind, subject, other, amount)

    # rules ---------------------------------------------------------------------------------------------------------

    def go_by(self, later: Lowered) -> None:
        """Go by other rules from now on; whoever holds a row of them sees the new figures."""
        self.lowered = later
        held = {"rules": [self.rules], "segments": self.segments, "roles": self.roles, "budgets": self.budgets}
        for name, those in held.items():
            for one, row in zip(those, later.records(name), strict=True):
                one.become(row)
