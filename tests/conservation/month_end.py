"""The ledger worked out again from an event log, month by month."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from conservation import formulas
from conservation.world import LIVE, LOST, ONBOARDING, WAITING, Account, World

from simulator.engine.contract import RunRecord
from simulator.engine.ledger import Column, GroupColumn, RoleColumn, role_column
from simulator.engine.record import Lowered
from simulator.roles import RoleId

if TYPE_CHECKING:
    from conservation.reading import Reading

TOLERANCE = 1e-9
"""Relative to the figure itself; for dollars, which are sums and differences of others, at least to a hundredth of
ARR.
"""
MONEY = set(range(Column.CASH, Column.RUNWAY)) | set(range(Column.REVENUE, Column.OTHER_PEOPLE)) | {Column.FUNDING}
MONEY -= {Column.RND_PEOPLE, Column.ADMINISTRATION_PEOPLE}
MONEY |= {Column.BOOKED_NEW, Column.BOOKED_EXPANSION, Column.BOOKED_RENEWALS}
DOLLARS = {
    name for name in Column if name.name.endswith(("ARR", "THEN", "NOW", "CAPPED", "LOAD", "CAPACITY", "SATURATION"))
}


class MonthEnds:
    """Flows since the last month end, and what each month end should say."""

    def __init__(self, lowered: Lowered, record: RunRecord, world: World) -> None:
        self.lowered, self.record, self.world = lowered, record, world
        self.closed = 0
        self.flows: dict[str, float] = {}
        self.arr_flows: dict[str, int] = {}  # by what the log has, those that change ARR, with their sign
        self.unplaced: dict[Account, int] = {}
        self.sign_offs: list[list[float]] = [[]]
        self.arrs: list[list[float]] = []
        self.actives: list[list[bool]] = []
        roles = len(lowered.roles)
        self.joiners, self.leavers, self.open_seats = [0] * roles, [0] * roles, [0] * roles
        self.wrong_leavers = [0] * roles
        self.conversions = [0] * roles
        self.highest = 0.0
        self.reached: list[tuple[float, float]] = []

    def flow(self, name: str, amount: float) -> None:
        self.flows[name] = self.flows.get(name, 0.0) + amount

    def arr_flow(self, name: str, amount: float, sign: int) -> None:
        self.arr_flows[name] = sign
        self.flow(name, amount)

    def signed_off(self, days: float) -> None:
        self.flow("SIGN_OFFS", 1.0)
        self.flow("TTV_DAYS", days)
        self.sign_offs[-1].append(days)

    def cohort(self, day: float) -> int:
        return min(max(1, math.ceil(day * 4.0 / 365.0 - 1e-9)), len(self.record.cohort_arr) - 1)

    def note_arr(self, day: float) -> None:
        """Keep each new high of ARR and its day."""
        if self.world.arr > self.highest:
            self.highest = self.world.arr
            self.reached.append((day, self.highest))

    # month by month ------------------------------------------------------------------------------------------------

    def opening(self, replay: Reading) -> None:
        self.note_arr(0.0)
        expected = self.customer_stocks(0.0, with_service=False)
        self.compare(replay, 0, expected | replay.cash_replay.close(0, 0.0, expected, 0.0, 0.0))

    def close(self, replay: Reading, month: int, arr: float) -> None:
        replay.require(month == self.closed + 1, "month ends come one by one")
        replay.require(not self.unplaced, "opening accounts were never placed")
        self.closed = month
        self.agree(replay, arr, math.fsum(account.arr for account in self.world.accounts), "ARR", self.highest)
        self.bridge(replay, month)
        expected = self.customer_stocks(replay.now) | self.retention() | self.team_stocks() | self.times()
        expected |= self.selling(replay)
        expected |= {Column[name]: amount for name, amount in self.flows.items()}
        sellers = self.staff_cost(month, (RoleId.VP_SALES, RoleId.SELLER))
        expected |= replay.cash_replay.close(month, replay.now, expected, self.staff_cost(month), sellers)
        self.compare(replay, month, expected)
        quiet = set(Column) - set(expected) - {Column.RUNWAY}
        replay.require(not self.record.ledger[month, sorted(quiet)].any(), "a flow in the ledger that the log lacks")
        self.people(replay, month)
        self.groups(replay, month)
        self.flows = {}
        self.sign_offs.append([])
        self.joiners, self.leavers = [0] * len(self.joiners), [0] * len(self.leavers)
        self.wrong_leavers = [0] * len(self.leavers)
        self.conversions = [0] * len(self.leavers)

    def bridge(self, replay: Reading, month: int) -> None:
        """Opening ARR and what the log adds and takes away is closing ARR, and the same for customers."""
        before, now = self.record.ledger[month - 1], self.record.ledger[month]
        change = sum(sign * now[Column[name]] for name, sign in self.arr_flows.items())
        scale = max(1.0, before[Column.ARR], now[Column.ARR])
        replay.require(abs(before[Column.ARR] + change - now[Column.ARR]) <= TOLERANCE * scale, "the bridge is open")
        customers = before[Column.CUSTOMERS] + now[Column.NEW_CUSTOMERS] - now[Column.LOST_CUSTOMERS]
        replay.require(customers == now[Column.CUSTOMERS], "opening + new - lost customers are not those active")

    def compare(self, replay: Reading, month: int, expected: dict[Column, float]) -> None:
        if replay.cash_replay.barely_burns():
            del expected[Column.RUNWAY]
        for name, figure in expected.items():
            found = float(self.record.ledger[month, name])
            if math.isnan(figure):
                replay.require(math.isnan(found), f"{name.name} of month {month} is {found}, expected nothing")
            else:
                scale = 0.01 * self.highest if name in DOLLARS or name in MONEY else 0.0
                if name is Column.RUNWAY:
                    scale = abs(figure) * replay.cash_replay.doubt_of_burn() / TOLERANCE
                self.agree(replay, found, figure, f"{name.name} of month {month}", scale)

    def agree(self, replay: Reading, found: float, expected: float, what: str, scale: float) -> None:
        scale = max(1.0, abs(expected), scale)
        replay.require(abs(found - expected) <= TOLERANCE * scale, f"{what} is {found!r}, expected {expected!r}")

    # stocks --------------------------------------------------------------------------------------------------------

    def active(self) -> Iterator[Account]:
        return (account for account in self.world.accounts if account.stage != LOST)

    def customer_stocks(self, now: float, with_service: bool = True) -> dict[Column, float]:
        world, active = self.world, list(self.active())
        self.arrs.append([account.arr for account in world.accounts])
        self.actives.append([account.stage != LOST for account in world.accounts])
        found = {
            Column.ARR: math.fsum(account.arr for account in active),
            Column.CUSTOMERS: float(len(active)),
        }
        world.arr = found[Column.ARR]
        if not with_service:
            return found
        covered = [a.arr for a in active if a.manager is not None or a.specialist is not None]
        return found | {
            Column.COVERED_ARR: math.fsum(covered),
            Column.UNCOVERED_ARR: math.fsum(account.arr for account in world.for_manager),
            Column.LIVE_ARR: math.fsum(account.arr for account in active if account.stage == LIVE),
            Column.RPO: math.fsum(self.remaining(account, now) for account in active),
            Column.CURRENT_RPO: math.fsum(self.remaining(account, now, 365.0) for account in active),
            Column.LIST_ARR: math.fsum(account.list_arr for account in active),
            Column.WALLET_LEFT: math.fsum(world.unsold(account, now) for account in active),
            Column.POOLED_ARR: math.fsum(account.arr for account in active if account.in_pool),
            Column.POOLED_ACCOUNTS: float(sum(account.in_pool for account in active)),
            Column.AT_RISK_ARR: math.fsum(account.arr for account in active if world.at_risk(account)),
            Column.HEALTHY_ARR: math.fsum(a.arr * world.renewal_odds(a, now) for a in active),
            Column.WAITING: float(sum(account.stage == WAITING for account in active)),
            Column.IN_PROGRESS: float(sum(account.stage == ONBOARDING for account in active)),
        }

    def remaining(self, account: Account, now: float, most: float = math.inf) -> float:
        """What is left to be earned of the running term, within so many days at most."""
        return account.arr * min(max(0.0, account.renewal - now), most) / 365.0

    def selling(self, replay: Reading) -> dict[Column, float]:
        found = {Column.REFERENCES: replay.pace.references}
        served = [a.arr for a in self.active() if self.world.well_served(a, replay.now)]
        found[Column.WELL_SERVED_ARR] = math.fsum(served)
        if replay.rules.sells_by_capacity:
            found[Column.SELLING_CAPACITY], found[Column.RAMPING_CAPACITY] = replay.pace.capacity(replay.now)
            found[Column.SELLERS_AT_QUOTA] = float(replay.pace.at_quota())
        return found

    def retention(self) -> dict[Column, float]:
        """The customers of twelve months ago, then and now; nothing before month 12."""
        columns = [Column.COHORT_THEN, Column.COHORT_NOW, Column.COHORT_CAPPED, Column.COHORT_STARTERS]
        columns.append(Column.COHORT_SURVIVORS)
        if self.closed < 12:
            return dict.fromkeys(columns, 0.0)
        then, now = self.arrs[self.closed - 12], self.arrs[self.closed]
        pairs = [(before, after) for before, after in zip(then, now, strict=False) if before > 0.0]
        lost = sum(after == 0.0 for _, after in pairs)
        sums = [math.fsum(b for b, _ in pairs), math.fsum(a for _, a in pairs), math.fsum(min(p) for p in pairs)]
        return dict(zip(columns, [*sums, float(len(pairs)), float(len(pairs) - lost)], strict=True))

    def groups(self, replay: Reading, month: int) -> None:
        """Each segment and each landing year has its own customers, and its own retention from month 12 on."""
        segments, years = len(self.lowered.segments), 1 + math.ceil(int(self.lowered.rules["months"][0]) / 12)
        first = len(Column) + len(self.lowered.roles) * len(RoleColumn)
        found = self.record.ledger[month, first:].reshape(segments + years, len(GroupColumn))
        expected = np.zeros_like(found)
        then = self.arrs[month - 12] if month >= 12 else []
        for index, (account, now) in enumerate(zip(self.world.accounts, self.arrs[month], strict=True)):
            before = then[index] if index < len(then) else 0.0
            kept = [now, min(now, before), float(now > 0.0)] if before > 0.0 else [0.0, 0.0, 0.0]
            for group in (account.segment_number, segments + math.ceil(account.cohort / 4)):
                expected[group] += [now, float(now > 0.0), *kept]
        close = np.allclose(found, expected, rtol=TOLERANCE, atol=TOLERANCE * max(1.0, 0.01 * self.highest))
        replay.require(close, f"segments or landing years of month {month}")

    def team_stocks(self) -> dict[Column, float]:
        world = self.world
        csms, specialists = world.in_place(RoleId.CSM), world.in_place(RoleId.ONBOARDING)
        reps = world.in_place(RoleId.CUSTOMER_SALES)
        return {
            Column.REP_LEADS: float(sum(world.leads_of(rep) for rep in reps)),
            Column.REP_SLOTS: math.fsum(world.capacity(rep) for rep in reps),
            Column.CSM_LOAD: math.fsum(world.load(csm) for csm in csms),
            Column.CSM_CAPACITY: math.fsum(world.capacity(csm) for csm in csms),
            Column.CSM_SATURATION: math.fsum(world.hours_of(csm) for csm in csms),
            Column.SLOTS_USED: float(sum(len(specialist.hands) for specialist in specialists)),
            Column.SLOTS: math.fsum(world.capacity(specialist) for specialist in specialists),
            Column.FOUNDERS_LOAD: world.load(world.founders),
            Column.FOUNDERS_CAPACITY: world.capacity(world.founders),
        }

    def times(self) -> dict[Column, float]:
        """Quantiles of time-to-value over the sign-offs of the last three months."""
        days = [value for month in self.sign_offs[-3:] for value in month]
        p50, p90 = np.quantile(days, [0.5, 0.9]) if days else (math.nan, math.nan)
        return {Column.TTV_P50: float(p50), Column.TTV_P90: float(p90)}

    # people --------------------------------------------------------------------------------------------------------

    def people(self, replay: Reading, month: int) -> None:
        """Heads from the log, staff days from the log of hires; joiners - leavers is the change of heads."""
        for role in range(len(self.lowered.roles)):
            name = f"role {role}"
            figures = {one: float(self.record.ledger[month, role_column(role, one)]) for one in RoleColumn}
            before = float(self.record.ledger[month - 1, role_column(role, RoleColumn.HEADS)])
            replay.require(figures[RoleColumn.HEADS] == len(self.world.in_place(role)), f"heads of {name}")
            replay.require(figures[RoleColumn.OPEN_SEATS] == self.open_seats[role], f"open seats of {name}")
            replay.require(figures[RoleColumn.JOINERS] == self.joiners[role], f"joiners of {name}")
            replay.require(figures[RoleColumn.LEAVERS] == self.leavers[role], f"leavers of {name}")
            change = figures[RoleColumn.JOINERS] - figures[RoleColumn.LEAVERS]
            replay.require(before + change == figures[RoleColumn.HEADS], f"joiners - leavers of {name}")
            days = self.staff_days(role, month)
            replay.same(figures[RoleColumn.STAFF_DAYS], days, f"staff days of {name}", 1e-9, 1e-6)
            kind = self.lowered.roles[role]
            yearly = float(kind["cost"]) * (1.0 + float(self.lowered.rules["pay_inflation"][0])) ** ((month - 1) // 12)
            replay.same(figures[RoleColumn.COST], days * yearly / 365.0, f"cost of {name}", 1e-9, 1e-3)
            fees = (self.joiners[role] - self.conversions[role]) * yearly * float(kind["hiring_fee"])
            replay.same(figures[RoleColumn.FEES], fees, f"hiring fees of {name}", 1e-9, 1e-6)
            severance = self.wrong_leavers[role] * yearly * float(kind["severance"])
            replay.same(figures[RoleColumn.SEVERANCE], severance, f"severance of {name}", 1e-9, 1e-6)

    def staff_cost(self, month: int, some: tuple[RoleId, ...] | None = None) -> float:
        """What everybody hired role by role, or those of some roles, cost in a month: pay, fees, severance."""
        parts = (RoleColumn.COST, RoleColumn.FEES, RoleColumn.SEVERANCE)
        roles = range(len(self.lowered.roles)) if some is None else some
        return math.fsum(self.record.ledger[month, role_column(role, part)] for role in roles for part in parts)

    def staff_days(self, role: int, month: int) -> float:
        hires = self.record.hires[self.record.hires["role"] == role]
        start, end = (month - 1) * formulas.MONTH, month * formulas.MONTH
        joined = np.where(np.isnan(hires["joined"]), math.inf, hires["joined"])
        left = np.where(np.isnan(hires["left"]), math.inf, hires["left"])
        return float(np.clip(np.minimum(left, end) - np.maximum(joined, start), 0.0, None).sum())

    # the end -------------------------------------------------------------------------------------------------------

    def last(self, replay: Reading) -> None:
        """Cohorts, milestones and the log of hires."""
        for month, (arrs, actives) in enumerate(zip(self.arrs, self.actives, strict=True)):
            cohorts = np.zeros((2, len(self.record.cohort_arr)))
            for account, arr, active in zip(self.world.accounts, arrs, actives, strict=False):
                cohorts[:, account.cohort] += arr, float(active)
            replay.require(
                np.allclose(self.record.cohort_arr[:, month], cohorts[0], rtol=TOLERANCE, atol=1e-6), "ARR of cohorts"
            )
            found = self.record.cohort_customers[:, month]
            replay.require(np.array_equal(found, cohorts[1]), f"customers of cohorts in month {month}")
        for level, day in zip(self.lowered.milestones, self.record.reached, strict=True):
            first = next((when for when, high in self.reached if high >= level * (1.0 - TOLERANCE)), math.nan)
            sure = next((when for when, high in self.reached if high >= level * (1.0 + TOLERANCE)), math.nan)
            fine = any(math.isclose(day, one) or (math.isnan(day) and math.isnan(one)) for one in (first, sure))
            replay.require(fine, f"the milestone {level} was reached on day {first}, not {day}")
