"""Income and its close: ARR and the revenue earned of it day by day, each month's spending, cash, runway and value.

Cash is known at month ends, as from a monthly close: what was collected, spent and raised since the last one.
"""

from __future__ import annotations

import math

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import Column
from simulator.engine.record import value_rules
from simulator.engine.reference.run import Run
from simulator.engine.reference.spending import Spending
from simulator.engine.reference.staff import Founders
from simulator.laws import growth, money
from simulator.laws.months import month_end


class Income:
    """The company's own accounts."""

    def __init__(self, run: Run, founders: Founders) -> None:
        self.run = run
        self.founders = founders
        self.spending = Spending(run)
        self.earned_until = 0.0

    def earn(self) -> None:
        """Count the revenue earned up to now; called before ARR changes."""
        run = self.run
        run.books.add(Column.REVENUE, money.earned(run.arr, run.now - self.earned_until))
        self.earned_until = run.now

    def change_company_arr(self, amount: float) -> None:
        """Add to the company's ARR and note milestones passed."""
        self.earn()
        self.founders.arr_becomes(self.run.arr + amount)
        self.run.arr += amount
        self.run.books.note_milestones(self.run.now, self.run.arr)

    def close_month(self, month: int) -> None:
        """Close the month: spending, cash, what customers owe and are owed, runway, value."""
        row = self.run.books.ledger[month]
        if month == 0:
            row[Column.CASH] = self.run.rules.opening_cash
        else:
            self.earn()
            before = self.run.books.ledger[month - 1]
            row[Column.CASH] = (
                before[Column.CASH] + row[Column.COLLECTED] + row[Column.FUNDING] - self.spending.spent(month)
            )
            row[Column.DEFERRED] = before[Column.DEFERRED] + row[Column.BILLINGS] - row[Column.REVENUE]
            row[Column.RECEIVABLES] = before[Column.RECEIVABLES] + row[Column.BILLINGS] - row[Column.COLLECTED]
        lasts = self.months_left(month, 0.0)
        row[Column.RUNWAY] = math.nan if math.isinf(lasts) else lasts
        row[Column.VALUE], row[Column.VALUE_ON_PLAN] = self.values(month)

    def months_left(self, month: int, raised: float) -> float:
        """Return for how many months the cash of a month's end lasts, together with what was raised since."""
        ledger, months = self.run.books.ledger, min(month, self.run.rules.burn_months)
        burned = ledger[month - months, Column.CASH] - ledger[month, Column.CASH]
        for past in range(month - months + 1, month + 1):
            burned += ledger[past, Column.FUNDING]
        return money.runway(ledger[month, Column.CASH] + raised, burned, months)

    def values(self, month: int) -> tuple[float, float]:
        """Return what the company is worth by its own growth and by the plan's; unknown before a year has passed."""
        ledger = self.run.books.ledger
        then = ledger[month - MONTHS_PER_YEAR, Column.ARR] if month >= MONTHS_PER_YEAR else 0.0
        if not then > 0.0:
            return math.nan, math.nan
        row = ledger[month]
        rules = value_rules(self.run.rules)
        nrr = row[Column.COHORT_NOW] / row[Column.COHORT_THEN]
        plan = self.run.lowered.plan_arr
        planned = growth.growth_over(plan, month_end(month - MONTHS_PER_YEAR), month_end(month))
        by_itself = money.multiple(row[Column.ARR] / then - 1.0, nrr, rules)
        on_plan = money.multiple(planned, nrr, rules)
        return float(row[Column.ARR] * by_itself), float(row[Column.ARR] * on_plan)
