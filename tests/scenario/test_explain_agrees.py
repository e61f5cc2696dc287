"""What explain says on plan is what is simulated: agreed first days, dates and reviews, renewals of short terms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from engine.test_days_and_months import ONE, company, played

from simulator.engine.ledger import Column
from simulator.scenario.explain.scenario import explain
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.scenario import Scenario


def explained(scenario: Scenario) -> str:
    return " ".join(explain(scenario, read_today(scenario)).split())


def test_a_seat_that_is_taken_is_filled_on_the_agreed_day_however_fast_hiring_is(tmp_path: Path) -> None:
    opens = {"roles__cs_head__opens": "[{arr: $1M}]", "roles__csm__opens": "[{in_place: cs_head}]"}
    text = explained(company(tmp_path, ONE, "Gu,Head of CS,2027-09-30,open\n", **opens))
    assert "Gu (head of CS, from Sep 2027)" in text
    assert "The one seat is taken by Gu, from Sep 2027 on" in text
    assert "once a head of CS is in place (Sep 2027 on plan)" in text


@pytest.mark.parametrize(("day", "month"), [("2027-01-29", 1), ("2027-01-31", 2), ("2027-06-30", 6), ("2027-07-01", 7)])
def test_a_dated_round_is_explained_for_the_month_in_which_it_is_raised(tmp_path: Path, day: str, month: int) -> None:
    """Hiring and funding are reviewed once a week: what is dated on a month's last days may come in the next."""
    rounds = f"{{series_a: {{opens: [{{on: {day}}}], amount: $12M}}}}"
    scenario = company(tmp_path, ONE, money__rounds=rounds, horizon_months=9)
    funding = played(scenario).ledger[:, Column.FUNDING]
    assert np.flatnonzero(funding).tolist() == [month]
    when = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul")[month - 1]
    assert f"(along the plan in {when} 2027)" in explained(scenario)


@pytest.mark.parametrize(
    ("term", "quarters"),
    [
        (12, "$1M, $0, $0 and $0"),
        (3, "$1M, $1M, $1M and $1M"),
        (1, "$1M, $1M, $1M and $1M"),
        (6, "$1M, $0, $1M and $0"),
    ],
)
def test_short_terms_come_up_for_renewal_in_every_quarter_they_end_in(tmp_path: Path, term: int, quarters: str) -> None:
    row = "A,$1M,2026-03-01,2027-01-15,founders,yes,core\n"
    text = explained(company(tmp_path, row, segments__core__term_months=term))
    assert f"In the first four quarters {quarters} come up for renewal." in text
