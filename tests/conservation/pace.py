"""How fast deals close, worked out again from an event log: demand, references, and what founders and sellers sell."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
from conservation.world import Worker, World

from simulator.engine.record import Lowered
from simulator.roles import RoleId

YEAR = 365.0


class Pace:
    """The pace of deals since it last changed, and how much of the demand they have used up."""

    def __init__(self, lowered: Lowered, world: World, rules: SimpleNamespace) -> None:
        self.world, self.rules = world, rules
        self.demand = np.diff(lowered.expected_deals)
        self.acv = lowered.deal_acv
        self.seller = SimpleNamespace(**lowered.rows("roles")[RoleId.SELLER])
        self.references, self.dollars = 1.0, math.inf
        self.sellers, self.fades_from = math.inf, math.inf  # what held when the pace was last looked at
        self.since, self.closing = 0.0, 0.0
        self.vp_day = math.inf

    def led(self) -> float:
        return float(1.0 - (1.0 - self.seller.without_vp) * (1.0 - self.world.vp_effect()))

    def capacity(self, now: float) -> tuple[float, float]:
        """New ARR a year that can be sold now, and what of it ramping sellers sell."""
        rules = self.rules
        gone = 0.0 if now <= self.vp_day else 1.0
        if self.vp_day < now < self.vp_day + rules.founders_fade:
            gone = (now - self.vp_day) / rules.founders_fade
        sold, ramping = self.sold_by_sellers()
        return rules.founders_sell * (1.0 - gone) + sold, ramping

    def sold_by_sellers(self) -> tuple[float, float]:
        """New ARR a year that sellers can sell now, and what of it ramping ones sell."""
        steps = self.seller.ramp_steps
        sells = {w: self.seller.quota * w.attainment * w.strength() for w in self.world.in_place(RoleId.SELLER)}
        ramping = math.fsum(figure for worker, figure in sells.items() if worker.stretch < steps)
        return math.fsum(sells.values()) * self.led(), ramping * self.led()

    def look(self, now: float) -> None:
        """The pace may be another from now on: what sellers sell, and from when on the founders' selling fades."""
        self.pass_time(now)
        if self.rules.sells_by_capacity:
            self.sellers, self.fades_from = self.sold_by_sellers()[0], self.vp_day

    def founders_on(self, day: int) -> float:
        """What the founders sell a year, on the mean of a day: the area under a line with two bends."""
        gone = self.fades_from + self.rules.founders_fade
        bends = [bend for bend in (self.fades_from, gone) if day < bend < day + 1]
        at = np.array([day, *bends, day + 1.0])
        middle = (at[1:] + at[:-1]) / 2.0
        left = np.interp(middle, [self.fades_from, gone], [1.0, 0.0]) if math.isfinite(gone) else np.ones(len(middle))
        return float(self.rules.founders_sell * np.dot(np.diff(at), left))

    def ramped(self) -> list[Worker]:
        return [worker for worker in self.world.in_place(RoleId.SELLER) if worker.stretch >= self.seller.ramp_steps]

    def at_quota(self) -> int:
        enough, led = self.seller.at_quota_from, self.led()
        return sum(worker.attainment * worker.strength() * led >= enough for worker in self.ramped())

    def pass_time(self, now: float) -> None:
        """Use up demand until now at the pace that held."""
        day = int(self.since)
        while day < min(now, len(self.demand)):
            pace = self.references * self.demand[day]
            if self.rules.sells_by_capacity:
                pace = min(pace, (self.sellers + self.founders_on(day)) / YEAR / self.acv[day])
            self.closing += pace * (min(now, day + 1) - max(self.since, day))
            day += 1
        self.since = now

    def closed(self, now: float) -> float:
        """Return how much demand the deal that closes now has used up."""
        self.pass_time(now)
        used, self.closing = self.closing, 0.0
        return used
