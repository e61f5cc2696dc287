"""An independent reading of an event log: every line must be possible and due, and the ledger must follow from them.

The replay knows the numeric scenario, the keyed draws and the event log. From these it keeps its own books, in plain
arithmetic (formulas.py, world.py), and compares: who may be served by whom, in which order, when a sign-off, a term
end, a first or last day is due, with what odds a customer renews, and at each month end the ledger (month_end.py).
Whom a company hires it judges review by review (review_lines.py, needs.py). Each kind of line has a method of its name,
in account_lines.py, onboarding_lines.py, people_lines.py, programme_lines.py, shock_lines.py and money_lines.py; the
first day and the month ends are here.

What a column or an event does to ARR is declared in engine/ledger.py and engine/events.py, and read from there by
everybody but this replay. It keeps its own lists on purpose: derived from the same place, it would repeat an error made
there instead of finding it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from conservation import formulas
from conservation.reading import CLOSE, SOON, ImpossibleError
from conservation.review_lines import ReviewLines
from conservation.world import LIVE, LOST, Account

from simulator.engine.contract import FOUNDERS, NOBODY, RunRecord
from simulator.engine.ledger import Column
from simulator.engine.record import Lowered
from simulator.numerics import draws
from simulator.numerics.draws import Decision
from simulator.roles import RoleId

__all__ = ["ImpossibleError", "Replay", "check"]


def check(lowered: Lowered, record: RunRecord, seed: int, run: int) -> Replay:
    """Read a run's event log against its scenario and its ledger; raise ImpossibleError at the first thing wrong."""
    replay = Replay(lowered, record, seed, run)
    replay.read()
    return replay


class Replay(ReviewLines):
    """A whole reading: the first day, all lines, the month ends."""

    def read(self) -> None:
        self.hires()
        self.opening_book()
        for who in self.world.workers:  # those of the first day have no line before the first deal is timed
            if math.isnan(self.record.hires[who.index]["opened"]):
                who.present, who.joined = True, float(self.record.hires[who.index]["joined"])
                self.begin_ramp(who, -float(self.lowered.rows("people")[who.index]["joined"]))
                if who.role == RoleId.VP_SALES:
                    self.pace.vp_day = 0.0
        if self.rules.sells_by_capacity:
            self.pace.look(0.0)
            self.pace.dollars = self.pace.capacity(0.0)[0] / 365.0
        for who in self.world.workers:
            who.present = False
        for line in self.record.events.tolist():
            self.line(*line)
        self.settled()
        self.require(self.ends.closed == self.rules.months, "the last month end is missing")
        for account in self.world.accounts:
            self.quiet_candidates(account, self.now)
            self.quiet_calls(account, self.now)
        self.ends.last(self)

    # the first day -------------------------------------------------------------------------------------------------

    def opening_book(self) -> None:
        rows = self.lowered.rows("accounts") if self.rules.given_book else self.made_up()
        for number, row in enumerate(rows):
            term = self.segments[row["segment"]].term_months * formulas.MONTH
            account = self.add(
                draws.opening_account(number), row["segment"], row["arr"], row["closed"], row["renewal"], cohort=0
            )
            account.term_start, account.anchor = row["term_start"], row["renewal"] - term
            self.cash_replay.open(account, account.closed if self.rules.given_book else -math.inf)
            self.place(account, row["owner"], bool(row["onboarded"]))
        self.cash_replay.open_as_stated()
        self.world.arr = math.fsum(account.arr for account in self.world.accounts)
        self.ends.opening(self)
        self.note_arr()

    def made_up(self) -> list[dict[str, Any]]:
        rows, total = [], 0.0
        cumulative = [segment.cumulative_share for segment in self.segments]
        for number in range(self.rules.opening_accounts):
            entity = draws.opening_account(number)
            which = int(np.searchsorted(cumulative[:-1], self.u(entity, Decision.SEGMENT), side="right"))
            segment = self.segments[which]
            arr = formulas.lognormal(formulas.z_of(self.u(entity, Decision.ACV)), segment.acv, segment.acv_cv)
            term = segment.term_months * formulas.MONTH
            share = 1.0 if self.rules.opening_anniversary else self.u(entity, Decision.RENEWAL_DATE)
            owner = FOUNDERS if self.rules.opening_by_founders else NOBODY
            start = share * term - term
            rows.append({"segment": which, "arr": arr, "owner": owner, "onboarded": 1, "renewal": share * term})
            rows[-1] |= {"closed": start, "term_start": start}
            total += arr
        for row in rows:
            row["arr"] *= self.rules.opening_arr / total
        return rows

    def place(self, account: Account, owner: int, onboarded: bool) -> None:
        """Opening accounts with an owner are placed, whatever room there is; their lines in the log come later."""
        world = self.world
        if onboarded:
            account.stage, account.begun = LIVE, True
        elif owner == NOBODY:
            account.gives_up = max(0.0, account.closed + self.rules.self_start_after)
            if world.carved_out:
                world.for_slot[account] = None
        if owner != NOBODY or onboarded or not world.carved_out:
            self.ends.unplaced[account] = owner
        if not onboarded:
            return
        rules, served = self.rules, owner != NOBODY
        pace = formulas.pace_of_adoption(float(served), rules.adoption_covered, rules.adoption_uncovered)
        account.adoption = formulas.adopted(0.0, max(0.0, -account.closed), pace)
        account.value_day = account.well_if_served = account.closed

    # month ends ----------------------------------------------------------------------------------------------------

    def month_end(self, subject: int, other: int, amount: float) -> None:
        self.same(self.now, subject * formulas.MONTH, "the month end", 0.0, SOON)
        self.settled()
        self.all_quiet()
        self.nothing_overdue()
        self.nobody_waits_in_vain()
        self.settle_pool()
        for account in self.world.for_manager:
            self.require(not self.belongs_into_pool(account, -CLOSE), f"customer {account.index} belongs into the pool")
        self.ends.close(self, subject, amount)
        self.note_arr()
        references = self.pace.references
        row = self.record.ledger[subject]
        if self.rules.references_strength != 0.0:
            share = row[Column.WELL_SERVED_ARR] / row[Column.ARR] if row[Column.ARR] > 0.0 else math.nan
            off = share - self.rules.references_planned_share
            references = 1.0 if math.isnan(off) else max(0.0, 1.0 + self.rules.references_strength * off)
        if subject < self.rules.months:
            self.review_pace(references)

    def nothing_overdue(self) -> None:
        late = self.now - SOON
        for account in self.world.accounts:
            if account.stage != LOST:
                self.missed_second_try(account)
                self.billing_overdue(account)
                self.require(account.renewal > late, f"customer {account.index}: the term end has passed")
                self.require(account.sign_off > late, f"customer {account.index}: the sign-off has passed")
                self.require(account.departure_day > late, f"customer {account.index}: its sponsor should have left")
                self.require(account.handover > late, f"customer {account.index}: should have been handed over")
                self.require(account.lead_ends > late, f"customer {account.index}: the lead has ended")
                self.require(account.gives_up > late, f"customer {account.index}: should have begun by itself")
        for worker in self.world.workers:
            if worker.present:
                self.require(
                    min(worker.leaves, worker.next_stretch) > late, f"hire {worker.index}: something is overdue"
                )
            elif math.isinf(worker.leaves):
                self.require(not worker.joined <= late, f"hire {worker.index} should have joined")

    def nobody_waits_in_vain(self) -> None:
        """While somebody waits, whoever could serve has no room."""
        world = self.world
        if world.for_manager:
            for manager in [*world.in_place(RoleId.CSM), world.founders]:
                room = world.capacity(manager) - world.load(manager)
                self.require(room <= CLOSE * max(1.0, world.capacity(manager)), f"manager {manager.index} has room")
        if world.for_slot or world.for_slot_again:
            for specialist in world.in_place(RoleId.ONBOARDING):
                free = world.capacity(specialist) - len(specialist.hands)
                self.require(free <= CLOSE, f"specialist {specialist.index} has a slot")
