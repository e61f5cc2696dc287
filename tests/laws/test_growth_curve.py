"""The plan's curve is scipy's PCHIP through the logarithms of the yearly figures, worked out in our own arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import PchipInterpolator

from simulator.laws.growth import arr_by_day
from simulator.scenario.reading.files import load
from simulator.scenario.schema.plan import plan_from

YEAR = 365


def by_scipy(yearly: np.ndarray) -> np.ndarray:
    years = np.arange(len(yearly), dtype=np.float64)
    at = np.arange((len(yearly) - 1) * YEAR + 1) / YEAR
    return np.exp(PchipInterpolator(years, np.log(yearly))(at))


def test_the_path_of_the_baseline() -> None:
    yearly = np.array([2.0, 6.0, 18.0, 36.0, 72.0, 144.0]) * 1e6
    found = arr_by_day(yearly, YEAR)
    assert found[::YEAR].tolist() == yearly.tolist()
    np.testing.assert_allclose(found, by_scipy(yearly), rtol=1e-12)


@given(st.lists(st.floats(0.2, 9.0), min_size=2, max_size=8))
@settings(deadline=None, max_examples=100)
def test_any_path_follows_scipy_and_never_turns_between_two_years(factors: list[float]) -> None:
    yearly = 2e6 * np.cumprod([1.0, *factors])
    found = arr_by_day(yearly, YEAR)
    np.testing.assert_allclose(found, by_scipy(yearly), rtol=1e-11)
    for year in range(len(factors)):
        steps = np.diff(found[year * YEAR : (year + 1) * YEAR + 1])
        slack = 1e-12 * yearly[year]
        assert (steps >= -slack).all() or (steps <= slack).all()


def test_two_figures_make_a_straight_line_in_the_logarithm() -> None:
    found = arr_by_day(np.array([1e6, 3e6]), YEAR)
    assert found[73] == pytest.approx(1e6 * 3 ** (73 / YEAR), rel=1e-12)


def test_a_path_that_stays_flat_begins_where_it_first_passes_the_opening_arr() -> None:
    flat = {"path.multiples": [2, 1, 2], "path.start_arr": "$500K", "opening.generated.arr": "$1M"}
    found = plan_from(load("baseline", flat).path, 1e6, 400)
    assert found.path_day == pytest.approx(YEAR)
    assert found.arr[0] == pytest.approx(1e6)
    assert found.arr[YEAR] == pytest.approx(1e6)
    assert found.arr[-1] > 1e6
