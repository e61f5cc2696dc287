"""Month ends: the stocks read off the company, and the flows of the month closed."""

from __future__ import annotations

import numpy as np

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_QUARTER, MONTHS_PER_YEAR
from simulator.engine.customer_state import Stage
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column, GroupColumn, RoleColumn, group_column, role_column
from simulator.engine.reference.account import Account, Accounts
from simulator.engine.reference.digital import DigitalPool
from simulator.engine.reference.income import Income
from simulator.engine.reference.renewals import renewal_odds
from simulator.engine.reference.run import Run
from simulator.engine.reference.selling import SellingDesk
from simulator.engine.reference.staff import Staff
from simulator.engine.reference.wallet import ProductLine
from simulator.laws import coverage, staffing
from simulator.laws.months import landing_year_of
from simulator.laws.onboarding import quantile_of
from simulator.roles import RoleId


class MonthEnds:
    """Reads the stocks, and remembers of past months what later ones compare with."""

    def __init__(
        self,
        run: Run,
        staff: Staff,
        accounts: Accounts,
        products: ProductLine,
        income: Income,
        pool: DigitalPool,
        selling: SellingDesk,
    ) -> None:
        self.run = run
        self.staff = staff
        self.accounts = accounts
        self.products = products
        self.income = income
        self.pool = pool
        self.selling = selling
        self._signed_off_by_month = [0]
        self._arr_by_month: list[list[float]] = []

    def opening(self) -> None:
        """Read the stocks of the first day."""
        self.run.books.row = 0
        self.stocks(0)
        self.run.books.row = 1

    def month_end(self, month: int) -> None:
        """Close a month: read the stocks and start the next month's flows."""
        run = self.run
        for role in range(len(run.roles)):
            self.staff.settle(role)
        self.pool.settle()
        self.stocks(month)
        run.log(EventKind.MONTH_END, month, -1, run.arr)
        run.books.row = min(month + 1, run.rules.months)
        if month % MONTHS_PER_YEAR == 0:
            run.pay = staffing.pay_level(run.rules.pay_inflation, month // MONTHS_PER_YEAR)

    def stocks(self, month: int) -> None:
        """Read every stock."""
        self._customer_stocks(month)
        self._group_stocks(month)
        self._retention(month)
        self._staff_stocks(month)
        self._times(month)
        self.income.close_month(month)

    def _customer_stocks(self, month: int) -> None:
        run, books = self.run, self.run.books
        row, arrs = books.ledger[month], []
        for account in self.accounts.all:
            arrs.append(account.arr)
            if account.lost:
                continue
            self._add_customer(row, account)
            books.cohort_arr[account.cohort, month] += account.arr
            books.cohort_customers[account.cohort, month] += 1.0
        row[[Column.RPO, Column.CURRENT_RPO]] /= DAYS_PER_YEAR
        self.staff.founders.arr_becomes(float(row[Column.ARR]))
        run.arr = float(row[Column.ARR])  # sheds the rounding of a month of additions
        self._arr_by_month.append(arrs)

    def _add_customer(self, row: np.ndarray, account: Account) -> None:
        row[Column.ARR] += account.arr
        row[Column.CUSTOMERS] += 1.0
        if account.manager is not None or account.specialist is not None:
            row[Column.COVERED_ARR] += account.arr
        if account.in_pool:
            row[Column.POOLED_ARR] += account.arr
            row[Column.POOLED_ACCOUNTS] += 1.0
        if account in self.accounts.for_a_manager:
            row[Column.UNCOVERED_ARR] += account.arr
        if account.stage is Stage.WAITING:
            row[Column.WAITING] += 1.0
        elif account.stage is Stage.ONBOARDING:
            row[Column.IN_PROGRESS] += 1.0
        else:
            row[Column.LIVE_ARR] += account.arr
        ahead = max(0.0, account.renews - self.run.now)
        row[Column.RPO] += account.arr * ahead  # dollar-days until all are added up
        row[Column.CURRENT_RPO] += account.arr * min(ahead, DAYS_PER_YEAR)
        if coverage.is_well_served(account.failed, account.service, account.terms, self.run.now - account.closed):
            row[Column.WELL_SERVED_ARR] += account.arr
        covered = account.covered_share()
        head = self.staff.head_effect
        odds = renewal_odds(self.run, account, covered, account.failed, head, at_term_end=False)
        row[Column.HEALTHY_ARR] += account.arr * odds
        row[Column.LIST_ARR] += account.list_arr
        row[Column.WALLET_LEFT] += self.products.unsold(account)
        if account.competitor or account.sponsor:
            row[Column.AT_RISK_ARR] += account.arr

    def _retention(self, month: int) -> None:
        """Compare the customers of twelve months ago with what they pay now: a frozen cohort."""
        if month < MONTHS_PER_YEAR:
            return
        row = self.run.books.ledger[month]
        arrs_now = self._arr_by_month[month]
        for index, then in enumerate(self._arr_by_month[month - MONTHS_PER_YEAR]):
            if then > 0.0:
                now = arrs_now[index]
                row[Column.COHORT_THEN] += then
                row[Column.COHORT_NOW] += now
                row[Column.COHORT_CAPPED] += min(now, then)
                row[Column.COHORT_STARTERS] += 1.0
                row[Column.COHORT_SURVIVORS] += float(now > 0.0)
                for group in self._groups(index):
                    row[self._place(group, GroupColumn.COHORT_NOW)] += now
                    row[self._place(group, GroupColumn.COHORT_CAPPED)] += min(now, then)
                    row[self._place(group, GroupColumn.COHORT_SURVIVORS)] += float(now > 0.0)

    def _group_stocks(self, month: int) -> None:
        """Read what each segment and each landing year has now."""
        row = self.run.books.ledger[month]
        for index, arr in enumerate(self._arr_by_month[month]):
            if arr > 0.0:
                for group in self._groups(index):
                    row[self._place(group, GroupColumn.ARR)] += arr
                    row[self._place(group, GroupColumn.CUSTOMERS)] += 1.0

    def _groups(self, index: int) -> tuple[int, int]:
        """Return the groups of a customer: its segment and its landing year."""
        account = self.accounts.all[index]
        return account.segment, len(self.run.segments) + landing_year_of(account.cohort)

    def _place(self, group: int, column: GroupColumn) -> int:
        return group_column(len(self.run.roles), group, column)

    def _staff_stocks(self, month: int) -> None:
        staff, row = self.staff, self.run.books.ledger[month]
        for csm in staff.in_place[RoleId.CSM]:
            row[Column.CSM_LOAD] += csm.load
            row[Column.CSM_CAPACITY] += csm.capacity()
            row[Column.CSM_SATURATION] += csm.saturation()
        for specialist in staff.in_place[RoleId.ONBOARDING]:
            row[Column.SLOTS_USED] += specialist.slots_in_use
            row[Column.SLOTS] += specialist.capacity()
        for rep in staff.in_place[RoleId.CUSTOMER_SALES]:
            row[Column.REP_LEADS] += rep.slots_in_use
            row[Column.REP_SLOTS] += rep.capacity()
        row[Column.REFERENCES] = self.selling.references
        if self.run.rules.sells_by_capacity:
            row[Column.SELLING_CAPACITY], row[Column.RAMPING_CAPACITY] = staff.selling_capacity()
            row[Column.SELLERS_AT_QUOTA] = staff.sellers_at_quota()
        row[Column.FOUNDERS_LOAD] = staff.founders.load
        row[Column.FOUNDERS_CAPACITY] = staff.founders.capacity()
        for role in range(len(self.run.roles)):
            row[role_column(role, RoleColumn.HEADS)] = staff.heads(role)
            row[role_column(role, RoleColumn.OPEN_SEATS)] = staff.seats_open[role]

    def _times(self, month: int) -> None:
        """Read the quantiles of time-to-value over the sign-offs of the last quarter."""
        books = self.run.books
        if month > 0:
            self._signed_off_by_month.append(len(books.times_to_value))
        since = self._signed_off_by_month[max(0, month - MONTHS_PER_QUARTER)]
        ordered = np.sort(np.array(books.times_to_value[since:], dtype=np.float64))
        books.ledger[month, Column.TTV_P50] = quantile_of(ordered, 0.5)
        books.ledger[month, Column.TTV_P90] = quantile_of(ordered, 0.9)
