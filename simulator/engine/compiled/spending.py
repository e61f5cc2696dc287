"""Spending and its close: what a month has cost, department by department, as it happened and as it was planned."""

from __future__ import annotations

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.compiled.run import Run
from simulator.engine.compiled.tables import the_budgets, the_ledger, the_rules, the_teams
from simulator.engine.ledger import ROLE_BLOCK, ROLE_COLUMNS, Column, RoleColumn
from simulator.engine.record import administration_rules as administration_rules_of
from simulator.engine.record import rnd_rules as rnd_rules_of
from simulator.laws import spending
from simulator.laws.staffing import pay_level
from simulator.numerics.jit import compiled
from simulator.roles import RoleId

rnd_rules = compiled(rnd_rules_of)
administration_rules = compiled(administration_rules_of)


@compiled
def spent(w: Run, month: int) -> float:
    """Write down what the month has cost beyond the people hired role by role, and return it together with them."""
    row = the_ledger(w)[month]
    row[Column.SERVICE_COST] = row[Column.REVENUE] * (1.0 - the_rules(w)[0].gross_margin)
    sales_marketing(w, month)
    departments(w, month)
    all_of_it = row[Column.SERVICE_COST] + row[Column.ACQUISITION_COST]
    all_of_it += row[Column.EXPANSION_COST] + row[Column.OTHER_SPEND]
    all_of_it += row[Column.RENEWAL_COMMISSION]
    row[Column.OTHER_PEOPLE] = other_people(w, month, all_of_it)
    for role in range(the_teams(w).shape[0]):
        block = ROLE_BLOCK + role * ROLE_COLUMNS
        all_of_it += row[block + RoleColumn.COST]
        all_of_it += row[block + RoleColumn.FEES]
        all_of_it += row[block + RoleColumn.SEVERANCE]
    all_of_it += row[Column.DIGITAL_COST]
    return float(all_of_it)


@compiled
def other_people(w: Run, month: int, dollars: float) -> float:
    """Return the people whom so many dollars pay: those of departments, and a share of all other spending."""
    r = the_rules(w)[0]
    row = the_ledger(w)[month]
    one_of_them = r.people_cost / MONTHS_PER_YEAR
    if not r.by_department:
        return float(dollars * r.people_share / one_of_them)
    others = max(0.0, dollars - row[Column.OTHER_SPEND]) * r.people_share / one_of_them
    return float(others + row[Column.RND_PEOPLE] + row[Column.ADMINISTRATION_PEOPLE])


# sales and marketing ------------------------------------------------------------------------------------------------


@compiled
def sales_marketing(w: Run, month: int) -> None:
    """Write down what is paid as customers are won, what was planned ahead of them, and what others bought take."""
    r = the_rules(w)[0]
    row, budget = the_ledger(w)[month], the_budgets(w)[month]
    dollars = row[Column.NEW_ARR] * r.paid_when_won
    if r.paid_ahead > 0.0:
        dollars += budget.bookings_ahead * bookings_replanned(w, month) * r.paid_ahead
    if r.holds_sellers:
        dollars = spending.beyond(dollars, sellers_cost(w, month))
    row[Column.ACQUISITION_COST] = dollars
    row[Column.COMMISSION] = min(row[Column.NEW_ARR] * r.commission, dollars)
    row[Column.EXPANSION_COST] = row[Column.EXPANSION_ARR] * r.expansion_cost
    row[Column.RENEWAL_COMMISSION] = row[Column.BOOKED_RENEWALS] * r.renewal_commission * budget.on_renewals


@compiled
def bookings_replanned(w: Run, month: int) -> float:
    """Return by what factor planned bookings of a month have been drawn anew, from those of the last whole year."""
    until = spending.last_replanned(month)
    if until == 0 or not the_rules(w)[0].replanned:
        return 1.0
    happened, planned = 0.0, 0.0
    for past in range(until - MONTHS_PER_YEAR + 1, until + 1):
        happened += the_ledger(w)[past, Column.NEW_ARR]
        planned += the_budgets(w)[past].bookings
    return spending.replanned(happened, planned, the_rules(w)[0].replanned_at_most)


@compiled
def sellers_cost(w: Run, month: int) -> float:
    """Return what those cost who sell and are paid role by role."""
    row, cost = the_ledger(w)[month], 0.0
    for role in (RoleId.VP_SALES, RoleId.SELLER):
        block = ROLE_BLOCK + role * ROLE_COLUMNS
        cost += row[block + RoleColumn.COST]
        cost += row[block + RoleColumn.FEES]
        cost += row[block + RoleColumn.SEVERANCE]
    return cost


# research, development, administration ------------------------------------------------------------------------------


@compiled
def departments(w: Run, month: int) -> None:
    """Write down research, development and administration: their spending, and the people whom it pays."""
    r = the_rules(w)[0]
    row, budget = the_ledger(w)[month], the_budgets(w)[month]
    if not r.by_department:
        row[Column.OTHER_SPEND] = budget.other_spend
        row[Column.RND_SPEND] = row[Column.OTHER_SPEND] * r.rnd_share
        one_of_them = r.people_cost / MONTHS_PER_YEAR
        rest = row[Column.OTHER_SPEND] - row[Column.RND_SPEND]
        row[Column.RND_PEOPLE] = row[Column.RND_SPEND] * r.people_share / one_of_them
        row[Column.ADMINISTRATION_PEOPLE] = rest * r.people_share / one_of_them
        return
    planned = budget.other_spend * replanned(w, month)
    arr = the_ledger(w)[max(0, month - r.arr_lag), Column.ARR]
    planned_pay = pay_level(r.planned_inflation, (month - 1) // MONTHS_PER_YEAR)
    rnd, administration = rnd_rules(r), administration_rules(r)
    for_rnd = spending.nominal(rnd, planned, budget.other_share, arr, planned_pay)
    for_administration = spending.nominal(administration, planned, budget.other_share, arr, planned_pay)
    row[Column.RND_PEOPLE] = spending.full_time(rnd, for_rnd, planned_pay)
    row[Column.ADMINISTRATION_PEOPLE] = spending.full_time(administration, for_administration, planned_pay)
    row[Column.RND_SPEND] = spending.with_raises(rnd, for_rnd, planned_pay, w.pay)
    raised = spending.with_raises(administration, for_administration, planned_pay, w.pay)
    row[Column.OTHER_SPEND] = row[Column.RND_SPEND] + raised


@compiled
def replanned(w: Run, month: int) -> float:
    """Return by what factor the plan of a month has been drawn anew, from ARR at the last whole year's end."""
    until = spending.last_replanned(month)
    if until == 0 or not the_rules(w)[0].replanned:
        return 1.0
    happened, planned = the_ledger(w)[until, Column.ARR], the_budgets(w)[until].arr
    return spending.replanned(happened, planned, the_rules(w)[0].replanned_at_most)
