"""The company's money worked out again from an event log: invoices, revenue, collections, spending, cash and value."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

from conservation import formulas
from conservation.world import Account, World

from simulator.engine.ledger import Column
from simulator.engine.record import Lowered

if TYPE_CHECKING:
    from types import SimpleNamespace

YEAR = 365.0
ON_THE_DAY = 1e-9
"""Months or years by which a sum of days may miss the day it means."""


class CashReplay:
    """What has been billed, earned, paid and raised, and what each month's close should say of it."""

    def __init__(self, lowered: Lowered, rules: SimpleNamespace, world: World) -> None:
        self.lowered, self.rules, self.world = lowered, rules, world
        self.earned_until = 0.0
        self.earned = 0.0
        self.billed: list[float] = []
        self.payments: dict[int, list[float]] = {}
        self.raised: list[float] = []
        self.runs_off: dict[int, float] = {}
        self.stated_billings: dict[int, float] = {}
        self.ever_raised: set[int] = set()
        self.burned: list[float] = []
        self.cash, self.deferred, self.owed = float(rules.opening_cash), 0.0, 0.0
        self.arrs: list[float] = []
        self.closed = 0
        self.held = False

    # invoices ------------------------------------------------------------------------------------------------------

    def open(self, account: Account, billed_since: float) -> None:
        """What was billed before the first day and is not paid by then is owed; what is not earned by then is deferred.

        Terms like the running one lie behind it without end; each was billed at its start and every year in it.
        """
        term, month = account.segment.term_months, formulas.MONTH
        paid_by = -self.rules.collection_days
        back = max(0, math.ceil((account.anchor - paid_by) / (term * month))) + 2
        billed = [n * term + year for n in range(-back, 1) for year in range(0, term, 12)]
        ends = [*billed[1:], term]
        for first, last in zip(billed, ends, strict=True):
            starts, stops = account.anchor + first * month, account.anchor + last * month
            if starts > ON_THE_DAY * YEAR:
                break
            account.billed_until = stops
            starts = max(starts, billed_since)
            if stops > starts and self.month_of(starts - paid_by) > 0:
                unpaid = account.arr * (stops - starts) / YEAR
                self.owed += unpaid
                self.pay(unpaid, starts - paid_by)
        self.deferred += account.arr * max(0.0, account.billed_until) / YEAR
        for month in range(1, int(account.billed_until / formulas.MONTH) + 2):
            since, until = (month - 1) * formulas.MONTH, min(account.billed_until, month * formulas.MONTH)
            self.runs_off[month] = self.runs_off.get(month, 0.0) + account.arr * max(0.0, until - since) / YEAR

    def open_as_stated(self) -> None:
        """Balances of the user's own stand in place of those; what is owed is paid in the same proportions."""
        self.receivables_as_stated()
        stated = float(self.rules.opening_deferred_revenue)
        if not math.isnan(stated):
            whole = self.deferred
            for month in range(1, self.rules.months + 1):
                share = self.runs_off.get(month, 0.0) / whole if whole > 0.0 else 1.0 / 12.0 if month <= 12 else 0.0
                self.stated_billings[month] = (whole - stated) * share
                self.pay(self.stated_billings[month], month * formulas.MONTH + self.rules.collection_days)
            self.deferred = stated

    def receivables_as_stated(self) -> None:
        rules = self.rules
        stated = float(rules.opening_receivables)
        if math.isnan(stated):
            return
        if self.owed > 0.0:
            for amounts in self.payments.values():
                amounts[:] = [amount * stated / self.owed for amount in amounts]
        else:
            days = float(rules.collection_days)
            for month in range(1, math.ceil(days / formulas.MONTH) + 2):
                until, since = month * formulas.MONTH, (month - 1) * formulas.MONTH
                share = max(0.0, min(days, until) - since) / days if days else float(month == 1)
                self.payments[month] = [stated * share]
        self.owed = stated

    def month_of(self, day: float) -> int:
        return math.ceil(day / formulas.MONTH - ON_THE_DAY)

    def pay(self, amount: float, day: float) -> None:
        self.payments.setdefault(max(self.closed + 1, self.month_of(day)), []).append(amount)

    def invoice(self, amount: float, now: float) -> None:
        self.billed.append(amount)
        self.pay(amount, now + self.rules.collection_days)

    def change(self, account: Account, amount: float, now: float) -> None:
        """What a customer pays more, or less, is billed for the rest of the period that is billed already."""
        self.invoice(amount * max(0.0, account.billed_until - now) / YEAR, now)

    def earn(self, now: float) -> None:
        self.earned += self.world.arr * (now - self.earned_until) / YEAR
        self.earned_until = now

    # the month's close ---------------------------------------------------------------------------------------------

    def close(self, month: int, now: float, known: dict[Column, float], staff: float) -> dict[Column, float]:
        """Return the figures of money at a month's end, from its other figures and the cost of people."""
        if month > 0:
            self.earn(now)
        self.billed.append(self.stated_billings.get(month, 0.0))
        rules = self.rules
        found = {
            Column.REVENUE: self.earned,
            Column.BILLINGS: math.fsum(self.billed),
            Column.COLLECTED: math.fsum(self.payments.pop(month, [])),
            Column.FUNDING: math.fsum(self.raised),
        }
        found[Column.SERVICE_COST] = found[Column.REVENUE] * (1.0 - rules.gross_margin)
        found[Column.ACQUISITION_COST] = known.get(Column.NEW_ARR, 0.0) * rules.acquisition_cost
        found[Column.EXPANSION_COST] = known.get(Column.EXPANSION_ARR, 0.0) * rules.expansion_cost
        found[Column.OTHER_SPEND] = float(self.lowered.other_spend[month])
        found[Column.RND_SPEND] = found[Column.OTHER_SPEND] * rules.rnd_share
        spent = math.fsum(
            found[kind]
            for kind in (Column.SERVICE_COST, Column.ACQUISITION_COST, Column.EXPANSION_COST, Column.OTHER_SPEND)
        )
        found[Column.OTHER_PEOPLE] = spent * rules.people_share / rules.people_cost * 12.0
        burned = spent + staff + known.get(Column.DIGITAL_COST, 0.0) - found[Column.COLLECTED]
        self.cash += found[Column.FUNDING] - burned
        self.deferred += found[Column.BILLINGS] - found[Column.REVENUE]
        self.owed += found[Column.BILLINGS] - found[Column.COLLECTED]
        if month > 0:
            self.burned.append(burned)
        self.earned, self.billed, self.raised, self.closed = 0.0, [], [], month
        self.arrs.append(known[Column.ARR])
        lasts = self.runway(0.0)
        return found | {
            Column.CASH: self.cash,
            Column.DEFERRED: self.deferred,
            Column.RECEIVABLES: self.owed,
            Column.RUNWAY: math.nan if math.isinf(lasts) else lasts,
            Column.VALUE: self.value(month, known),
        }

    def runway(self, raised: float) -> float:
        """Months for which the cash of the last close and what was raised since lasts at the mean burn."""
        last = self.burned[-self.rules.burn_months :]
        burn = math.fsum(last) / len(last) if last else 0.0
        return max(0.0, self.cash + raised) / burn if burn > 0.0 else math.inf

    def doubt_of_burn(self) -> float:
        """The share of the burn that rounding may hold: it is a difference of cash, good to a few of its last bits."""
        last = self.burned[-self.rules.burn_months :]
        burn = abs(math.fsum(last))
        return 16.0 * sys.float_info.epsilon * max(abs(self.cash), *map(abs, last)) / burn if burn > 0.0 else 0.0

    def barely_burns(self) -> bool:
        """Whether cash comes in and goes out so evenly that rounding decides whether any is burned."""
        last = self.burned[-self.rules.burn_months :]
        return abs(math.fsum(last)) <= 1e-9 * max(1.0, abs(self.cash), *map(abs, last)) if last else False

    def value(self, month: int, known: dict[Column, float]) -> float:
        then = self.arrs[month - 12] if month >= 12 else 0.0
        if then <= 0.0:
            return math.nan
        rules, growth = self.rules, known[Column.ARR] / then - 1.0
        nrr = known[Column.COHORT_NOW] / known[Column.COHORT_THEN]
        points = rules.value_multiple + 100.0 * growth * rules.value_growth_point
        points += 100.0 * (nrr - 1.0) * rules.value_nrr_point
        return known[Column.ARR] * float(min(rules.value_highest, max(rules.value_lowest, points)))
