"""The hiring desk: reviews at a fixed pace, opens seats when conditions hold and the forecast asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import DAYS_PER_QUARTER, DAYS_PER_YEAR
from simulator.engine.contract import NOBODY, RoleColumn, RoleId
from simulator.engine.record import ConditionKind, HowManyRule
from simulator.engine.reference.customer import Stage
from simulator.engine.reference.hire import Hire
from simulator.laws import capacity, coverage, growth, staffing

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company, Life, Wait
    from simulator.engine.reference.customer import Customer


Comparison = tuple[int, int, float]
"""Kind, the role whose people are counted (or NOBODY), threshold."""


class Outlook:
    """What the review sees of the customers: load, backlog, the longest wait, ARR without a manager."""

    def __init__(self, company: Company) -> None:
        coverage_desk, onboarding_desk = company.coverage, company.onboarding
        self.customers = company.active
        self.load = coverage_desk.load - company.pool.load()
        self.backlog = 0
        self.wait = 0.0
        self.uncovered_arr = 0.0
        for customer in [*onboarding_desk.interrupted, *onboarding_desk.waiting]:
            self.note_waiting(company, customer)
        for customer in coverage_desk.waiting:
            self.uncovered_arr += customer.arr
            if customer.stage is Stage.WAITING:
                self.note_waiting(company, customer)
        if company.rules.sees_onboarding and not onboarding_desk.carved_out:
            self.load += self.onboarding_load(company)

    def note_waiting(self, company: Company, customer: Customer) -> None:
        """Count a customer waiting for onboarding."""
        self.backlog += 1
        self.wait = max(self.wait, company.now - customer.closed)

    def onboarding_load(self, company: Company) -> float:
        """Return what the onboardings that account managers do, or will do, weigh beyond the accounts themselves."""
        extra = 0.0
        for customer in company.customers:
            if customer.stage in (Stage.WAITING, Stage.ONBOARDING) and not customer.by_itself:
                extra += customer.load * (company.rules.manager_weight - 1.0)
        return extra


class HiringDesk:
    """Every seat of the company: who is in place, what is open, what has been opened of late."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.hires: list[Hire] = []
        self.in_place: list[list[Hire]] = [[] for _ in company.roles]
        self.seats_open = [0] * len(company.roles)
        self.ordinals = [0] * len(company.roles)
        self.opened_days: list[list[float]] = [[] for _ in company.roles]
        self.latched = [False] * len(company.roles)
        self.had_head = False
        self.book_factor = 1.0
        self.clauses = self._clauses()

    def _clauses(self) -> dict[int, list[list[Comparison]]]:
        """Return for each owner its clauses, each a list of comparisons that must all hold."""
        clauses: dict[int, dict[int, list[Comparison]]] = {}
        for row in self.company.lowered.rows("conditions"):
            comparison = (row["kind"], row["of"], row["threshold"])
            of_owner = clauses.setdefault(row["owner"], {})
            of_owner.setdefault(row["clause"], []).append(comparison)
        return {owner: list(of_owner.values()) for owner, of_owner in clauses.items()}

    def change_policy(self) -> None:
        """Decide by other conditions from now on, and give the CSMs books of the new size."""
        self.clauses = self._clauses()
        for role, rules in enumerate(self.company.roles):
            if rules.asks_anew:
                self.latched[role] = False
        for hire in self.hires:
            if not hire.gone:
                hire.full_book = hire.book_by_the_rules()
        self.note_books()

    # people --------------------------------------------------------------------------------------------------------

    def people_in_place(self) -> None:
        """Seat the people of the first day; requisitions already out are numbered with them."""
        for row in self.company.lowered.rows("people"):
            hire = self.new_hire(row["role"])
            if not row["open"]:
                hire.join(-row["joined"])
        team = self.in_place[RoleId.ONBOARDING]
        self.company.onboarding.carved_out = bool(team)
        self.company.onboarding.carved_out_day = min((hire.joined for hire in team), default=0.0)

    def requisitions_out(self) -> None:
        """Open the requisitions of the first day, once the book tells how large the company is."""
        for index, row in enumerate(self.company.lowered.rows("people")):
            if row["open"]:
                self.open_agreed(self.hires[index], row["joined"])

    def open_agreed(self, hire: Hire, day: float) -> None:
        """A requisition from before the first day, with the day of joining if one was agreed."""
        self.seats_open[hire.role] += 1
        if day == day:  # not NaN
            hire.opened = self.company.now
            hire.await_joining(max(0.0, day - self.company.now))
        else:
            hire.open_seat()

    def new_hire(self, role: int) -> Hire:
        """Number the next hire of a role."""
        hire = Hire(self.company, role, self.ordinals[role])
        self.ordinals[role] += 1
        self.hires.append(hire)
        return hire

    def convertible(self, role: int) -> Hire | None:
        """Return who has served longest in the role that a seat is filled from and is not about to move already."""
        source = self.company.roles[role].converted_from
        if source == NOBODY:
            return None
        return next((hire for hire in self.in_place[source] if not hire.moving), None)

    def open_seats(self, role: int, count: int) -> None:
        """Decide to hire so many."""
        for _ in range(count):
            self.seats_open[role] += 1
            self.opened_days[role].append(self.company.now)
            self.new_hire(role).open_seat()

    def arrive(self, hire: Hire) -> None:
        """Somebody starts."""
        self.company.books.settle_staff(hire.role)
        if hire.opened == hire.opened:  # came through an open seat
            self.seats_open[hire.role] -= 1
            self.company.books.add_role(hire.role, RoleColumn.JOINERS, 1.0)
            if hire.source is None:
                self.company.books.pay_fee(hire.role)
        self.in_place[hire.role].append(hire)
        if hire.role == RoleId.CS_HEAD:
            self.had_head = True
        if hire.role == RoleId.VP_SALES:
            self.company.selling.vp_day = min(self.company.selling.vp_day, max(0.0, hire.joined))

    def depart(self, hire: Hire) -> None:
        """Somebody leaves."""
        self.company.books.settle_staff(hire.role)
        self.company.books.add_role(hire.role, RoleColumn.LEAVERS, 1.0)
        if hire.wrong and not hire.moved:
            self.company.books.pay_severance(hire.role)
        self.in_place[hire.role].remove(hire)
        self.note_books()

    def note_books(self) -> None:
        """Work out anew what share of its full size a CSM's book has: head, managers and CS Ops have their part."""
        company, roles, csms = self.company, self.company.roles, self.heads(RoleId.CSM)
        head, manager, ops = company.head_effect, self.strength(RoleId.CS_MANAGER), self.strength(RoleId.CS_OPS)
        led = head * roles[RoleId.CS_MANAGER].head_span + manager * roles[RoleId.CS_MANAGER].span
        factor = coverage.book_factor(head, company.rules.book_without_head)
        factor *= coverage.managed_factor(csms, led, roles[RoleId.CS_MANAGER].unmanaged)
        factor *= coverage.ops_factor(csms, ops, roles[RoleId.CS_OPS].serves, roles[RoleId.CS_OPS].book_factor)
        self.book_factor = factor

    def strength(self, role: int) -> float:
        """Return the people in a role, counted at their strength."""
        whole = 0.0
        for hire in self.in_place[role]:
            whole += hire.strength()
        return whole

    def most_room(self, role: int) -> Hire | None:
        """Return who of a role has room and carries the least relative to capacity, the longest-serving if equal."""
        best, least = None, 0.0
        for hire in self.in_place[role]:
            carries, capacity = hire.carries(), hire.capacity()
            if capacity > 0.0 and carries < capacity:
                full = carries / capacity
                if best is None or full < least:
                    best, least = hire, full
        return best

    def heads(self, role: int) -> int:
        """Return how many are in place."""
        return len(self.in_place[role])

    def seated(self, role: int) -> int:
        """Return how many are in place or on their way."""
        return self.heads(role) + self.seats_open[role]

    def fixed_hires(self) -> None:
        """Hires fixed in advance happen on their day."""
        for row in self.company.lowered.rows("dated"):
            self.company.begin(self.hires_on_day, row["day"], row["role"], row["count"])

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
            wait = self.company.after(self.company.rules.review_every)

    def review(self) -> None:
        """Hand accounts over, see which roles and programmes have opened, and hire what the forecast asks for."""
        self.company.coverage.hand_over()
        self.company.serve()
        outlook = Outlook(self.company)
        for role in range(len(self.company.roles)):
            self.latched[role] = self.latched[role] or self.opens(role, outlook)
        self.company.programmes.review(outlook)
        if self.company.money.review(outlook):
            return
        for place in self.company.roles:
            self.decide(place.turn, outlook)

    def opens(self, owner: int, outlook: Outlook) -> bool:
        """Whether any clause of the conditions of a role or a programme holds in full."""
        clauses = self.clauses.get(owner, [])
        return any(all(self.holds(*comparison, outlook) for comparison in clause) for clause in clauses)

    def holds(self, kind: int, of: int, threshold: float, outlook: Outlook) -> bool:
        """Whether one comparison holds; `of` is the role whose people are counted."""
        company = self.company
        value = {
            ConditionKind.ARR: company.arr,
            ConditionKind.DAY: company.now,
            ConditionKind.CUSTOMERS: float(outlook.customers),
            ConditionKind.FOUNDER_RENEWALS: company.founder_renewals,
            ConditionKind.BACKLOG: float(outlook.backlog),
            ConditionKind.WAIT: outlook.wait,
            ConditionKind.UNCOVERED_ARR: outlook.uncovered_arr,
            ConditionKind.SELLERS_RAMPED: float(len(company.selling.ramped())),
            ConditionKind.SELLERS_AT_QUOTA: float(company.selling.at_quota()),
            ConditionKind.IN_PLACE: 0.0 if of == NOBODY else float(self.heads(of)),
        }[ConditionKind(kind)]
        return staffing.reached(value, threshold)

    def plans(self, role: int) -> bool:
        """Whether planned hiring goes on for the role: it has opened, and whoever it needs is there."""
        needs = self.company.roles[role].needs
        return self.latched[role] and (needs == NOBODY or self.heads(needs) > 0)

    def decide(self, role: int, outlook: Outlook) -> None:
        """Open the seats that one role asks for."""
        if self.plans(role):
            if self.company.roles[role].how_many == HowManyRule.ONE:
                self.open_planned(role, 1 - self.seated(role))
            else:
                self.hire_up_to(role, self.needed(role, outlook))
        elif role == RoleId.CSM:
            self.hire_reactively(outlook)

    def needed(self, role: int, outlook: Outlook) -> int:
        """Return how many people planned hiring asks for in a role."""
        rules = self.company.roles[role]
        if rules.how_many == HowManyRule.LOAD:
            return self.csms_needed(outlook)
        if rules.how_many == HowManyRule.FLOW:
            if role == RoleId.SELLER:
                return self.sellers_needed()
            return self.reps_needed() if role == RoleId.CUSTOMER_SALES else self.specialists_needed(outlook)
        if rules.how_many == HowManyRule.RATIO:
            return staffing.ratio_needed(self.seated(rules.to), rules.beyond, rules.each)
        return 0

    def hire_up_to(self, role: int, needed: int) -> None:
        """Open seats up to the need, no more than the team can absorb in a quarter."""
        since = self.company.now - DAYS_PER_QUARTER
        recent = sum(1 for day in self.opened_days[role] if day > since)
        rules = self.company.roles[role]
        absorbable = staffing.absorbable(self.heads(role), recent, rules.absorbs_at_least, rules.absorbs_share)
        self.open_planned(role, min(needed - self.seated(role), absorbable))

    def open_planned(self, role: int, count: int) -> None:
        """Decide to hire so many, as long as hiring is not held and the budget lasts."""
        while count > 0 and not self.held() and self.affordable(role):
            self.open_seats(role, 1)
            count -= 1

    def held(self) -> bool:
        """Whether the company opens no seats for now, whatever the forecast says."""
        return False

    def affordable(self, role: int) -> bool:
        """Whether one more seat in a role stays within the budget for everybody."""
        company, rules = self.company, self.company.rules
        yearly = company.roles[role].cost
        for other, kind in enumerate(company.roles):
            yearly += self.seated(other) * kind.cost
        ahead = growth.at_day(company.lowered.plan_arr, company.now + rules.lookahead)
        return bool(yearly * company.books.pay <= rules.budget * ahead)

    def hire_reactively(self, outlook: Outlook) -> None:
        """Without a head the founders hire a CSM only once uncovered ARR hurts, a few at most."""
        rules = self.company.rules
        if self.heads(RoleId.CS_HEAD) == 0 and outlook.uncovered_arr >= rules.founders_hire_at_uncovered:
            self.hire_up_to(RoleId.CSM, min(self.seated(RoleId.CSM) + 1, rules.founders_hire_at_most))

    def csms_needed(self, outlook: Outlook) -> int:
        """Return the CSMs that carry today's load grown as the plan grows over the lookahead."""
        company, rules, role = self.company, self.company.rules, self.company.roles[RoleId.CSM]
        ahead = growth.growth_ahead(company.lowered.plan_arr, company.now, role.lookahead)
        return staffing.csms_needed(
            outlook.load,
            ahead,
            company.coverage.founders.room_at(company.arr * ahead),
            staffing.covers_attrition(role.attrition, role.lookahead),
            (role.book_low + role.book_high) / 2.0 * self.book_factor,
            rules.utilisation,
        )

    def specialists_needed(self, outlook: Outlook) -> int:
        """Return the specialists that carry the forecast flow and work off the backlog."""
        company, rules, role = self.company, self.company.rules, self.company.roles[RoleId.ONBOARDING]
        planned = growth.deals_a_day(company.lowered.expected_deals, company.now + role.lookahead)
        scale = company.arr / growth.at_day(company.lowered.plan_arr, company.now)
        return staffing.specialists_needed(
            planned * scale,
            outlook.backlog,
            rules.clears_backlog_in,
            rules.mean_work_days * company.programmes.work_factor,
            staffing.covers_attrition(role.attrition, role.lookahead),
            role.slots,
            rules.utilisation,
        )

    def sellers_needed(self) -> int:
        """Return the sellers that sell the demand ahead beyond what the founders will."""
        company, rules, role = self.company, self.company.rules, self.company.roles[RoleId.SELLER]
        day = company.now + role.lookahead
        deals = company.selling.references * growth.deals_a_day(company.lowered.expected_deals, day)
        return capacity.sellers_needed(
            deals * growth.at_day(company.lowered.deal_acv, day) * DAYS_PER_YEAR,
            capacity.founders_selling(day, company.selling.vp_day, rules.founders_sell, rules.founders_fade),
            staffing.covers_attrition(role.attrition, role.lookahead),
            role.quota,
            role.attainment,
        )

    def reps_needed(self) -> int:
        """Return the customer-sales reps that work the CSQLs ahead."""
        company, rules, role = self.company, self.company.rules, self.company.roles[RoleId.CUSTOMER_SALES]
        ahead = growth.growth_ahead(company.lowered.plan_arr, company.now, role.lookahead)
        return staffing.specialists_needed(
            company.leads.csqls_a_day() * ahead,
            0,
            1.0,
            role.lead_time,
            staffing.covers_attrition(role.attrition, role.lookahead),
            role.slots,
            rules.utilisation,
        )
