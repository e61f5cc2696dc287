"""The search for defaults that meet every expectation, within the ranges that the evidence leaves them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.calibrate.arms import Arms
from simulator.calibrate.expectations import Expectation
from simulator.results.arithmetic import Floats

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["LEVERS", "search", "values_of"]


@dataclass(frozen=True)
class Lever:
    """A default that may be moved: its path in the scenario, its range and what the range rests on."""

    path: str
    low: float
    high: float
    source: str


@dataclass(frozen=True)
class Found:
    """Where the search has come to: the levers' values, and how far off every expectation is, in its tolerance."""

    values: dict[str, float]
    misses: dict[str, float]

    @property
    def total(self) -> float:
        """The sum of squared misses; 0 when every expectation is met."""
        return math.fsum(miss * miss for miss in self.misses.values())


TOLERANCE = {"share": 0.01, "points": 0.01, "times": 0.05, "count": 1.0, "errors": 1.0}
"""What counts as one unit of a miss: a point of a share, a twentieth of a ratio, one head."""


def search(
    levers: Sequence[Lever],
    start: dict[str, float],
    wanted: Sequence[Expectation],
    *,
    runs: int,
    seed: int,
    rounds: int,
    margin: float = 0.25,
    heard: Callable[[Found], object] | None = None,
) -> Found:
    """Move the levers until the expectations are met, by damped least squares on common draws; return the best found.

    `levers` are moved from `start` (values by the levers' paths), and `wanted` are the expectations. Each trial plays
    `runs` runs of `seed`; the same draws in every trial make the figures smooth enough for differences: each of at most
    `rounds` rounds plays every lever moved by a twentieth of its range. `margin` asks for that share of a range's width
    more than its edge, so that fresh draws meet it as well; staying near the start weighs a little, so that a lever
    without effect stays where it is. `heard` is told each better set. Source: Levenberg and Marquardt's method.
    """
    at = np.array([start[lever.path] for lever in levers])
    scale = np.array([lever.high - lever.low for lever in levers])
    low, high = np.array([lever.low for lever in levers]), np.array([lever.high for lever in levers])

    def residuals(values: Floats) -> tuple[Floats, Found]:
        named = dict(zip((lever.path for lever in levers), values.tolist(), strict=True))
        arms = Arms(runs, seed, named)
        figures = {one.name: one.measure(arms).value for one in wanted}
        off = np.array([_off(one, figures[one.name], margin) for one in wanted])
        pull = 0.3 * (values - at) / scale
        misses = {one.name: _off(one, figures[one.name], 0.0) for one in wanted}
        found = Found(named, misses)
        if heard is not None:
            heard(found)
        return np.concatenate((off, pull)), found

    here = np.clip(at, low, high)
    now, best = residuals(here)
    damping = 0.1
    for _ in range(rounds):
        slopes = np.empty((len(now), len(levers)))
        for place in range(len(levers)):
            step = 0.05 * scale[place] * (1.0 if here[place] + 0.05 * scale[place] <= high[place] else -1.0)
            moved = here.copy()
            moved[place] += step
            slopes[:, place] = (residuals(moved)[0] - now) / (step / scale[place])
        improved = False
        for _ in range(4):
            left = slopes.T @ slopes + damping * np.eye(len(levers))
            step_to = np.linalg.solve(left, -slopes.T @ now) * scale
            trial = np.clip(here + step_to, low, high)
            then, found = residuals(trial)
            if then @ then < now @ now:
                here, now, best, improved = trial, then, found, True
                damping = max(damping / 3.0, 1e-3)
                break
            damping *= 4.0
        if not improved or best.total == 0.0:
            break
    return best


def _off(wanted: Expectation, value: float, margin: float) -> float:
    """Return by how many tolerances a figure misses its range, drawn in by a share of its width at either end."""
    unit = TOLERANCE[wanted.unit]
    if math.isnan(value):
        return 10.0
    width = wanted.high - wanted.low
    inner = margin * width if math.isfinite(width) else 2.0 * margin * unit
    below, above = wanted.low + inner - value, value - (wanted.high - inner)
    if below > 0.0:
        return -below / unit
    return max(0.0, above) / unit


# The defaults that the search may move, each within the range that its evidence leaves.

LEVERS: Final = (
    Lever("segments.core.renewal", 0.88, 0.93, "P: GRR 90-93 % at $25K ACV and above"),
    Lever("segments.core.csqls_a_year", 1.2, 2.6, "D: 40 % of gross new ARR from expansion, median"),
    Lever("expansion.win_share", 0.30, 0.55, "D: together with the above"),
    Lever("expansion.csqls_without_head", 0.2, 0.5, "D: a funnel nobody runs"),
    Lever("renewal.uncovered", -0.8, -0.2, "R: 14 points for all channels of CS"),
    Lever("renewal.cs_head", 0.1, 0.5, "R: 14 points for all channels of CS"),
    Lever("renewal.failed_onboarding", -1.4, -0.8, "R: completed onboarding 2.5 times likelier to renew"),
    Lever("renewal.contraction_odds", 0.03, 0.10, "S: GRR below logo retention by a few points"),
    Lever("hiring.lookahead", 80.0, 115.0, "D: some 95 to 110 days; partial ramp counts"),
)


def values_of(scenario: Scenario) -> dict[str, float]:
    """Return where the levers stand in a `scenario`, by path."""
    values = {}
    for lever in LEVERS:
        found: Any = scenario
        for step in lever.path.split("."):
            found = found[step] if isinstance(found, Mapping) else getattr(found, step)
        values[lever.path] = float(found)
    return values
