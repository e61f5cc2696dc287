"""What a chart claims in its title is what the figures say."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from synthetic_company import company, empty_company

from simulator.decisions.compare import Comparison
from simulator.reports.charts.arr import arr_title
from simulator.reports.charts.cohorts import cohort_title, landed_arr, retained
from simulator.reports.charts.coverage import coverage_title
from simulator.reports.charts.difference import difference_title
from simulator.reports.charts.headcount import first_joiner, headcount_title, typical
from simulator.reports.charts.onboarding import onboarding_title
from simulator.reports.charts.retention import retention_title
from simulator.roles import RoleId


def test_arr_and_its_distance_from_plan() -> None:
    result = company()
    bands, plan = result.bands("arr"), result["arr.plan"][0, -1]
    median, low, high = (float(band[-1]) for band in (bands.p50, bands.p5, bands.p95))
    near = float(bands.p50[24])
    off = round(100 * abs(median / plan - 1.0))
    assert off >= 1
    side = "above" if median > plan else "below"
    assert arr_title(result) == (
        f"ARR reaches ${near / 1e6:.1f}M by Dec 2028 and ${median / 1e6:.0f}M by Dec 2031, {off}% {side} plan "
        f"(90% of runs: ${low / 1e6:.0f}M–${high / 1e6:.0f}M)"
    )


def test_arr_of_a_single_run_has_no_spread() -> None:
    assert "runs" not in arr_title(company(1))


@pytest.mark.parametrize(
    ("behind", "words"),
    [(0.9, "falls to"), (0.5, "% below plan"), (-0.5, "% above plan"), (-3.0, "times the plan")],
)
def test_arr_far_from_plan(behind: float, words: str) -> None:
    assert words in arr_title(company(5, 12, behind=behind))


def test_no_arr_at_all() -> None:
    assert arr_title(empty_company()) == "There is no ARR by Dec 2028; the plan is $18M"


def test_nrr_with_its_peak_and_grr() -> None:
    result = company()
    nrr, grr = result.bands("nrr").p50, result.bands("grr").p50
    last, best = round(100 * nrr[-1]), round(100 * np.nanmax(nrr))
    assert best > last >= 100
    title = retention_title(result)
    near = round(100 * nrr[24])
    assert title.startswith(f"NRR is {near}% in Dec 2028 and {last}% in Dec 2031, below its peak of {best}% in ")
    assert title.endswith(f"; GRR is {round(100 * grr[-1])}%")


def test_nrr_below_one_hundred_is_said_to_be() -> None:
    result = company(3, 24)
    ledger = result.ledger.copy()
    from simulator.engine.ledger import Column

    ledger[:, :, Column.COHORT_NOW] *= 0.7
    lower = replace(result, ledger=ledger)
    assert retention_title(lower).startswith("NRR stays below 100%: 7")


@pytest.mark.parametrize(("months", "words"), [(6, "looks back 12 months, and this horizon has 6"), (12, "NRR is ")])
def test_nrr_of_a_short_horizon(months: int, words: str) -> None:
    assert re.search(words, retention_title(company(4, months)))


def test_nrr_without_customers() -> None:
    assert retention_title(empty_company()) == "NRR is undefined: there were no customers twelve months earlier"


def test_headcount_adds_up() -> None:
    result = company()
    csms, specialists, heads = (int(typical(result, role)[-1]) for role in ("csm", "onboarding", "cs_head"))
    near = sum(int(typical(result, role)[24]) for role in ("csm", "onboarding", "cs_head"))
    assert heads == 1
    assert headcount_title(result) == (
        f"CS grows to {near} people by Dec 2028 and {csms + specialists + 1} by Dec 2031: "
        f"{csms} CSMs, {specialists} onboarding specialists and 1 head of CS"
    )


def test_nobody_in_cs() -> None:
    assert headcount_title(company(3, 12, staffed=False)) == "Nobody works in CS by Dec 2027"


def test_first_joiners_are_medians_over_all_runs() -> None:
    result = company(41)
    days = np.sort(
        [result.hires["joined"][(result.hires["run"] == run) & (result.hires["role"] == 0)][0] for run in range(41)]
    )
    found = first_joiner(result, RoleId.CS_HEAD)
    assert found.day == days[20]
    assert (found.share, found.from_start) == (1.0, False)
    assert found.early < found.day < found.late


def test_a_first_joiner_that_comes_in_few_runs_has_no_date() -> None:
    result = company(40, 8)  # eight months end on day 243; heads of CS join around day 240
    found = first_joiner(result, RoleId.CS_HEAD)
    assert 0.0 < found.share < 1.0
    assert math.isinf(found.late)
    assert first_joiner(company(40, 3), RoleId.CS_HEAD).share == 0.0


def test_somebody_in_place_from_the_start_joins_on_no_date() -> None:
    result = company(4, 24)
    hires = result.hires.copy()
    hires["joined"] = -36500.0
    assert first_joiner(replace(result, hires=hires), RoleId.CS_HEAD).from_start


def test_coverage_with_its_low_and_the_books() -> None:
    result = company()
    share, books = result.bands("arr.covered_share").p50, result.bands("csm.utilisation").p50
    title = coverage_title(result)
    near = f"{100 * share[24]:.0f}% in Dec 2028 and " if round(100 * share[24]) != round(100 * share[-1]) else ""
    assert title.startswith(f"The share of ARR with an account manager is {near}{100 * share[-1]:.0f}% in Dec 2031")
    assert f"after a low of {100 * share.min():.0f}% in Jun 2027" in title
    assert title.endswith(f"CSM books are {100 * books[-1]:.0f}% full")
    assert coverage_title(company(2, 6, staffed=False)).endswith("no CSM is ever hired")
    assert coverage_title(empty_company()) == "There is no ARR to cover"


def test_time_to_value_and_the_backlog() -> None:
    result = company()
    half, most = result.bands("ttv.p50").p50[-1], result.bands("ttv.p90").p50[-1]
    backlog = result.bands("onboarding.backlog").p50
    title = onboarding_title(result)
    assert f"within {half:.0f} days in Dec 2031, nine in ten within {most:.0f};" in title
    low, high = (getattr(result.bands("onboarding.backlog"), name)[backlog.argmax()] for name in ("p5", "p95"))
    spread = f"P5–P95 {math.floor(low + 0.5)}–{math.floor(high + 0.5)}"
    assert f"the median backlog peaks at {math.floor(backlog.max() + 0.5)} ({spread}) in " in title
    assert onboarding_title(empty_company()) == (
        "No onboarding is signed off; nobody is left waiting for an onboarding to begin"
    )


def test_cohorts_are_pooled_dollars() -> None:
    result = company(6, 60)
    landed = landed_arr(result)
    assert landed.sum() == pytest.approx(result["arr"][:, 0].sum() + np.nansum(result["arr.new"]), rel=1e-12)
    a_month = 1.0 + 0.012 - 0.001 - 0.008
    table = retained(result)
    assert table[0, 4] == pytest.approx(a_month**12, rel=1e-12)
    assert np.isfinite(table).sum() == 21 * 22 // 2
    growth = table[:, 1:] / table[:, :-1]
    assert np.allclose(growth[np.isfinite(growth)], a_month**3)
    arr, old = result.cohort_arr.sum(axis=0), range(1, 17)
    one = sum(arr[c, 3 * c + 12] for c in old) / sum(landed[:, c].sum() for c in old)
    assert cohort_title(result).startswith(
        f"A dollar of ARR from new customers is worth ${one:.2f} after one year and $"
    )


def test_cohorts_too_young_to_tell() -> None:
    assert cohort_title(company(2, 12)) == "No cohort of new customers is a year old within this horizon"
    assert cohort_title(empty_company()) == "No customer lands within this horizon"


def test_a_clear_difference_with_its_interval_and_odds() -> None:
    comparison = Comparison(company(30, 24, {"name": "Early"}), company(30, 24, {"name": "Late"}, behind=0.10))
    found = comparison.at("arr", 24)
    assert difference_title(comparison) == (
        f"Early has ${found.mean / 1e6:.2f}M more ARR than Late by Dec 2028 "
        f"(± ${(found.high - found.mean) / 1e3:.3g}K), and is ahead in {100 * found.probability:.0f}% of runs"
    )
    assert difference_title(Comparison(comparison.b, comparison.a)).startswith("Late has $1.")
    assert "less ARR than Early" in difference_title(Comparison(comparison.b, comparison.a))


def test_no_difference_is_not_sold_as_one() -> None:
    result = company(10, 12)
    assert (
        difference_title(Comparison(result, result))
        == "Baseline (A) and Baseline (B) have the same ARR by Dec 2027 in every run"
    )
    a, b = company(10, 12, {"name": "A"}), company(10, 12, {"name": "B"})
    ledger = b.ledger.copy()
    ledger[::2, :, 0] *= 1.05
    ledger[1::2, :, 0] /= 1.05
    noisy = Comparison(a, replace(b, ledger=ledger))
    assert difference_title(noisy).startswith("No clear difference in ARR by Dec 2027: A against B ")
