"""Programmes: what opens once and for all when its conditions hold, rather than being hired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.contract import PROGRAMME_BASE, EventKind, Programme
from simulator.laws.products import MAX_PRODUCTS

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company
    from simulator.engine.reference.hiring import Outlook


class Programmes:
    """Which programmes are open. They are reviewed with hiring, in the order of their numbers."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.closed = [row["owner"] for row in company.lowered.rows("programmes")]
        self.opened: set[int] = set()

    def review(self, outlook: Outlook) -> None:
        """Open every programme whose conditions hold; it stays open."""
        for owner in [owner for owner in self.closed if self.company.hiring.opens(owner, outlook)]:
            self.closed.remove(owner)
            self.open(owner)

    def open(self, owner: int) -> None:
        """A programme opens or a product is launched."""
        self.opened.add(owner)
        if owner < PROGRAMME_BASE + MAX_PRODUCTS:
            self.company.products.launch(owner - PROGRAMME_BASE)
        else:
            self.company.log(EventKind.PROGRAMME_OPENED, owner)
        if owner == Programme.DIGITAL_POOL:
            self.company.pool.open()
            self.company.serve()

    def is_open(self, programme: Programme) -> bool:
        """Whether a programme runs."""
        return int(programme) in self.opened

    @property
    def work_factor(self) -> float:
        """By what the work of an onboarding that begins now is multiplied."""
        return float(self.company.rules.product_led_work) if self.is_open(Programme.PRODUCT_LED) else 1.0

    @property
    def plan_fails(self) -> float:
        """The log-odds of failure that a mutual success plan adds now."""
        return float(self.company.rules.success_plan_fails) if self.is_open(Programme.SUCCESS_PLAN) else 0.0
