"""The hiring desk: reviews at a fixed pace, opens seats when conditions hold and the forecast asks for them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from simulator.clock import DAYS_PER_QUARTER, DAYS_PER_YEAR
from simulator.engine.contract import NOBODY, ROUND_BASE
from simulator.engine.customer_state import Stage
from simulator.engine.record import ConditionKind, HowManyRule
from simulator.engine.reference.account import Accounts
from simulator.engine.reference.desks import Desks
from simulator.engine.reference.digital import DigitalPool
from simulator.engine.reference.hire import People
from simulator.engine.reference.leads import LeadsDesk
from simulator.engine.reference.money import Treasury
from simulator.engine.reference.programmes import Programmes
from simulator.engine.reference.run import Life, Run, Wait
from simulator.engine.reference.selling import SellingDesk
from simulator.engine.reference.staff import Hire, Staff
from simulator.laws import capacity, growth, staffing
from simulator.laws.staffing import Team
from simulator.roles import RoleId

Comparison = tuple[int, int, float]
"""Kind, the role whose people are counted (or NOBODY), threshold."""


class Outlook(NamedTuple):
    """What the review sees of the customers."""

    customers: float
    load: float
    backlog: float
    wait: float
    """The longest, in days."""
    uncovered_arr: float


class HiringDesk:
    """Every review of hiring: which roles have opened, and how many are asked for."""

    def __init__(
        self,
        run: Run,
        staff: Staff,
        people: People,
        accounts: Accounts,
        money: Treasury,
        pool: DigitalPool,
        desks: Desks,
        leads: LeadsDesk,
        selling: SellingDesk,
        programmes: Programmes,
    ) -> None:
        self.run = run
        self.staff = staff
        self.people = people
        self.accounts = accounts
        self.money = money
        self.pool = pool
        self.desks = desks
        self.leads = leads
        self.selling = selling
        self.programmes = programmes
        self.opened_days: list[list[float]] = [[] for _ in run.roles]
        self.latched = [False] * len(run.roles)
        self.clauses = self._clauses()

    def _clauses(self) -> dict[int, list[list[Comparison]]]:
        """Return for each owner its clauses, each a list of comparisons that must all hold."""
        clauses: dict[int, dict[int, list[Comparison]]] = {}
        for row in self.run.lowered.records("conditions"):
            of_owner = clauses.setdefault(row.owner, {})
            of_owner.setdefault(row.clause, []).append((row.kind, row.of, row.threshold))
        return {owner: list(of_owner.values()) for owner, of_owner in clauses.items()}

    def change_policy(self) -> None:
        """Decide by other conditions from now on, and give the CSMs books of the new size."""
        self.clauses = self._clauses()
        for role, rules in enumerate(self.run.roles):
            if rules.asks_anew:
                self.latched[role] = False
        for hire in self.staff.hires:
            if not hire.gone:
                hire.full_book = hire.book_by_the_rules()
        self.staff.note_books()

    # people --------------------------------------------------------------------------------------------------------

    def people_in_place(self) -> None:
        """Seat the people of the first day; requisitions already out are numbered with them."""
        for person in self.run.lowered.records("people"):
            hire = self.people.new_hire(person.role)
            if not person.open:
                self.people.join(hire, -person.joined)
        team = self.staff.in_place[RoleId.ONBOARDING]
        self.desks.carved_out = bool(team)
        self.desks.carved_out_day = min((hire.joined for hire in team), default=0.0)

    def requisitions_out(self) -> None:
        """Open the requisitions of the first day, once the book tells how large the company is."""
        for hire, person in zip(self.staff.hires, self.run.lowered.records("people"), strict=True):
            if person.open:
                self.open_agreed(hire, person.joined)

    def open_agreed(self, hire: Hire, day: float) -> None:
        """A requisition from before the first day, with the day of joining if one was agreed."""
        self.staff.seats_open[hire.role] += 1
        if math.isnan(day):
            self.people.open_seat(hire)
        else:
            hire.opened = self.run.now
            self.people.await_joining(hire, max(0.0, day - self.run.now))

    def open_seats(self, role: int, count: int) -> None:
        """Decide to hire so many."""
        for _ in range(count):
            self.staff.seats_open[role] += 1
            self.opened_days[role].append(self.run.now)
            self.people.open_seat(self.people.new_hire(role))

    def fixed_hires(self) -> None:
        """Hires fixed in advance happen on their day."""
        for row in self.run.lowered.records("dated"):
            self.run.begin(self.hires_on_day, row.day, row.role, row.count)

    def hires_on_day(self, wait: Wait, role: int, count: int) -> Life:
        """The day of a fixed hire has come."""
        yield wait
        self.open_seats(role, count)

    # review --------------------------------------------------------------------------------------------------------

    def reviews(self, wait: Wait) -> Life:
        """Review hiring again and again."""
        while True:
            yield wait
            self.review()
            wait = self.run.after(self.run.rules.review_every)

    def review(self) -> None:
        """Hand accounts over, see which roles and programmes have opened, and hire what the forecast asks for."""
        self.desks.hand_over()
        self.desks.serve()
        outlook = self.outlook()
        for role in range(len(self.run.roles)):
            self.latched[role] = self.latched[role] or self.opens(role, outlook)
        for owner in [owner for owner in self.programmes.closed if self.opens(owner, outlook)]:
            self.programmes.open_programme(owner)
        for number, raised in enumerate(self.money.raised):
            if not raised and self.opens(ROUND_BASE + number, outlook):
                self.money.raise_round(number)
        if self.money.holds_hiring():
            return
        for place in self.run.roles:
            self.decide(place.turn, outlook)

    def outlook(self) -> Outlook:
        """Return what the review sees of the customers."""
        accounts = self.accounts
        backlog, wait, uncovered = 0.0, 0.0, 0.0
        for account in [*accounts.for_a_takeover, *accounts.for_a_slot, *accounts.for_a_manager]:
            if account.stage is Stage.WAITING:
                backlog += 1.0
                wait = max(wait, self.run.now - account.closed)
        for account in accounts.for_a_manager:
            uncovered += account.arr
        load = accounts.load - self.pool.load()
        if self.run.rules.sees_onboarding and not self.desks.carved_out:
            load += self.onboarding_load()
        return Outlook(float(accounts.active), load, backlog, wait, uncovered)

    def onboarding_load(self) -> float:
        """Return what the onboardings that account managers do, or will do, weigh beyond the accounts themselves."""
        extra = 0.0
        for account in self.accounts.all:
            if account.stage in (Stage.WAITING, Stage.ONBOARDING) and not account.by_itself:
                extra += account.load * (self.run.rules.manager_weight - 1.0)
        return extra

    def opens(self, owner: int, outlook: Outlook) -> bool:
        """Whether any clause of the conditions of a role or a programme holds in full."""
        clauses = self.clauses.get(owner, [])
        return any(all(self.holds(*comparison, outlook) for comparison in clause) for clause in clauses)

    def holds(self, kind: int, of: int, threshold: float, outlook: Outlook) -> bool:
        """Whether one comparison holds; `of` is the role whose people are counted."""
        run, staff = self.run, self.staff
        value = {
            ConditionKind.ARR: run.arr,
            ConditionKind.DAY: run.now,
            ConditionKind.CUSTOMERS: outlook.customers,
            ConditionKind.FOUNDER_RENEWALS: run.founder_renewals,
            ConditionKind.BACKLOG: outlook.backlog,
            ConditionKind.WAIT: outlook.wait,
            ConditionKind.UNCOVERED_ARR: outlook.uncovered_arr,
            ConditionKind.SELLERS_RAMPED: float(len(staff.sellers_ramped())),
            ConditionKind.SELLERS_AT_QUOTA: float(staff.sellers_at_quota()),
            ConditionKind.IN_PLACE: 0.0 if of == NOBODY else float(self.staff.heads(of)),
        }[ConditionKind(kind)]
        return staffing.reached(value, threshold)

    def plans(self, role: int) -> bool:
        """Whether planned hiring goes on for the role: it has opened, and whoever it needs is there."""
        needs = self.run.roles[role].needs
        return self.latched[role] and (needs == NOBODY or self.staff.heads(needs) > 0)

    def decide(self, role: int, outlook: Outlook) -> None:
        """Open the seats that one role asks for."""
        if self.plans(role):
            if self.run.roles[role].how_many == HowManyRule.ONE:
                self.open_planned(role, 1 - self.staff.seated(role))
            else:
                self.hire_up_to(role, self.needed(role, outlook))
        elif role == RoleId.CSM:
            self.hire_reactively(outlook)

    def needed(self, role: int, outlook: Outlook) -> int:
        """Return how many people planned hiring asks for in a role."""
        rules = self.run.roles[role]
        if rules.how_many == HowManyRule.LOAD:
            return self.csms_needed(outlook)
        if rules.how_many == HowManyRule.FLOW:
            if role == RoleId.SELLER:
                return self.sellers_needed()
            return self.reps_needed() if role == RoleId.CUSTOMER_SALES else self.specialists_needed(outlook)
        if rules.how_many == HowManyRule.RATIO:
            return staffing.ratio_needed(self.staff.seated(rules.to), rules.beyond, rules.each)
        return 0

    def hire_up_to(self, role: int, needed: int) -> None:
        """Open seats up to the need, no more than the team can absorb in a quarter."""
        since = self.run.now - DAYS_PER_QUARTER
        recent = sum(1 for day in self.opened_days[role] if day > since)
        rules = self.run.roles[role]
        absorbable = staffing.absorbable(self.staff.heads(role), recent, rules.absorbs_at_least, rules.absorbs_share)
        self.open_planned(role, min(needed - self.staff.seated(role), absorbable))

    def open_planned(self, role: int, count: int) -> None:
        """Decide to hire so many, as long as the budget lasts."""
        while count > 0 and self.affordable(role):
            self.open_seats(role, 1)
            count -= 1

    def affordable(self, role: int) -> bool:
        """Whether one more seat in a role stays within the budget for everybody."""
        run, rules = self.run, self.run.rules
        yearly = run.roles[role].cost
        for other, kind in enumerate(run.roles):
            yearly += self.staff.seated(other) * kind.cost
        ahead = growth.at_day(run.lowered.plan_arr, run.now + rules.lookahead)
        return bool(yearly * run.pay <= rules.budget * ahead)

    def hire_reactively(self, outlook: Outlook) -> None:
        """Without a head the founders hire a CSM only once uncovered ARR hurts, a few at most."""
        rules = self.run.rules
        if self.staff.heads(RoleId.CS_HEAD) == 0 and outlook.uncovered_arr >= rules.founders_hire_at_uncovered:
            self.hire_up_to(RoleId.CSM, min(self.staff.seated(RoleId.CSM) + 1, rules.founders_hire_at_most))

    def team(self, role: Any, carries: float) -> Team:
        """Return what hiring ahead reckons with in a role of which each carries so much."""
        return Team(
            attrition_factor=staffing.covers_attrition(role.attrition, role.lookahead),
            carries=carries,
            utilisation=self.run.rules.utilisation,
        )

    def csms_needed(self, outlook: Outlook) -> int:
        """Return the CSMs that carry today's load grown as the plan grows over the lookahead."""
        run, role = self.run, self.run.roles[RoleId.CSM]
        ahead = growth.growth_ahead(run.lowered.plan_arr, run.now, role.lookahead)
        return staffing.csms_needed(
            outlook.load,
            ahead,
            self.staff.founders.capacity_at(run.arr * ahead),
            self.team(role, (role.book_low + role.book_high) / 2.0 * self.staff.book_factor),
        )

    def specialists_needed(self, outlook: Outlook) -> int:
        """Return the specialists that carry the forecast flow and work off the backlog."""
        run, rules, role = self.run, self.run.rules, self.run.roles[RoleId.ONBOARDING]
        planned = growth.deals_a_day(run.lowered.expected_deals, run.now + role.lookahead)
        scale = run.arr / growth.at_day(run.lowered.plan_arr, run.now)
        return staffing.specialists_needed(
            planned * scale,
            int(outlook.backlog),
            rules.clears_backlog_in,
            rules.mean_work_days * run.work_factor,
            self.team(role, role.slots),
        )

    def sellers_needed(self) -> int:
        """Return the sellers that sell the demand ahead beyond what the founders will."""
        run, rules, role = self.run, self.run.rules, self.run.roles[RoleId.SELLER]
        day = run.now + role.lookahead
        deals = self.selling.references * growth.deals_a_day(run.lowered.expected_deals, day)
        return capacity.sellers_needed(
            deals * growth.at_day(run.lowered.deal_acv, day) * DAYS_PER_YEAR,
            capacity.founders_selling(day, self.staff.vp_day, rules.founders_sell, rules.founders_fade),
            staffing.covers_attrition(role.attrition, role.lookahead),
            role.quota,
            role.attainment,
        )

    def reps_needed(self) -> int:
        """Return the customer-sales reps that work the CSQLs ahead."""
        run, role = self.run, self.run.roles[RoleId.CUSTOMER_SALES]
        ahead = growth.growth_ahead(run.lowered.plan_arr, run.now, role.lookahead)
        return staffing.specialists_needed(
            self.leads.csqls_a_day() * ahead, 0, 1.0, role.lead_time, self.team(role, role.slots)
        )
