"""The books: flows added up as they happen, stocks read at month ends, the log of events and of hires."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_QUARTER, MONTHS_PER_YEAR
from simulator.engine.contract import (
    EVENT,
    FIRST_FLOW,
    HIRE,
    ROLE_BLOCK,
    Column,
    EventKind,
    RoleColumn,
    RoleId,
    RunRecord,
    cohorts_in,
    columns_with,
    role_column,
)
from simulator.engine.reference.customer import Stage
from simulator.laws import staffing
from simulator.laws.months import quarter_of
from simulator.laws.staffing import reached
from simulator.laws.statistics import quantile_of

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company


class Books:
    """Everything a run leaves behind (engine/contract.py names the columns)."""

    def __init__(self, company: Company, log: bool) -> None:
        self.company = company
        months = company.rules.months
        self.ledger = np.zeros((months + 1, columns_with(len(company.roles))))
        self.cohort_arr = np.zeros((cohorts_in(months), months + 1))
        self.cohort_customers = np.zeros((cohorts_in(months), months + 1))
        self.reached = np.full(len(company.lowered.milestones), np.nan)
        self._row = 1
        self.last_row = self.ledger[0]
        self._next_milestone = 0
        self._logging = log
        self._events: list[tuple[float, int, int, int, float]] = []
        self._times_to_value: list[float] = []
        self._signed_off_by_month = [0]
        self._arr_by_month: list[list[float]] = []
        self.pay = 1.0  # as a multiple of pay on the first day
        self._staff_since = [0.0] * len(company.roles)

    @property
    def running(self) -> int:
        """The month that is running, from 1."""
        return self._row

    # flows ---------------------------------------------------------------------------------------------------------

    def add(self, column: Column, amount: float) -> None:
        """Add to a flow of the month that is running."""
        self.ledger[self._row, column] += amount

    def add_role(self, role: int, column: RoleColumn, amount: float) -> None:
        """Add to a role's flow of the month that is running."""
        self.ledger[self._row, role_column(role, column)] += amount

    def settle_staff(self, role: int) -> None:
        """Count the days worked and paid in a role up to now; called before its headcount changes."""
        now = self.company.now
        days = self.company.hiring.heads(role) * (now - self._staff_since[role])
        self._staff_since[role] = now
        self.add_role(role, RoleColumn.STAFF_DAYS, days)
        self.add_role(role, RoleColumn.COST, days * (self.company.roles[role].cost / DAYS_PER_YEAR) * self.pay)

    def pay_fee(self, role: int) -> None:
        """Book what it cost to find somebody who starts now."""
        rules = self.company.roles[role]
        self.add_role(role, RoleColumn.FEES, rules.cost * rules.hiring_fee * self.pay)

    def pay_severance(self, role: int) -> None:
        """Book what it costs to part with a mis-hire."""
        rules = self.company.roles[role]
        self.add_role(role, RoleColumn.SEVERANCE, rules.cost * rules.severance * self.pay)

    def signed_off(self, time_to_value: float) -> None:
        """Note one sign-off."""
        self.add(Column.SIGN_OFFS, 1.0)
        self.add(Column.TTV_DAYS, time_to_value)
        self._times_to_value.append(time_to_value)

    def cohort_at(self, day: float) -> int:
        """Return the cohort of a customer landing on a day: one a quarter, the opening book being cohort 0."""
        return int(min(quarter_of(day), len(self.cohort_arr) - 1))

    def note_milestones(self) -> None:
        """Note the day on which ARR first reaches a milestone."""
        milestones = self.company.lowered.milestones
        while self._next_milestone < len(milestones) and reached(self.company.arr, milestones[self._next_milestone]):
            self.reached[self._next_milestone] = self.company.now
            self._next_milestone += 1

    def log(self, kind: EventKind, subject: int, other: int, amount: float) -> None:
        """Write one line of the event log."""
        if self._logging:
            self._events.append((self.company.now, int(kind), subject, int(other), amount))

    # month ends ----------------------------------------------------------------------------------------------------

    def opening(self) -> None:
        """Read the stocks of the first day."""
        self._row = 0
        self._stocks(0)
        self._row = 1

    def month_end(self, month: int) -> None:
        """Close a month: read the stocks and start the next month's flows."""
        for role in range(len(self.company.roles)):
            self.settle_staff(role)
        self.company.pool.settle()
        self._stocks(month)
        self.log(EventKind.MONTH_END, month, -1, self.company.arr)
        self.last_row = self.ledger[month]
        self._row = min(month + 1, self.company.rules.months)
        if month % MONTHS_PER_YEAR == 0:
            self.pay = staffing.pay_level(self.company.rules.pay_inflation, month // MONTHS_PER_YEAR)

    def _stocks(self, month: int) -> None:
        self._customer_stocks(month)
        self._retention(month)
        self._staff_stocks(month)
        self._times(month)
        self.company.money.close(month)

    def _customer_stocks(self, month: int) -> None:
        company, row = self.company, self.ledger[month]
        arrs = []
        for customer in company.customers:
            arrs.append(customer.arr)
            if customer.stage is Stage.LOST:
                continue
            row[Column.ARR] += customer.arr
            row[Column.CUSTOMERS] += 1.0
            if customer.manager is not None or customer.specialist is not None:
                row[Column.COVERED_ARR] += customer.arr
            if customer.in_pool:
                row[Column.POOLED_ARR] += customer.arr
                row[Column.POOLED_ACCOUNTS] += 1.0
            if customer in company.coverage.waiting:
                row[Column.UNCOVERED_ARR] += customer.arr
            if customer.stage is Stage.WAITING:
                row[Column.WAITING] += 1.0
            elif customer.stage is Stage.ONBOARDING:
                row[Column.IN_PROGRESS] += 1.0
            if customer.is_well_served():
                row[Column.WELL_SERVED_ARR] += customer.arr
            odds = customer.renewal_odds(customer.covered_share(company.now - customer.term_start), customer.failed)
            row[Column.HEALTHY_ARR] += customer.arr * odds
            row[Column.LIST_ARR] += customer.wallet.list_arr
            row[Column.WALLET_LEFT] += customer.wallet.unsold()
            if customer.shocks.competitor or customer.shocks.sponsor:
                row[Column.AT_RISK_ARR] += customer.arr
            self.cohort_arr[customer.cohort, month] += customer.arr
            self.cohort_customers[customer.cohort, month] += 1.0
        company.arr = float(row[Column.ARR])  # sheds the rounding of a month of additions
        self._arr_by_month.append(arrs)

    def _retention(self, month: int) -> None:
        """Compare the customers of twelve months ago with what they pay now: a frozen cohort."""
        if month < MONTHS_PER_YEAR:
            return
        row = self.ledger[month]
        arrs_now = self._arr_by_month[month]
        for index, then in enumerate(self._arr_by_month[month - MONTHS_PER_YEAR]):
            if then > 0.0:
                now = arrs_now[index]
                row[Column.COHORT_THEN] += then
                row[Column.COHORT_NOW] += now
                row[Column.COHORT_CAPPED] += min(now, then)
                row[Column.COHORT_STARTERS] += 1.0
                row[Column.COHORT_SURVIVORS] += float(now > 0.0)

    def _staff_stocks(self, month: int) -> None:
        company, row = self.company, self.ledger[month]
        for csm in company.hiring.in_place[RoleId.CSM]:
            row[Column.CSM_LOAD] += csm.load
            row[Column.CSM_CAPACITY] += csm.capacity()
        for specialist in company.hiring.in_place[RoleId.ONBOARDING]:
            row[Column.SLOTS_USED] += specialist.hands
            row[Column.SLOTS] += specialist.capacity()
        for rep in company.hiring.in_place[RoleId.CUSTOMER_SALES]:
            row[Column.REP_LEADS] += rep.hands
            row[Column.REP_SLOTS] += rep.capacity()
        row[Column.REFERENCES] = company.selling.references
        if company.rules.sells_by_capacity:
            row[Column.SELLING_CAPACITY], row[Column.RAMPING_CAPACITY] = company.selling.capacity()
            row[Column.SELLERS_AT_QUOTA] = company.selling.at_quota()
        row[Column.FOUNDERS_LOAD] = company.coverage.founders.load
        row[Column.FOUNDERS_CAPACITY] = company.coverage.founders.capacity()
        for role in range(len(company.roles)):
            row[role_column(role, RoleColumn.HEADS)] = company.hiring.heads(role)
            row[role_column(role, RoleColumn.OPEN_SEATS)] = company.hiring.seats_open[role]

    def _times(self, month: int) -> None:
        """Read the quantiles of time-to-value over the sign-offs of the last quarter."""
        if month > 0:
            self._signed_off_by_month.append(len(self._times_to_value))
        since = self._signed_off_by_month[max(0, month - MONTHS_PER_QUARTER)]
        ordered = np.sort(np.array(self._times_to_value[since:], dtype=np.float64))
        self.ledger[month, Column.TTV_P50] = quantile_of(ordered, 0.5)
        self.ledger[month, Column.TTV_P90] = quantile_of(ordered, 0.9)

    # the end -------------------------------------------------------------------------------------------------------

    def record(self) -> RunRecord:
        """Return what the run leaves behind."""
        hires = [
            (
                int(h.role),
                h.ordinal,
                h.opened,
                h.joined,
                h.left,
                int(h.wrong),
                h.full_book,
                -1 if h.source is None else h.source.index,
                h.attainment,
            )
            for h in self.company.hiring.hires
        ]
        return RunRecord(
            ledger=self.ledger,
            cohort_arr=self.cohort_arr,
            cohort_customers=self.cohort_customers,
            reached=self.reached,
            hires=np.array(hires, dtype=HIRE),
            events=np.array(self._events, dtype=EVENT),
        )


assert FIRST_FLOW < ROLE_BLOCK
