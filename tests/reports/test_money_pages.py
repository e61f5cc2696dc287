"""Cash and the profit and loss: titles that say the finding, columns that add up as they are written."""

from __future__ import annotations

import re

import numpy as np
import pytest
from synthetic_company import company, empty_company, short_of_cash

from simulator.experiment.replications import simulate
from simulator.reports.charts.cash import cash_title
from simulator.reports.charts.pnl import pnl_page, pnl_title, written, years_of_books
from simulator.results.result import Result
from simulator.scenario.reading.files import load


def figure(text: str) -> float:
    """Read a figure of the page back in the last digit that is written."""
    return float(re.sub(r"[^0-9.]", "", text)) * (-1.0 if text.startswith("−") else 1.0)


@pytest.fixture(scope="module")
def with_everybody() -> Result:
    """Selling by capacity, with roles of the company's own in three departments."""
    others = (
        "{trainer: {department: cs, cost: $140K, in_place: 2}, legal: {department: general, cost: $200K, in_place: 1}, "
        "presales: {department: sales, cost: $210K, in_place: 1}}"
    )
    return simulate(load("selling_by_capacity", {"horizon_months": 24, "roles.others": others}), runs=3, workers=1)


def test_every_column_of_a_company_with_everybody_adds_up(with_everybody: Result) -> None:
    years = years_of_books(with_everybody)
    assert all(year.lines["sales_people"] < -1e6 and year.lines["other_people.legal"] < -1e5 for year in years)
    adds_up(written(years))


@pytest.mark.parametrize("runs", [1, 7])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_every_column_adds_up_as_it_is_written(runs: int, scale: float) -> None:
    adds_up(written(years_of_books(company(runs, 60, scale=scale))))


def adds_up(columns: list[dict[str, str]]) -> None:
    for column in columns:
        line = {name: figure(text) for name, text in column.items()}
        costs = ("customer_success", "new_customers", "expansion", "sales_people", "other_people", "rnd_and_admin")
        close = pytest.approx
        assert line["gross_profit"] == close(line["revenue"] + line["cost_of_service"], abs=1e-6)
        assert line["operating_result"] == close(line["gross_profit"] + sum(line[name] for name in costs), abs=1e-6)
        for name in ("customer_success", "sales_people", "other_people"):
            parts = [value for part, value in line.items() if part.startswith(f"{name}.")]
            assert line[name] == close(sum(parts), abs=1e-6)
        timing = line["increase_in_deferred_revenue"] + line["decrease_in_receivables"]
        assert line["cash_flow"] == close(line["operating_result"] + timing, abs=1e-6)


def test_a_role_of_its_own_has_a_line_below_its_department(with_everybody: Result) -> None:
    texts = [text.get_text().strip() for text in pnl_page(with_everybody).axes[0].texts]
    assert texts[texts.index("Customer success") :].index("of which trainer") < texts.index(
        "Sales and marketing, new customers"
    )
    assert "of which csm" not in texts
    assert "of which legal" not in texts
    year = years_of_books(with_everybody)[0].lines
    assert year["customer_success.trainer"] == pytest.approx(-np.nansum(with_everybody["cost.trainer"][:, :13]) / 3)
    assert year["customer_success.trainer"] == pytest.approx(-280e3, rel=0.2)  # two people, less who has left


def test_years_add_up_to_the_horizon() -> None:
    result = company(3, 30)
    years = years_of_books(result)
    assert [year.months for year in years] == [12, 12, 6]
    assert sum(year.lines["revenue"] for year in years) == pytest.approx(result["revenue"][:, 1:].mean(axis=0).sum())
    assert years[-1].lines["cash"] == pytest.approx(result["cash"][:, -1].mean())


def test_the_titles_say_what_happens() -> None:
    title = cash_title(company(5, 36))
    assert re.fullmatch(
        r"Cash stands at \$\S+ in Dec 2028 and \$\S+ in Dec 2029, \$\S+ raised on the way; it is lowest in \w+ \d+, "
        r"at \$\S+",
        title,
    )
    often, once = cash_title(short_of_cash()), cash_title(short_of_cash(20))
    assert often.startswith("Cash runs out in 25% of 4 runs, in the first of them in Oct 2027. Cash stands at $")
    assert once.endswith("; below zero in 5% of runs, first in Oct 2027")
    assert cash_title(short_of_cash(1)) == "Cash runs out in Oct 2027. It lacks $1M at its low"
    assert "nothing raised" in cash_title(empty_company())
    assert re.match(
        r"The company loses \$\S+ in 2028 and loses \$\S+ on \$\S+ of revenue in 2029: gross margin is 79%",
        pnl_title(company(5, 36)),
    )
    assert pnl_title(empty_company()) == "There is no revenue in 2028"


def test_a_year_in_which_other_people_cost_something_shows_them() -> None:
    """Everybody who is not in customer success has a line of their own, empty here."""
    lines = years_of_books(company(2, 12))[0].lines
    assert lines["other_people"] == pytest.approx(0.0, abs=1e-3)
    assert np.isfinite(list(lines.values())).all()


def test_lines_of_short_runways_are_told_apart_by_the_colours_of_their_labels() -> None:
    """They mostly meet at the end, where their labels stand, so that a place alone would name none of them."""
    from matplotlib import pyplot

    from simulator.reports.charts.cash import cash_fans
    from simulator.reports.theme import DARK

    page = cash_fans(short_of_cash())
    try:
        (odds,) = (one for one in page.axes if any(t.get_text().startswith("Below zero") for t in one.texts))
        named = re.compile(r"Under (6|12|18)\s|Below zero")
        labels = {found[0]: t.get_color() for t in odds.texts if (found := named.match(t.get_text()))}
        assert len(labels) == 4, [text.get_text() for text in odds.texts]
        colours = {
            DARK[line.get_color()] for line in odds.lines if line.get_color() in DARK and len(line.get_xdata()) > 2
        }
        assert len(colours) == 4 == len(set(labels.values()))
        assert colours == set(labels.values())
    finally:
        pyplot.close(page)
