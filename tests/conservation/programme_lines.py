"""Lines about programmes: each opens once, at a review of hiring, when one of its conditions holds."""

from __future__ import annotations

import math

from conservation.people_lines import PeopleLines
from conservation.reading import CLOSE, SOON
from conservation.world import WAITING

from simulator.engine.contract import PROGRAMME_BASE, Programme
from simulator.engine.record import ConditionKind


class ProgrammeLines(PeopleLines):
    """What opens once and for all."""

    seen_uncovered = (-1.0, 0.0)
    """When the digital pool opened, and the uncovered ARR that the review had seen: it looks once, before it acts."""

    def product_launched(self, subject: int, other: int, amount: float) -> None:
        self.require(math.isinf(self.world.launched[subject]), "it is on sale already")
        self.same(amount, self.world.products[subject].price, "its price")
        self.programme_opened(PROGRAMME_BASE + subject, other, 0.0)
        self.world.launched[subject] = self.now

    def programme_opened(self, subject: int, other: int, amount: float) -> None:
        self.all_quiet()
        self.require(subject in [row["owner"] for row in self.lowered.rows("programmes")], "there is no such programme")
        self.require(subject not in self.world.open, "it is open already")
        self.reviewed()
        self.require(self.conditions_hold(subject), "none of its conditions holds")
        if subject == Programme.DIGITAL_POOL:
            self.seen_uncovered = (self.now, self.uncovered_arr())
        self.world.open.add(subject)

    def uncovered_arr(self) -> float:
        day, seen = self.seen_uncovered
        return seen if day == self.now else sum(account.arr for account in self.world.for_manager)

    def reviewed(self) -> None:
        """A review is due only now and then, counted from the first day."""
        since = self.now % self.rules.review_every
        self.require(min(since, self.rules.review_every - since) <= 1e3 * SOON, "no review is due")

    def conditions_hold(self, owner: int) -> bool:
        clauses: dict[int, bool] = {}
        for row in self.lowered.rows("conditions"):
            if row["owner"] == owner:
                holds = self.holds(ConditionKind(row["kind"]), row["of"], row["threshold"])
                clauses[row["clause"]] = clauses.get(row["clause"], True) and holds
        return any(clauses.values())

    def holds(self, kind: ConditionKind, of: int, threshold: float) -> bool:
        world = self.world
        if kind is ConditionKind.IN_PLACE:
            return len(world.in_place(of)) >= threshold
        waiting = (*world.for_slot, *world.for_slot_again, *world.for_manager)
        backlog = [account for account in waiting if account.stage == WAITING]
        value = {
            ConditionKind.ARR: world.arr,
            ConditionKind.DAY: self.now,
            ConditionKind.CUSTOMERS: float(len(list(self.ends.active()))),
            ConditionKind.FOUNDER_RENEWALS: world.founder_renewals,
            ConditionKind.BACKLOG: float(len(backlog)),
            ConditionKind.WAIT: max((self.now - account.closed for account in backlog), default=0.0),
            ConditionKind.UNCOVERED_ARR: self.uncovered_arr(),
            ConditionKind.SELLERS_RAMPED: float(len(self.pace.ramped())),
            ConditionKind.SELLERS_AT_QUOTA: float(self.pace.at_quota()),
        }[kind]
        return bool(value >= threshold * (1.0 - CLOSE) - CLOSE)
