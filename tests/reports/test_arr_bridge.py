from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic_company import company, empty_company

from simulator.engine.ledger import BridgeLine, Column
from simulator.reports.charts.bridge import (
    arr_bridge,
    bridge_title,
    bridge_waterfall,
    lines_of,
    rounded_to,
    written,
)
from simulator.results.result import Result


@pytest.mark.parametrize(
    ("runs", "months", "start"), [(40, 60, "2027-01-01"), (5, 30, "2027-07-01"), (1, 6, "2027-02-01")]
)
def test_the_bridge_closes(runs: int, months: int, start: str) -> None:
    result = company(runs, months, {"start_date": start})
    years = arr_bridge(result)
    for year in years:
        assert math.fsum([year.opening, *year.flows]) == pytest.approx(year.closing, rel=1e-12)
    for before, after in pairwise(years):
        assert before.closing == after.opening
    arr = result["arr"].mean(axis=0)
    assert (years[0].opening, years[-1].closing) == pytest.approx((arr[0], arr[-1]), rel=1e-12)


def test_losses_are_negative_and_gains_positive() -> None:
    for year in arr_bridge(company(3, 24)):
        new, expansion, gains, rises, contraction, churn = year.flows
        assert rises == 0.0
        assert new > 0.0 < expansion
        assert gains > 0.0
        assert contraction < 0.0 > churn


def _steps(text: str) -> int:
    """Return a figure such as `−$1.3M` as a whole number of its last digit."""
    return int("".join(c for c in text.replace("−", "-").replace("+", "") if c.isdigit() or c == "-"))


@pytest.mark.parametrize("scale", [1e-6, 1e-3, 1.0, 1e3])
def test_every_column_of_the_table_adds_up_as_written(scale: float) -> None:
    columns = written(arr_bridge(company(7, 60, scale=scale)))
    for column in columns:
        assert sum(_steps(text) for text in column[:-1]) == _steps(column[-1])
    for before, after in pairwise(columns):
        assert before[-1] == after[0]


def test_the_title_adds_up_and_agrees_with_the_table() -> None:
    result = company()
    second, column = (written(arr_bridge(result))[year] for year in (1, -1))
    near = _steps(second[-1]) - _steps(second[0])
    opening, new, expansion, gains, _, contraction, churn, closing = (_steps(text) for text in column)
    change, lost = (closing - opening) / 10.0, -(contraction + churn) / 10.0
    assert bridge_title(result) == (
        f"ARR grows by ${near / 10:.1f}M in 2028; in 2031 it grows by ${change:.1f}M: "
        f"${new / 10:.1f}M from new customers and ${(expansion + gains) / 10:.1f}M from expansion and renewals, "
        f"less ${lost:.1f}M lost"
    )


def test_the_title_takes_the_last_whole_year() -> None:
    assert "in 2028:" in bridge_title(company(3, 30))
    assert "over Jan–Jun 2027:" in bridge_title(company(3, 6))


def raised(by: float) -> Result:
    """Return two years of which a rise in mid-term makes a part of what new customers have brought."""
    result = company(3, 24)
    ledger = np.array(result.ledger)
    ledger[:, 15, Column.RISE_ARR] += by
    ledger[:, 15, Column.NEW_ARR] -= by
    return replace(result, ledger=ledger)


def test_a_rise_in_mid_term_has_its_line_where_there_is_one() -> None:
    """It is drawn, its figure stands in the table, and the title counts it among what was gained."""
    years, usual = arr_bridge(raised(1e6)), arr_bridge(company(3, 24))
    at = list(BridgeLine).index(BridgeLine.MID_TERM_RISES)
    assert (years[0].flows[at], years[1].flows[at]) == (0.0, pytest.approx(1e6))
    assert lines_of(years) == tuple(BridgeLine)
    assert BridgeLine.MID_TERM_RISES not in lines_of(usual)
    texts = [text.get_text() for axes in bridge_waterfall(raised(1e6)).axes for text in axes.texts]
    assert "Price rises in mid-term" in texts and "+$1.0M" in texts
    assert "expansion, renewals and rises in mid-term, less" in bridge_title(raised(1e6))
    assert "rises" not in bridge_title(company(3, 24))


def test_no_customers_make_no_bridge() -> None:
    assert bridge_title(empty_company()) == "There is no ARR to bridge in 2028"


def test_a_shrinking_year_says_so() -> None:
    assert bridge_title(company(3, 12, behind=0.9)).startswith("ARR shrinks by $1.4")


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6))
def test_rounded_parts_add_up_to_the_rounded_whole(values: list[float]) -> None:
    total = round(math.fsum(values))
    rounded = rounded_to(values, total)
    assert sum(rounded) == total
    assert all(abs(whole - value) <= 1.0 for whole, value in zip(rounded, values, strict=True))
