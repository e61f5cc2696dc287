"""The company's money worked out again from an event log: invoices, revenue, collections, spending, cash and value."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

import numpy as np
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
        self.won: list[float] = []
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

    def close(
        self, month: int, now: float, known: dict[Column, float], staff: float, sellers: float
    ) -> dict[Column, float]:
        """Return the figures of money at a month's end, from its other figures and the cost of people, that of sellers
        and their VP apart and among it.
        """
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
        found[Column.EXPANSION_COST] = known.get(Column.EXPANSION_ARR, 0.0) * rules.expansion_cost
        found |= self.sales_marketing(month, known, sellers) | self.departments(month, known)
        selling = (Column.ACQUISITION_COST, Column.EXPANSION_COST, Column.RENEWAL_COMMISSION)
        spent = math.fsum(found[kind] for kind in (Column.SERVICE_COST, *selling, Column.OTHER_SPEND))
        found[Column.OTHER_PEOPLE] = spent * rules.people_share / rules.people_cost * 12.0
        if rules.by_department:
            named = found[Column.RND_PEOPLE] + found[Column.ADMINISTRATION_PEOPLE]
            rest = spent - found[Column.OTHER_SPEND]
            found[Column.OTHER_PEOPLE] = named + rest * rules.people_share / rules.people_cost * 12.0
        burned = spent + staff + known.get(Column.DIGITAL_COST, 0.0) - found[Column.COLLECTED]
        self.cash += found[Column.FUNDING] - burned
        self.deferred += found[Column.BILLINGS] - found[Column.REVENUE]
        self.owed += found[Column.BILLINGS] - found[Column.COLLECTED]
        if month > 0:
            self.burned.append(burned)
        self.earned, self.billed, self.raised, self.closed = 0.0, [], [], month
        self.arrs.append(known[Column.ARR])
        self.won.append(known.get(Column.NEW_ARR, 0.0))
        lasts = self.runway(0.0)
        return found | {
            Column.CASH: self.cash,
            Column.DEFERRED: self.deferred,
            Column.RECEIVABLES: self.owed,
            Column.RUNWAY: math.nan if math.isinf(lasts) else lasts,
            Column.VALUE: self.value(month, known, self.own_growth(month, known)),
            Column.VALUE_ON_PLAN: self.value(month, known, self.planned_growth(month)),
        }

    def plan_level(self, month: int) -> float:
        """What the plan of a month is, over that of the first day: re-planned at each year's end from the ARR there."""
        ends = (month - 1) // 12 * 12
        if ends < 12 or not self.rules.replanned:
            return 1.0
        planned = float(self.lowered.budgets["arr"][ends])
        return min(self.rules.replanned_at_most, self.arrs[ends] / planned) if planned > 0.0 else 1.0

    def bookings_level(self, month: int) -> float:
        """What the bookings planned for a month are, over those of the first day: re-planned from the year's before."""
        ends = (month - 1) // 12 * 12
        if ends < 12 or not self.rules.replanned:
            return 1.0
        planned = math.fsum(self.lowered.budgets["bookings"][ends - 11 : ends + 1])
        happened = math.fsum(self.won[ends - 11 : ends + 1])
        return min(self.rules.replanned_at_most, happened / planned) if planned > 0.0 else 1.0

    def sales_marketing(self, month: int, known: dict[Column, float], sellers: float) -> dict[Column, float]:
        """Commission on what was won; the rest for what the plan has at the end of the lead, whatever was won."""
        if month == 0:
            return dict.fromkeys((Column.ACQUISITION_COST, Column.COMMISSION, Column.RENEWAL_COMMISSION), 0.0)
        rules, plan = self.rules, self.lowered.budgets[month]
        won = known.get(Column.NEW_ARR, 0.0)
        spent = rules.paid_when_won * won + rules.paid_ahead * float(plan["bookings_ahead"]) * self.bookings_level(
            month
        )
        if rules.holds_sellers:
            spent = max(0.0, spent - sellers)
        renewed = known.get(Column.BOOKED_RENEWALS, 0.0)
        return {
            Column.ACQUISITION_COST: spent,
            Column.COMMISSION: min(spent, rules.commission * won),
            Column.RENEWAL_COMMISSION: rules.renewal_commission * float(plan["on_renewals"]) * renewed,
        }

    def departments(self, month: int, known: dict[Column, float]) -> dict[Column, float]:
        """Research and development, and administration: what each spends, and how many people that pays."""
        names = (Column.OTHER_SPEND, Column.RND_SPEND, Column.RND_PEOPLE, Column.ADMINISTRATION_PEOPLE)
        if month == 0:
            return dict.fromkeys(names, 0.0)
        rules, plan = self.rules, self.lowered.budgets[month]
        shares = {"rnd": rules.rnd_share, "administration": 1.0 - rules.rnd_share}
        spent, people = {}, {}
        for name, part in shares.items():
            if not rules.by_department:
                spent[name] = float(plan["other_spend"]) * part
                people[name] = spent[name] * rules.people_share / (rules.people_cost / 12.0)
                continue
            years = (month - 1) // 12
            planned_pay, pay = (1.0 + rules.planned_inflation) ** years, (1.0 + rules.pay_inflation) ** years
            back = max(0, month - rules.arr_lag)
            arr = known[Column.ARR] if back == month else self.arrs[back]
            budget = (
                part * float(plan["other_spend"]) * self.plan_level(month),
                part * float(plan["other_share"]) / 12.0 * arr,
                getattr(rules, f"{name}_budget") / 12.0 * planned_pay,
            )[getattr(rules, f"{name}_follows")]
            for_people = budget * getattr(rules, f"{name}_people")
            people[name] = for_people / planned_pay / (getattr(rules, f"{name}_cost") / 12.0)
            spent[name] = budget - for_people + people[name] * getattr(rules, f"{name}_cost") / 12.0 * pay
        figures = (spent["rnd"] + spent["administration"], spent["rnd"], people["rnd"], people["administration"])
        return dict(zip(names, figures, strict=True))

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

    def own_growth(self, month: int, known: dict[Column, float]) -> float:
        then = self.arrs[month - 12] if month >= 12 else 0.0
        return known[Column.ARR] / then - 1.0 if then > 0.0 else math.nan

    def planned_growth(self, month: int) -> float:
        """By how much the plan has grown over a year, read off its table of days by straight lines."""
        plan = self.lowered.plan_arr
        then, now = (float(np.interp(one * 365.0 / 12.0, np.arange(len(plan)), plan)) for one in (month - 12, month))
        return now / then - 1.0

    def value(self, month: int, known: dict[Column, float], growth: float) -> float:
        then = self.arrs[month - 12] if month >= 12 else 0.0
        if then <= 0.0:
            return math.nan
        rules = self.rules
        nrr = known[Column.COHORT_NOW] / known[Column.COHORT_THEN]
        points = rules.value_multiple + 100.0 * growth * rules.value_growth_point
        points += 100.0 * (nrr - 1.0) * rules.value_nrr_point
        return known[Column.ARR] * float(min(rules.value_highest, max(rules.value_lowest, points)))
