"""How fast deals close, worked out again from an event log: demand, references, and what founders and sellers sell."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
from conservation.world import Worker, World

from simulator.engine.contract import RoleId
from simulator.engine.record import Lowered


class Pace:
    """The pace of deals since it last changed, and how much of the demand they have used up."""

    def __init__(self, lowered: Lowered, world: World, rules: SimpleNamespace) -> None:
        self.world, self.rules = world, rules
        self.demand = np.diff(lowered.expected_deals)
        self.acv = lowered.deal_acv
        self.seller = SimpleNamespace(**lowered.rows("roles")[RoleId.SELLER])
        self.references, self.dollars = 1.0, math.inf
        self.since, self.closing = 0.0, 0.0
        self.vp_day = math.inf

    def led(self) -> float:
        return float(1.0 - (1.0 - self.seller.without_vp) * (1.0 - self.world.vp_effect()))

    def capacity(self, now: float) -> tuple[float, float]:
        """New ARR a year that can be sold now, and what of it ramping sellers sell."""
        rules, steps = self.rules, self.seller.ramp_steps
        gone = 0.0 if now <= self.vp_day else 1.0
        if self.vp_day < now < self.vp_day + rules.founders_fade:
            gone = (now - self.vp_day) / rules.founders_fade
        sells = {w: self.seller.quota * w.attainment * w.strength() for w in self.world.in_place(RoleId.SELLER)}
        ramping = math.fsum(figure for worker, figure in sells.items() if worker.stretch < steps)
        return rules.founders_sell * (1.0 - gone) + math.fsum(sells.values()) * self.led(), ramping * self.led()

    def ramped(self) -> list[Worker]:
        return [worker for worker in self.world.in_place(RoleId.SELLER) if worker.stretch >= self.seller.ramp_steps]

    def at_quota(self) -> int:
        enough, led = self.seller.at_quota_from, self.led()
        return sum(worker.attainment * worker.strength() * led >= enough for worker in self.ramped())

    def pass_time(self, now: float) -> None:
        """Use up demand until now at the pace that held."""
        day = int(self.since)
        while day < min(now, len(self.demand)):
            pace = min(self.references * self.demand[day], self.dollars / self.acv[day])
            self.closing += pace * (min(now, day + 1) - max(self.since, day))
            day += 1
        self.since = now

    def closed(self, now: float) -> float:
        """Return how much demand the deal that closes now has used up."""
        self.pass_time(now)
        used, self.closing = self.closing, 0.0
        return used
