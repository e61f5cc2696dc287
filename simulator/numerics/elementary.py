"""Logarithm, exponential and power out of `+ - * /` and bit operations; `portable` says why.

The method and the coefficients are those published with fdlibm (Sun Microsystems, 1993), whose error is below 1 ulp.
"""

from __future__ import annotations

import math
from typing import Final

from simulator.numerics.bits import bits_of, float_of
from simulator.numerics.jit import compiled

__all__ = ["exp", "log", "power", "power_within_one"]

INFINITY: Final = math.inf
NAN: Final = math.nan

_LN2_HIGH: Final = 6.93147180369123816490e-01  # its last 32 bits are zero, so that multiples up to 2^20 are exact
_LN2_LOW: Final = 1.90821492927058770002e-10
_INVERSE_LN2: Final = 1.44269504088896338700e00
_ROUNDER: Final = 6755399441055744.0  # 1.5 * 2^52: adding and subtracting it rounds to the nearest whole number
_ROUNDER_BITS: Final = 0x4338000000000000  # a number added to the rounder stands in its last bits
_TINY: Final = 2.2250738585072014e-308  # 2^-1022, the smallest normal double
_TWO_54: Final = 18014398509481984.0
MANTISSA: Final = (1 << 52) - 1
SQRT_HALF_BITS: Final = 0x3FE6A09E00000000  # the bits of sqrt(1/2), cut: reduction centres mantissas on 1
ONE_BITS: Final = 0x3FF0000000000000
EXPONENT_SHIFT: Final = ONE_BITS - SQRT_HALF_BITS


@compiled(inline=True)
def log_of_reduced(f: float, k: float, correction: float) -> float:
    """Return log(1 + f) + k log 2 + correction for 1 + f within [sqrt(1/2), sqrt 2]."""
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    odd = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    half_square = 0.5 * f * f
    return s * (half_square + (even + odd)) + (k * _LN2_LOW + correction) - half_square + f + k * _LN2_HIGH


@compiled
def log(x: float) -> float:
    """Return the natural logarithm of `x`: -inf at 0, nan below 0 and for nan; within 1 ulp everywhere."""
    k = 0
    if not _TINY <= x < INFINITY:
        if x == 0.0:
            return -INFINITY
        if not 0.0 < x < INFINITY:
            return x if x == INFINITY else NAN
        x *= _TWO_54
        k = -54
    bits = bits_of(x) + EXPONENT_SHIFT
    k += (bits >> 52) - 1023
    return log_of_reduced(float_of((bits & MANTISSA) + SQRT_HALF_BITS) - 1.0, float(k), 0.0)


@compiled
def log1p(x: float) -> float:
    """Return log(1 + x), accurate where x is small: -inf at -1, nan below."""
    if not -1.0 < x < INFINITY:
        if x == -1.0:
            return -INFINITY
        return x if x == INFINITY else NAN
    if -1.1102230246251565e-16 < x < 1.1102230246251565e-16:
        return x
    if -0.2928932188134524 < x < 0.41421356237309503:
        return log_of_reduced(x, 0.0, 0.0)
    u = 1.0 + x
    bits = bits_of(u) + EXPONENT_SHIFT
    k = (bits >> 52) - 1023
    lost = 1.0 - (u - x) if k >= 2 else x - (u - 1.0)
    correction = lost / u if k < 54 else 0.0
    return log_of_reduced(float_of((bits & MANTISSA) + SQRT_HALF_BITS) - 1.0, float(k), correction)


@compiled(inline=True)
def _exp_series(t: float) -> float:
    """Return r - 2 r / (exp(r) - 1) * ... as a series in t = r * r: the part of exp that is even in r."""
    return t * (
        1.66666666666666019037e-01
        + t
        * (
            -2.77777777770155933842e-03
            + t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))
        )
    )


@compiled
def exp(x: float) -> float:
    """Return e to the `x`, within 1 ulp: 0 below -745.14, inf above 709.78, nan for nan."""
    if not -745.2 < x < 709.8:
        if x >= 709.8:
            return INFINITY
        return 0.0 if x <= -745.2 else NAN
    y, k = exp_in_parts(x)
    return _scaled(y, int(k))


@compiled(inline=True)
def exp_in_parts(x: float) -> tuple[float, float]:
    """Return y near 1 and a whole k with e to the x = y times 2 to the k, for x from -745 to 709.8."""
    k = (x * _INVERSE_LN2 + _ROUNDER) - _ROUNDER
    high = x - k * _LN2_HIGH
    low = k * _LN2_LOW
    r = high - low
    c = r - _exp_series(r * r)
    return 1.0 - ((low - (r * c) / (2.0 - c)) - high), k


@compiled(inline=True)
def exp_below_one(x: float) -> float:
    """Return what `exp` returns for x from -700 to 0, without a branch, for a loop to run several at a time."""
    shifted = x * _INVERSE_LN2 + _ROUNDER
    k = shifted - _ROUNDER
    high = x - k * _LN2_HIGH
    low = k * _LN2_LOW
    r = high - low
    c = r - _exp_series(r * r)
    return (1.0 - ((low - (r * c) / (2.0 - c)) - high)) * float_of((bits_of(shifted) - _ROUNDER_BITS + 1023) << 52)


@compiled(inline=True)
def _scaled(y: float, k: int) -> float:
    """Return y times 2 to the k, rounded once, for y near 1 and k within -1100...1100."""
    if -1021 <= k <= 1022:
        return y * float_of((k + 1023) << 52)
    if k > 0:
        return float(y) * 2.0 * float_of((k + 1022) << 52)
    return y * float_of((k + 2023) << 52) * 9.332636185032189e-302  # 2^-1000


@compiled
def expm1(x: float) -> float:
    """Return exp(x) - 1, accurate where x is small."""
    if not -38.0 < x < 709.8:
        if x >= 709.8:
            return INFINITY
        return -1.0 if x <= -38.0 else NAN
    if -5.551115123125783e-17 < x < 5.551115123125783e-17:
        return x
    k = 0.0 if -0.34657359027997264 < x < 0.34657359027997264 else (x * _INVERSE_LN2 + _ROUNDER) - _ROUNDER
    high = x - k * _LN2_HIGH
    low = k * _LN2_LOW
    r = high - low
    lost = (high - r) - low
    half = 0.5 * r
    square = r * half
    series = 1.0 + square * (
        -3.33333333333331316428e-02
        + square
        * (
            1.58730158725481460165e-03
            + square
            * (
                -7.93650757867487942473e-05
                + square * (4.00821782732936239552e-06 + square * -2.01099218183624371326e-07)
            )
        )
    )
    t = 3.0 - series * half
    e = square * ((series - t) / (6.0 - r * t))
    if k == 0.0:
        return r - (r * e - square)
    return _expm1_scaled(r, (r * (e - lost) - lost) - square, int(k))


@compiled
def _expm1_scaled(r: float, e: float, k: int) -> float:
    """Put expm1 together from its reduced parts, in the order that cancels least."""
    if k == -1:
        return 0.5 * (r - e) - 0.5
    if k == 1:
        return -2.0 * (e - (r + 0.5)) if r < -0.25 else 1.0 + 2.0 * (r - e)
    if k < 0 or k > 56:
        return _scaled((r - e) + 1.0, k) - 1.0
    less = float_of((1023 - k) << 52)
    if k < 20:
        return _scaled((r - e) + (1.0 - less), k)
    return _scaled((r - (e + less)) + 1.0, k)


_LOG2_E_HIGH: Final = 9.61796700954437255859e-01  # 2 / (3 log 2) in two parts
_LOG2_E_LOW: Final = -7.02846165095275826516e-09
_LOG2_E: Final = 9.61796693925975554329e-01
_LOG2_OF_1_5_HIGH: Final = 5.84962487220764160156e-01
_LOG2_OF_1_5_LOW: Final = 1.35003920212974897128e-08
NEARER_TWO: Final = 1.7320504188537598
NEARER_1_5: Final = 1.2247443199157715
ABOUT_1: Final = (1.0, 0.0, 0.0)
ABOUT_1_5: Final = (1.5, _LOG2_OF_1_5_HIGH, _LOG2_OF_1_5_LOW)
"""What the mantissa is compared with, and the binary logarithm of that, in two parts."""

_LN2: Final = 6.93147180559945286227e-01
_LN2_SHORT: Final = 6.93147182464599609375e-01  # in 24 bits, with the rest beside it
_LN2_REST: Final = -1.90465429995776804525e-09
_HIGH_WORD: Final = -(1 << 32)


@compiled(inline=True)
def _cut(x: float) -> float:
    """Return x with the lower 32 bits of its mantissa cleared, so that a product of two such numbers is exact."""
    return float_of(bits_of(x) & _HIGH_WORD)


@compiled
def power(x: float, y: float) -> float:
    """Return `x` to the `y` for x >= 0, within 1 ulp: 1 where y is 0 or x is 1, nan for a negative x or a nan."""
    if y == 0.0 or x == 1.0:
        return 1.0
    if not 0.0 < x < INFINITY or not -1e300 < y < 1e300:
        return _power_at_edge(x, y)
    high, low = _log2_in_two(float(x))
    high, low = product_in_two(float(y), high, low)  # numpy's floats would warn where this overflows, as it may
    z = low + high
    if z >= 1025.0:
        return INFINITY
    if z <= -1080.0:
        return 0.0
    z, k = exp2_in_parts(high, low)
    return _scaled(z, int(k))


@compiled(inline=True)
def power_within_one(x: float, y: float) -> float:
    """Return what `power` returns for `x` from 1e-30 to 1 and `y` from 0 to 10, without a branch, several at a time."""
    bits = bits_of(x)
    mantissa = float_of((bits & MANTISSA) | ONE_BITS)
    k = float_of(((bits >> 52) - 1023) + _ROUNDER_BITS) - _ROUNDER
    near_two, near_1_5 = mantissa >= NEARER_TWO, (mantissa > NEARER_1_5) & (mantissa < NEARER_TWO)
    high, low = log2_about(
        mantissa * 0.5 if near_two else mantissa,
        k + 1.0 if near_two else k,
        ABOUT_1_5[0] if near_1_5 else ABOUT_1[0],
        ABOUT_1_5[1] if near_1_5 else ABOUT_1[1],
        ABOUT_1_5[2] if near_1_5 else ABOUT_1[2],
    )
    high, low = product_in_two(y, high, low)
    shifted = (high + low) + _ROUNDER
    z, _ = exp2_in_parts(high, low)
    found = z * float_of((bits_of(shifted) - _ROUNDER_BITS + 1023) << 52)
    return 1.0 if (x == 1.0) | (y == 0.0) else found


@compiled(inline=True)
def product_in_two(y: float, high: float, low: float) -> tuple[float, float]:
    """Return y times a sum of two numbers, the first of 21 bits, as such a sum."""
    y_high = _cut(y)
    return y_high * high, (y - y_high) * high + y * low


@compiled
def _power_at_edge(x: float, y: float) -> float:
    """Return the limits of a power: x is 0, infinite, negative or nan, or y is enormous or nan."""
    if not x >= 0.0 or y != y:
        return NAN
    rises = (x > 1.0) == (y > 0.0)
    return INFINITY if rises else 0.0


@compiled
def _log2_in_two(x: float) -> tuple[float, float]:
    """Return the binary logarithm of a positive x as a sum of two numbers, the first of 21 bits, 70 bits together."""
    k = 0
    if x < _TINY:
        x *= _TWO_54
        k = -54
    bits = bits_of(x)
    k += (bits >> 52) - 1023
    x = float_of((bits & MANTISSA) | ONE_BITS)
    if x >= NEARER_TWO:
        return log2_about(x * 0.5, float(k + 1), *ABOUT_1)
    if x > NEARER_1_5:
        return log2_about(x, float(k), *ABOUT_1_5)
    return log2_about(x, float(k), *ABOUT_1)


@compiled(inline=True)
def log2_about(x: float, n: float, centre: float, centre_high: float, centre_low: float) -> tuple[float, float]:
    """Return n and the binary logarithm of x as `_log2_in_two` does; x is near a centre, whose logarithm is known."""
    u = x - centre
    v = 1.0 / (x + centre)
    s = u * v
    s_high = _cut(s)
    sum_high = _cut(x + centre)
    s_low = v * ((u - s_high * sum_high) - s_high * (x - (sum_high - centre)))
    q = s * s
    series = (
        q
        * q
        * (
            5.99999999999994648725e-01
            + q
            * (
                4.28571428578550184252e-01
                + q
                * (
                    3.33333329818377432918e-01
                    + q
                    * (2.72728123808534006489e-01 + q * (2.30660745775561754067e-01 + q * 2.06975017800338417784e-01))
                )
            )
        )
    )
    series += s_low * (s_high + s)
    q = s_high * s_high
    t_high = _cut(3.0 + q + series)
    t_low = series - ((t_high - 3.0) - q)
    u = s_high * t_high
    v = s_low * t_high + t_low * s
    p_high = _cut(u + v)
    p_low = v - (p_high - u)
    z_high = _LOG2_E_HIGH * p_high
    z_low = _LOG2_E_LOW * p_high + p_low * _LOG2_E + centre_low
    high = _cut(((z_high + z_low) + centre_high) + n)
    return high, z_low - (((high - n) - centre_high) - z_high)


@compiled(inline=True)
def exp2_in_parts(high: float, low: float) -> tuple[float, float]:
    """Return y near 1 and a whole k with 2 to the high + low = y times 2 to the k; the first is much the larger."""
    k = ((high + low) + _ROUNDER) - _ROUNDER
    high -= k
    t = _cut(low + high)
    u = t * _LN2_SHORT
    v = (low - (t - high)) * _LN2 + t * _LN2_REST
    z = u + v
    w = v - (z - u)
    c = z - _exp_series(z * z)
    r = (z * c) / (c - 2.0) - (w + z * w)
    return 1.0 - (r - z), k
