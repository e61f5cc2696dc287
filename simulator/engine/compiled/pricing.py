"""What a renewal adds: launch discount taken back, the escalator, a paid success package, in this order."""

from __future__ import annotations

from simulator.engine.compiled.account import change_arr, draw
from simulator.engine.compiled.bookkeeping import add, log
from simulator.engine.compiled.desks import arr_changed
from simulator.engine.compiled.tables import the_customers, the_rules, the_segments
from simulator.engine.compiled.world import Run
from simulator.engine.contract import NOBODY, Column, EventKind
from simulator.laws import pricing
from simulator.laws.coverage import coverage_in_effect
from simulator.numerics.draws import PACKAGE, RECAPTURE
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import happens

RECAPTURE_ARR = int(Column.RECAPTURE_ARR)
ESCALATOR_ARR = int(Column.ESCALATOR_ARR)
PACKAGE_ARR = int(Column.PACKAGE_ARR)
RECAPTURED = int(EventKind.RECAPTURED)
ESCALATED = int(EventKind.ESCALATED)
PACKAGE_SOLD = int(EventKind.PACKAGE_SOLD)


@compiled(inner=True)
def reprice(w: Run, customer: int, covered: float) -> None:
    """Go through all three; `covered` is the covered share of the term that has ended, times dilution.

    The odds and the rise are those of a year's renewal; shorter terms have them in proportion.
    """
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    share_of_year = the_segments(w)[c.segment].share_of_year
    served = coverage_in_effect(covered, r.cs_effect) * share_of_year
    amount = r.recapture_share * pricing.discount_left(c.list_arr, c.arr)
    if amount > 0.0 and happens(draw(w, customer, RECAPTURE, c.terms), r.recapture_odds * served):
        gain(w, customer, RECAPTURE_ARR, RECAPTURED, amount)
    if r.escalator > 0.0:
        rise = r.escalator * share_of_year
        c.core_price += c.core_price * rise
        c.list_arr += c.list_arr * rise
        gain(w, customer, ESCALATOR_ARR, ESCALATED, c.arr * rise)
    if not w.sells_packages or c.has_package:
        return
    if happens(draw(w, customer, PACKAGE, c.terms), r.package_odds * served):
        c.has_package = 1
        amount = c.arr * r.package_price
        c.list_arr += amount
        gain(w, customer, PACKAGE_ARR, PACKAGE_SOLD, amount)


@compiled(inner=True)
def gain(w: Run, customer: int, column: int, kind: int, amount: float) -> None:
    """Add to what a customer pays, and write it down."""
    add(w, column, amount)
    log(w, kind, customer, NOBODY, amount)
    change_arr(w, customer, amount)
    arr_changed(w, customer)
