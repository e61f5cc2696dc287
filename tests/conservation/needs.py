"""How many people a review of hiring asks for, worked out again in plain arithmetic from what the replay knows.

A need is rounded up to whole people, and whether a book is full or a budget spent is a comparison, so the last bits of
a sum may decide. Each figure is therefore worked out twice: `slack` of minus and of plus a billionth, the few and the
many. Between the two lies what the engine may have found.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from conservation import formulas
from conservation.world import LOST, ONBOARDING, WAITING

from simulator.engine.contract import NOBODY, Programme
from simulator.engine.ledger import Column
from simulator.engine.record import HowManyRule
from simulator.roles import RoleId

if TYPE_CHECKING:
    from conservation.money_lines import MoneyLines

YEAR = 365.0
QUARTER = YEAR / 4.0


@dataclass
class Outlook:
    """What a review saw of the customers before it decided, and the seats taken or open as it goes on."""

    load: float
    backlog: int
    uncovered_arr: float
    seats: list[int]


class Needs:
    """The need of every role at one review."""

    def __init__(self, replay: MoneyLines, outlook: Outlook, opened_days: list[list[float]]) -> None:
        self.replay, self.outlook, self.opened_days = replay, outlook, opened_days
        self.rules, self.roles, self.world = replay.rules, replay.roles, replay.world
        self.now = replay.now

    # the plan ahead ------------------------------------------------------------------------------------------------

    def on(self, table: Any, day: float) -> float:
        return float(np.interp(day, np.arange(len(table)), table))

    def growth(self, role: Any) -> float:
        plan = self.replay.lowered.plan_arr
        return self.on(plan, self.now + role.lookahead) / self.on(plan, self.now)

    def deals_a_day(self, day: float) -> float:
        a_day = np.diff(self.replay.lowered.expected_deals)
        return float(a_day[min(int(day), len(a_day) - 1)])

    def leavers(self, role: Any) -> float:
        """By what a need grows to make up for those who leave within the lookahead."""
        return float(1.0 + role.attrition * role.lookahead / YEAR)

    # how many ------------------------------------------------------------------------------------------------------

    def whole(self, people: float, slack: float) -> int:
        return max(0, math.ceil(min(1e9, people * (1.0 + slack))))

    def needed(self, role: int, slack: float) -> int:
        rules = self.roles[role]
        if rules.how_many == HowManyRule.LOAD:
            return self.csms(slack)
        if rules.how_many == HowManyRule.RATIO:
            return self.whole((self.outlook.seats[rules.to] - rules.beyond) / rules.each, slack)
        if rules.how_many == HowManyRule.FLOW:
            flows: dict[int, Callable[[float], int]] = {RoleId.SELLER: self.sellers, RoleId.CUSTOMER_SALES: self.reps}
            return flows.get(role, self.specialists)(slack)
        return 0

    def csms(self, slack: float) -> int:
        """The load ahead that the founders will not look after, in books as they are now, filled as far as wanted."""
        role, rules = self.roles[RoleId.CSM], self.rules
        ahead = self.growth(role)
        founders = formulas.founders_capacity(
            self.world.arr * ahead, rules.founders_book, rules.handover_from, rules.handover_until
        )
        book = (role.book_low + role.book_high) / 2.0 * self.world.book_factor() * rules.utilisation
        load = self.outlook.load * ahead
        to_carry = (load - founders + slack * max(load, founders)) * self.leavers(role)
        return self.whole(to_carry / book, slack) if book > 0.0 else 0

    def specialists(self, slack: float) -> int:
        """Little's law: onboardings a day times the days of each, the backlog worked off in its time."""
        role, rules = self.roles[RoleId.ONBOARDING], self.rules
        shrunk = self.world.arr / self.on(self.replay.lowered.plan_arr, self.now)
        a_day = self.deals_a_day(self.now + role.lookahead) * shrunk + self.outlook.backlog / rules.clears_backlog_in
        factor = rules.product_led_work if Programme.PRODUCT_LED in self.world.open else 1.0
        under_way = a_day * rules.mean_work_days * factor * self.leavers(role)
        return self.whole(under_way / role.slots / rules.utilisation, slack)

    def reps(self, slack: float) -> int:
        """The CSQLs a day of the last three closed months, grown as the plan grows, in slots for a lead's time."""
        role, closed = self.roles[RoleId.CUSTOMER_SALES], self.replay.ends.closed
        months = self.replay.record.ledger[max(1, closed - 2) : closed + 1, Column.CSQLS]
        a_day = float(months.mean()) / formulas.MONTH if closed else 0.0
        under_way = a_day * self.growth(role) * role.lead_time * self.leavers(role)
        return self.whole(under_way / role.slots / self.rules.utilisation, slack)

    def sellers(self, slack: float) -> int:
        """Demand ahead in dollars a year that the founders will not sell, over what a seller makes of a quota."""
        role, rules, vp_day = self.roles[RoleId.SELLER], self.rules, self.replay.pace.vp_day
        day = self.now + role.lookahead
        demand = self.replay.pace.references * self.deals_a_day(day) * self.on(self.replay.lowered.deal_acv, day) * YEAR
        gone = 0.0 if day <= vp_day else 1.0
        if vp_day < day < vp_day + rules.founders_fade:
            gone = (day - vp_day) / rules.founders_fade
        founders, makes = rules.founders_sell * (1.0 - gone), role.quota * role.attainment
        to_sell = (demand - founders + slack * max(demand, founders)) * self.leavers(role)
        return self.whole(to_sell / makes, slack) if makes > 0.0 else 0

    # how many seats ------------------------------------------------------------------------------------------------

    def seats(self, role: int, planned: bool, slack: float) -> int:
        """How many seats are opened: what is needed and not there yet, as can be absorbed, as can be afforded."""
        rules, have = self.roles[role], self.outlook.seats[role]
        if planned and rules.how_many == HowManyRule.ONE:
            wanted = 1 - have
        elif planned:
            wanted = min(self.needed(role, slack) - have, self.absorbable(role, slack))
        elif role == RoleId.CSM and self.hurts(slack):
            wanted = min(min(have + 1, self.rules.founders_hire_at_most) - have, self.absorbable(role, slack))
        else:
            wanted = 0
        return self.affordable(role, max(0, wanted), slack)

    def hurts(self, slack: float) -> bool:
        """Without a head the founders hire once what nobody looks after comes up to what they can bear."""
        pain = self.outlook.uncovered_arr * (1.0 + slack) >= self.rules.founders_hire_at_uncovered * (1.0 - slack)
        return pain and not self.world.in_place(RoleId.CS_HEAD)

    def absorbable(self, role: int, slack: float) -> int:
        rules = self.roles[role]
        limit = max(rules.absorbs_at_least, self.whole(rules.absorbs_share * len(self.world.in_place(role)), slack))
        return max(0, limit - sum(day > self.now - QUARTER for day in self.opened_days[role]))

    def affordable(self, role: int, wanted: int, slack: float) -> int:
        """The pay of everybody in place and on the way, at the level it has risen to, within a share of ARR ahead."""
        years = self.replay.ends.closed // 12
        level = (1.0 + self.rules.pay_inflation) ** years
        pay = sum(seats * kind.cost for seats, kind in zip(self.outlook.seats, self.roles, strict=True)) * level
        each = self.roles[role].cost * level
        ahead = self.on(self.replay.lowered.plan_arr, self.now + self.rules.lookahead)
        found = 0
        while found < wanted and pay + (found + 1) * each <= self.rules.budget * ahead * (1.0 + slack):
            found += 1
        return found


def load_to_forecast(replay: MoneyLines) -> float:
    """What all accounts weigh in books, the digital pool's apart, and the onboardings that managers do on top."""
    world, rules, whole = replay.world, replay.rules, 0.0
    for account in world.accounts:
        if account.stage == LOST:
            continue
        weighs = max(rules.load_floor, account.arr)
        waits = account in world.for_manager
        small = account.arr < rules.digital_below and account.manager is None and not waits
        whole += 0.0 if small and Programme.DIGITAL_POOL in world.open else weighs
        by_managers = account.stage in (WAITING, ONBOARDING) and not account.by_itself and not world.carved_out
        if by_managers and rules.sees_onboarding:
            whole += weighs * (rules.manager_weight - 1.0)
    return whole


def may_go_on(replay: MoneyLines, role: int) -> bool:
    """Whether whoever a role needs is there."""
    needs = replay.roles[role].needs
    return needs == NOBODY or bool(replay.world.in_place(needs))
