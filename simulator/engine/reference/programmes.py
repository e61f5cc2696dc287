"""Programmes: what opens once and for all when its conditions hold, rather than being hired."""

from __future__ import annotations

from simulator.engine.contract import PROGRAMME_BASE, Programme
from simulator.engine.events import EventKind
from simulator.engine.reference.desks import Desks
from simulator.engine.reference.run import Run
from simulator.engine.reference.wallet import ProductLine
from simulator.laws.products import MAX_PRODUCTS


class Programmes:
    """Which programmes are still to open, in the order of their numbers."""

    def __init__(self, run: Run, products: ProductLine, desks: Desks) -> None:
        self.run = run
        self.products = products
        self.desks = desks
        self.closed = [row.owner for row in run.lowered.records("programmes")]

    def open_programme(self, owner: int) -> None:
        """A programme opens or a product is launched; it stays open."""
        run = self.run
        self.closed.remove(owner)
        if owner < PROGRAMME_BASE + MAX_PRODUCTS:
            self.products.launch(owner - PROGRAMME_BASE)
            return
        run.log(EventKind.PROGRAMME_OPENED, owner)
        if owner == Programme.PACKAGES:
            run.sells_packages = True
        elif owner == Programme.PRODUCT_LED:
            run.work_factor = run.rules.product_led_work
        elif owner == Programme.SUCCESS_PLAN:
            run.plan_fails = run.rules.success_plan_fails
        elif owner == Programme.DIGITAL_POOL:
            self.desks.pool.open()
            self.desks.serve()
