"""Programmes: what opens once and for all when its conditions hold, rather than being hired."""

from __future__ import annotations

from simulator.engine.compiled.bookkeeping import log
from simulator.engine.compiled.desks import serve
from simulator.engine.compiled.digital import open_pool
from simulator.engine.compiled.run import Run
from simulator.engine.compiled.tables import the_programmes, the_programmes_open, the_rules
from simulator.engine.compiled.wallet import launch
from simulator.engine.contract import NOBODY, PROGRAMME_BASE, Programme
from simulator.engine.events import EventKind
from simulator.laws.products import MAX_PRODUCTS
from simulator.numerics.jit import compiled


@compiled
def close_programmes(w: Run) -> None:
    """On the first day none is open."""
    for row in range(the_programmes_open(w).shape[0]):
        the_programmes_open(w)[row] = 0
    w.work_factor, w.plan_fails, w.sells_packages = 1.0, 0.0, 0
    w.pool_open, w.pooled, w.pool_since = 0, 0, 0.0


@compiled
def open_programme(w: Run, row: int) -> None:
    """A programme opens or a product is launched."""
    owner = the_programmes(w)[row].owner
    the_programmes_open(w)[row] = 1
    if owner < PROGRAMME_BASE + MAX_PRODUCTS:
        launch(w, owner - PROGRAMME_BASE)
        return
    log(w, EventKind.PROGRAMME_OPENED, owner, NOBODY, 0.0)
    if owner == Programme.PACKAGES:
        w.sells_packages = 1
    elif owner == Programme.PRODUCT_LED:
        w.work_factor = the_rules(w)[0].product_led_work
    elif owner == Programme.SUCCESS_PLAN:
        w.plan_fails = the_rules(w)[0].success_plan_fails
    elif owner == Programme.DIGITAL_POOL:
        open_pool(w)
        serve(w)
