"""Spending and its close: what a month has cost, department by department, as it happened and as it was planned."""

from __future__ import annotations

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import Column, RoleColumn, role_column
from simulator.engine.record import administration_rules, rnd_rules
from simulator.engine.reference.run import Run
from simulator.laws import spending
from simulator.laws.staffing import pay_level
from simulator.roles import RoleId

OF_PEOPLE = (RoleColumn.COST, RoleColumn.FEES, RoleColumn.SEVERANCE)
"""What people hired role by role cost."""


class Spending:
    """The company's costs."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def spent(self, month: int) -> float:
        """Write down what the month has cost beyond the people hired role by role, and return it together with them."""
        rules, row = self.run.rules, self.run.books.ledger[month]
        row[Column.SERVICE_COST] = row[Column.REVENUE] * (1.0 - rules.gross_margin)
        self.sales_marketing(month)
        self.departments(month)
        spent = row[Column.SERVICE_COST] + row[Column.ACQUISITION_COST]
        spent += row[Column.EXPANSION_COST] + row[Column.OTHER_SPEND]
        spent += row[Column.RENEWAL_COMMISSION]
        row[Column.OTHER_PEOPLE] = self.other_people(month, spent)
        for role in range(len(self.run.roles)):
            for part in OF_PEOPLE:
                spent += row[role_column(role, part)]
        spent += row[Column.DIGITAL_COST]
        return float(spent)

    def other_people(self, month: int, spent: float) -> float:
        """Return the people whom so many dollars pay: those of departments, and a share of all other spending."""
        rules, row = self.run.rules, self.run.books.ledger[month]
        one_of_them = rules.people_cost / MONTHS_PER_YEAR
        if not rules.by_department:
            return float(spent * rules.people_share / one_of_them)
        others = max(0.0, spent - row[Column.OTHER_SPEND]) * rules.people_share / one_of_them
        return float(others + row[Column.RND_PEOPLE] + row[Column.ADMINISTRATION_PEOPLE])

    # sales and marketing -------------------------------------------------------------------------------------------

    def sales_marketing(self, month: int) -> None:
        """Write down what is paid as customers are won, what was planned ahead of them, and what others bought take."""
        rules, row, budget = self.run.rules, self.run.books.ledger[month], self.run.budgets[month]
        spent = row[Column.NEW_ARR] * rules.paid_when_won
        if rules.paid_ahead > 0.0:
            spent += budget.bookings_ahead * self.bookings_replanned(month) * rules.paid_ahead
        if rules.holds_sellers:
            spent = spending.beyond(spent, self.sellers_cost(month))
        row[Column.ACQUISITION_COST] = spent
        row[Column.COMMISSION] = min(row[Column.NEW_ARR] * rules.commission, spent)
        row[Column.EXPANSION_COST] = row[Column.EXPANSION_ARR] * rules.expansion_cost
        row[Column.RENEWAL_COMMISSION] = row[Column.BOOKED_RENEWALS] * rules.renewal_commission * budget.on_renewals

    def bookings_replanned(self, month: int) -> float:
        """Return by what factor the bookings planned for a month have been drawn anew, from those of the last whole
        year.
        """
        until = spending.last_replanned(month)
        if until == 0 or not self.run.rules.replanned:
            return 1.0
        happened, planned = 0.0, 0.0
        for past in range(until - MONTHS_PER_YEAR + 1, until + 1):
            happened += self.run.books.ledger[past, Column.NEW_ARR]
            planned += self.run.budgets[past].bookings
        return spending.replanned(happened, planned, self.run.rules.replanned_at_most)

    def sellers_cost(self, month: int) -> float:
        """Return what those cost who sell and are paid role by role."""
        row, cost = self.run.books.ledger[month], 0.0
        for role in (RoleId.VP_SALES, RoleId.SELLER):
            for part in OF_PEOPLE:
                cost += row[role_column(role, part)]
        return cost

    # research, development, administration -------------------------------------------------------------------------

    def departments(self, month: int) -> None:
        """Write down research, development and administration: their spending, and the people whom it pays."""
        rules, row, budget = self.run.rules, self.run.books.ledger[month], self.run.budgets[month]
        if not rules.by_department:
            row[Column.OTHER_SPEND] = budget.other_spend
            row[Column.RND_SPEND] = row[Column.OTHER_SPEND] * rules.rnd_share
            one_of_them = rules.people_cost / MONTHS_PER_YEAR
            administration = row[Column.OTHER_SPEND] - row[Column.RND_SPEND]
            row[Column.RND_PEOPLE] = row[Column.RND_SPEND] * rules.people_share / one_of_them
            row[Column.ADMINISTRATION_PEOPLE] = administration * rules.people_share / one_of_them
            return
        planned = budget.other_spend * self.replanned(month)
        arr = self.run.books.ledger[max(0, month - rules.arr_lag), Column.ARR]
        planned_pay = pay_level(rules.planned_inflation, (month - 1) // MONTHS_PER_YEAR)
        rnd, administration = rnd_rules(rules), administration_rules(rules)
        for_rnd = spending.nominal(rnd, planned, budget.other_share, arr, planned_pay)
        for_administration = spending.nominal(administration, planned, budget.other_share, arr, planned_pay)
        row[Column.RND_PEOPLE] = spending.full_time(rnd, for_rnd, planned_pay)
        row[Column.ADMINISTRATION_PEOPLE] = spending.full_time(administration, for_administration, planned_pay)
        row[Column.RND_SPEND] = spending.with_raises(rnd, for_rnd, planned_pay, self.run.pay)
        raised = spending.with_raises(administration, for_administration, planned_pay, self.run.pay)
        row[Column.OTHER_SPEND] = row[Column.RND_SPEND] + raised

    def replanned(self, month: int) -> float:
        """Return by what factor the plan of a month has been drawn anew, from ARR at the last whole year's end."""
        until = spending.last_replanned(month)
        if until == 0 or not self.run.rules.replanned:
            return 1.0
        happened, planned = self.run.books.ledger[until, Column.ARR], self.run.budgets[until].arr
        return spending.replanned(happened, planned, self.run.rules.replanned_at_most)
