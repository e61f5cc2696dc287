"""Cash running short: its low and when, the odds of none left, and runway over all runs, not over those that burn."""

from __future__ import annotations

import csv
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_results import result

from simulator.engine.contract import COLUMNS
from simulator.engine.ledger import Column
from simulator.results.bands import Bands
from simulator.results.formatting import shown
from simulator.results.metrics import evaluate
from simulator.results.metrics.solvency import SHORT_RUNWAYS, below
from simulator.results.moments import Moments
from simulator.results.result import Result
from simulator.results.sketch import ACCURACY, Sketch
from simulator.results.store import write
from simulator.results.summaries import Summaries
from simulator.results.tally import Layout, Tally

BURNING = 3
"""Runs of ten that burn cash."""


def values(name: str, ledger: np.ndarray) -> np.ndarray:
    return evaluate(name, ledger, np.zeros(ledger.shape[:-1]))


def of_cash(*cash: float) -> np.ndarray:
    ledger = np.zeros((len(cash), COLUMNS))
    ledger[:, Column.CASH] = 1e6 * np.array(cash)
    return ledger


def few_burn() -> Result:
    """Ten runs: cash of the first three runs out, at 2, 5 and 8 months; their runway is 4, 8 and 232 months."""
    found = result(range(10))
    ledger = found.ledger.copy()
    ledger[:, :, Column.CASH] = 5e6
    for run, month in enumerate((2, 5, 8)):
        ledger[run, month:, Column.CASH] = -1e6
    ledger[:, :, Column.RUNWAY] = np.nan
    ledger[:BURNING, 1:, Column.RUNWAY] = np.array([[4.0], [8.0], [232.0]])
    return replace(found, ledger=ledger)


def summed(found: Result) -> Summaries:
    tally = Tally(Layout(found.scenario))
    tally.add(found)
    return Summaries(found.scenario, found.seed, found.engine, found.today, tally, found.interrupted)


KEPT = pytest.mark.parametrize("kept", [lambda found: found, summed], ids=["runs", "summaries"])


def test_the_month_of_the_cash_low_is_the_first_of_the_least_so_far() -> None:
    ledger = of_cash(3.0, 2.0, 2.5, 2.0, 9.0, -1.0, -1.0)
    assert values("cash.low_month", ledger).tolist() == [0.0, 1.0, 1.0, 1.0, 1.0, 5.0, 5.0]
    assert values("cash.low_month", of_cash(1.0, 2.0, 3.0)).tolist() == [0.0, 0.0, 0.0]  # the opening is the low


def test_cash_below_zero_stays_told_when_money_comes_in() -> None:
    assert values("cash.below_zero", of_cash(1.0, 0.0, -0.1, 8.0)).tolist() == [0.0, 0.0, 1.0, 1.0]


def test_a_month_without_burn_has_a_runway_without_end_and_is_never_short() -> None:
    ledger = of_cash(1.0, 1.0, 1.0, 1.0, 1.0)
    ledger[:, Column.RUNWAY] = np.nan, 5.9, np.nan, 17.9, 18.0
    np.testing.assert_array_equal(values("runway", ledger), [np.nan, 5.9, np.inf, 17.9, 18.0])
    np.testing.assert_array_equal(values("runway.below_6", ledger), [np.nan, 1.0, 0.0, 0.0, 0.0])
    np.testing.assert_array_equal(values("runway.below_18", ledger), [np.nan, 1.0, 0.0, 1.0, 0.0])


def test_a_runway_of_more_than_a_century_is_no_burn() -> None:
    ledger = of_cash(1.0, 1.0, 1.0)
    ledger[:, Column.RUNWAY] = np.nan, 1200.0, 10_820.0
    np.testing.assert_array_equal(values("runway", ledger), [np.nan, 1200.0, np.inf])


@KEPT
def test_runway_is_told_over_all_runs_not_over_the_burning_ones(kept: object) -> None:
    """Three of ten runs burn, with 232 months in the longest: the median run burns nothing."""
    bands = kept(few_burn()).bands("runway")  # type: ignore[operator]
    assert bands.count[1:].tolist() == [10] * few_burn().months
    assert np.isinf(bands.p50[1:]).all()
    assert np.isinf(bands.p95[1:]).all()
    np.testing.assert_allclose(bands.p5[1:], 4.0, rtol=ACCURACY)  # of ten runs the lowest
    assert np.isinf(bands.mean[1:]).all()
    assert np.isnan(bands.se[1:]).all()
    assert bands.count[0] == 0
    assert np.isnan(bands.p50[0])


@KEPT
def test_the_odds_are_the_means_of_what_happens_or_not(kept: object) -> None:
    found = kept(few_burn())  # type: ignore[operator]
    by_month = found.bands("cash.below_zero").mean
    assert by_month[[1, 2, 4, 5, 7, 8, -1]].tolist() == pytest.approx([0.0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.3])
    odds = [found.bands(below(months)).mean[-1] for months in SHORT_RUNWAYS]
    assert odds == pytest.approx([0.1, 0.2, 0.2])


@KEPT
def test_the_summary_has_them_and_writes_a_runway_without_end_as_inf(kept: object, tmp_path: Path) -> None:
    write(kept(few_burn()), tmp_path / "out")  # type: ignore[operator]
    with (tmp_path / "out" / "summary.csv").open(encoding="utf-8", newline="") as file:
        last = {row["metric"]: row for row in csv.DictReader(file) if row["month"] == "14"}
    runway = last["runway"]
    assert (runway["n"], runway["p50"], runway["p95"], runway["mean"], runway["se"]) == ("10", "inf", "inf", "inf", "")
    assert float(runway["p5"]) == pytest.approx(4.0, abs=0.051)
    assert last["cash.below_zero"]["mean"] == "0.3000"
    assert [last[below(months)]["mean"] for months in SHORT_RUNWAYS] == ["0.1000", "0.2000", "0.2000"]
    assert last["cash.low_month"]["p5"] == "0.0"


def test_a_runway_without_end_is_said_to_be_no_burn() -> None:
    unit = few_burn().metrics["runway"].unit
    assert shown(unit, np.inf) == "no burn"
    assert shown(unit, 4.25) == "4.2 months"
    assert shown(unit, np.nan) == "n/a"


lasting = st.lists(st.one_of(st.floats(0.0, 1e4), st.just(np.inf), st.just(np.nan)), min_size=1, max_size=40)


@given(lasting)
@settings(deadline=None, max_examples=200)
def test_bands_and_sketches_with_endless_values_agree_and_warn_of_nothing(figures: list[float]) -> None:
    """Percentiles of all figures: what ranks among the finite is finite, beyond it infinite; either way of keeping."""
    column = np.array(figures)[:, None]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        bands, sketch, moments = Bands.of(column), Sketch(1), Moments.of(column)
        sketch.add(column)
        found = {percent: float(sketch.percentile(percent)[0]) for percent in (5, 50, 95)}
    ordered = np.sort(column[~np.isnan(column)])
    assert int(bands.count[0]) == int(sketch.count[0]) == len(ordered)
    assert int(moments.count[0]) == int(np.isfinite(ordered).sum())
    assert np.isfinite(moments.mean).all()
    for percent, band in ((5, bands.p5), (50, bands.p50), (95, bands.p95)):
        if not len(ordered):
            assert np.isnan(band[0]) and np.isnan(found[percent])
            continue
        place = min(max(percent * (len(ordered) + 1) / 100 - 1, 0.0), len(ordered) - 1.0)
        upper = ordered[min(int(np.floor(place)) + 1, len(ordered) - 1)]
        endless = np.isinf(ordered[int(np.floor(place))]) or (np.isinf(upper) and place > np.floor(place))
        assert np.isinf(band[0]) == np.isinf(found[percent]) == endless
        if not endless:
            # each neighbour is within the accuracy; so what lies between is, by the larger of the two
            assert found[percent] == pytest.approx(
                float(band[0]), abs=ACCURACY * (upper if np.isfinite(upper) else 1e4) + 1e-11
            )
