"""What a customer loses with its account manager, and how it comes back under the next."""

from __future__ import annotations

import math

from simulator.numerics.jit import compiled

__all__ = ["loss_under", "strain"]


@compiled
def loss_under(joined: float, lost: float, in_place: float) -> float:
    """Return how much of a lost relation the successor has to make up for, as a share.

    `joined` is the day on which the successor began to work, `lost` the day on which the customer lost whoever looked
    after it; who was there by then leaves `in_place` (0 to 1) of the loss, a newcomer all of it. Range 0 to 1. Source:
    Journal of Marketing 81(2), 2017: existing successors lose less than new hires.
    """
    return in_place if joined <= lost else 1.0


@compiled
def strain(loss: float, since: float, now: float, fades_after: float) -> float:
    """Return what is left today of a lost relation: all while nobody holds the account, then evenly less to nothing.

    `loss` is its share to be made up for, 0 to 1; `since` the day on which a successor took over, infinite while there
    is none, and `now` today; `fades_after` (at least 0) the days until nothing is left. Range 0 to 1.
    """
    if loss == 0.0 or since == math.inf:
        return loss
    days = now - since
    return loss * (1.0 - days / fades_after) if days < fades_after else 0.0
