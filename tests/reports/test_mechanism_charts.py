"""Charts of what a scenario may have switched on: products, shocks, sellers; and headcount by every role there is."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from synthetic_company import company

from simulator.engine.ledger import Column, RoleColumn, role_column
from simulator.experiment.replications import simulate
from simulator.reports.charts.cash import cash_title
from simulator.reports.charts.catalogue import CHARTS, charts_of
from simulator.reports.charts.headcount import headcount_stack, headcount_title, layers_of, typical
from simulator.reports.charts.products import launches_of, products_fans, products_title, sells_products, wallet_won
from simulator.reports.charts.sellers import demand_of, sellers_fans, sellers_title, sold
from simulator.reports.charts.shocks import shocks_page, shocks_title
from simulator.results.result import Result
from simulator.results.summaries import Summaries
from simulator.roles import RoleId
from simulator.scenario.reading.files import load

OWN = (
    "{trainer: {department: cs, cost: $140K, in_place: 2, attrition: 0}, "
    "idle: {department: cs, cost: $90K}, legal: {department: general, cost: $200K, in_place: 5}}"
)


@pytest.fixture(scope="module")
def by_capacity() -> Result:
    return simulate(load("selling_by_capacity", {"horizon_months": 40, "roles.others": OWN}), runs=6, workers=1)


def texts(figure: object) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]  # type: ignore[attr-defined]


# which charts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("overrides", "missing"),
    [
        ({}, {"sellers"}),
        ({"demand.selling": "capacity"}, set()),
        ({"competitors.calls_a_year": 0}, {"sellers"}),
        ({"competitors.calls_a_year": 0, "sponsors.leaves_a_year": 0}, {"sellers", "shocks"}),
    ],
)
def test_a_chart_is_drawn_only_of_what_is_switched_on(overrides: dict[str, object], missing: set[str]) -> None:
    result = company(2, 6, overrides)
    drawn = charts_of(result)
    assert {chart.name for chart in CHARTS} - {chart.name for _, chart in drawn} == missing
    assert all(CHARTS[place - 1] is chart for place, chart in drawn)


def test_without_a_launch_a_discount_or_a_part_of_the_wallet_to_win_there_is_no_chart_of_products() -> None:
    whole = {"products.core.lands_new": "100%", "products.core.lands_mature": "100%", "products.core.discount": "0%"}
    never = {f"products.{name}.opens": "[]" for name in ("second", "third", "fourth", "fifth")}
    assert not sells_products(load("baseline", {**whole, **never}))
    assert sells_products(load("baseline", whole))
    assert sells_products(load("baseline", {**whole, **never, "products.core.discount": "1%"}))


# headcount ------------------------------------------------------------------------------------------------------


def test_headcount_shows_every_role_that_has_anybody_and_no_other(by_capacity: Result) -> None:
    roles = by_capacity.scenario.roles
    for department in ("cs", "sales"):
        staffed = [
            name for name in roles.names() if roles.department(name) == department and typical(by_capacity, name).any()
        ]
        layers = layers_of(by_capacity, department)
        assert len(layers) == len(staffed)
        heads = sum(layer.heads for layer in layers)
        np.testing.assert_array_equal(heads, sum(typical(by_capacity, name) for name in staffed))
    told = " ".join(texts(headcount_stack(by_capacity))).replace("\n", " ")
    for words in (
        "CSMs",
        "onboarding specialist",
        "trainer",
        "1 head of CS",
        "in CS Ops",
        "sellers",
        "1 VP of sales",
    ):
        assert words in told
    assert "idle" not in told
    assert "legal" not in told


def test_the_panels_of_headcount_are_those_of_departments_that_have_anybody(by_capacity: Result) -> None:
    assert [axes.get_title(loc="left") for axes in headcount_stack(by_capacity).axes] == ["Customer success", "Sales"]
    assert [axes.get_title(loc="left") for axes in headcount_stack(company(3, 24)).axes] == [""]


def test_a_title_of_headcount_names_the_largest_roles() -> None:
    result = company(3, 60)
    ledger = result.ledger.copy()
    for role, heads in ((RoleId.CS_MANAGER, 6.0), (RoleId.CS_OPS, 4.0), (RoleId.CUSTOMER_SALES, 9.0)):
        ledger[:, -1, role_column(role, RoleColumn.HEADS)] = heads
    more = replace(result, ledger=ledger)
    csms, specialists = (int(typical(more, role)[-1]) for role in ("csm", "onboarding"))
    near = sum(int(typical(more, role)[24]) for role in ("csm", "onboarding", "cs_head"))
    assert headcount_title(more) == (
        f"CS grows to {near} people by Dec 2028 and {csms + specialists + 11} by Dec 2031: {csms} CSMs, 6 CS managers, "
        f"{specialists} onboarding specialists and 5 in other roles; sales has 9 customer-sales reps"
    )


def test_many_roles_of_ones_own_make_one_layer() -> None:
    others = ", ".join(
        f"r{place}: {{department: cs, cost: $1K, in_place: {place}, attrition: 0}}" for place in (1, 2, 3)
    )
    result = simulate(load("baseline", {"horizon_months": 2, "roles.others": f"{{{others}}}"}), runs=2, workers=1)
    assert "6 in 3 further roles" in [layer.words for layer in layers_of(result, "cs")]


# products -------------------------------------------------------------------------------------------------------


def test_launches_are_where_the_median_run_meets_a_condition() -> None:
    result = company(20, 60)
    arr = result.bands("arr").p50
    launches = launches_of(result)
    assert [launch.product for launch in launches] == ["second", "third", "fourth"]
    for launch, level in zip(launches, (18e6, 45e6, 100e6), strict=True):
        assert np.interp(launch.month, np.arange(61), arr) == pytest.approx(level, rel=1e-9)
    marked = [text for text in texts(products_fans(result)) if text.endswith(" launched")]
    assert marked == ["Second launched", "Third launched", "Fourth launched"]


@pytest.mark.parametrize(
    ("opens", "month"),
    [
        ("[{month: 7}]", 7.0),
        ("[{on: 2028-01-01}]", 12.0),
        ("[{arr: $18M, month: 50}]", 50.0),
        ("[{in_place: cs_head}]", 7.5),
        ("[{sellers_ramped: 2}]", None),
        ("[{sellers_ramped: 2}, {month: 3}]", 3.0),
        ("[]", None),
        ("[{month: 90}]", None),
    ],
)
def test_a_launch_may_hang_on_anything(opens: str, month: float | None) -> None:
    found = [
        one.month for one in launches_of(company(5, 60, {"products.second.opens": opens})) if one.product == "second"
    ]
    assert found == ([] if month is None else [pytest.approx(month, abs=0.51)])


def test_the_share_of_the_wallet_won_turns_the_bands_over(by_capacity: Result) -> None:
    won, left = wallet_won(by_capacity), by_capacity["wallet.left"]
    np.testing.assert_allclose(won.p50, np.percentile(1.0 - left, 50, axis=0), atol=1e-12)
    assert (won.p5 <= won.p50).all()
    assert (won.p50 <= won.p95).all()
    price = by_capacity.bands("price.realised").p50[-1]
    assert products_title(by_capacity).startswith(
        f"Customers have bought {100 * won.p50[24]:.0f}% of what is on sale for them by Dec 2028 "
        f"and {100 * won.p50[-1]:.0f}% by Apr 2030 and pay {100 * price:.0f}% of list price"
    )


# shocks ---------------------------------------------------------------------------------------------------------


def test_the_bars_of_shocks_are_means_of_each_year() -> None:
    result = company(2, 30)
    ledger = result.ledger.copy()
    ledger[:, 1:, Column.SPONSORS_ANSWERED] = 0.0
    ledger[:, 1:, Column.COMPETITOR_CALLS], ledger[:, 1:, Column.CALLS_SHRUGGED_OFF] = 10.0, 4.0
    ledger[0, 1:, Column.SPONSORS_LEFT], ledger[1, 1:, Column.SPONSORS_LEFT] = 2.0, 4.0
    ledger[:, :, Column.AT_RISK_ARR] = 0.2 * ledger[:, :, Column.ARR]
    shocked = replace(result, ledger=ledger)
    bars = shocks_page(shocked).axes[0].patches
    assert [bar.get_height() for bar in bars] == pytest.approx(
        [*(72.0, 48.0) * 2, *(36.0, 24.0), *(36.0, 0.0) * 2, *(18.0, 0.0)]
    )
    title = shocks_title(shocked)
    assert re.match(r"\$\S+ of ARR is at risk in Dec 2028 and \$\S+ in Jun 2029, 20% of all; in 2028, ", title)
    assert title.endswith("72 of 120 competitors' calls hit and all 36 sponsors who leave are not replaced")
    calm = result.ledger.copy()
    calm[:, :, [Column.COMPETITOR_CALLS, Column.SPONSORS_LEFT, Column.AT_RISK_ARR]] = 0.0
    title = shocks_title(replace(result, ledger=calm))
    assert title == "No ARR is at risk from a competitor or for want of a sponsor in Jun 2029"


# sellers --------------------------------------------------------------------------------------------------------


def test_what_is_sold_is_no_more_than_capacity_or_demand_allow(by_capacity: Result) -> None:
    """Over a year, on average over the runs: with four standard errors to spare for single deals."""
    demand, made = demand_of(by_capacity), sold(by_capacity)
    assert np.isnan(demand[:3]).all()
    year = slice(28, 41)
    assert made[year].mean() <= 1.1 * min(demand[year].mean(), by_capacity.bands("selling.capacity").mean[year].mean())
    assert made[year].mean() >= 0.5 * demand[year].mean()


def test_demand_is_the_bookings_that_the_plan_asks_for() -> None:
    """$6M a year, even and without references: the same in every month but for days in a month."""
    settings = {"horizon_months": 24, "demand.bookings_a_year": "$6M", "demand.references.strength": 0}
    result = simulate(load("selling_by_capacity", settings), runs=2, workers=1)
    np.testing.assert_allclose(demand_of(result)[3:], 6e6, rtol=0.02)


def test_the_title_of_sellers_counts_those_at_quota(by_capacity: Result) -> None:
    sellers, quota = (by_capacity.bands(name).p50[-1] for name in ("headcount.seller", "sellers.at_quota"))
    title = sellers_title(by_capacity)
    assert re.match(r"Founders and sellers can sell \$\S+ a year by Dec 2028 and \$\S+ by Apr 2030", title)
    assert title.endswith(f"; {np.floor(quota + 0.5):.0f} of {np.floor(sellers + 0.5):.0f} sellers make their quota")
    assert len(sellers_fans(by_capacity).axes) == 2


# summaries ------------------------------------------------------------------------------------------------------


def test_titles_of_summaries_are_those_of_runs_but_for_what_only_single_runs_tell() -> None:
    scenario = load("selling_by_capacity", {"horizon_months": 20})
    runs, sums = simulate(scenario, runs=5, workers=1), simulate(scenario, runs=5, workers=1, keep="summaries")
    assert isinstance(sums, Summaries)
    assert headcount_title(sums) == headcount_title(runs)
    assert shocks_title(sums).partition(";")[2] == shocks_title(runs).partition(";")[2]
    assert " raised on the way on average" in cash_title(sums)
    assert " on average" not in cash_title(runs)
    assert "joins" in " ".join(texts(headcount_stack(runs)))
    assert "joins" not in " ".join(texts(headcount_stack(sums)))


def test_sellers_and_what_they_can_sell_are_lines(by_capacity: Result) -> None:
    """Stacked, those who make quota would look as if they came on top of all who are there."""
    upper, lower = sellers_fans(by_capacity).axes
    for axes, count in ((upper, 3), (lower, 2)):
        long = [line for line in axes.lines if len(line.get_xdata()) == by_capacity.months + 1]
        assert len(long) == count
        assert not axes.patches
    sellers = by_capacity.bands("headcount.seller").p50
    assert any(np.array_equal(np.asarray(line.get_ydata()), sellers) for line in lower.lines)
