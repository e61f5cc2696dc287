"""Reviews of hiring: what each must have decided, and that it decided nothing else.

A review leaves lines only where it does something, and it may do nothing; so each is judged once its instant is over.
One that shares its instant with something else that happened is not judged: which of the two came first, the log does
not say. What it opened then stays open.
"""

from __future__ import annotations

import math
from typing import Any

from conservation.money_lines import MoneyLines
from conservation.needs import Needs, Outlook, load_to_forecast, may_go_on
from conservation.reading import CLOSE, ImpossibleError

from simulator.engine.contract import ITSELF, PROGRAMME_BASE, ROUND_BASE
from simulator.engine.events import EventKind
from simulator.engine.record import ConditionKind
from simulator.roles import RoleId

OPENS = (EventKind.PRODUCT_LAUNCHED, EventKind.PROGRAMME_OPENED, EventKind.ROUND_RAISED)
DECIDES = (*OPENS, EventKind.HIRING_HELD, EventKind.HIRING_RESUMED, EventKind.SEAT_OPENED)
"""What a review does once it has seen how things stand, in this order."""
HANDS_OVER = (
    *(EventKind.COVERED, EventKind.UNCOVERED, EventKind.POOLED),
    *(EventKind.ONBOARDING_BEGAN, EventKind.ONBOARDING_INTERRUPTED),
)
"""What it does before: founders hand accounts over, and who has room takes who waits."""
COUNTS = (
    *(ConditionKind.CUSTOMERS, ConditionKind.BACKLOG, ConditionKind.IN_PLACE),
    *(ConditionKind.SELLERS_RAMPED, ConditionKind.SELLERS_AT_QUOTA),
)


class ReviewLines(MoneyLines):
    """Hiring, read at its reviews."""

    def __init__(self, *of: Any) -> None:
        super().__init__(*of)
        roles = len(self.roles)
        self.review_day = 0.0
        self.judged = self.unjudged = 0
        self.latched: list[bool | None] = [False] * roles  # None: a review that was not judged may have opened it
        self.opened_days: list[list[float]] = [[] for _ in range(roles)]
        self.outlook: Outlook | None = None
        self.sure: dict[int, bool | None] = {}
        self.opened_now: list[int] = []
        self.mixed = False

    def line(self, day: float, kind: int, subject: int, other: int, amount: float) -> None:
        while day > self.review_day:
            self.review_is_over()
        if day == self.review_day:
            self.belongs_to_review(EventKind(kind), subject, other)
        super().line(day, kind, subject, other, amount)

    def seat_opened(self, subject: int, other: int, amount: float) -> None:
        super().seat_opened(subject, other, amount)
        if subject >= len(self.lowered.people):
            self.opened_days[other].append(self.now)
            if self.now == self.review_day:
                self.opened_now.append(other)

    # one review ----------------------------------------------------------------------------------------------------

    def belongs_to_review(self, kind: EventKind, subject: int, other: int) -> None:
        """Look at the company before a review decides; note where a line of its instant is not its own."""
        agreed = kind is EventKind.SEAT_OPENED and subject < len(self.lowered.people)
        if kind in DECIDES and not agreed:
            self.see()
            dated = kind is EventKind.SEAT_OPENED and any(d == self.review_day for d in self.lowered.dated["day"])
            self.mixed |= dated
        elif self.review_day == 0.0 and self.outlook is None:
            hired = kind is EventKind.JOINED and not math.isnan(float(self.record.hires[subject]["opened"]))
            alone = kind is EventKind.ONBOARDING_BEGAN and other == ITSELF
            if hired or alone or kind not in (*HANDS_OVER, EventKind.JOINED, EventKind.SEAT_OPENED):
                self.mixed = True
        else:
            self.mixed |= kind not in HANDS_OVER or (kind is EventKind.ONBOARDING_BEGAN and other == ITSELF)

    def see(self) -> None:
        """Note how things stand when a review decides."""
        if self.outlook is not None:
            return
        at, self.now = self.now, self.review_day
        seats = [len(self.world.in_place(role)) + self.ends.open_seats[role] for role in range(len(self.roles))]
        waiting = (*self.world.for_slot, *self.world.for_slot_again, *self.world.for_manager)
        backlog = sum(account.stage == "waiting" for account in waiting)
        uncovered = math.fsum(account.arr for account in self.world.for_manager)
        self.outlook = Outlook(load_to_forecast(self), backlog, uncovered, seats)
        self.sure = {owner: self.conditions_surely_hold(owner) for owner in self.owners()}
        self.now = at

    def owners(self) -> list[int]:
        return sorted({int(owner) for owner in self.lowered.conditions["owner"]})

    def conditions_surely_hold(self, owner: int) -> bool | None:
        """Whether some condition holds: yes, no, or None where rounding decides."""
        clauses: dict[int, list[bool | None]] = {}
        for row in self.lowered.rows("conditions"):
            if row["owner"] == owner:
                clauses.setdefault(row["clause"], []).append(self.surely_holds(row))
        found = [False if False in parts else None if None in parts else True for parts in clauses.values()]
        return True if True in found else None if None in found else False

    def surely_holds(self, row: dict[str, Any]) -> bool | None:
        """Whether one comparison holds, however its last bits fall; a count of heads or customers has none."""
        kind, threshold = ConditionKind(row["kind"]), row["threshold"]
        more = 0.0 if kind in COUNTS else 2.0 * CLOSE * max(1.0, abs(threshold))
        strict, lenient = (self.holds(kind, row["of"], threshold + sign * more) for sign in (1.0, -1.0))
        return strict if strict == lenient else None

    def review_is_over(self) -> None:
        """Judge the review whose instant has passed."""
        self.see()
        at, self.now = self.now, self.review_day
        if self.mixed:
            self.unjudged += 1
            self.latched = [
                None if open_ is False and r in self.sure else open_ for r, open_ in enumerate(self.latched)
            ]
        else:
            self.judged += 1
            try:
                self.judge()
            except ImpossibleError as problem:
                raise ImpossibleError(f"the review of day {self.now}: {problem}") from None
        self.now = at
        self.review_day += self.rules.review_every
        self.outlook, self.sure, self.opened_now, self.mixed = None, {}, [], False

    def judge(self) -> None:
        self.founders_have_handed_over()
        for owner, holds in self.sure.items():
            if owner >= ROUND_BASE:
                self.require(not holds or owner - ROUND_BASE in self.cash_replay.ever_raised, f"round {owner} is due")
            elif owner >= PROGRAMME_BASE:
                self.require(not holds or owner in self.world.open, f"programme {owner} should have opened")
            elif holds is not False and self.latched[owner] is not True:
                self.latched[owner] = holds
        self.held_as_cash_says()
        if not self.cash_replay.held:
            self.seats_are_those_needed()

    def held_as_cash_says(self) -> None:
        """Hiring waits for money while cash lasts for too short, no longer and no less."""
        lasts, asked = self.runway(), self.rules.hold_below
        unclear = self.cash_replay.barely_burns() or math.isclose(lasts, asked, rel_tol=1e-6)
        self.require(unclear or self.cash_replay.held == (lasts < asked), "hiring should be held, or should not")

    def seats_are_those_needed(self) -> None:
        assert self.outlook is not None
        turns = [int(role) for role in self.lowered.roles["turn"]]
        order = [turns.index(role) for role in self.opened_now]
        self.require(order == sorted(order), "roles are served out of turn")
        for role in turns:
            found = self.opened_now.count(role)
            few, many = self.between(role)
            self.require(few <= found <= many, f"{found} seats opened for role {role}, expected {few} to {many}")
            self.outlook.seats[role] += found

    def between(self, role: int) -> tuple[int, int]:
        """The fewest and the most seats that a review may open for a role."""
        assert self.outlook is not None
        days = [[day for day in opened if day < self.now] for opened in self.opened_days]
        needs, open_ = Needs(self, self.outlook, days), self.latched[role]
        ways = {False, True} if open_ is None else {open_}
        planned = {way and may_go_on(self, role) for way in ways}
        found = [needs.seats(role, way, slack) for way in planned for slack in (-CLOSE, CLOSE)]
        return min(found), max(found)

    def founders_have_handed_over(self) -> None:
        """What exceeds the founders' fading book has gone to CSMs with room; at the end of the hand-over, all of it."""
        world, rules, founders = self.world, self.rules, self.world.founders
        if world.arr >= rules.handover_until * (1.0 + CLOSE):
            self.require(not founders.book, "the founders should have dropped their accounts")
        elif world.arr >= rules.handover_from * (1.0 + CLOSE):
            room = any(world.load(c) < world.capacity(c) * (1.0 - CLOSE) for c in world.in_place(RoleId.CSM))
            over = world.load(founders) > world.capacity(founders) * (1.0 + CLOSE)
            self.require(not (room and over), "the founders should have handed accounts over")
