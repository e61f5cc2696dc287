"""Distributions agree with scipy, cut off and not, and are refused where they make no sense."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from simulator.scenario.schema.distributions import KINDS, Distribution, read_distribution
from simulator.scenario.schema.quantities import Count, Days, LogOdds, Money, Share
from simulator.scenario.units import LOG_ODDS, MONEY, SHARE, InvalidValue

A, B = (0.7 * (0.7 * 0.3 / 0.1**2 - 1), 0.3 * (0.7 * 0.3 / 0.1**2 - 1))

CASES = [
    ({"uniform": [0.2, 0.6]}, stats.uniform(0.2, 0.4), (-math.inf, math.inf)),
    ({"triangular": [1.0, 2.5, 3.0]}, stats.triang(0.75, 1.0, 2.0), (-math.inf, math.inf)),
    ({"triangular": [1.0, 1.0, 3.0]}, stats.triang(0.0, 1.0, 2.0), (-math.inf, math.inf)),
    ({"triangular": [1.0, 3.0, 3.0]}, stats.triang(1.0, 1.0, 2.0), (-math.inf, math.inf)),
    ({"triangular": [1.0, 2.5, 3.0]}, stats.triang(0.75, 1.0, 2.0), (1.2, 2.8)),
    ({"triangular": [1.0, 2.5, 3.0]}, stats.triang(0.75, 1.0, 2.0), (2.6, 2.9)),
    ({"uniform": [0.2, 0.6]}, stats.uniform(0.2, 0.4), (0.3, 9.0)),
    ({"normal": {"mean": 5, "sd": 2}}, stats.norm(5, 2), (-math.inf, math.inf)),
    ({"normal": {"mean": 5, "sd": 2, "min": 4, "max": 9}}, stats.norm(5, 2), (4.0, 9.0)),
    ({"normal": {"mean": 0, "sd": 1, "min": 4}}, stats.norm(0, 1), (4.0, math.inf)),
    ({"lognormal": {"median": 60, "sigma": 0.5}}, stats.lognorm(0.5, scale=60), (-math.inf, math.inf)),
    ({"lognormal": {"median": 60, "sigma": 0.5, "max": 90}}, stats.lognorm(0.5, scale=60), (-math.inf, 90.0)),
    ({"beta": {"mean": 0.7, "sd": 0.1}}, stats.beta(A, B), (0.0, 1.0)),
    ({"beta": {"mean": 9, "sd": 1, "min": 2, "max": 12}}, stats.beta(14, 6, 2, 10), (2.0, 12.0)),
]


def saying_within(raw, low, high):
    """The same distribution, saying that what lies outside is left out."""
    ((kind, given),) = raw.items()
    named = dict(zip(KINDS[kind], given, strict=True)) if isinstance(given, list) else dict(given)
    return {kind: named | {"within": [low, high]}}


@pytest.mark.parametrize(("raw", "scipys", "cut"), CASES, ids=lambda value: str(value)[:45])
def test_quantiles_are_scipys_between_the_cuts(raw, scipys, cut):
    found = read_distribution(saying_within(raw, *cut) if math.isfinite(sum(cut)) else raw, LOG_ODDS, *cut)
    low, high = scipys.cdf(cut[0]), scipys.cdf(cut[1])
    if low > 0.5:
        above = scipys.sf(cut[0]), scipys.sf(cut[1])
        expected = [scipys.isf(above[0] - u * (above[0] - above[1])) for u in (0.01, 0.3, 0.5, 0.9, 0.999)]
    else:
        expected = [scipys.ppf(low + u * (high - low)) for u in (0.01, 0.3, 0.5, 0.9, 0.999)]
    assert [found.quantile(u) for u in (0.01, 0.3, 0.5, 0.9, 0.999)] == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(("raw", "scipys", "cut"), CASES, ids=lambda value: str(value)[:45])
def test_the_mean_is_the_integral_of_the_quantiles(raw, scipys, cut):
    found = read_distribution(saying_within(raw, *cut) if math.isfinite(sum(cut)) else raw, LOG_ODDS, *cut)
    integral, error = integrate.quad(found.quantile, 0.0, 1.0, epsabs=1e-9, epsrel=1e-9, limit=400)
    assert found.mean() == pytest.approx(integral, rel=1e-6, abs=10 * error)


def test_draws_have_the_mean_and_spread_that_were_written():
    """20,000 stratified draws: far more exact than 4 standard errors of independent ones."""
    found = Share().read({"beta": {"mean": "70%", "sd": "10%"}})
    draws = np.array([found.quantile((k + 0.5) / 20_000) for k in range(20_000)])
    assert draws.mean() == pytest.approx(0.7, abs=1e-5)
    assert draws.std() == pytest.approx(0.1, abs=1e-4)


@settings(deadline=None)
@given(u=st.floats(0.0, 1.0), v=st.floats(0.0, 1.0))
@pytest.mark.parametrize("raw", [case[0] for case in CASES if "min" not in str(case[0])], ids=str)
def test_quantiles_rise_and_stay_inside(raw, u, v):
    found = read_distribution(saying_within(raw, -50.0, 80.0), LOG_ODDS, -50.0, 80.0)
    low, high = sorted((u, v))
    assert -50.0 <= found.quantile(low) <= found.quantile(high) <= 80.0


def test_a_quantile_has_twelve_significant_digits():
    found = Money(0, 1e9).read({"triangular": ["$2M", "$2.5M", "$3M"]})
    value = found.quantile(1 / 3)
    assert value == float(f"{value:.11e}")
    assert 2e6 < value < 3e6


REACHING = [
    ({"normal": {"mean": "95%", "sd": "20%"}}, "40% of it lies above 100%", "[0%, 100%]"),
    ({"normal": {"mean": "10%", "sd": "5%"}}, "2.3% of it lies below 0%", "[0%, 100%]"),
    ({"triangular": ["40%", "90%", "120%"]}, "17% of it lies above 100%", "[40%, 100%]"),
    ({"uniform": [0.5, 3]}, "80% of it lies above 100%", "[50%, 100%]"),
    ({"beta": {"mean": 0.5, "sd": 0.2, "min": -1, "max": 1}}, "of it lies below 0%", "[0%, 100%]"),
    ({"lognormal": {"median": 0.6, "sigma": 0.5, "max": 2}}, "of it lies above 100%", "[0%, 100%]"),
]


@pytest.mark.parametrize(("raw", "reason", "ends"), REACHING, ids=lambda value: str(value)[:45])
def test_a_distribution_that_reaches_outside_is_refused_unless_it_says_within(raw, reason, ends):
    with pytest.raises(InvalidValue, match=f"reaches outside what is allowed here: .*{reason}") as caught:
        Share(0, 1).read(raw)
    assert caught.value.problem.allowed.startswith("0% to 100%; to leave out what lies beyond")
    assert caught.value.problem.allowed.endswith(f"within: {ends}")
    found = Share(0, 1).read(saying_within(raw, "0%", "100%"))
    assert 0.0 <= found.quantile(0.0) < found.mean() < found.quantile(1.0) <= 1.0
    for written in (found.to_json(), found.to_yaml()):
        again = Share(0, 1).read(written)
        assert [again.quantile(u) for u in (0.0, 0.3, 1.0)] == [found.quantile(u) for u in (0.0, 0.3, 1.0)]
    with pytest.raises(InvalidValue, match="reaches outside"):
        Share(0, 1).read(saying_within(raw, "-90%", "190%"))


def test_a_tail_too_thin_to_matter_reaches_nowhere():
    found = Share(0, 1).read({"normal": {"mean": "90%", "sd": "2.5%"}})
    assert found.high == 1.0 and found.quantile(1.0) == 1.0


WRONG = [
    ({"unifrom": [0.2, 0.6]}, "not a distribution", ("unifrom",), "uniform"),
    ({"uniform": [0.2, 0.6], "normal": 3}, "one key", (), ""),
    ({}, "one key", (), ""),
    ({"uniform": [0.2]}, "takes 2 values, not 1", ("uniform",), ""),
    ({"uniform": 0.2}, "needs its parameters", ("uniform",), ""),
    ({"uniform": None}, "needs its parameters", ("uniform",), ""),
    ({"uniform": [0.6, 0.2]}, "not below", ("uniform",), ""),
    ({"uniform": [0.2, 0.2]}, "not below", ("uniform",), ""),
    ({"uniform": ["20%", "3 days"]}, "high: .* written as a length of time", ("uniform", "high"), ""),
    ({"uniform": {"low": 0.2}}, "lacks high", ("uniform",), ""),
    ({"uniform": {"low": 0.2, "hihg": 0.3}}, "no parameter", ("uniform", "hihg"), "high"),
    ({"triangular": [0.1, 0.9, 0.5]}, "rising order", ("triangular",), ""),
    ({"triangular": [0.5, 0.5, 0.5]}, "rising order", ("triangular",), ""),
    ({"normal": [0.5, 0.1]}, "names its parameters", ("normal",), ""),
    ({"normal": {"mean": 0.5}}, "lacks sd", ("normal",), ""),
    ({"normal": {"mean": 0.5, "sd": 0}}, "sd must be above", ("normal", "sd"), ""),
    ({"normal": {"mean": 0.5, "sd": True}}, "sd: true is not", ("normal", "sd"), ""),
    ({"normal": {"mean": 0.5, "sd": math.nan}}, "finite", ("normal", "sd"), ""),
    ({"normal": {"mean": 0.5, "sd": 0.1, "min": 0.6, "max": 0.4}}, "not below max", ("normal",), ""),
    ({"normal": {"mean": -9, "sd": 0.1}}, "outside", ("normal",), ""),
    ({"uniform": {"low": 0.2, "high": 0.6, "within": 0.4}}, "within takes two values", ("uniform", "within"), ""),
    ({"uniform": {"low": 0.2, "high": 0.6, "within": [1, 0]}}, "not below high", ("uniform", "within"), ""),
    (
        {"uniform": {"low": 0.2, "high": 0.6, "within": [0, "x"]}},
        "within: .* is not a share",
        ("uniform", "within"),
        "",
    ),
    ({"uniform": [1.5, 3]}, "outside", ("uniform",), ""),
    ({"uniform": [1, 3]}, "outside", ("uniform",), ""),
    ({"lognormal": {"median": 0, "sigma": 1}}, "median must be above", ("lognormal", "median"), ""),
    ({"lognormal": {"median": 0.1, "sigma": 0}}, "sigma must be above", ("lognormal", "sigma"), ""),
    ({"lognormal": {"median": 0.1, "sigma": "20%"}}, "not a plain number", ("lognormal", "sigma"), ""),
    ({"beta": {"mean": 0.7, "sd": 0.5}}, "impossible", ("beta", "sd"), ""),
    ({"beta": {"mean": 1.0, "sd": 0.1}}, "does not lie between", ("beta", "mean"), ""),
    ({"beta": {"mean": 0.7, "sd": 1e-9}}, "narrow", ("beta", "sd"), ""),
]


@pytest.mark.parametrize(("raw", "reason", "at", "suggestion"), WRONG, ids=lambda value: str(value)[:50])
def test_what_makes_no_sense_is_refused_at_its_place(raw, reason, at, suggestion):
    with pytest.raises(InvalidValue, match=reason) as caught:
        read_distribution(raw, SHARE, 0.0, 1.0)
    assert caught.value.at == at
    assert caught.value.problem.suggestion == suggestion


MARKED = [
    (Money(0, 1e9), {"triangular": ["$2M", "$2.5M", "$3M"]}, "triangular $2M to $3M, most likely $2.5M"),
    (Days(0, 2000), {"uniform": {"low": "6 weeks", "high": "2 months"}}, "uniform 42 days to 2 months"),
    (
        Days(0, 2000),
        {"lognormal": {"median": "60 days", "sigma": 0.5}},
        "lognormal, median 60 days, sigma 0.5, at most 2000 days",
    ),
    (Share(), {"beta": {"mean": "70%", "sd": "10%"}}, "beta, mean 70%, sd 10%"),
    (Count(1, 100), {"beta": {"mean": 9, "sd": 1, "min": 2, "max": 12}}, "beta, mean 9, sd 1 on 2 to 12"),
    (LogOdds(), {"normal": {"mean": -0.37, "sd": 0.1}}, "normal, mean -0.37, sd +0.1"),
    (
        Share(0, 2),
        {"normal": {"mean": "90%", "sd": "10%", "min": "70%"}},
        "normal, mean 90%, sd 10%, at least 70% and at most 200%",
    ),
]


@pytest.mark.parametrize(("marker", "raw", "words"), MARKED, ids=lambda value: str(value)[:40])
def test_a_distribution_is_told_and_written_in_the_fields_unit(marker, raw, words):
    found = marker.read(raw)
    assert found.describe() == words
    assert marker.read(json.loads(json.dumps(found.to_json()))) == found
    assert marker.read(found.to_yaml()) == found
    assert hash(found) == hash(marker.read(raw))


def test_a_distribution_made_in_python_reaches_no_further_than_its_field():
    made = Distribution("uniform", (0.5, 3.0), -math.inf, math.inf, "share")
    with pytest.raises(InvalidValue, match="reaches outside"):
        Share(0, 1).read(made)
    assert Share(0, 1).read(Distribution("uniform", (0.5, 3.0), 0.0, 1.0, "share")).quantile(1.0) == 1.0
    with pytest.raises(InvalidValue, match="cannot stand for an amount of money"):
        Money(0, 1e9).read(made)
    with pytest.raises(InvalidValue, match="one number"):
        Share(0, 1).read(made, uncertain=False)


def test_money_distributions_need_a_scale_for_beta():
    with pytest.raises(InvalidValue, match="does not lie between") as caught:
        read_distribution({"beta": {"mean": "$2M", "sd": "$1M"}}, MONEY, 0.0, 1e9)
    assert "min and max" in caught.value.problem.allowed
