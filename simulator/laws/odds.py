"""Multiplying odds: what a factor does to a probability."""

from __future__ import annotations

from simulator.numerics.jit import compiled
from simulator.numerics.portable import log, logistic, logit


@compiled
def times_odds(probability: float, factor: float) -> float:
    """Return the probability whose odds are `factor` times those of `probability`; a factor of 1 changes nothing."""
    if factor == 1.0:
        return probability
    return logistic(logit(probability) + log(factor))
