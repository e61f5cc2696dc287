"""Books: what an account weighs, and how good the service is that a manager's hours allow.

Load is hours. A manager has hours for so much ARR, the *saturation*; what the accounts in the book want is the *load*.
Both are held in dollars, at so many hours of a CSM's year for each million. How much a CSM is given is a policy, the
book; what happens to service when that is more than there are hours for is what stands here.
"""

from __future__ import annotations

from simulator.numerics.elementary import exp
from simulator.numerics.jit import compiled

__all__ = ["floor_of", "load_of", "quality", "served_at", "whole_of"]

MILLION = 1e6


@compiled
def floor_of(hours: float, hours_per_million: float) -> float:
    """Return the dollars of ARR below which every account takes the same time of its manager.

    `hours` a year (at least 0) is that time, `hours_per_million` (above 0) what a million of ARR takes. At least 0.
    """
    return hours / hours_per_million * MILLION


@compiled
def load_of(arr: float, floor: float) -> float:
    """Return what an account weighs in a book: its ARR `arr`, but no less than `floor`, all in dollars, at least 0.

    Hours grow with ARR in proportion; even the smallest account takes some. Source: vendors' bands, a book of $2.5M
    for 10 accounts of $250K (published as 106 hours a year each) as for 20 of $120K.
    """
    return max(floor, arr)


@compiled
def whole_of(curve: float) -> float:
    """Return 1 - e^(-κ), κ being `curve` (above 0): what `quality` measures by, the same at every moment of a run."""
    return 1.0 - exp(-curve)


@compiled
def quality(saturation: float, load: float, curve: float, whole: float) -> float:
    """Return how good a manager's service is, as a multiple of what there is where hours just suffice.

    `saturation` is the load there are hours for and `load` what there is, in dollars, at least 0. With r for their
    ratio, hours there are over hours wanted, it is (1 - e^(-κr)) ÷ (1 - e^(-κ)), κ being `curve` (above 0) and `whole`
    its `whole_of`: the most useful hours are spent first. Exactly 1 at r = 1; without hours 0; without load the limit,
    1 ÷ (1 - e^(-κ)), which is its upper end. The form is an assumption: no figure of retention against book size was
    found.
    """
    if saturation <= 0.0:
        return 0.0
    if load <= 0.0:
        return 1.0 / whole
    return (1.0 - exp(-curve * (saturation / load))) / whole


@compiled
def served_at(service: float, quality_days: float, days: float, now: float) -> float:
    """Return the level of service that counts at an instant: `service` (0 to 1) at its mean quality so far.

    The present service has lasted for `days`, over which quality adds up to `quality_days`; where no time has passed,
    it is `now`, the quality of this moment. All at least 0, and so is the level; it may pass 1 a little, like quality.
    """
    return service * (quality_days / days if days > 0.0 else now)
