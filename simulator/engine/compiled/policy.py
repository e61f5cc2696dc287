"""A change of policy on the way: the record points to other tables from then on."""

from __future__ import annotations

import numpy as np

from simulator.engine.compiled.desks import serve
from simulator.engine.compiled.digital import open_pool
from simulator.engine.compiled.hire import draw
from simulator.engine.compiled.staff import forget_fullness, note_books
from simulator.engine.compiled.tables import the_roles, the_rules, the_staff, the_teams
from simulator.engine.compiled.world import Run
from simulator.engine.contract import RoleId
from simulator.numerics.draws import BOOK_SIZE
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import uniform_of

CSM = int(RoleId.CSM)


@compiled(inner=True)
def first_policy(w: Run) -> None:
    """Begin by the rules of the first day; the last run may have ended by others."""
    w.rules_at, w.rules_rows = w.rules_first_at, w.rules_first_rows
    w.segments_at, w.segments_rows = w.segments_first_at, w.segments_first_rows
    w.roles_at, w.roles_rows = w.roles_first_at, w.roles_first_rows
    w.conditions_at, w.conditions_rows = w.conditions_first_at, w.conditions_first_rows
    w.plan_arr_at, w.plan_arr_rows = w.plan_arr_first_at, w.plan_arr_first_rows
    w.expected_deals_at, w.expected_deals_rows = w.expected_deals_first_at, w.expected_deals_first_rows
    w.deal_acv_at, w.deal_acv_rows = w.deal_acv_first_at, w.deal_acv_first_rows
    w.other_spend_at, w.other_spend_rows = w.other_spend_first_at, w.other_spend_first_rows


@compiled(inner=True)
def later_policy(w: Run) -> None:
    """Go by the other rules."""
    w.rules_at, w.rules_rows = w.rules_then_at, w.rules_then_rows
    w.segments_at, w.segments_rows = w.segments_then_at, w.segments_then_rows
    w.roles_at, w.roles_rows = w.roles_then_at, w.roles_then_rows
    w.conditions_at, w.conditions_rows = w.conditions_then_at, w.conditions_then_rows
    w.plan_arr_at, w.plan_arr_rows = w.plan_arr_then_at, w.plan_arr_then_rows
    w.expected_deals_at, w.expected_deals_rows = w.expected_deals_then_at, w.expected_deals_then_rows
    w.deal_acv_at, w.deal_acv_rows = w.deal_acv_then_at, w.deal_acv_then_rows
    w.other_spend_at, w.other_spend_rows = w.other_spend_then_at, w.other_spend_then_rows


@compiled(inner=True)
def change_policy(w: Run) -> None:
    """Go by other rules from now on; what is under way goes on, and the CSMs get books of the new size."""
    pooled_below = the_rules(w)[0].digital_below
    later_policy(w)
    for role in range(the_teams(w).shape[0]):
        if the_roles(w)[role].asks_anew:
            the_teams(w)[role].latched = 0
    csm = the_roles(w)[CSM]
    for hire in range(w.hires):
        forget_fullness(w, hire)
        if the_staff(w)[hire].role == CSM and np.isnan(the_staff(w)[hire].left):
            the_staff(w)[hire].full_book = uniform_of(draw(w, hire, BOOK_SIZE), csm.book_low, csm.book_high)
    note_books(w)
    if w.pool_open and the_rules(w)[0].digital_below != pooled_below:
        open_pool(w)
        serve(w)
