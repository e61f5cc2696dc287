"""The tables of a run, found through its record."""

from __future__ import annotations

from typing import Final

import numpy as np

from simulator.engine.compiled.memory import one_row, table
from simulator.engine.compiled.run import CUSTOMER, GROUP, STAFF, STATE, TEAM, TIMER
from simulator.engine.contract import EVENT
from simulator.engine.record import (
    ACCOUNT,
    BUDGET,
    CONDITION,
    DATED,
    PERSON,
    PRODUCT,
    PROGRAMME,
    ROLE,
    ROUND,
    RULES,
    SEGMENT,
)

FLOAT: Final = np.dtype(np.float64)
WHOLE: Final = np.dtype(np.int64)
PLACE: Final = np.dtype(np.uint64)
"""A place in another table: machine code need not ask whether it counts from the end."""
SHORT: Final = np.dtype(np.int32)

the_run_at = one_row(STATE)
"""A run's own record, found by its place."""

the_rules = table("rules", RULES)
"""The single figures of the scenario: one row."""

the_segments = table("segments", SEGMENT)
"""The segments."""

the_shares = table("shares", FLOAT)
"""The segments' cumulative shares."""

the_roles = table("roles", ROLE)
"""The roles."""

the_conditions = table("conditions", CONDITION)
"""The conditions under which roles and programmes open."""

the_first_conditions = table("first_conditions", WHOLE)
"""The first of them by whose they are, NOTHING for whoever has none."""

the_programmes = table("programmes", PROGRAMME)
"""The programmes that may open."""

the_programmes_open = table("programmes_open", WHOLE)
"""Which of them are open."""

the_products = table("products", PRODUCT)
"""The products."""

the_launches = table("launches", FLOAT)
"""The day on which each was launched."""

the_prices = table("prices", FLOAT)
"""The price of each as a share of the core's, nothing for what is not on sale yet."""

the_dated = table("dated", DATED)
"""The fixed hires."""

the_accounts = table("accounts", ACCOUNT)
"""Today's accounts."""

the_people = table("people", PERSON)
"""Today's roster."""

the_plan_arr = table("plan_arr", FLOAT)
"""Planned ARR by day."""

the_expected_deals = table("expected_deals", FLOAT)
"""Expected deals by day, cumulative."""

the_deal_acv = table("deal_acv", FLOAT)
"""Mean ACV of new customers by day."""

the_milestones = table("milestones", FLOAT)
"""The milestones in dollars."""

the_new_customer = table("new_customer", CUSTOMER)
"""What a customer begins as: one row."""

the_customers = table("customers", CUSTOMER)
"""The customers."""

the_staff = table("staff", STAFF)
"""The hires."""

the_fullness = table("fullness", FLOAT)
"""What each hire carries relative to capacity; NaN where that is not known."""

the_teams = table("teams", TEAM)
"""What is counted by role."""

the_in_place = table("in_place", WHOLE, 2)
"""Hires in place by role, in the order of joining."""

the_timers = table("timers", TIMER)
"""The timers of the calendar."""

the_buckets = table("buckets", SHORT)
"""The first timer of each bucket of the calendar."""

the_ledger = table("ledger", FLOAT, 2)
"""The ledger, by month and column."""

the_cohort_arr = table("cohort_arr", FLOAT, 2)
"""ARR by cohort and month."""

the_cohort_customers = table("cohort_customers", FLOAT, 2)
"""Customers by cohort and month."""

the_cohort_sizes = table("cohort_sizes", WHOLE)
"""Customers of each cohort who have not been lost, now."""

the_group_totals = table("group_totals", GROUP)
"""What a month end adds up, by segment."""

the_reached = table("reached", FLOAT)
"""The days on which milestones were reached."""

the_arr_by_month = table("arr_by_month", FLOAT, 2)
"""Every customer's ARR at the last thirteen month ends."""

the_times_to_value = table("times_to_value", FLOAT)
"""The times-to-value of all sign-offs in order."""

the_ordered = table("ordered", FLOAT)
"""Capacity to sort in."""

the_lengths = table("lengths", FLOAT)
"""Capacity to list the terms of those in business in, in years."""

the_book = table("book", WHOLE)
"""Capacity to list a book in."""

the_signed_off_by_month = table("signed_off_by_month", WHOLE)
"""How many sign-offs there had been by each month end."""

the_events = table("events", EVENT)
"""The event log."""

the_in_business = table("in_business", PLACE)
"""The customers not lost by the last month end, in the order of closing."""

the_qualities = table("qualities", FLOAT)
"""What the quality of each manager's service adds up to at a month end: the founders', nobody's, each hire's."""


# money --------------------------------------------------------------------------------------------------------------

the_rounds = table("rounds", ROUND)
"""The rounds of funding."""

the_raised = table("raised", WHOLE)
"""Which of them have been raised, 0 or 1."""

the_budgets = table("budgets", BUDGET)
"""What is planned for each month."""
