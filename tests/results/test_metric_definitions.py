from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from simulator.engine.contract import COLUMNS
from simulator.engine.ledger import Column, RoleColumn, declared, role_column
from simulator.errors import InputError
from simulator.reports.model_page import PAGE
from simulator.results.arithmetic import over, trailing
from simulator.results.metrics import METRICS, Unit, cohort_retention, evaluate, metric, quick_ratio
from simulator.results.metrics.definition import ledger_source, of_columns
from simulator.roles import ROLE_NAMES, RoleId

PAGE_ROW = re.compile(r"^\| `([\w.]+)` \|", re.MULTILINE)

FIRST_MONTH = {"nrr": 12, "grr": 12, "logo_retention": 12, "quick_ratio": 12}
FIRST_MONTH |= {"renewal.rate": 12, "renewal.rate.net": 12, "first_renewal.rate": 12}
FIRST_MONTH |= {"cs_cost.share": 1, "cs_cost.of_revenue": 12}
FIRST_MONTH |= {"enterprise_value.multiple": 12, "arr.growth": 12, "burn_multiple": 12, "cac_payback": 12}
FIRST_MONTH |= {"rule_of_40": 12, "magic_number": 6, "employees": 1, "arr.per_employee": 1}
FIRST_MONTH |= {"rnd.people": 1, "administration.people": 1}
FIRST_MONTH |= {"gross_margin": 1, "gross_margin.with_onboarding": 1, "gross_margin.after_cs": 1, "operating_margin": 1}
FIRST_MONTH |= {
    "fcf_margin": 12,
    "sales_marketing.of_revenue": 12,
    "cac": 12,
    "rnd.of_revenue": 12,
    "ltv": 12,
    "ltv_cac": 12,
}
FIRST_MONTH |= {"administration.of_revenue": 12}
FIRST_MONTH |= {"land.share": 1, "runway": 1, "runway.below_6": 1, "runway.below_12": 1, "runway.below_18": 1}
FIRST_MONTH |= {"competitor.held_off": 1, "sponsor.answered": 1}
FIRST_MONTH |= {"onboarding.wait": 1, "onboarding.failed_share": 1, "ttv.mean": 1}


def blank(months: int) -> np.ndarray:
    return np.zeros((months + 1, COLUMNS))


def values(name: str, ledger: np.ndarray) -> np.ndarray:
    return evaluate(name, ledger, np.zeros(ledger.shape[:-1]))


def test_every_metric_is_promised_and_every_promise_kept() -> None:
    """MODEL.md as it lies in the project is the promise: a metric that goes or comes must show there."""
    page = PAGE.read_text(encoding="utf-8")
    table = page[page.index("| metric | in tables |") :].split("\n\n")[0]
    assert PAGE_ROW.findall(table) == list(METRICS), "t2d3 model --out simulator/MODEL.md writes it anew"


def test_a_metric_that_is_a_column_counts_and_means_what_the_column_does() -> None:
    plain = {found.source: found for found in METRICS.values() if found.kind in ("stock", "flow") and not found.short}
    told = 0
    for column in range(COLUMNS):
        found, fact = plain.get(ledger_source(column)), declared(column)
        if found is not None and found.meaning == fact.meaning:
            told += 1
            assert (found.unit, found.kind) == (fact.unit, fact.kind.value)
    assert told > 90


IN_NO_METRIC = {Column.MENDED: "the story tells it customer by customer, and the replay adds it up"}
"""Columns of the ledger that only a log's readers want, each with the reason."""


def test_every_column_is_in_a_metric() -> None:
    """What the engines add up, somebody can ask for."""
    sources = " ".join(found.source for found in METRICS.values())
    names = set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", sources))
    assert {column for column in Column if column.name not in names} == set(IN_NO_METRIC)


def test_columns_of_different_units_or_kinds_do_not_add_up() -> None:
    for columns in ((Column.ARR, Column.CUSTOMERS), (Column.ARR, Column.NEW_ARR)):
        with pytest.raises(ValueError, match="different kinds or units"):
            of_columns("sum", "Sum", *columns)


@pytest.mark.parametrize("name", METRICS)
def test_each_says_what_it_is(name: str) -> None:
    found = METRICS[name]
    assert found.name == name
    assert isinstance(found.unit, Unit)
    assert found.kind in ("stock", "flow", "ratio", "low")
    assert found.meaning.endswith(".") and len(found.meaning) > 20
    assert found.source.startswith(("ledger: ", "plan: "))


TWO_READINGS = """
    arr arr.net_new nrr grr logo_retention renewal.rate renewal.rate.net quick_ratio gross_profit gross_margin
    gross_margin.with_onboarding gross_margin.after_cs operating_margin fcf_margin burn burn_multiple magic_number
    runway rule_of_40 arr.growth arr.per_employee cs_cost.share cs_cost.of_revenue sales_marketing.of_revenue arpa cac
    cac_payback ltv ltv_cac
"""
"""What boards ask for by a name under which others work out another figure."""


@pytest.mark.parametrize("name", TWO_READINGS.split())
def test_a_figure_that_others_work_out_otherwise_says_whose_it_is(name: str) -> None:
    assert METRICS[name].school.endswith(".") and len(METRICS[name].school) > 20


def test_titles_tell_metrics_apart() -> None:
    assert len({found.title for found in METRICS.values()}) == len(METRICS)


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("months", [2, 11, 12, 30])
def test_values_begin_where_they_are_defined(name: str, months: int) -> None:
    ledger = np.random.default_rng(1).uniform(1.0, 2.0, (months + 1, COLUMNS))
    ledger[:, [Column.REVENUE, Column.NEW_ARR, Column.COHORT_THEN]] += 3.0  # a company with a margin, growth and churn
    found = values(name, ledger)
    first = FIRST_MONTH.get(name, 1 if METRICS[name].kind == "flow" else 0)
    assert found.shape == (months + 1,)
    np.testing.assert_array_equal(np.isnan(found), np.arange(months + 1) < first)


@pytest.mark.parametrize("name", METRICS)
def test_runs_are_independent_and_the_ledger_is_left_alone(name: str) -> None:
    random = np.random.default_rng(2)
    ledger = np.round(random.uniform(0.0, 3.0, (2, 3, 16, COLUMNS)))
    plan = random.uniform(1.0, 2.0, (2, 3, 16))
    before = ledger.copy()
    together = evaluate(name, ledger, plan)
    alone = np.array([[evaluate(name, ledger[i, j], plan[i, j]) for j in range(3)] for i in range(2)])
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(ledger, before)
    together[...] = -1.0
    np.testing.assert_array_equal(ledger, before)
    assert name == "runway" or not np.any(np.isinf(alone))  # the only figure that may have no end


@pytest.mark.parametrize("name", [name for name in METRICS if METRICS[name].kind == "ratio"])
def test_a_ratio_with_nothing_below_the_line_is_na(name: str) -> None:
    assert np.isnan(values(name, blank(24))).all()


class TestWorkedCase:
    """A 100→150, B 200→150, C 300→0, D 400→500; E lands at 120 and ends at 180."""

    then = (100.0, 200.0, 300.0, 400.0, 0.0)
    now = (150.0, 150.0, 0.0, 500.0, 180.0)

    def test_from_customers(self) -> None:
        nrr, grr, logo = cohort_retention(self.then, self.now)
        assert (nrr, grr, logo) == (0.8, 0.65, 0.75)
        ratio = quick_ratio(new=120.0, expansion=50.0 + 100.0 + 60.0, contraction=50.0, churn=300.0)
        assert round(float(ratio), 6) == 0.942857
        assert sum(self.now) == sum(self.then) + 120.0 + 210.0 - 50.0 - 300.0 == 980.0

    def test_from_the_ledger(self) -> None:
        ledger = blank(12)
        ledger[0, Column.ARR], ledger[12, Column.ARR] = sum(self.then), sum(self.now)
        ledger[12, Column.COHORT_THEN] = 1000.0
        ledger[12, Column.COHORT_NOW] = 800.0
        ledger[12, Column.COHORT_CAPPED] = 100.0 + 150.0 + 0.0 + 400.0
        ledger[12, [Column.COHORT_STARTERS, Column.COHORT_SURVIVORS]] = 4.0, 3.0
        ledger[2, Column.NEW_ARR] = 120.0
        ledger[[3, 6, 9], Column.EXPANSION_ARR] = 50.0, 100.0, 60.0
        ledger[5, Column.CONTRACTION_ARR] = 50.0
        ledger[12, Column.CHURN_ARR] = 300.0
        assert values("nrr", ledger)[12] == 0.8
        assert values("grr", ledger)[12] == 0.65
        assert values("logo_retention", ledger)[12] == 0.75
        assert round(values("quick_ratio", ledger)[12], 6) == 0.942857
        assert values("arr", ledger)[12] == 980.0


def test_a_cohort_without_arr_has_no_retention() -> None:
    assert np.isnan(cohort_retention([0.0, 0.0], [10.0, 0.0])).all()
    assert np.isnan(cohort_retention([], [])).all()


@pytest.mark.parametrize(("then", "now"), [([1.0], [1.0, 2.0]), ([-1.0], [1.0]), ([1.0], [np.nan]), ([[1.0]], [[1.0]])])
def test_customer_figures_that_make_no_sense_are_refused(then: list[float], now: list[float]) -> None:
    with pytest.raises(ValueError, match=r"same customers|must be a number"):
        cohort_retention(then, now)


def test_cs_cost_is_dollars_a_month_and_its_share_a_yearly_rate() -> None:
    ledger = blank(2)
    for role, cost in ((RoleId.CS_HEAD, 25_000.0), (RoleId.CSM, 60_000.0), (RoleId.ONBOARDING, 15_000.0)):
        ledger[1:, role_column(role, RoleColumn.COST)] = cost
    ledger[:, Column.ARR] = 12e6
    np.testing.assert_array_equal(values("cs_cost", ledger), [np.nan, 100_000.0, 100_000.0])
    np.testing.assert_array_equal(values("cs_cost.share", ledger), [np.nan, 0.1, 0.1])


def test_heads_of_all_cs_roles_add_up() -> None:
    ledger = blank(1)
    for role in RoleId:
        ledger[1, role_column(role, RoleColumn.HEADS)] = 10.0**role
    np.testing.assert_array_equal(values("headcount.cs", ledger), [0.0, 10_100_111.0])
    assert [values(f"headcount.{name}", ledger)[1] for name in ROLE_NAMES] == [10.0**role for role in RoleId]


def test_time_to_value_is_the_mean_over_sign_offs_of_three_months() -> None:
    ledger = blank(5)
    ledger[:, Column.SIGN_OFFS] = [9.0, 1.0, 0.0, 3.0, 0.0, 0.0]
    ledger[:, Column.TTV_DAYS] = [900.0, 50.0, 0.0, 90.0, 0.0, 0.0]
    np.testing.assert_array_equal(values("ttv.mean", ledger), [np.nan, 50.0, 50.0, 35.0, 30.0, 30.0])


def test_an_annual_renewal_rate_counts_the_twelve_months_that_end_with_each() -> None:
    ledger = blank(14)
    ledger[1, [Column.DUE_ARR, Column.RENEWED_ARR]] = 100.0, 0.0
    ledger[2, [Column.DUE_ARR, Column.RENEWED_ARR]] = 100.0, 100.0
    found = values("renewal.rate", ledger)
    np.testing.assert_array_equal(found[12:], [0.5, 1.0, np.nan])


def test_a_renewal_that_shrinks_counts_in_full_gross_and_as_signed_net() -> None:
    """Of 200 due, 120 renew and give 30 of it up at that."""
    ledger = blank(13)
    ledger[3, [Column.DUE_ARR, Column.RENEWED_ARR]] = 150.0, 120.0
    ledger[5, [Column.DUE_ARR, Column.CONTRACTION_ARR]] = 50.0, 30.0
    assert (values("renewal.rate", ledger)[12], values("renewal.rate.net", ledger)[12]) == (0.6, 0.45)
    ledger[:, Column.DUE_ARR] = 0.0
    assert np.isnan(values("renewal.rate.net", ledger)).all()


def test_a_loss_leaves_no_speck_behind_once_its_year_is_over() -> None:
    ledger = blank(40)
    ledger[1:, Column.NEW_ARR] = 0.1
    ledger[5:10, Column.CHURN_ARR] = [0.1, 0.2, 0.7, 1e9, 0.3]
    found = values("quick_ratio", ledger)
    assert np.isfinite(found[12:21]).all()
    assert np.isnan(found[21:]).all()


def test_an_unknown_metric_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"did you mean: headcount\.csm$") as caught:
        metric("headcount.csms")
    assert "there is no metric" in str(caught.value)
    assert caught.value.exit_code == 2


amounts = hnp.arrays(np.float64, st.integers(1, 40), elements=st.integers(0, 1000).map(float))


@given(flow=amounts, months=st.sampled_from([1, 3, 12]), partial=st.booleans())
@settings(deadline=None, max_examples=100)
def test_trailing_is_the_sum_of_its_months(flow: np.ndarray, months: int, partial: bool) -> None:
    found = trailing(flow, months, partial=partial)
    for month in range(len(flow)):
        if month >= (1 if partial else months):
            assert found[month] == flow[max(1, month - months + 1) : month + 1].sum()
        else:
            assert np.isnan(found[month])


@given(above=st.floats(0.0, 1e12), below=st.floats(1e-3, 1e12) | st.sampled_from([0.0, np.nan]))
@settings(deadline=None, max_examples=100)
def test_over_divides_or_is_na(above: float, below: float) -> None:
    found = float(over(above, below))
    assert found == above / below if below > 0.0 else np.isnan(found)


@given(
    pairs=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=30),
)
@settings(deadline=None, max_examples=100)
def test_retention_is_ordered(pairs: list[tuple[int, int]]) -> None:
    nrr, grr, logo = cohort_retention([then for then, _ in pairs], [now for _, now in pairs])
    if not any(then for then, _ in pairs):
        assert np.isnan((nrr, grr, logo)).all()
        return
    assert 0.0 <= grr <= min(1.0, nrr)
    assert 0.0 <= logo <= 1.0
    assert (logo == 0.0) == (nrr == 0.0)


def test_what_shocks_do_is_what_was_not_held_off() -> None:
    ledger = blank(2)
    ledger[1:, Column.COMPETITOR_CALLS], ledger[1:, Column.CALLS_SHRUGGED_OFF] = (9.0, 4.0), (2.0, 4.0)
    ledger[1:, Column.SPONSORS_LEFT], ledger[1:, Column.SPONSORS_ANSWERED] = (5.0, 3.0), (1.0, 0.0)
    ledger[:, Column.AT_RISK_ARR] = 0.0, 2e6, 3e6
    assert values("competitor.landed", ledger)[1:].tolist() == [7.0, 0.0]
    assert values("sponsor.lost", ledger)[1:].tolist() == [4.0, 3.0]
    assert values("arr.at_risk", ledger).tolist() == [0.0, 2e6, 3e6]
