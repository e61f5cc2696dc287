from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.results.milestones import Odds, milestone_odds, planned_days, reached_by

START = date(2027, 1, 1)


def tripling(months: int, start: float = 2e6) -> np.ndarray:
    plan = start * 3.0 ** (np.arange(months + 1) / 12)
    plan[12::12] = start * 3.0 ** np.arange(1, months // 12 + 1)
    return plan


def test_milestones_of_the_path_are_planned_for_year_ends() -> None:
    plan = np.tile(tripling(24), (2, 1))
    assert planned_days(plan, 2e6).tolist() == [0.0, 0.0]
    assert planned_days(plan, 6e6).tolist() == [365.0, 365.0]
    assert planned_days(plan, 18e6).tolist() == [730.0, 730.0]
    assert planned_days(plan, 18.1e6).tolist() == [math.inf, math.inf]


def test_a_path_entered_half_way_meets_its_milestone_half_a_year_earlier() -> None:
    late = tripling(24, start=2e6 * math.sqrt(3.0))
    assert planned_days(late[None], 6e6)[0] == pytest.approx(182.5, abs=1e-9)
    between = tripling(24, start=2e6 * 3.0 ** (1 / 24))  # half a month on
    assert planned_days(between[None], 6e6)[0] == pytest.approx(365.0 - 365.0 / 24, abs=1e-6)


def test_odds_count_every_run() -> None:
    reached = np.array([[360.0], [365.0], [366.0], [np.nan]])
    (found,) = milestone_odds(np.array([6e6]), reached, np.tile(tripling(18), (4, 1)), START)
    assert found.planned_day == 365.0
    assert found.by_plan == Odds(0.5, 0.25)
    assert found.by_horizon == Odds(0.75, math.sqrt(0.75 * 0.25 / 4))
    assert (found.p5, found.p50, found.p95) == (360.0, 365.5, math.inf)
    assert found.labels == ("Dec 2027", "Jan 2028", "not by Jun 2028")
    assert found.label(found.planned_day) == "Dec 2027"


def test_a_milestone_the_plan_does_not_reach_has_no_odds_by_plan() -> None:
    reached = np.array([[300.0], [np.nan]])
    (found,) = milestone_odds(np.array([9e6]), reached, np.tile(tripling(12), (2, 1)), START)
    assert math.isinf(found.planned_day)
    assert math.isnan(found.by_plan.probability) and math.isnan(found.by_plan.se)
    assert found.by_horizon.probability == 0.5


def test_no_runs_no_odds() -> None:
    (found,) = milestone_odds(np.array([6e6]), np.zeros((0, 1)), np.zeros((0, 13)), START)
    assert math.isnan(found.by_horizon.probability)
    assert found.labels == ("n/a", "n/a", "n/a")


@given(
    days=st.lists(st.floats(0.0, 2000.0) | st.just(math.inf), min_size=1, max_size=60),
    percent=st.sampled_from([5, 50, 95]),
)
@settings(deadline=None, max_examples=200)
def test_reached_by_is_the_percentile_of_the_bands_and_never_beyond_the_last_date(
    days: list[float], percent: int
) -> None:
    day, dated = reached_by(np.array(days), percent), [d for d in days if math.isfinite(d)]
    place = min(max(percent * (len(days) + 1) / 100, 1.0), float(len(days)))  # from 1
    assert math.isinf(day) == (math.ceil(place - 1e-9) > len(dated))
    if len(dated) == len(days):
        assert day == pytest.approx(float(np.percentile(days, percent, method="weibull")), rel=1e-12, abs=1e-9)
