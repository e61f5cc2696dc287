"""The charts of real companies as a board sees them: legible, one colour a role, titles that agree with the picture."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from legible import check, shown
from matplotlib.colors import to_hex
from synthetic_company import company, empty_company

from simulator.experiment.replications import simulate
from simulator.reports.charts.bridge import arr_bridge, bridge_title, bridge_waterfall, written
from simulator.reports.charts.cash import cash_fans, cash_title
from simulator.reports.charts.catalogue import charts_of
from simulator.reports.charts.cohorts import cohort_heatmap, retained
from simulator.reports.charts.coverage import coverage_fans, coverage_title
from simulator.reports.charts.headcount import headcount_stack
from simulator.reports.charts.onboarding import onboarding_fans, onboarding_title
from simulator.reports.charts.products import products_fans
from simulator.reports.charts.retention import retention_fans, retention_title
from simulator.reports.charts.role_looks import OWN_ROLES, ROLE_LOOKS
from simulator.reports.charts.sellers import sellers_fans
from simulator.reports.charts.shocks import shocks_page
from simulator.reports.theme import DARK, GREY
from simulator.results.shorter import up_to
from simulator.scenario.reading.files import load

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulator.results.result import Result

BROKE = {"money.opening_cash": "$1.2M", "money.rounds.series_a.amount": "$3.5M"}
COMPANIES = {
    "five years": ("baseline", {}, 20),
    "its own accounts": ("today", {"horizon_months": 30}, 20),
    "by capacity": ("selling_by_capacity", {"horizon_months": 36}, 20),
    "out of cash": ("baseline", {"horizon_months": 30, **BROKE}, 20),
    "short of cash": ("short_of_cash", {"horizon_months": 48}, 20),
    "eighteen months": ("baseline", {"horizon_months": 18}, 20),
    "a year": ("today", {"horizon_months": 12}, 5),
    "nobody in CS": ("no_cs", {"horizon_months": 27}, 5),
    "one run from July on": ("baseline", {"horizon_months": 40, "start_date": "2027-07-01"}, 1),
}


@cache
def played(name: str) -> Result:
    scenario, settings, runs = COMPANIES[name]
    return simulate(load(scenario, settings), runs=runs, workers=1)


def words(figure: Figure, gid: str) -> str:
    return " ".join(text.get_text() for text in figure.texts if text.get_gid() == gid).replace("\n", " ")


@pytest.mark.parametrize("name", COMPANIES)
def test_every_page_of_a_real_company_is_legible_and_names_no_command(name: str) -> None:
    result = played(name)
    for _, chart in charts_of(result):
        figure = chart.draw(result)
        check(figure)
        for text in shown(figure):
            said = text.get_text()
            assert "--" not in said, said
            assert "t2d3" not in said or text.get_gid() == "footer", said
        (title,) = (text for text in figure.texts if text.get_gid() == "title")
        assert title.get_text().count("\n") <= 2, "at most three lines"


@pytest.mark.parametrize("month", [8, 24, 40])
def test_pages_that_end_before_the_horizon_speak_of_their_own_end(month: int) -> None:
    whole = played("five years")
    result = up_to(whole, month)
    end, last = whole.labels[month], whole.labels[-1]
    for _, chart in charts_of(result):
        figure = chart.draw(result)
        check(figure)
        assert last not in words(figure, "title")
        if chart.name in ("arr_fan", "headcount", "coverage", "products", "shocks"):
            assert end in words(figure, "title"), chart.name


def test_titles_speak_of_the_next_eight_quarters_and_of_the_end() -> None:
    result = played("five years")
    told = {chart.name: words(chart.draw(result), "title") for _, chart in charts_of(result)}
    for name in ("arr_fan", "retention", "headcount", "onboarding", "cash", "products", "shocks"):
        assert "Dec 2028 and " in told[name], told[name]
        assert "Dec 2031" in told[name], told[name]
    for name in ("arr_bridge", "pnl"):
        assert "in 2028" in told[name], told[name]
        assert "in 2031" in told[name], told[name]


# a role has one colour ------------------------------------------------------------------------------------------


def test_no_two_roles_share_a_colour_and_each_can_be_read_as_text() -> None:
    colours = [look.colour for look in ROLE_LOOKS.values()] + [OWN_ROLES]
    assert len(set(colours)) == len(colours)
    for colour in colours:
        red, green, blue = (int(DARK[colour][at : at + 2], 16) / 255.0 for at in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
        luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert 1.05 / (luminance + 0.05) >= 4.5, colour
    assert GREY not in [look.colour for look in ROLE_LOOKS.values()]


def test_sellers_have_the_colour_of_sellers_on_both_their_pages() -> None:
    result, seller = played("by capacity"), ROLE_LOOKS["seller"].colour
    stacked = {to_hex(part.get_facecolor()[0]) for part in headcount_stack(result).axes[1].collections}
    assert seller.lower() in stacked
    assert {to_hex(line.get_color()) for line in sellers_fans(result).axes[1].lines if len(line.get_xdata()) > 30} == {
        seller.lower()
    }


# retention ------------------------------------------------------------------------------------------------------


def test_a_level_below_its_peak_does_not_hold_and_the_missing_year_is_accounted_for() -> None:
    result = played("five years")
    title = retention_title(result)
    assert not re.search("holds|down from", title)
    assert re.search(r"below its peak of \d+% in \w+ \d{4}", title)
    assert "Both begin in Dec 2027" in words(retention_fans(result), "subtitle")


# coverage -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["five years", "its own accounts", "eighteen months", "short of cash"])
def test_no_half_of_a_panel_of_coverage_is_empty(name: str) -> None:
    for axes in coverage_fans(played(name)).axes:
        low, high = axes.get_ylim()
        drawn = np.concatenate([part.get_paths()[0].vertices[:, 1] for part in axes.collections])
        assert drawn.max() - drawn.min() >= 0.5 * (high - low), axes.get_title(loc="left")


def test_what_has_nothing_to_show_takes_no_half_of_the_page() -> None:
    from dataclasses import replace

    from simulator.engine.ledger import Column

    result = company(5, 24)
    ledger = result.ledger.copy()
    ledger[:, :, Column.COVERED_ARR], ledger[:, :, Column.UNCOVERED_ARR] = ledger[:, :, Column.ARR], 0.0
    covered = replace(result, ledger=ledger)
    figure = coverage_fans(covered)
    assert len(figure.axes) == 1
    assert coverage_title(covered).startswith("All ARR has an account manager throughout; CSM books are ")
    assert "All ARR is covered at every month end of every run" in words(figure, "subtitle")
    nobody = coverage_fans(company(5, 24, staffed=False))
    assert len(nobody.axes) == 1
    assert not nobody.axes[0].lines, "no line along the axis"
    assert words(nobody, "title") == "No ARR ever has an account manager; no CSM is ever hired"
    for drawn in (figure, nobody, coverage_fans(empty_company())):
        check(drawn)


# onboarding -----------------------------------------------------------------------------------------------------


def test_the_title_of_onboarding_has_the_band_of_the_picture() -> None:
    result = played("five years")
    bands = result.bands("onboarding.backlog")
    month = int(np.argmax(bands.p50))
    band = f"(P5–P95 {np.floor(bands.p5[month] + 0.5):.0f}–{np.floor(bands.p95[month] + 0.5):.0f})"
    assert f"the median backlog peaks at {np.floor(bands.p50[month] + 0.5):.0f} {band}" in onboarding_title(result)
    labels = [text.get_text() for text in onboarding_fans(result).axes[1].texts]
    assert not any("P50" in label or "P90" in label for label in labels), "P5–P95 are of runs, not of customers"


def test_a_backlog_that_rises_to_the_end_has_no_peak_and_one_of_few_runs_is_told() -> None:
    from dataclasses import replace

    from simulator.engine.ledger import Column

    result = company(20, 12)
    ledger = result.ledger.copy()
    ledger[:, :, Column.WAITING] = np.arange(13.0)
    rising = onboarding_title(replace(result, ledger=ledger))
    assert rising.endswith("the median backlog is 12 by then and still rising")
    few = ledger.copy()
    few[4:, :, Column.WAITING] = 0.0
    title = onboarding_title(replace(result, ledger=few))
    assert title.endswith("in half of the runs nobody waits to begin, in one run in twenty 12 or more do in Dec 2027")
    none = ledger.copy()
    none[:, :, Column.WAITING] = 0.0
    assert onboarding_title(replace(result, ledger=none)).endswith("nobody is left waiting for an onboarding to begin")


# the bridge -----------------------------------------------------------------------------------------------------


def test_a_bridge_of_one_year_goes_by_quarters_and_its_title_by_the_year() -> None:
    result = company(3, 12)
    years = arr_bridge(result)
    assert [year.name for year in years] == ["Q1 2027", "Q2 2027", "Q3 2027", "Q4 2027"]
    assert years[0].opening + sum(sum(year.flows) for year in years) == pytest.approx(years[-1].closing)
    assert "by quarters" in words(bridge_waterfall(result), "subtitle")
    grown = (years[-1].closing - years[0].opening) / 1e6
    assert re.match(rf"ARR grows by \${grown:.2f}M in 2027: ", bridge_title(result))
    fiscal = company(3, 9, {"fiscal_year_starts": "Jul"})
    assert [year.name for year in arr_bridge(fiscal)] == ["FY2027 Q3", "FY2027 Q4", "FY2028 Q1"]
    assert len(arr_bridge(company(3, 13))) == 2


@pytest.mark.parametrize("months", [12, 18, 36])
def test_the_steps_of_a_bridge_have_their_figures(months: int) -> None:
    result = up_to(played("five years"), months)
    figures = [text for column in written(arr_bridge(result)) for text in column[1:-1]]
    on_steps = [text.get_text() for text in bridge_waterfall(result).axes[0].texts if text.get_gid() == "step"]
    assert set(on_steps) <= set(figures)
    large = [column[1] for column in written(arr_bridge(result))]
    assert set(large) <= set(on_steps), "what new customers bring is always there"


# cohorts --------------------------------------------------------------------------------------------------------


def test_cohorts_have_numbers_at_whole_years_and_colours_explained_where_data_are() -> None:
    result = played("five years")
    figure = cohort_heatmap(result)
    cells, bar = figure.axes
    table = retained(result)
    assert {round(text.get_position()[0] - 0.5) % 4 for text in cells.texts} == {0}
    assert len(cells.texts) == sum(int(np.isfinite(table[:, age]).sum()) for age in range(4, 21, 4))
    low, high = bar.get_ylim()
    assert low >= np.nanmin(table) - 1e-9
    assert high <= np.nanmax(table) + 1e-9
    assert "100%" in [label.get_text() for label in bar.get_yticklabels()]


# cash -----------------------------------------------------------------------------------------------------------


def test_the_month_in_which_cash_ends_is_in_the_title_and_on_the_picture() -> None:
    result = played("out of cash")
    share = result.bands("cash.below_zero").mean
    month = result.labels[int(np.flatnonzero(share >= 0.5)[0])]
    figure = cash_fans(result)
    assert f"in half of all runs by {month}" in cash_title(result)
    marks = [text.get_text() for text in figure.axes[0].texts if text.get_gid() == "low"]
    assert marks == [f"Cash ends in {month} in half of the runs"]


def test_a_low_is_to_be_seen_beside_what_rounds_bring() -> None:
    result = played("out of cash")
    axes, cash = cash_fans(result).axes[0], result.bands("cash").p50
    panel = axes.get_window_extent()
    zero, low = (axes.transData.transform((axes.get_xlim()[0], amount))[1] for amount in (0.0, cash.min()))
    assert zero - low >= 0.08 * panel.height
    assert "square-root" in axes.get_title(loc="left")
    even = cash_fans(up_to(played("its own accounts"), 4)).axes[0]
    assert even.get_yscale() == "linear"


# products and shocks --------------------------------------------------------------------------------------------


def test_shares_of_what_is_on_sale_and_prices_begin_at_nothing() -> None:
    assert [axes.get_ylim()[0] for axes in products_fans(played("five years")).axes] == [0.0, 0.0]


def test_a_shock_that_never_comes_is_not_in_the_legend() -> None:
    named = [text.get_text().replace("\n", " ") for text in shocks_page(played("eighteen months")).axes[0].texts]
    assert not any("ompetitors" in text for text in named)
    assert any("Sponsors leaving" in text for text in named)
