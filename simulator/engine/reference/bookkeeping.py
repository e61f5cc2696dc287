"""The books: flows added up as they happen, and the log of events."""

from __future__ import annotations

import numpy as np

from simulator.engine.contract import EVENT, cohorts_in
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column, RoleColumn, columns_with, role_column
from simulator.laws.months import quarter_of
from simulator.laws.staffing import reached


class Books:
    """What a run leaves behind but for its hires (engine/contract.py names the columns)."""

    def __init__(self, months: int, roles: int, groups: int, milestones: np.ndarray, logging: bool) -> None:
        self.ledger = np.zeros((months + 1, columns_with(roles, groups)))
        self.cohort_arr = np.zeros((cohorts_in(months), months + 1))
        self.cohort_customers = np.zeros((cohorts_in(months), months + 1))
        self.reached = np.full(len(milestones), np.nan)
        self.times_to_value: list[float] = []
        self.row = 1
        """The month that is running, from 1."""
        self._milestones = milestones
        self._next_milestone = 0
        self._logging = logging
        self._events: list[tuple[float, int, int, int, float]] = []

    def add(self, column: Column, amount: float) -> None:
        """Add to a flow of the month that is running."""
        self.ledger[self.row, column] += amount

    def add_role(self, role: int, column: RoleColumn, amount: float) -> None:
        """Add to a role's flow of the month that is running."""
        self.ledger[self.row, role_column(role, column)] += amount

    def log(self, day: float, kind: EventKind, subject: int, other: int, amount: float) -> None:
        """Write one line of the event log, if it is kept."""
        if self._logging:
            self._events.append((day, int(kind), subject, int(other), amount))

    def note_sign_off(self, time_to_value: float) -> None:
        """Note one sign-off."""
        self.add(Column.SIGN_OFFS, 1.0)
        self.add(Column.TTV_DAYS, time_to_value)
        self.times_to_value.append(time_to_value)

    def cohort_at(self, day: float) -> int:
        """Return the cohort of a customer landing on a day: one a quarter, the opening book being cohort 0."""
        return int(min(quarter_of(day), len(self.cohort_arr) - 1))

    def note_milestones(self, day: float, arr: float) -> None:
        """Note the day on which ARR first reaches a milestone."""
        while self._next_milestone < len(self._milestones) and reached(arr, self._milestones[self._next_milestone]):
            self.reached[self._next_milestone] = day
            self._next_milestone += 1

    def events(self) -> np.ndarray:
        """Return the event log."""
        return np.array(self._events, dtype=EVENT)
