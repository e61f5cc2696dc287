"""Lines about people: the open seat, the first day, the ramp, the last day; and the carve-out."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from conservation import formulas
from conservation.onboarding_lines import OnboardingLines
from conservation.reading import SOON
from conservation.world import WAITING, Worker

from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.numerics import draws
from simulator.numerics.draws import Decision
from simulator.roles import RoleId


class PeopleLines(OnboardingLines):
    """Everybody who was ever hired."""

    came = 0

    def hires(self) -> None:
        people = self.lowered.rows("people")
        for index, row in enumerate(self.record.hires):
            worker = Worker(
                index, int(row["role"]), math.nan, bool(row["wrong"]), float(row["full_book"]), self.roles[row["role"]]
            )
            worker.attainment = float(row["attainment"])
            self.world.workers.append(worker)
            in_place = index < len(people) and not people[index]["open"]
            self.require(in_place == math.isnan(row["opened"]), "only those in place have no open seat behind them")
            if in_place and worker.role == RoleId.ONBOARDING:
                self.world.carved_out = True
                self.world.carved_out_day = min(self.world.carved_out_day, people[index]["joined"])
            self.hire_draws(index, row)

    def hire_draws(self, index: int, row: Any) -> None:
        """A hire's luck belongs to its role and ordinal alone."""
        role, ordinal = int(row["role"]), int(row["ordinal"])
        before = self.record.hires[:index]
        self.require(ordinal == int(np.sum(before["role"] == role)), "ordinals count the hires of a role")
        kind = self.roles[role]
        if role == RoleId.CSM:
            luck = self.u(draws.hire(kind.key, ordinal), Decision.BOOK_SIZE)
            self.same(float(row["full_book"]), kind.book_low + luck * (kind.book_high - kind.book_low), "the full book")
            self.world.workers[index].hours_for = formulas.triangular(
                self.u(draws.hire(kind.key, ordinal), Decision.SATURATION),
                *(kind.saturation_low, kind.saturation_mode, kind.saturation_high),
            )
        else:
            self.require(row["full_book"] == 0.0, "only CSMs have a book")
        expected = 0.0
        if role == RoleId.SELLER:
            z = formulas.z_of(self.u(draws.hire(kind.key, ordinal), Decision.SELLER_ATTAINMENT))
            expected = formulas.lognormal(z, kind.attainment, kind.attainment_cv)
        self.same(float(row["attainment"]), expected, "the share of quota", 1e-8)

    def worker(self, index: int, role: int) -> tuple[Worker, Any]:
        self.require(0 <= index < len(self.world.workers), "there is no such hire")
        worker = self.world.workers[index]
        self.require(worker.role == role, "the role is another")
        return worker, self.record.hires[index]

    def seat_opened(self, subject: int, other: int, amount: float) -> None:
        worker, row = self.worker(subject, other)
        self.require(math.isnan(worker.opened) and not worker.present, "the seat was open before")
        self.same(float(row["opened"]), self.now, "the day in the log of hires", 0.0, 0.0)
        people = self.lowered.rows("people")
        agreed = people[subject]["joined"] if subject < len(people) else math.nan
        lead = max(0.0, agreed)
        if math.isnan(agreed):
            lead = self.fills_the_seat(worker, row)
        self.same(amount, lead, "the time to hire", 1e-8)
        worker.opened, worker.joined = self.now, self.now + amount
        self.ends.open_seats[other] += 1

    def fills_the_seat(self, worker: Worker, row: Any) -> float:
        """Somebody from another role, the longest there, or somebody from outside; return how long it takes."""
        source = worker.rules.converted_from
        there = [] if source == NOBODY else [one for one in self.world.in_place(source) if not one.moving]
        if there:
            worker.source = min(there, key=lambda one: one.arrived)
            worker.source.moving = True
            return float(worker.rules.conversion)
        worker.source = None
        z = formulas.z_of(self.u(draws.hire(worker.rules.key, int(row["ordinal"])), Decision.HIRE_LEAD))
        self.mis_hire(worker, row)
        return float(worker.rules.lead_median * math.exp(worker.rules.lead_sigma * z))

    def seat_reopened(self, subject: int, other: int, amount: float) -> None:
        worker, row = self.worker(subject, other)
        self.same(self.now, worker.joined, "the day on which somebody should have come", 0.0, SOON)
        self.require(worker.source is not None and not worker.source.present, "whoever was to come is still there")
        self.same(amount, self.fills_the_seat(worker, row), "the time to hire", 1e-8)
        worker.joined = self.now + amount

    def converted(self, subject: int, other: int, amount: float) -> None:
        self.require(0 <= other < len(self.world.workers), "there is no such hire")
        new, old = self.world.workers[subject], self.world.workers[other]
        self.require(new.source is old and old.present, "somebody else was to come")
        self.require(int(self.record.hires[subject]["converted_from"]) == other, "the log of hires says otherwise")
        self.all_quiet()
        self.same(self.now, new.joined, "the first day in the new role", 0.0, SOON)
        self.require(new.wrong == old.wrong, "right or wrong as before")
        self.same(float(self.record.hires[other]["left"]), self.now, "the last day in the old role", 0.0, 0.0)
        self.ends.conversions[new.role] += 1
        self.goes(old, amount)

    def mis_hire(self, worker: Worker, row: Any) -> None:
        rules = worker.rules
        span = rules.unproven_until - rules.unproven_from
        fading = min(1.0, max(0.0, (rules.unproven_until - self.world.arr) / span)) if span > 0.0 else 0.0
        if span <= 0.0 and self.world.arr < rules.unproven_until:
            fading = 1.0
        if self.rules.sells_by_capacity:
            proven = self.rules.proven_by
            fading = max(0.0, 1.0 - self.pace.at_quota() / proven) if proven > 0 else 0.0
        luck = self.u(draws.hire(worker.rules.key, int(row["ordinal"])), Decision.HIRE_MISHIRE)
        self.require(worker.wrong == (luck < rules.mishire_odds + rules.unproven_odds * fading), "mis-hire or not?")

    def joined(self, subject: int, other: int, amount: float) -> None:
        worker, row = self.worker(subject, other)
        self.all_quiet()
        self.require(not worker.present and math.isinf(worker.leaves), "at work already")
        ordinal = int(row["ordinal"])
        self.require(amount == float(worker.wrong), "a mis-hire, or not")
        already = 0.0
        if math.isnan(worker.opened):
            already = -float(self.lowered.rows("people")[subject]["joined"])
            worker.joined = -already
        else:
            self.same(self.now, worker.joined, "the first day", 0.0, SOON)
            self.ends.joiners[other] += 1
            self.ends.open_seats[other] -= 1
        self.same(float(row["joined"]), worker.joined, "the first day in the log of hires", 0.0, SOON)
        if worker.source is None:
            self.require(int(row["converted_from"]) == NOBODY, "it came from outside")
        worker.present = True
        self.world.had_head |= other == RoleId.CS_HEAD
        self.came += 1
        worker.arrived = self.came
        self.begin_ramp(worker, already)
        tenure = worker.rules.leaves_after
        if not worker.wrong:
            luck = self.u(draws.hire(worker.rules.key, ordinal), Decision.HIRE_TENURE)
            attrition = worker.rules.attrition
            tenure = -math.log1p(-luck) * 365.0 / attrition if attrition > 0.0 else math.inf
        worker.leaves = self.now + tenure
        if other == RoleId.VP_SALES:
            self.pace.vp_day = min(self.pace.vp_day, max(0.0, worker.joined))
        self.sales_staff_changed(worker)

    def sales_staff_changed(self, worker: Worker) -> None:
        """Somebody has come, ramped or left; those of the first day were there when the first deal was timed."""
        if worker.role in (RoleId.VP_SALES, RoleId.SELLER) and not (math.isnan(worker.opened) and self.now == 0.0):
            self.review_pace(self.pace.references)

    def begin_ramp(self, worker: Worker, already: float) -> None:
        rules = worker.rules
        ends = np.cumsum(rules.ramp_days[: rules.ramp_steps])
        worker.stretch = int(np.sum(ends <= already))
        worker.next_stretch = self.now - already + ends[worker.stretch] if worker.stretch < len(ends) else math.inf

    def ramped(self, subject: int, other: int, amount: float) -> None:
        worker, _ = self.worker(subject, other)
        self.all_quiet()
        self.require(worker.present, "not at work")
        self.same(self.now, worker.next_stretch, "the next stretch of the ramp", 0.0, SOON)
        worker.stretch += 1
        steps = worker.rules.ramp_steps
        worker.next_stretch = self.now + worker.rules.ramp_days[worker.stretch] if worker.stretch < steps else math.inf
        self.same(amount, worker.strength(), "the share of a full load")
        self.sales_staff_changed(worker)

    def left(self, subject: int, other: int, amount: float) -> None:
        worker, row = self.worker(subject, other)
        self.all_quiet()
        self.require(worker.present, "not at work")
        self.same(self.now, worker.leaves, "the last day", 0.0, SOON)
        self.same(float(row["left"]), self.now, "the last day in the log of hires", 0.0, 0.0)
        self.ends.wrong_leavers[other] += worker.wrong
        self.goes(worker, amount)

    def goes(self, worker: Worker, amount: float) -> None:
        """Take somebody out of a role: what was in hand goes to others."""
        self.same(amount, self.now - worker.joined, "the time at work", absolute=SOON)
        worker.present, worker.next_stretch = False, math.inf
        self.sales_staff_changed(worker)
        worker.leaves = self.now
        self.ends.leavers[worker.role] += 1
        by_size = sorted(worker.book, key=lambda account: (-account.arr, account.index))
        self.dropped = by_size + sorted(worker.hands, key=lambda account: account.index)
        self.largest_first = worker.role == RoleId.CSM
        for account in self.world.accounts:
            if account.rep is worker:
                account.rep = None
                self.due.append((EventKind.LEAD_CLOSED, account))

    def carved_out(self, subject: int, other: int, amount: float) -> None:
        world = self.world
        self.require(not world.carved_out, "a second time")
        self.require(bool(world.in_place(RoleId.ONBOARDING)), "there is no specialist")
        world.carved_out, world.carved_out_day = True, self.now
        for account in [account for account in world.for_manager if account.stage == WAITING]:
            del world.for_manager[account]
            (world.for_slot_again if account.begun else world.for_slot)[account] = None
