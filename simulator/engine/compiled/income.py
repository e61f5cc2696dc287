"""Income and its close: ARR and the revenue earned of it day by day, each month's spending, cash, runway and value."""

from __future__ import annotations

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.compiled.run import Run
from simulator.engine.compiled.spending import spent
from simulator.engine.compiled.staff import company_arr_becomes
from simulator.engine.compiled.tables import (
    the_ledger,
    the_milestones,
    the_plan_arr,
    the_reached,
    the_rules,
)
from simulator.engine.ledger import Column
from simulator.engine.record import value_rules as value_rules_of
from simulator.laws import growth, money
from simulator.laws.months import month_end
from simulator.laws.staffing import reached
from simulator.numerics.jit import compiled

value_rules = compiled(value_rules_of)


@compiled
def earn(w: Run) -> None:
    """Count the revenue earned up to now; called before ARR changes."""
    the_ledger(w)[w.row, Column.REVENUE] += money.earned(w.arr, w.now - w.earned_until)
    w.earned_until = w.now


@compiled
def close_month(w: Run, month: int) -> None:
    """Close the month: spending, cash, what customers owe and are owed, runway, value."""
    row = the_ledger(w)[month]
    if month == 0:
        row[Column.CASH] = the_rules(w)[0].opening_cash
    else:
        earn(w)
        before = the_ledger(w)[month - 1]
        row[Column.CASH] = before[Column.CASH] + row[Column.COLLECTED] + row[Column.FUNDING] - spent(w, month)
        row[Column.DEFERRED] = before[Column.DEFERRED] + row[Column.BILLINGS] - row[Column.REVENUE]
        row[Column.RECEIVABLES] = before[Column.RECEIVABLES] + row[Column.BILLINGS] - row[Column.COLLECTED]
    lasts = months_left(w, month, 0.0)
    row[Column.RUNWAY] = np.nan if np.isinf(lasts) else lasts
    row[Column.VALUE], row[Column.VALUE_ON_PLAN] = values(w, month)


@compiled
def months_left(w: Run, month: int, raised: float) -> float:
    """Return for how many months the cash of a month's end lasts, together with what was raised since."""
    ledger = the_ledger(w)
    months = min(month, the_rules(w)[0].burn_months)
    burned = ledger[month - months, Column.CASH] - ledger[month, Column.CASH]
    for past in range(month - months + 1, month + 1):
        burned += ledger[past, Column.FUNDING]
    return money.runway(ledger[month, Column.CASH] + raised, burned, months)


@compiled
def values(w: Run, month: int) -> tuple[float, float]:
    """Return what the company is worth by its own growth and by the plan's; not known before there is a year behind."""
    then = the_ledger(w)[month - MONTHS_PER_YEAR, Column.ARR] if month >= MONTHS_PER_YEAR else 0.0
    if not then > 0.0:
        return np.nan, np.nan
    row = the_ledger(w)[month]
    rules = value_rules(the_rules(w)[0])
    nrr = row[Column.COHORT_NOW] / row[Column.COHORT_THEN]
    planned = growth.growth_over(the_plan_arr(w), month_end(month - MONTHS_PER_YEAR), month_end(month))
    by_itself = money.multiple(row[Column.ARR] / then - 1.0, nrr, rules)
    on_plan = money.multiple(planned, nrr, rules)
    return float(row[Column.ARR] * by_itself), float(row[Column.ARR] * on_plan)


@compiled
def change_company_arr(w: Run, amount: float) -> None:
    """Add to the company's ARR and note milestones passed."""
    earn(w)
    company_arr_becomes(w, w.arr + amount)
    w.arr += amount
    while w.next_milestone < the_milestones(w).shape[0] and reached(w.arr, the_milestones(w)[w.next_milestone]):
        the_reached(w)[w.next_milestone] = w.now
        w.next_milestone += 1
