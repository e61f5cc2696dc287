"""The story of a run agrees with its figures: what customers are told to have lost is what the ledger lost."""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from simulator import InputError, load, simulate
from simulator.clock import day_label
from simulator.decisions.story import History, Story, story
from simulator.engine.events import EventKind
from simulator.reports.terminal.narration import (
    account_lines,
    account_title,
    hire_rows,
    losses,
    losses_by_state,
    run_lines,
    run_title,
    who,
)
from simulator.reports.terminal.story import print_story
from simulator.roles import RoleId

SHORT = {"horizon_months": "30"}
PRICES = ("recapture", "escalator", "packages", "mid_term_rises")
SUPPORT = "{support: {opens: [{arr: $1M}], how_many: {rule: one}, cost: $90K, department: service}}"


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
    priced = sum(result[f"arr.{name}"][0, 1:].sum() for name in PRICES)
    assert priced > 0.0
    assert math.fsum(one.priced for one in histories) == pytest.approx(priced)
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


def test_all_that_can_happen_is_told_and_adds_up() -> None:
    """A run with every mechanism at work: no line is left to the bare name of its kind, no ARR is lost track of."""
    at_once = "[{arr: $1M}]"
    values = {
        "horizon_months": "36",
        "renewal.escalator": "5%",
        "renewal.mid_term_rise": "{month: 20, by: 5%}",
        "expansion.packages.opens": at_once,
        "coverage.digital.opens": at_once,
        "onboarding.product_led.opens": at_once,
        "competitors.from_arr": "$0",
        "competitors.until_arr": "$0",
        "demand.handover_days": "10 days",
        "demand.selling": "capacity",
        "roles.customer_sales.opens": at_once,
        "roles.onboarding.converted_from": "csm",
        "roles.others": SUPPORT,
        "money.runway.hold_below": "6",
    }
    told = story(load("baseline", values), 1, seed=4)
    kinds = set(told.events["kind"].tolist())
    priced_by = {EventKind.RECAPTURED, EventKind.ESCALATED, EventKind.PACKAGE_SOLD, EventKind.PRICE_RISEN}
    assert kinds >= priced_by | {EventKind.COMPETITOR_CALLED, EventKind.SPONSOR_LEFT, EventKind.LEAD_TAKEN}
    assert EventKind.POOLED in kinds
    result, histories = told.result, told.histories.values()
    texts = [text for one in histories for _, text, _ in account_lines(told, one)]
    assert len(texts) == sum(len(one.steps) for one in histories) and all(text.endswith(".") for text in texts)
    new = [one for one in histories if not one.opening]
    assert all(math.isfinite(one.arr) for one in new)
    priced = sum(result[f"arr.{name}"][0, 1:].sum() for name in PRICES)
    assert math.fsum(one.priced for one in histories) == pytest.approx(priced)
    lines = [text for _, text in run_lines(told)]
    for words in ("The digital pool opens.", "Product second is launched", "The round series a brings $12M."):
        assert any(line.startswith(words) for line in lines), words
    assert any(who.startswith("person in support") for who, *_ in hire_rows(told))


def test_marks_are_wiped_off_by_a_renewal_and_by_what_answers_them() -> None:
    one = History(0, "", True, 100.0, covered=True)
    one.take(1.0, EventKind.COMPETITOR_CALLED, -1, 0.0)
    one.take(2.0, EventKind.COMPETITOR_CALLED, -1, 0.8)
    one.take(2.0, EventKind.CALL_SHRUGGED_OFF, -1, 0.0)
    one.take(3.0, EventKind.SPONSOR_LEFT, -1, 0.7)
    assert one.why == ("a competitor's call", "a lost sponsor")
    one.take(3.0, EventKind.SPONSOR_ANSWERED, -1, 0.0)
    assert one.why == ("a competitor's call",)
    one.take(3.5, EventKind.PRICE_RISEN, -1, 8.0)
    assert one.why == ("a competitor's call", "a price rise")
    assert (one.arr, one.priced) == (108.0, 8.0)
    one.take(4.0, EventKind.RENEWED, -1, 0.9)
    assert one.why == ()
    assert one.arr == 108.0


def test_a_customer_that_is_not_there_is_refused(found: Story) -> None:
    with pytest.raises(InputError, match="has no account 1,000,000"):
        found.account(1_000_000)


def test_the_first_specialist_is_who_joins_first_and_so_carves_onboarding_out() -> None:
    """Seats are filled out of order: the first to be opened is often not the first to be filled."""
    out_of_order = 0
    scenario = load("today", {"horizon_months": "12"})
    for run in range(6):
        told = story(scenario, run)
        lines = {text.partition(" joins")[0].rstrip("."): when for when, text in run_lines(told)}
        assert lines.get("The first onboarding specialist") == lines.get("Onboarding is carved out of CS")
        joined = told.hires["joined"][told.hires["role"] == RoleId.ONBOARDING]
        joined = joined[np.isfinite(joined)]
        if len(joined):
            assert lines["The first onboarding specialist"] == day_label(told.scenario.start_date, float(joined.min()))
            out_of_order += int(joined[0] > joined.min())
    assert out_of_order > 0


def test_people_of_the_roster_keep_their_names(found: Story) -> None:
    people = found.result.today.people  # type: ignore[union-attr]
    assert [who(found, number) for number in range(5)] == [
        *("Dana Whitlock (head of CS 0)", "Mira Lindqvist (CSM 1)", "Theo Adeyemi (CSM 2)", "CSM 3", "CSM 4"),
    ]
    assert [row[0] for row in hire_rows(found)[: len(people)]] == [who(found, number) for number in range(len(people))]
    assert any(text.startswith("The head of CS, Dana Whitlock, joins, ") for _, text in run_lines(found))
    held = {text for one in found.histories.values() for _, text, _ in account_lines(found, one)}
    assert "Looked after by Mira Lindqvist (CSM 1)." in held
    assert not any(" CSM 1." in text or " CSM 2." in text for text in held)


def test_who_comes_on_an_agreed_day_filled_no_seat(found: Story) -> None:
    who_came, opened, joined, _, note = hire_rows(found)[0]
    assert (who_came, opened, joined) == ("Dana Whitlock (head of CS 0)", "before", "Feb 2027")
    assert note == "first day agreed"
    (line,) = (text for _, text in run_lines(found) if "Dana Whitlock, joins" in text)
    assert line == "The head of CS, Dana Whitlock, joins, as agreed."


def test_nobody_is_a_wrong_hire_before_joining() -> None:
    scenario, waiting, wrong = load("today", {"horizon_months": "18"}), 0, 0
    for run in range(6):
        told = story(scenario, run)
        for hire, row in zip(told.hires, hire_rows(told), strict=True):
            assert ("wrong hire" in row[4]) == bool(hire["wrong"] and math.isfinite(hire["joined"]))
            waiting += int(row[2] == "still open" and bool(hire["wrong"]))
            wrong += int("wrong hire" in row[4])
    assert waiting > 0 and wrong > 0


def test_losses_that_are_not_shown_are_counted(found: Story) -> None:
    page = io.StringIO()
    print_story(found, Console(file=page, width=200))
    assert len(found.lost()) > len(losses(found)) == 5
    below = page.getvalue().partition(losses(found)[-1])[2].splitlines()
    assert below[1] == f"and {len(found.lost()) - 5} more" and below[2].startswith("Of the $")


def test_a_customer_is_found_by_its_name(found: Story) -> None:
    accounts = found.result.today.accounts  # type: ignore[union-attr]
    number, name = next((number, one.name) for number, one in enumerate(accounts) if number in found.histories)
    assert found.account(name) is found.account(number) is found.account(str(number))
    assert found.account(f"  {name.upper()} ") is found.account(number)
    with pytest.raises(InputError, match=f'there is no account "{name[:-1]}x"') as caught:
        found.account(f"{name[:-1]}x")
    assert f"did you mean: {name}" in str(caught.value)
    made = story(load("baseline", {"horizon_months": "6"}), 0)
    with pytest.raises(InputError, match="this scenario names no account"):
        made.account(name)


def test_an_account_named_by_a_number_is_found_by_that_name(tmp_path: Path) -> None:
    rows = "".join(f"{number},$1M,2026-03-01,2027-03-01,founders,yes\n" for number in (7, 1, 0))
    file = tmp_path / "accounts.csv"
    file.write_text(f"account,arr,start,renewal,owner,onboarded\n{rows}", encoding="utf-8")
    told = story(load("baseline", {"horizon_months": "6", "opening.accounts_csv": str(file)}), 0)
    assert [told.account(text).number for text in ("7", "1", "0", "2")] == [0, 1, 2, 2]
    assert told.account(0).name == "7"
