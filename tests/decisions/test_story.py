"""The story of a run agrees with its figures: what customers are told to have lost is what the ledger lost."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator import InputError, load, simulate
from simulator.decisions.story import History, Story, story
from simulator.engine.contract import EventKind
from simulator.reports.story import (
    account_lines,
    account_title,
    hire_rows,
    losses,
    losses_by_state,
    run_lines,
    run_title,
)

SHORT = {"horizon_months": "30"}


@pytest.fixture(scope="module")
def found() -> Story:
    return story(load("today", SHORT), 3, seed=2)


def test_it_is_the_run_of_that_number(found: Story) -> None:
    batch = simulate(load("today", SHORT), runs=5, seed=2, workers=1)
    assert np.array_equal(found.result["arr"][0], batch["arr"][3])


def test_what_customers_lost_won_and_are_worth_is_what_the_ledger_says(found: Story) -> None:
    result, histories = found.result, found.histories.values()
    assert len(found.lost()) == result["customers.lost"][0, 1:].sum()
    assert math.fsum(one.lost for one in found.lost()) == pytest.approx(result["arr.churn"][0, 1:].sum())
    assert math.fsum(one.won for one in histories) == pytest.approx(result["arr.expansion"][0, 1:].sum())
    staying = math.fsum(one.arr for one in histories if math.isnan(one.lost_on))
    untold = [one.arr for number, one in enumerate(found.result.today.accounts) if number not in found.histories]  # type: ignore[union-attr]
    assert staying + math.fsum(untold) == pytest.approx(result["arr"][0, -1])


def test_names_come_from_the_accounts_file(found: Story) -> None:
    accounts = found.result.today.accounts  # type: ignore[union-attr]
    assert found.account(0).name == accounts[0].name
    assert account_title(found, found.account(0)).startswith(
        f"{accounts[0].name} (account 0) was there on the first day"
    )


def test_the_largest_loss_comes_first(found: Story) -> None:
    lost = [one.lost for one in found.lost()]
    assert lost == sorted(lost, reverse=True)
    assert 0 < len(losses(found)) <= 5
    assert losses_by_state(found).startswith("Of the $")


def test_the_run_is_told_in_order_of_time(found: Story) -> None:
    lines = run_lines(found)
    assert any("Year's end" in text for _, text in lines)
    assert "Run 3: ARR goes from" in run_title(found)
    assert len(hire_rows(found)) == len(found.hires)


def test_every_line_of_every_customer_can_be_told(found: Story) -> None:
    told = {text for one in found.histories.values() for _, text, _ in account_lines(found, one)}
    for words in ("Signs (segment", "Renews (odds", "Onboarding begins, done by", "Looked after by", "Leaves, though"):
        assert any(text.startswith(words) for text in told), words


def test_a_made_up_opening_book_is_known_by_its_weights_where_they_are_its_arr() -> None:
    made = story(load("baseline", {"horizon_months": "6"}), 0)
    opening = [one for one in made.histories.values() if one.opening]
    assert len(opening) == 60
    first = [one.steps[0] for one in opening]
    known = math.fsum(step.arr for step in first if math.isfinite(step.arr))
    assert 0.7 * 2e6 < known < 2e6


def test_an_event_that_is_not_known_leaves_the_arr_unknown() -> None:
    one = History(0, "", False, math.nan)
    one.take(0.0, int(EventKind.CLOSED), 0, 100.0)
    one.take(1.0, 39, 0, 5.0)
    assert math.isnan(one.arr)
    assert one.steps[0].arr == 100.0


def test_a_customer_that_is_not_there_is_refused(found: Story) -> None:
    with pytest.raises(InputError, match="has no account 1,000,000"):
        found.account(1_000_000)
