"""The business again, in plain arithmetic of the standard library: what the replay of an event log holds the laws
against.
"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

MONTH = 365.0 / 12.0


def logistic(x: float) -> float:
    return 0.0 if x < -700.0 else 1.0 / (1.0 + math.exp(-x))


def kept(a_year: float, months: int) -> float:
    """What is kept over a term with these odds a year."""
    return float(a_year ** (months / 12.0))


def within(a_year: float, months: int) -> float:
    """How likely it comes within a term, with these odds a year."""
    return 1.0 - kept(max(0.0, 1.0 - a_year), months)


def quality(hours: float, wanted: float, curve: float) -> float:
    """How good service is at so many hours of those wanted, the first being the most useful."""
    share = hours / wanted if wanted > 0.0 else math.inf
    return math.expm1(-curve * share) / math.expm1(-curve) if hours > 0.0 else 0.0


def triangular(u: float, low: float, mode: float, high: float) -> float:
    """The triangular quantile."""
    turn = (mode - low) / (high - low) if high > low else 0.0
    if u < turn:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))


def founders_capacity(arr: float, book: float, start: float, end: float) -> float:
    """The founders' book fades evenly to nothing over the hand-over."""
    if arr >= end:
        return 0.0
    return book if arr <= start else book * (end - arr) / (end - start)


def adopted(before: float, days: float, time_constant: float) -> float:
    if days <= 0.0:
        return before
    return 1.0 if time_constant <= 0.0 else 1.0 - (1.0 - before) * math.exp(-days / time_constant)


def pace_of_adoption(service: float, covered: float, uncovered: float) -> float:
    return covered * service + uncovered * (1.0 - service)


def mixed(actual: float, served: float, effect: float) -> float:
    """Odds of which so much is CS's doing: the rest are those of a customer that it has done everything for."""
    return effect * min(1.0, actual) + (1.0 - effect) * min(1.0, served)


def csql_odds(adoption: float, service: float, head: float, rules: SimpleNamespace) -> float:
    """Odds that a candidate becomes a CSQL: adoption, times what an empty head's seat and an empty manager's leave."""
    funnel: float = head + rules.csqls_without_head * (1.0 - head)
    return min(1.0, adoption * funnel * float(service + rules.csqls_uncovered * (1.0 - service)))


def landed(age: float, product: Any, factor: float) -> float:
    """The share of a product that a first deal buys, so many days after its launch."""
    to_come = math.exp(-age / product.matures_in) if product.matures_in > 0.0 else 0.0
    return min(1.0, factor * (product.lands_mature + (product.lands_new - product.lands_mature) * to_come))


def price(age: float, product: Any) -> float:
    """What a product sells for, as a share of list."""
    return 1.0 - (product.discount * math.exp(-age / product.fades_in) if product.fades_in > 0.0 else 0.0)


def lognormal(z: float, mean: float, cv: float) -> float:
    """The lognormal with this mean and spread at the normal quantile `z`."""
    variance = math.log1p(cv * cv)
    return mean * math.exp(math.sqrt(variance) * z - variance / 2.0)


def z_of(u: float) -> float:
    """The normal quantile."""
    from scipy.special import ndtri

    return float(ndtri(u))


def gamma(u: float, mean: float, cv: float) -> float:
    """The gamma quantile with this mean and spread."""
    from scipy.special import gammaincinv

    return mean if cv * cv < 1e-300 else mean * cv * cv * float(gammaincinv(1.0 / (cv * cv), u))
