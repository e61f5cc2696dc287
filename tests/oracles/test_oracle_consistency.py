"""Facts that must agree with one another, from the evidence: retention against growth, expansion against growth."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from playing import column, oracle, play
from standard_errors import agrees

from simulator.engine.contract import RunRecord
from simulator.engine.ledger import Column
from simulator.scenario.schema.market import Path
from simulator.scenario.schema.plan import plan_from


@cache
def played(name: str) -> RunRecord:
    return play(oracle(name))


def grr_by_month(record: RunRecord, months: slice) -> tuple[float, float]:
    """Return GRR over some months (ratio of sums) and its standard error, each starter renewing once a year at 90 %."""
    kept, then = column(record, Column.COHORT_CAPPED)[months], column(record, Column.COHORT_THEN)[months]
    starters = column(record, Column.COHORT_STARTERS)[months]
    # Consecutive months share their starters; a year's last month alone bounds the information of twelve from below.
    return float(kept.sum() / then.sum()), math.sqrt(0.9 * 0.1 / starters.max())


def monthly_compounded(record: RunRecord, last: int) -> float:
    """Return what twelve months of churn over opening ARR compound to: the figure that flatters a growing company."""
    arr, churn = column(record, Column.ARR), column(record, Column.CHURN_ARR)
    return float(np.prod(1.0 - churn[last - 11 : last + 1] / arr[last - 12 : last]))


@pytest.mark.parametrize(("name", "last"), [("tripling", 72), ("flat", 72)])
def test_a_frozen_cohort_keeps_90_percent_however_fast_bookings_grow(name: str, last: int) -> None:
    record = played(name)
    grr, error = grr_by_month(record, slice(last - 11, last + 1))
    agrees(grr, error, 0.9)
    np.testing.assert_array_equal(
        column(record, Column.COHORT_CAPPED)[12:], column(record, Column.COHORT_NOW)[12:], "nothing expands"
    )


def test_a_monthly_compounded_figure_would_flatter_a_tripling_company_to_94_percent() -> None:
    """With bookings that grow by G a year churn is (1 - p) (G^(1/12) - 1) / (G - 1) of ARR a month: 94.40 % a year."""
    closed_form = (1.0 - 0.1 * (3.0 ** (1 / 12) - 1.0) / 2.0) ** 12
    assert closed_form == pytest.approx(0.944, abs=5e-4)
    record = played("tripling")
    lost = column(record, Column.LOST_CUSTOMERS)[61:73].sum()
    error = (1.0 - closed_form) / math.sqrt(lost)
    # The company is six years old, not infinitely old: customers older than that would add (p/3)^6 of churn, 0.07 %.
    agrees(monthly_compounded(record, 72), error, closed_form, slack=0.0007 * (1.0 - closed_form))
    assert monthly_compounded(record, 72) > grr_by_month(record, slice(61, 73))[0] + 0.03


@pytest.mark.parametrize(("multiple", "share"), [(3.0, 0.095), (2.0, 0.18)])
def test_expansion_that_fits_the_growth(multiple: float, share: float) -> None:
    """At GRR 90 / NRR 110 expansion is 20 points of opening ARR; new logos are what the plan books on top."""
    path = Path(start_arr=2e6, multiples=(multiple,), tail=(), planned_nrr=(1.1,))
    plan = plan_from(path, 0.0, 365)
    expansion = (1.1 - 0.9) * plan.arr[0]
    assert expansion / (expansion + plan.bookings[365]) == pytest.approx(share, abs=2e-3)
