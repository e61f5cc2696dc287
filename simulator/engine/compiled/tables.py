"""The tables of a run, found through its record."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from simulator.engine.compiled.memory import grid, rows
from simulator.engine.compiled.run import CUSTOMER, STAFF, TEAM, TIMER, Run
from simulator.engine.contract import EVENT
from simulator.engine.record import ACCOUNT, CONDITION, DATED, PERSON, PRODUCT, PROGRAMME, ROLE, ROUND, RULES, SEGMENT
from simulator.numerics.jit import compiled

FLOAT: Final = np.dtype(np.float64)
WHOLE: Final = np.dtype(np.int64)
SHORT: Final = np.dtype(np.int32)


@compiled(inline=True)
def the_rules(w: Run) -> Any:
    """The single figures of the scenario: one row."""
    return rows(w.rules_at, w.rules_rows, RULES)


@compiled(inline=True)
def the_segments(w: Run) -> Any:
    """The segments."""
    return rows(w.segments_at, w.segments_rows, SEGMENT)


@compiled(inline=True)
def the_shares(w: Run) -> Any:
    """The segments' cumulative shares."""
    return rows(w.shares_at, w.shares_rows, FLOAT)


@compiled(inline=True)
def the_roles(w: Run) -> Any:
    """The roles."""
    return rows(w.roles_at, w.roles_rows, ROLE)


@compiled(inline=True)
def the_conditions(w: Run) -> Any:
    """The conditions under which roles and programmes open."""
    return rows(w.conditions_at, w.conditions_rows, CONDITION)


@compiled(inline=True)
def the_programmes(w: Run) -> Any:
    """The programmes that may open."""
    return rows(w.programmes_at, w.programmes_rows, PROGRAMME)


@compiled(inline=True)
def the_programmes_open(w: Run) -> Any:
    """Which of them are open."""
    return rows(w.programmes_open_at, w.programmes_open_rows, WHOLE)


@compiled(inline=True)
def the_products(w: Run) -> Any:
    """The products."""
    return rows(w.products_at, w.products_rows, PRODUCT)


@compiled(inline=True)
def the_launches(w: Run) -> Any:
    """The day on which each was launched."""
    return rows(w.launches_at, w.launches_rows, FLOAT)


@compiled(inline=True)
def the_prices(w: Run) -> Any:
    """The price of each as a share of the core's, nothing for what is not on sale yet."""
    return rows(w.prices_at, w.prices_rows, FLOAT)


@compiled(inline=True)
def the_dated(w: Run) -> Any:
    """The fixed hires."""
    return rows(w.dated_at, w.dated_rows, DATED)


@compiled(inline=True)
def the_accounts(w: Run) -> Any:
    """Today's accounts."""
    return rows(w.accounts_at, w.accounts_rows, ACCOUNT)


@compiled(inline=True)
def the_people(w: Run) -> Any:
    """Today's roster."""
    return rows(w.people_at, w.people_rows, PERSON)


@compiled(inline=True)
def the_plan_arr(w: Run) -> Any:
    """Planned ARR by day."""
    return rows(w.plan_arr_at, w.plan_arr_rows, FLOAT)


@compiled(inline=True)
def the_expected_deals(w: Run) -> Any:
    """Expected deals by day, cumulative."""
    return rows(w.expected_deals_at, w.expected_deals_rows, FLOAT)


@compiled(inline=True)
def the_deal_acv(w: Run) -> Any:
    """Mean ACV of new customers by day."""
    return rows(w.deal_acv_at, w.deal_acv_rows, FLOAT)


@compiled(inline=True)
def the_milestones(w: Run) -> Any:
    """The milestones in dollars."""
    return rows(w.milestones_at, w.milestones_rows, FLOAT)


@compiled(inline=True)
def the_new_customer(w: Run) -> Any:
    """What a customer begins as: one row."""
    return rows(w.new_customer_at, w.new_customer_rows, CUSTOMER)


@compiled(inline=True)
def the_customers(w: Run) -> Any:
    """The customers."""
    return rows(w.customers_at, w.customers_rows, CUSTOMER)


@compiled(inline=True)
def the_staff(w: Run) -> Any:
    """The hires."""
    return rows(w.staff_at, w.staff_rows, STAFF)


@compiled(inline=True)
def the_fullness(w: Run) -> Any:
    """What each hire carries relative to capacity; NaN where that is not known."""
    return rows(w.fullness_at, w.fullness_rows, FLOAT)


@compiled(inline=True)
def the_teams(w: Run) -> Any:
    """What is counted by role."""
    return rows(w.teams_at, w.teams_rows, TEAM)


@compiled(inline=True)
def the_in_place(w: Run) -> Any:
    """Hires in place by role, in the order of joining."""
    return grid(w.in_place_at, w.in_place_rows, w.in_place_columns, WHOLE)


@compiled(inline=True)
def the_timers(w: Run) -> Any:
    """The timers of the calendar."""
    return rows(w.timers_at, w.timers_rows, TIMER)


@compiled(inline=True)
def the_buckets(w: Run) -> Any:
    """The first timer of each bucket of the calendar."""
    return rows(w.buckets_at, w.buckets_rows, SHORT)


@compiled(inline=True)
def the_ledger(w: Run) -> Any:
    """The ledger, by month and column."""
    return grid(w.ledger_at, w.ledger_rows, w.ledger_columns, FLOAT)


@compiled(inline=True)
def the_cohort_arr(w: Run) -> Any:
    """ARR by cohort and month."""
    return grid(w.cohort_arr_at, w.cohort_arr_rows, w.cohort_arr_columns, FLOAT)


@compiled(inline=True)
def the_cohort_customers(w: Run) -> Any:
    """Customers by cohort and month."""
    return grid(w.cohort_customers_at, w.cohort_customers_rows, w.cohort_customers_columns, FLOAT)


@compiled(inline=True)
def the_reached(w: Run) -> Any:
    """The days on which milestones were reached."""
    return rows(w.reached_at, w.reached_rows, FLOAT)


@compiled(inline=True)
def the_arr_by_month(w: Run) -> Any:
    """Every customer's ARR at the last thirteen month ends."""
    return grid(w.arr_by_month_at, w.arr_by_month_rows, w.arr_by_month_columns, FLOAT)


@compiled(inline=True)
def the_customers_by_month(w: Run) -> Any:
    """The number of customers at those month ends."""
    return rows(w.customers_by_month_at, w.customers_by_month_rows, WHOLE)


@compiled(inline=True)
def the_times_to_value(w: Run) -> Any:
    """The times-to-value of all sign-offs in order."""
    return rows(w.times_to_value_at, w.times_to_value_rows, FLOAT)


@compiled(inline=True)
def the_ordered(w: Run) -> Any:
    """Capacity to sort in."""
    return rows(w.ordered_at, w.ordered_rows, FLOAT)


@compiled(inline=True)
def the_book(w: Run) -> Any:
    """Capacity to list a book in."""
    return rows(w.book_at, w.book_rows, WHOLE)


@compiled(inline=True)
def the_signed_off_by_month(w: Run) -> Any:
    """How many sign-offs there had been by each month end."""
    return rows(w.signed_off_by_month_at, w.signed_off_by_month_rows, WHOLE)


@compiled(inline=True)
def the_events(w: Run) -> Any:
    """The event log."""
    return rows(w.events_at, w.events_rows, EVENT)


@compiled(inline=True)
def the_in_business(w: Run) -> Any:
    """The customers not lost by the last month end, in the order of closing."""
    return rows(w.in_business_at, w.in_business_rows, WHOLE)


@compiled(inline=True)
def the_dilutions(w: Run) -> Any:
    """How thin each hire's book is spread at a month end."""
    return rows(w.dilutions_at, w.dilutions_rows, FLOAT)


# money --------------------------------------------------------------------------------------------------------------


@compiled(inline=True)
def the_rounds(w: Run) -> Any:
    """The rounds of funding."""
    return rows(w.rounds_at, w.rounds_rows, ROUND)


@compiled(inline=True)
def the_raised(w: Run) -> Any:
    """Which of them have been raised, 0 or 1."""
    return rows(w.raised_at, w.raised_rows, WHOLE)


@compiled(inline=True)
def the_other_spend(w: Run) -> Any:
    """Spending that follows the plan, by month."""
    return rows(w.other_spend_at, w.other_spend_rows, FLOAT)
