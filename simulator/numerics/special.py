"""The quantiles of the normal and the gamma distribution, out of portable functions (see `portable`).

`normal_quantile` is algorithm AS 241, PPND16 (Wichura 1988, Applied Statistics 37, 477-484), relative error about
1e-16. The incomplete gamma function is summed as in Abramowitz and Stegun 6.5.29 and 6.5.31.
"""

from __future__ import annotations

import math
from typing import Final

from simulator.numerics.elementary import INFINITY, NAN, exp, log, log1p
from simulator.numerics.jit import compiled


@compiled(inline=True)
def normal_quantile(p: float) -> float:
    """Return the standard normal's value below which probability p lies: -inf at 0, inf at 1, nan outside."""
    q = p - 0.5
    if -0.425 <= q <= 0.425:
        return q * _normal_centre(0.180625 - q * q)
    if not 0.0 < p < 1.0:
        if p == 0.0:
            return -INFINITY
        return INFINITY if p == 1.0 else NAN
    r = math.sqrt(-log(p if q < 0.0 else 1.0 - p))
    value = _normal_shoulder(r - 1.6) if r <= 5.0 else _normal_tail(r - 5.0)
    return -value if q < 0.0 else value


@compiled(inline=True)
def _normal_centre(r: float) -> float:
    above = (
        (
            (
                (
                    ((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                    + 45921.953931549871457
                )
                * r
                + 13731.693765509461125
            )
            * r
            + 1971.5909503065514427
        )
        * r
        + 133.14166789178437745
    ) * r + 3.387132872796366608
    below = (
        (
            (
                (
                    ((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                    + 21213.794301586595867
                )
                * r
                + 5394.1960214247511077
            )
            * r
            + 687.1870074920579083
        )
        * r
        + 42.313330701600911252
    ) * r + 1.0
    return above / below


@compiled
def _normal_shoulder(r: float) -> float:
    above = (
        (
            (
                (
                    ((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
                    + 1.27045825245236838258
                )
                * r
                + 3.64784832476320460504
            )
            * r
            + 5.7694972214606914055
        )
        * r
        + 4.6303378461565452959
    ) * r + 1.42343711074968357734
    below = (
        (
            (
                (
                    ((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
                    + 0.14810397642748007459
                )
                * r
                + 0.68976733498510000455
            )
            * r
            + 1.6763848301838038494
        )
        * r
        + 2.05319162663775882187
    ) * r + 1.0
    return above / below


@compiled
def _normal_tail(r: float) -> float:
    above = (
        (
            (
                (
                    ((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
                    + 0.026532189526576123093
                )
                * r
                + 0.29656057182850489123
            )
            * r
            + 1.7848265399172913358
        )
        * r
        + 5.4637849111641143699
    ) * r + 6.6579046435011037772
    below = (
        (
            (
                (
                    ((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
                    + 7.868691311456132591e-4
                )
                * r
                + 0.0148753612908506148525
            )
            * r
            + 0.13692988092273580531
        )
        * r
        + 0.59983220655588793769
    ) * r + 1.0
    return above / below


_HALF_LOG_TWO_PI: Final = 0.9189385332046727
_STIRLING_FROM: Final = 10.0
_SERIES_LIMIT: Final = 1e6
_STEPS: Final = 200
_SETTLED: Final = 1e-9  # a step this small leaves an error of its square
_LONGEST_STEP: Final = 2.0


@compiled
def _stirling_rest(a: float) -> float:
    """Return what Stirling's formula misses of log(Gamma(a)), for a >= 10, to 1e-15."""
    t = 1.0 / (a * a)
    inner = 1.0 / 1680.0 - t * (1.0 / 1188.0 - t * (691.0 / 360360.0 - t * (1.0 / 156.0)))
    return (1.0 / 12.0 - t * (1.0 / 360.0 - t * (1.0 / 1260.0 - t * inner))) / a


@compiled
def log_gamma(a: float) -> float:
    """Return the logarithm of the gamma function for a > 0; error below 1e-14, absolute or relative."""
    product = 1.0
    while a < _STIRLING_FROM:
        product *= a
        a += 1.0
    return (a - 0.5) * log(a) - a + _HALF_LOG_TWO_PI + _stirling_rest(a) - log(product)


@compiled
def _log_gamma_weight(y: float, x: float, shape: float) -> float:
    """Return log(x^shape exp(-x) / Gamma(shape + 1)) for x = exp(y), without losing digits where shape is large."""
    if shape < _STIRLING_FROM:
        return shape * y - x - log_gamma(shape + 1.0)
    excess = (x - shape) / shape
    near = -0.5 < excess < 1.0
    bulk = shape * (log1p(excess) - excess) if near else shape * (y - log(shape)) - (x - shape)
    return bulk - 0.5 * log(shape) - _HALF_LOG_TWO_PI - _stirling_rest(shape)


@compiled
def _lower_sum(x: float, shape: float) -> float:
    """Return P(shape, x) divided by the weight: 1 + x / (shape + 1) + ..., which converges fast for x < shape + 1."""
    total = 1.0
    term = 1.0
    divisor = shape
    while term > total * 1e-17:
        divisor += 1.0
        term *= x / divisor
        total += term
    return total


@compiled
def _upper_fraction(x: float, shape: float) -> float:
    """Return Q(shape, x) divided by the weight, a continued fraction by Lentz's method, for x >= shape + 1."""
    b = x + 1.0 - shape
    c = 1e300
    d = 1.0 / b
    value = d
    for i in range(1, 100_000):
        a = -float(i) * (float(i) - shape)
        b += 2.0
        d = 1.0 / (a * d + b)
        c = b + a / c
        factor = c * d
        value *= factor
        if -1e-16 < factor - 1.0 < 1e-16:
            break
    return shape * value


@compiled
def gamma_quantile(u: float, shape: float) -> float:
    """Return the value below which a gamma variable of scale 1 lies with probability u.

    `shape` > 0; relative error below 1e-10 for shapes from 0.05 to 1e4 wherever the value is a normal number. 0 at
    u = 0, inf at 1, nan outside. Below and above the median the work is done on log P and log Q as functions of log x:
    both are concave, so Newton's method settles from any start.
    """
    if not (0.0 < u < 1.0 and 0.0 < shape < INFINITY):
        if u == 0.0:
            return 0.0
        return INFINITY if u == 1.0 else NAN
    z = normal_quantile(u)
    if shape > _SERIES_LIMIT:
        return _nearly_normal(z, shape)
    y = _gamma_start(u, z, shape)
    for _ in range(_STEPS):
        step = _step_below_median(u, y, shape) if u < 0.5 else _step_above_median(1.0 - u, y, shape)
        step = min(max(step, -_LONGEST_STEP), _LONGEST_STEP)
        y += step
        if -_SETTLED < step < _SETTLED:
            break
    return exp(y)


@compiled
def _gamma_start(u: float, z: float, shape: float) -> float:
    """Return the logarithm of a first guess: Wilson and Hilferty's cube, or the leading term where x is small."""
    leading = (log(u) + log_gamma(shape + 1.0)) / shape
    root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * math.sqrt(shape))
    guess = log(shape) + 3.0 * log(root) if shape >= 1.0 and root > 0.1 else leading
    return min(guess, log(shape)) if u < 0.5 else guess


@compiled
def _step_below_median(u: float, y: float, shape: float) -> float:
    """Return Newton's step towards log P = log u; x stays below the median, where the series is quick."""
    x = exp(y)
    total = _lower_sum(x, shape)
    return (log(u) - _log_gamma_weight(y, x, shape) - log(total)) * total / shape


@compiled
def _step_above_median(tail: float, y: float, shape: float) -> float:
    """Return Newton's step towards log Q = log tail."""
    x = exp(y)
    log_weight = _log_gamma_weight(y, x, shape)
    if x >= shape + 1.0:
        fraction = _upper_fraction(x, shape)
        return (log_weight + log(fraction) - log(tail)) * fraction / shape
    weight = exp(log_weight)
    upper = 1.0 - weight * _lower_sum(x, shape)
    return log(upper / tail) * upper / (shape * weight) if upper > 0.0 else 0.0


@compiled
def _nearly_normal(z: float, shape: float) -> float:
    """Return the gamma quantile for a large shape by Cornish and Fisher's expansion around the normal quantile z."""
    s = 1.0 / math.sqrt(shape)
    zz = z * z
    third = z * (zz - 7.0) / 36.0
    fourth = (16.0 - zz * (3.0 * zz + 7.0)) / 810.0
    fifth = z * (zz * (9.0 * zz + 256.0) - 433.0) / 38880.0
    return shape * (1.0 + s * (z + s * ((zz - 1.0) / 3.0 + s * (third + s * (fourth + s * fifth)))))
