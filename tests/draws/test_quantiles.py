"""Draws as inverse CDFs: rising in u, with the right moments and the right distribution.

The statistical tests fix the seed and allow 4 standard errors (for Kolmogorov-Smirnov, the value of equal odds).
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from simulator.numerics import draws, quantiles
from simulator.numerics.jit import in_machine_code

if TYPE_CHECKING:
    from collections.abc import Callable

INFINITY = math.inf
COUNT = 200_000
SEED = 20_240_607
FOUR_SIGMA = 4.0
# The odds of passing 4 standard errors are 6.3e-5; sqrt(n) times the Kolmogorov-Smirnov distance passes 2.28 as rarely.
KOLMOGOROV_LIMIT = 2.28
FORMULA_CHANGES = (math.exp(-25.0), 0.075, 0.5, 0.925, 1.0 - math.exp(-25.0))

uniform = draws.uniform
new_customer = draws.new_customer
ACV = draws.ACV


@in_machine_code
def _uniforms(seed: int, out: np.ndarray) -> None:
    for k in range(out.size):
        out[k] = uniform(seed, 3, new_customer(k), ACV, 0)


@pytest.fixture(scope="module")
def us() -> np.ndarray:
    out = np.empty(COUNT)
    _uniforms(SEED, out)
    return out


FAMILIES: dict[str, tuple[Callable[[float], float], stats.rv_continuous]] = {
    "uniform": (lambda u: quantiles.uniform_of(u, 2.0, 3.0), stats.uniform(2.0, 1.0)),
    "triangular": (lambda u: quantiles.triangular_of(u, 2.0, 2.2, 3.0), stats.triang(0.2, loc=2.0)),
    "exponential": (quantiles.exponential_of, stats.expon()),
    "normal": (quantiles.normal_of, stats.norm()),
    "lognormal": (lambda u: quantiles.lognormal_of(u, 45.0, 0.6), stats.lognorm(0.6, scale=45.0)),
    "lognormal by mean and cv": (
        lambda u: quantiles.lognormal_mean_cv_of(u, 35e3, 0.8),
        stats.lognorm(math.sqrt(math.log(1.64)), scale=35e3 / math.sqrt(1.64)),
    ),
    "gamma": (lambda u: quantiles.gamma_of(u, 45.0, 0.6), stats.gamma(1 / 0.36, scale=45.0 * 0.36)),
    "gamma of great spread": (lambda u: quantiles.gamma_of(u, 45.0, 2.0), stats.gamma(0.25, scale=180.0)),
}


@pytest.fixture(scope="module")
def samples(us: np.ndarray) -> dict[str, np.ndarray]:
    some = us[:40_000].tolist()
    return {name: np.array([draw(u) for u in some]) for name, (draw, _) in FAMILIES.items()}


@pytest.mark.parametrize("family", FAMILIES)
def test_moments(family: str, samples: dict[str, np.ndarray]) -> None:
    sample, law = samples[family], FAMILIES[family][1]
    mean, variance, skew, excess = (float(moment) for moment in law.stats("mvsk"))
    error_of_mean = math.sqrt(variance / sample.size)
    assert abs(sample.mean() - mean) < FOUR_SIGMA * error_of_mean
    if family != "gamma of great spread" and excess < 20.0:  # a heavier tail has no usable error of the variance
        error_of_variance = variance * math.sqrt((excess + 2.0) / sample.size)
        assert abs(sample.var() - variance) < FOUR_SIGMA * error_of_variance
    assert math.isfinite(skew)


@pytest.mark.parametrize("family", FAMILIES)
def test_distribution(family: str, samples: dict[str, np.ndarray]) -> None:
    sample, law = samples[family], FAMILIES[family][1]
    distance = stats.kstest(sample, law.cdf).statistic
    assert distance * math.sqrt(sample.size) < KOLMOGOROV_LIMIT


def test_the_distribution_test_would_notice_a_small_error(samples: dict[str, np.ndarray]) -> None:
    distance = stats.kstest(samples["normal"] * 1.03, stats.norm().cdf).statistic
    assert distance * math.sqrt(samples["normal"].size) > KOLMOGOROV_LIMIT / 2
    shifted = stats.kstest(samples["exponential"] * 1.05, stats.expon().cdf).statistic
    assert shifted * math.sqrt(samples["exponential"].size) > KOLMOGOROV_LIMIT


def test_uniforms_fill_the_interval_evenly(us: np.ndarray) -> None:
    assert 0.0 < us.min() < 1e-4
    assert 1.0 - 1e-4 < us.max() < 1.0
    assert abs(us.mean() - 0.5) < FOUR_SIGMA * math.sqrt(1.0 / 12.0 / us.size)
    counts = np.histogram(us, bins=1000, range=(0.0, 1.0))[0]
    expected = us.size / 1000
    chi_squared = float(((counts - expected) ** 2 / expected).sum())
    assert abs(chi_squared - 999.0) < FOUR_SIGMA * math.sqrt(2 * 999.0)
    distance = stats.kstest(us, "uniform").statistic
    assert distance * math.sqrt(us.size) < KOLMOGOROV_LIMIT


@pytest.mark.parametrize("family", FAMILIES)
def test_every_draw_rises_with_u(family: str) -> None:
    draw = FAMILIES[family][0]
    grid = np.linspace(1e-6, 1.0 - 1e-6, 4001).tolist()
    grid += [edge + step * 1e-9 for edge in FORMULA_CHANGES for step in range(-50, 51)]
    grid += [2.0**-53, 3 * 2.0**-53, 1.0 - 2.0**-53, 1.0 - 3 * 2.0**-53]
    values = [draw(u) for u in sorted(set(grid)) if 0.0 < u < 1.0]
    assert all(a <= b for a, b in itertools.pairwise(values))
    assert all(math.isfinite(value) for value in values)


@pytest.mark.parametrize("family", FAMILIES)
def test_between_neighbouring_uniforms_a_draw_falls_by_no_more_than_rounding(family: str) -> None:
    draw = FAMILIES[family][0]
    for centre in (*FORMULA_CHANGES, 0.01, 0.3, 0.6, 0.99):
        base = round(centre * 2.0**52)
        values = [draw((base + step + 0.5) * 2.0**-52) for step in range(1, 200)]
        assert all(b - a > -2e-13 * abs(a) for a, b in itertools.pairwise(values))


def test_a_spread_of_zero_gives_the_mean_exactly() -> None:
    for u in (2.0**-53, 0.3, 1.0 - 2.0**-53):
        assert quantiles.lognormal_mean_cv_of(u, 35_000.1, 0.0) == 35_000.1
        assert quantiles.gamma_of(u, 45.3, 0.0) == 45.3
        assert quantiles.lognormal_of(u, 45.3, 0.0) == 45.3
        assert quantiles.uniform_of(u, 2.7, 2.7) == 2.7
        assert quantiles.triangular_of(u, 2.7, 2.7, 2.7) == 2.7


def test_the_median_of_a_lognormal_is_its_median() -> None:
    assert quantiles.lognormal_of(0.5, 45.0, 0.6) == 45.0


def test_a_uniform_between_bounds_stays_between_them() -> None:
    for u in (2.0**-53, 0.5, 1.0 - 2.0**-53):
        assert 0.1 <= quantiles.uniform_of(u, 0.1, 0.3) <= 0.3


def test_a_triangle_stays_between_its_ends_wherever_its_mode_is_said_to_be() -> None:
    for u in (2.0**-53, 0.2, 0.5, 1.0 - 2.0**-53):
        for mode in (-1.0, 0.1, 0.2, 0.3, 5.0):
            assert 0.1 <= quantiles.triangular_of(u, 0.1, mode, 0.3) <= 0.3
        assert quantiles.triangular_of(u, 0.1, -1.0, 0.3) == quantiles.triangular_of(u, 0.1, 0.1, 0.3)
        assert quantiles.triangular_of(u, 0.3, 0.2, 0.1) == 0.3


def test_what_happens_rises_with_its_probability() -> None:
    chances = [-INFINITY, -0.1, 0.0, 2.0**-53, 0.2, 0.5, 0.9, 1.0 - 2.0**-53, 1.0, 1.5, INFINITY]
    for u in (2.0**-53, 0.1, 0.5, 0.7, 1.0 - 2.0**-53):
        outcomes = [quantiles.happens(u, p) for p in chances]
        assert outcomes == sorted(outcomes)
        assert not any(outcomes[:3])
        assert all(outcomes[-3:])


def test_what_happens_does_so_as_often_as_its_probability(us: np.ndarray) -> None:
    for p in (0.12, 0.5, 0.913):
        share = np.mean([quantiles.happens(u, p) for u in us[:40_000].tolist()])
        assert abs(share - p) < FOUR_SIGMA * math.sqrt(p * (1.0 - p) / 40_000)
