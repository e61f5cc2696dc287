"""The selling desk: when the next deal closes, at the pace that demand, references and capacity allow."""

from __future__ import annotations

import numpy as np

from simulator.engine.compiled.bookkeeping import log
from simulator.engine.compiled.calendar import set_timer
from simulator.engine.compiled.run import DEAL, Run
from simulator.engine.compiled.staff import sellers_capacity
from simulator.engine.compiled.tables import the_deal_acv, the_expected_deals, the_ledger, the_rules
from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.engine.record import pace as pace_of_rules
from simulator.laws import capacity, growth
from simulator.laws.capacity import Pace
from simulator.numerics.draws import ARRIVAL_GAP, new_customer, uniform
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import exponential_of
from simulator.roles import RoleId

pace_of = compiled(pace_of_rules)


@compiled
def begin_selling(w: Run) -> None:
    """Wait for the first deal."""
    w.sells = 1
    sellers = sellers_now(w)
    note_pace(w, pace_of(the_rules(w)[0], 1.0, sellers, w.vp_day))
    w.dollars_a_day = dollars_now(w, sellers)
    expect_deal(w)


@compiled
def sellers_now(w: Run) -> float:
    """Return the new ARR in dollars a year that sellers can sell; infinite where capacity sets no limit."""
    return sellers_capacity(w)[0] if the_rules(w)[0].sells_by_capacity else np.inf


@compiled
def dollars_now(w: Run, sellers: float) -> float:
    """Return the new ARR in dollars a day that founders and sellers can sell at this moment."""
    r = the_rules(w)[0]
    if not r.sells_by_capacity:
        return np.inf
    return capacity.a_day(capacity.founders_selling(w.now, w.vp_day, r.founders_sell, r.founders_fade) + sellers)


@compiled
def note_pace(w: Run, pace: Pace) -> None:
    """Write down what the pace of deals depends on from now on."""
    w.references, w.sellers = pace.references, pace.sellers
    w.founders, w.fades_from, w.fade_days = pace.founders, pace.vp_day, pace.fade_days


@compiled
def pace_noted(w: Run) -> Pace:
    """Return the pace that holds."""
    return Pace(
        references=w.references, sellers=w.sellers, founders=w.founders, vp_day=w.fades_from, fade_days=w.fade_days
    )


@compiled
def expect_deal(w: Run) -> None:
    """Wait for the next deal: the demand has to grow by the next gap."""
    gap = next_gap(w)
    if the_rules(w)[0].retimes_deals:
        w.deal_left, w.deal_since = gap, w.now
        time_deal(w)
        return
    w.deal_units += gap
    day = growth.day_of_deal(the_expected_deals(w), w.deal_units, int(w.now))
    set_timer(w, DEAL, max(0.0, day - w.now))


@compiled
def next_gap(w: Run) -> float:
    """Return by how many deals demand has to grow; even deals close half a deal after it, then one by one."""
    if the_rules(w)[0].even_arrivals:
        return 0.5 if w.deals == 0 else 1.0
    return float(exponential_of(uniform(w.seed, w.run, new_customer(w.deals), ARRIVAL_GAP, 0)))


@compiled
def time_deal(w: Run) -> None:
    """Wait for what is left of the gap to be used up at today's pace."""
    day = capacity.day_of_next_deal(the_expected_deals(w), the_deal_acv(w), w.now, w.deal_left, pace_noted(w))
    set_timer(w, DEAL, max(0.0, day - w.now))


@compiled
def review_selling(w: Run, month: int) -> None:
    """A month has ended: see what references do to demand, and note how far the founders' selling has faded."""
    r = the_rules(w)[0]
    row = the_ledger(w)[month]
    found = w.references
    if r.references_strength != 0.0:
        found = capacity.references(
            r.references_strength, row[Column.WELL_SERVED_ARR], row[Column.ARR], r.references_planned_share
        )
    change_pace(w, found)


@compiled
def sales_staff_changed(w: Run, role: int) -> None:
    """Somebody has come, ramped or left; where that changes what can be sold, the next deal is timed anew."""
    if w.sells and role in (RoleId.VP_SALES, RoleId.SELLER):
        change_pace(w, w.references)


@compiled
def change_pace(w: Run, references: float) -> None:
    """Where the pace has changed, use up the gap at the old one until now, and go on at the new one."""
    sellers = sellers_now(w)
    dollars = dollars_now(w, sellers)
    if references != w.references:
        log(w, EventKind.REFERENCES_REVIEWED, NOBODY, NOBODY, references)
    if dollars != w.dollars_a_day:
        log(w, EventKind.CAPACITY_CHANGED, NOBODY, NOBODY, dollars)
    w.dollars_a_day = dollars
    pace = pace_of(the_rules(w)[0], references, sellers, w.vp_day)
    if pace == pace_noted(w):
        return
    use_up_gap(w)
    note_pace(w, pace)
    time_deal(w)


@compiled
def use_up_gap(w: Run) -> None:
    """Take off the gap what demand has grown since it was last looked at, at the pace that held."""
    w.deal_left -= capacity.deals_between(the_expected_deals(w), the_deal_acv(w), w.deal_since, w.now, pace_noted(w))
    w.deal_since = w.now
