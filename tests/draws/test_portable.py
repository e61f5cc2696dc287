"""The portable functions against mpmath, in units in the last place (ulp), and at the edges."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from mpmath import mp, mpf

from simulator.numerics import elementary, portable, special

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

INF = math.inf
TINY = 2.0**-1022
ULP_SLACK = 1.0


@pytest.fixture(autouse=True)
def _precise() -> Iterable[None]:
    with mp.workprec(160):
        yield


def ulps(value: float, exact: Any) -> float:
    """Return the distance from the exact value in units of the last place that a double near it has."""
    if not math.isfinite(float(exact)):
        return 0.0 if value == float(exact) else INF
    return float(abs(mpf(value) - exact) / math.ulp(float(exact)))


def worst(function: Callable[[float], float], exact: Callable[[Any], Any], inputs: Iterable[float]) -> float:
    return max(ulps(function(x), exact(mpf(x))) for x in inputs)


def any_positive(count: int, seed: int) -> list[float]:
    """Return positive doubles of every size, subnormal ones among them."""
    source = random.Random(seed)
    spread = [math.ldexp(1.0 + source.random(), source.randint(-1074, 1023)) for _ in range(count)]
    return [*spread, 5e-324, 1e-320, TINY, math.nextafter(TINY, 0.0), 1.7976931348623157e308]


def near(centre: float, width: float, count: int, seed: int) -> list[float]:
    source = random.Random(seed)
    close = [centre + source.uniform(-width, width) * 10.0 ** -source.uniform(0, 14) for _ in range(count)]
    return [*close, centre, math.nextafter(centre, INF), math.nextafter(centre, -INF)]


def test_log_is_within_one_ulp() -> None:
    edges = [math.sqrt(0.5), math.sqrt(2.0)]
    inputs = any_positive(2000, 1) + near(1.0, 0.9, 2000, 2) + [x for e in edges for x in near(e, 1e-3, 50, 3)]
    assert worst(elementary.log, mp.log, inputs) < ULP_SLACK


def test_exp_is_within_one_ulp_over_the_whole_range() -> None:
    source = random.Random(4)
    inputs = [source.uniform(-745.1, 709.78) for _ in range(3000)] + near(0.0, 1.0, 1000, 5)
    inputs += [source.uniform(-745.1, -708.0) for _ in range(500)]  # subnormal results
    inputs += [k * math.log(2) / 2 for k in range(-2000, 2000, 7)]  # where the reduction changes its mind
    inputs += [709.782712893384, 709.7, 708.0, 709.0, -708.0, -745.1332191019411, -745.13]
    assert worst(elementary.exp, mp.exp, inputs) < ULP_SLACK


def test_log1p_is_within_one_ulp() -> None:
    source = random.Random(6)
    inputs = near(0.0, 0.9, 2000, 7) + [source.uniform(-1.0, 3.0) for _ in range(2000)]
    inputs += [x for x in any_positive(1000, 8) if x > 1e-300]
    assert worst(elementary.log1p, mp.log1p, inputs) < ULP_SLACK


def test_expm1_is_within_one_ulp() -> None:
    source = random.Random(9)
    inputs = near(0.0, 1.0, 2000, 10) + [source.uniform(-40.0, 709.0) for _ in range(2000)]
    assert worst(elementary.expm1, mp.expm1, inputs) < ULP_SLACK


def test_power_is_within_one_ulp() -> None:
    source = random.Random(11)
    pairs = [(x, source.uniform(-2.0, 2.0)) for x in any_positive(1500, 12)]
    pairs += [(source.uniform(0.3, 3.0), source.uniform(-600.0, 600.0)) for _ in range(1500)]
    pairs += [(x, y) for x in near(1.0, 0.01, 200, 13) for y in (1e4, -1e4, 0.25, 0.75)]
    errors = [ulps(elementary.power(x, y), mpf(x) ** mpf(y)) for x, y in pairs]
    assert max(errors) < ULP_SLACK


@pytest.mark.parametrize("x", [2.0, 3.0, 10.0, 0.5, 1.5, 7.0, 1e5])
@pytest.mark.parametrize("y", [1.0, 2.0, 3.0])
def test_power_is_exact_where_the_result_is_a_double(x: float, y: float) -> None:
    assert elementary.power(x, y) == float(mpf(x) ** mpf(y))


def test_whole_numbers_and_numpys_numbers_are_taken_as_they_are() -> None:
    assert elementary.log(2) == elementary.log(2.0) == elementary.log(np.float64(2.0))
    assert elementary.exp(3) == elementary.exp(3.0) == elementary.exp(np.float64(3.0))
    assert elementary.power(2, 3) == elementary.power(2.0, 3.0) == elementary.power(np.float64(2.0), np.int64(3))
    assert elementary.exp(np.float64(709.79)) == elementary.power(np.float64(10.0), np.float64(1e299)) == INF


def test_logistic_and_logit_are_accurate_and_inverse() -> None:
    source = random.Random(14)
    inputs = [source.uniform(-40.0, 40.0) for _ in range(2000)] + near(0.0, 1.0, 500, 15)
    assert worst(portable.logistic, lambda x: 1 / (1 + mp.exp(-x)), inputs) < 3.0
    chances = [source.random() for _ in range(2000)] + near(0.5, 0.4, 500, 16) + [1e-300, 1e-9, 1 - 1e-12]
    assert worst(portable.logit, lambda p: mp.log(p / (1 - p)), chances) < 4.0
    assert max(abs(portable.logit(portable.logistic(x)) - x) for x in inputs if abs(x) < 10.0) < 1e-10


def test_normal_quantile_is_accurate() -> None:
    source = random.Random(17)
    chances = [source.random() for _ in range(600)] + [10.0 ** -source.uniform(0.31, 300.0) for _ in range(300)]
    chances += [1.0 - 10.0 ** -source.uniform(0.31, 15.5) for _ in range(300)] + near(0.5, 0.425, 100, 18)
    chances += [0.075, 0.925, 2.0**-53, 1.0 - 2.0**-53, math.exp(-25.0), 5e-324, TINY]
    assert max(relative_error_of_normal_quantile(p) for p in chances) < 1e-15


def relative_error_of_normal_quantile(p: float) -> float:
    """Return the relative error by one Newton step from the returned value, which is exact to first order."""
    z = mpf(special.normal_quantile(p))
    chance = mp.erfc(-z / mp.sqrt(2)) / 2
    step = (chance - mpf(p)) / mp.npdf(z)
    return float(abs(step / z)) if z != 0 else float(abs(step))


@pytest.mark.parametrize("shape", [0.05, 0.3, 1.0, 1.5625, 2.78, 9.9, 10.1, 100.0, 2500.0, 1e4])
def test_gamma_quantile_is_accurate(shape: float) -> None:
    source = random.Random(19)
    chances = [source.random() for _ in range(12)] + [2.0**-53, 1e-9, 0.4999, 0.5, 0.999, 1.0 - 2.0**-53]
    for u in chances:
        x = special.gamma_quantile(u, shape)
        if x > 1e-290:
            assert relative_error_of_gamma_quantile(x, u, shape) < 1e-12, (u, shape)


@pytest.mark.parametrize("shape", [9e5, 1.1e6, 6e6])
def test_gamma_quantile_of_a_huge_shape_is_accurate(shape: float) -> None:
    for u in (2.0**-53, 1e-6, 0.2, 0.7, 1.0 - 1e-12):
        x = special.gamma_quantile(u, shape)
        assert relative_error_of_gamma_quantile(x, u, shape) < 1e-12, (u, shape)


def relative_error_of_gamma_quantile(x: float, u: float, shape: float) -> float:
    """Return the relative error of x by one Newton step, the distribution function being summed as a series."""
    y, a = mpf(x), mpf(shape)
    with mp.workprec(250):
        weight = mp.exp(a * mp.log(y) - y - mp.loggamma(a + 1))
        term = total = mpf(1)
        n = a
        while term > total * mpf(10) ** -60:
            n += 1
            term *= y / n
            total += term
        return float(abs((weight * total - mpf(u)) / (weight * a)))


def test_gamma_quantile_of_shape_one_is_the_exponential() -> None:
    for u in (1e-9, 0.1, 0.5, 0.9, 0.999999):
        assert special.gamma_quantile(u, 1.0) == pytest.approx(-math.log1p(-u), rel=1e-13)


def test_log_gamma_is_accurate() -> None:
    source = random.Random(20)
    for a in [10.0 ** source.uniform(-3, 6) for _ in range(500)] + [0.5, 1.0, 2.0, 9.999, 10.0]:
        exact = mp.loggamma(mpf(a))
        assert abs(mpf(special.log_gamma(a)) - exact) <= 1e-14 * max(1, abs(exact)), a


EDGES: list[tuple[Callable[..., float], tuple[float, ...], float]] = [
    (elementary.log, (0.0,), -INF),
    (elementary.log, (-0.0,), -INF),
    (elementary.log, (1.0,), 0.0),
    (elementary.log, (INF,), INF),
    (elementary.log, (-1.0,), math.nan),
    (elementary.log, (-5e-324,), math.nan),
    (elementary.log, (-INF,), math.nan),
    (elementary.log, (math.nan,), math.nan),
    (elementary.log1p, (-1.0,), -INF),
    (elementary.log1p, (-1.5,), math.nan),
    (elementary.log1p, (0.0,), 0.0),
    (elementary.log1p, (INF,), INF),
    (elementary.log1p, (math.nan,), math.nan),
    (elementary.exp, (0.0,), 1.0),
    (elementary.exp, (709.782712893385,), INF),
    (elementary.exp, (INF,), INF),
    (elementary.exp, (-745.1332191019411,), 5e-324),
    (elementary.exp, (-745.1332191019412,), 0.0),
    (elementary.exp, (-1e300,), 0.0),
    (elementary.exp, (-INF,), 0.0),
    (elementary.exp, (math.nan,), math.nan),
    (elementary.expm1, (0.0,), 0.0),
    (elementary.expm1, (710.0,), INF),
    (elementary.expm1, (-INF,), -1.0),
    (elementary.expm1, (-50.0,), -1.0),
    (elementary.expm1, (math.nan,), math.nan),
    (elementary.power, (0.0, 0.0), 1.0),
    (elementary.power, (0.0, 2.0), 0.0),
    (elementary.power, (0.0, -2.0), INF),
    (elementary.power, (1.0, math.nan), 1.0),
    (elementary.power, (math.nan, 0.0), 1.0),
    (elementary.power, (math.nan, 1.0), math.nan),
    (elementary.power, (2.0, math.nan), math.nan),
    (elementary.power, (-2.0, 2.0), math.nan),
    (elementary.power, (2.0, 1024.0), INF),
    (elementary.power, (2.0, 1023.0), 2.0**1023),
    (elementary.power, (2.0, -1074.0), 5e-324),
    (elementary.power, (2.0, -1080.0), 0.0),
    (elementary.power, (INF, 0.5), INF),
    (elementary.power, (INF, -0.5), 0.0),
    (elementary.power, (2.0, INF), INF),
    (elementary.power, (0.5, INF), 0.0),
    (elementary.power, (2.0, -INF), 0.0),
    (elementary.power, (0.5, -1e301), INF),
    (portable.logistic, (INF,), 1.0),
    (portable.logistic, (-INF,), 0.0),
    (portable.logistic, (0.0,), 0.5),
    (portable.logistic, (math.nan,), math.nan),
    (portable.logit, (0.0,), -INF),
    (portable.logit, (1.0,), INF),
    (portable.logit, (0.5,), 0.0),
    (portable.logit, (1.5,), math.nan),
    (portable.logit, (-0.5,), math.nan),
    (special.normal_quantile, (0.0,), -INF),
    (special.normal_quantile, (1.0,), INF),
    (special.normal_quantile, (0.5,), 0.0),
    (special.normal_quantile, (-0.1,), math.nan),
    (special.normal_quantile, (1.1,), math.nan),
    (special.normal_quantile, (math.nan,), math.nan),
    (special.gamma_quantile, (0.0, 2.0), 0.0),
    (special.gamma_quantile, (1.0, 2.0), INF),
    (special.gamma_quantile, (1.2, 2.0), math.nan),
    (special.gamma_quantile, (0.3, -1.0), math.nan),
]


@pytest.mark.parametrize(("function", "arguments", "expected"), EDGES)
def test_edges(function: Callable[..., float], arguments: tuple[float, ...], expected: float) -> None:
    value = function(*arguments)
    assert value == expected or (math.isnan(value) and math.isnan(expected))
