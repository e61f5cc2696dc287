"""How much of what CS does is its own doing: odds between those of a customer fully served and those of one as it is.

A customer is *fully served* whom CS has done everything for: a specialist takes it on at once under a head of CS, a
manager covers it from then on and does not change, the head's funnel and playbook are in place. What is not CS's doing
(fit, prices, products, how often competitors call and sponsors leave, reps of customer sales) is the same for both, and
so is luck.
"""

from __future__ import annotations

from simulator.numerics.jit import compiled

__all__ = ["effect_on_what_follows", "in_effect"]


@compiled
def in_effect(actual: float, if_served: float, cs_effect: float) -> float:
    """Return the probability that counts: `cs_effect` of the way from what it would be fully served to what it is.

    `actual` and `if_served` are those two probabilities, at least 0; above 1 is as good as certain. `cs_effect` lies in
    [0, 1]; at 1 the result is `actual` as given. Range 0 to 1 otherwise. So the difference between two ways of serving
    the same customers, to which `if_served` is the same, is `cs_effect` of what it would be at 1.
    """
    if cs_effect == 1.0:
        return actual
    return (1.0 - cs_effect) * min(1.0, if_served) + cs_effect * min(1.0, actual)


@compiled
def effect_on_what_follows(actual: float, if_served: float, cs_effect: float) -> float:
    """Return the `cs_effect` of a second decision, where a first one has come about.

    The first had the probabilities `actual` and `if_served`, at least 0 and not both 0 (above 1 is as good as certain),
    at `cs_effect`, 0 to 1. With the result as its own effect the second makes of both one product: with `a`, `s` for
    the first and `b`, `t` for the second, both come about with (1 - e) s t + e a b. Range 0 to 1.
    """
    if cs_effect == 1.0:
        return 1.0
    return cs_effect * min(1.0, actual) / in_effect(actual, if_served, cs_effect)
