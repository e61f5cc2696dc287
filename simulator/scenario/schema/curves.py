"""The mathematics of the distributions: mass below and above a point, its inverse, and the mean of a piece.

Each curve has `below(x)` = P(X <= x), `above(x)` = P(X > x) with full precision in the upper tail, their inverses
`at_below` and `at_above`, and `partial_mean(low, high)` = E[X; low < X < high]. scipy is imported where it is needed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol


class Curve(Protocol):
    """One continuous distribution before it is cut off."""

    @property
    def support(self) -> tuple[float, float]:
        """Return the ends of where it has any mass."""

    def below(self, x: float) -> float:
        """Return the mass at or below `x`."""

    def above(self, x: float) -> float:
        """Return the mass above `x`."""

    def at_below(self, p: float) -> float:
        """Return the value with mass `p` below it."""

    def at_above(self, p: float) -> float:
        """Return the value with mass `p` above it."""

    def partial_mean(self, low: float, high: float) -> float:
        """Return the integral of x over the mass between `low` and `high`."""


def mass(curve: Curve, low: float, high: float) -> float:
    """Return the mass between `low` and `high`."""
    if curve.below(low) > 0.5:
        return curve.above(low) - curve.above(high)
    return curve.below(high) - curve.below(low)


@dataclass(frozen=True, slots=True)
class Triangle:
    """A triangle over (low, high) with its peak at `mode`."""

    low: float
    mode: float
    high: float

    @property
    def support(self) -> tuple[float, float]:
        """Return the ends."""
        return self.low, self.high

    def below(self, x: float) -> float:
        """Return the mass at or below `x`."""
        if x <= self.low:
            return 0.0
        if x <= self.mode:
            return (x - self.low) / (self.high - self.low) * ((x - self.low) / (self.mode - self.low))
        return 1.0 - self.above(x)

    def above(self, x: float) -> float:
        """Return the mass above `x`."""
        if x >= self.high:
            return 0.0
        if x >= self.mode:
            return (self.high - x) / (self.high - self.low) * ((self.high - x) / (self.high - self.mode))
        return 1.0 - self.below(x)

    def at_below(self, p: float) -> float:
        """Return the value with mass `p` below it."""
        if p <= self.below(self.mode):
            return self.low + math.sqrt(p * (self.high - self.low) * (self.mode - self.low))
        return self.high - math.sqrt((1.0 - p) * (self.high - self.low) * (self.high - self.mode))

    def at_above(self, p: float) -> float:
        """Return the value with mass `p` above it."""
        if p <= self.above(self.mode):
            return self.high - math.sqrt(p * (self.high - self.low) * (self.high - self.mode))
        return self.at_below(1.0 - p)

    def partial_mean(self, low: float, high: float) -> float:
        """Return the integral of x over the mass between `low` and `high`, piece by piece: it is cubic in x."""
        total = 0.0
        for start, end, foot in ((self.low, self.mode, self.low), (self.mode, self.high, self.high)):
            a, b = max(low, start), min(high, end)
            if a < b:
                slope = 2.0 / ((self.high - self.low) * abs((self.mode - foot) or 1.0))
                half = abs(b - foot) ** 2 - abs(a - foot) ** 2
                third = abs(b - foot) ** 3 - abs(a - foot) ** 3
                side = 1.0 if foot == start else -1.0
                total += slope * side * (foot * half / 2.0 + side * third / 3.0)
        return total


@dataclass(frozen=True, slots=True)
class Uniform:
    """Even between `low` and `high`."""

    low: float
    high: float

    @property
    def support(self) -> tuple[float, float]:
        """Return the ends."""
        return self.low, self.high

    def below(self, x: float) -> float:
        """Return the mass at or below `x`."""
        return min(max((x - self.low) / (self.high - self.low), 0.0), 1.0)

    def above(self, x: float) -> float:
        """Return the mass above `x`."""
        return min(max((self.high - x) / (self.high - self.low), 0.0), 1.0)

    def at_below(self, p: float) -> float:
        """Return the value with mass `p` below it."""
        return self.low + p * (self.high - self.low)

    def at_above(self, p: float) -> float:
        """Return the value with mass `p` above it."""
        return self.high - p * (self.high - self.low)

    def partial_mean(self, low: float, high: float) -> float:
        """Return the integral of x over the mass between `low` and `high`."""
        return mass(self, low, high) * (max(low, self.low) + min(high, self.high)) / 2.0


@dataclass(frozen=True, slots=True)
class Normal:
    """Bell-shaped around `middle`."""

    middle: float
    sd: float

    @property
    def support(self) -> tuple[float, float]:
        """Return the ends: none."""
        return -math.inf, math.inf

    def below(self, x: float) -> float:
        """Return the mass at or below `x`."""
        from scipy.special import ndtr

        return float(ndtr((x - self.middle) / self.sd))

    def above(self, x: float) -> float:
        """Return the mass above `x`."""
        from scipy.special import ndtr

        return float(ndtr((self.middle - x) / self.sd))

    def at_below(self, p: float) -> float:
        """Return the value with mass `p` below it."""
        from scipy.special import ndtri

        return self.middle + self.sd * float(ndtri(p))

    def at_above(self, p: float) -> float:
        """Return the value with mass `p` above it."""
        from scipy.special import ndtri

        return self.middle - self.sd * float(ndtri(p))

    def partial_mean(self, low: float, high: float) -> float:
        """Return the integral of x over the mass between `low` and `high`."""
        a, b = (low - self.middle) / self.sd, (high - self.middle) / self.sd
        return self.middle * mass(self, low, high) + self.sd * (_bell(a) - _bell(b))


def _bell(z: float) -> float:
    return math.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi)


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Normal in the logarithm: half lies below `median`, and the logarithm has standard deviation `sigma`."""

    median: float
    sigma: float

    @property
    def support(self) -> tuple[float, float]:
        """Return the ends."""
        return 0.0, math.inf

    def _of_log(self) -> Normal:
        return Normal(math.log(self.median), self.sigma)

    def below(self, x: float) -> float:
        """Return the mass at or below `x`."""
        return self._of_log().below(_log(x))

    def above(self, x: float) -> float:
        """Return the mass above `x`."""
        return self._of_log().above(_log(x))

    def at_below(self, p: float) -> float:
        """Return the value with mass `p` below it."""
        return math.exp(self._of_log().at_below(p))

    def at_above(self, p: float) -> float:
        """Return the value with mass `p` above it."""
        return math.exp(self._of_log().at_above(p))

    def partial_mean(self, low: float, high: float) -> float:
        """Return the integral of x over the mass between `low` and `high`: a normal shifted by sigma squared."""
        shifted = Normal(math.log(self.median) + self.sigma**2, self.sigma)
        return self.median * math.exp(self.sigma**2 / 2.0) * mass(shifted, _log(low), _log(high))


def _log(x: float) -> float:
    return math.log(x) if x > 0 else -math.inf


@dataclass(frozen=True, slots=True)
class Beta:
    """A beta distribution with exponents `a` and `b`, stretched over (low, high)."""

    a: float
    b: float
    low: float
    high: float

    @classmethod
    def of_moments(cls, mean: float, sd: float, low: float, high: float) -> Beta:
        """Return the beta distribution over (low, high) with this mean and standard deviation."""
        share = (mean - low) / (high - low)
        weight = share * (1.0 - share) / (sd / (high - low)) ** 2 - 1.0
        return cls(share * weight, (1.0 - share) * weight, low, high)

    @property
    def support(self) -> tuple[float, float]:
        """Return the ends."""
        return self.low, self.high

    def _share(self, x: float) -> float:
        return min(max((x - self.low) / (self.high - self.low), 0.0), 1.0)

    def below(self, x: float) -> float:
        """Return the mass at or below `x`."""
        from scipy.special import betainc

        return float(betainc(self.a, self.b, self._share(x)))

    def above(self, x: float) -> float:
        """Return the mass above `x`."""
        from scipy.special import betaincc

        return float(betaincc(self.a, self.b, self._share(x)))

    def at_below(self, p: float) -> float:
        """Return the value with mass `p` below it."""
        from scipy.special import betaincinv

        return self.low + (self.high - self.low) * float(betaincinv(self.a, self.b, p))

    def at_above(self, p: float) -> float:
        """Return the value with mass `p` above it."""
        from scipy.special import betainccinv

        return self.low + (self.high - self.low) * float(betainccinv(self.a, self.b, p))

    def partial_mean(self, low: float, high: float) -> float:
        """Return the integral of x over the mass between `low` and `high`."""
        raised = Beta(self.a + 1.0, self.b, self.low, self.high)
        of_share = self.a / (self.a + self.b) * mass(raised, low, high)
        return self.low * mass(self, low, high) + (self.high - self.low) * of_share
