"""Lines about money: invoices, rounds of funding, hiring that waits for cash."""

from __future__ import annotations

import math

from conservation.reading import CLOSE, SOON
from conservation.shock_lines import ShockLines
from conservation.world import Account

from simulator.engine.contract import NOBODY, ROUND_BASE
from simulator.engine.events import EventKind


class MoneyLines(ShockLines):
    """What is billed and when, what is raised and why, when hiring is held."""

    def closed(self, subject: int, other: int, amount: float) -> None:
        super().closed(subject, other, amount)
        account = self.world.accounts[subject]
        account.billed_until = account.closed
        self.due.append((EventKind.INVOICED, account))

    def renewed(self, subject: int, other: int, amount: float) -> None:
        account = self.world.accounts[subject]
        super().renewed(subject, other, amount)
        self.same(account.billed_until, self.now, "the end of what is billed", 0.0, SOON)
        self.due.append((EventKind.INVOICED, account))

    def invoiced(self, subject: int, other: int, amount: float) -> None:
        account = self.account(subject)
        if (EventKind.INVOICED, account) in self.due:
            self.consequence(EventKind.INVOICED, account)
        else:
            self.same(self.now, account.billed_until, "the day of the next invoice", 0.0, SOON)
        left = round((account.renewal - account.billed_until) * 12.0 / 365.0)
        self.require(other == min(12, left), f"{other} months billed, {left} left of the term")
        self.same(amount, account.arr * other / 12.0, "the invoice")
        account.billed_until += other * 365.0 / 12.0
        self.cash_replay.invoice(amount, self.now)

    def billing_overdue(self, account: Account) -> None:
        self.require(account.billed_until > self.now - SOON, f"customer {account.index}: an invoice is missing")

    # funding -------------------------------------------------------------------------------------------------------

    def round_raised(self, subject: int, other: int, amount: float) -> None:
        cash_replay = self.cash_replay
        self.require(subject not in cash_replay.ever_raised, "a second time")
        self.require(other == NOBODY, "nobody else takes part")
        self.same(amount, float(self.lowered.rounds["amount"][subject]), "what the round brings", 0.0, 0.0)
        self.require(self.conditions_hold(ROUND_BASE + subject), "none of its conditions holds")
        cash_replay.ever_raised.add(subject)
        cash_replay.raised.append(amount)

    def hiring_held(self, subject: int, other: int, amount: float) -> None:
        self.require(not self.cash_replay.held, "it is held already")
        self.cash_replay.held = True
        self.cash_in_hand(subject, other, amount)
        short = self.runway() < self.rules.hold_below * (1.0 + CLOSE)
        self.require(short or self.cash_replay.barely_burns(), "cash lasts long enough")

    def hiring_resumed(self, subject: int, other: int, amount: float) -> None:
        self.require(self.cash_replay.held, "it was not held")
        self.cash_replay.held = False
        self.cash_in_hand(subject, other, amount)
        enough = self.runway() >= self.rules.hold_below * (1.0 - CLOSE)
        self.require(enough or self.cash_replay.barely_burns(), "cash does not last long enough")

    def cash_in_hand(self, subject: int, other: int, amount: float) -> None:
        self.require(subject == other == NOBODY, "it is nobody's")
        cash_replay = self.cash_replay
        self.same(amount, cash_replay.cash + math.fsum(cash_replay.raised), "the cash in hand", absolute=1e-4)

    def runway(self) -> float:
        return self.cash_replay.runway(math.fsum(self.cash_replay.raised))

    def seat_opened(self, subject: int, other: int, amount: float) -> None:
        super().seat_opened(subject, other, amount)
        fixed = any(row["role"] == other and abs(row["day"] - self.now) <= SOON for row in self.lowered.rows("dated"))
        if not fixed and subject >= len(self.lowered.people):
            self.require(not self.cash_replay.held, "hiring is held")
            enough = self.runway() >= self.rules.hold_below * (1.0 - CLOSE)
            self.require(enough or self.cash_replay.barely_burns(), "cash does not last long enough")
