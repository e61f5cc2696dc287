"""A day belongs to the month that holds it: roster, schedules, terms and even deals on days that fall on month ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playing import SEED, column, of_kind, oracle, play, role

from simulator.clock import FIRST_SECOND, month_end, month_of
from simulator.engine.compiled import run_many
from simulator.engine.contract import RunRecord
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column, RoleColumn
from simulator.engine.lowering import lower
from simulator.engine.record import Lowered
from simulator.engine.reference import run_reference
from simulator.roles import RoleId
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.scenario import Scenario

NOBODY_ELSE: dict[str, Any] = {f"roles.{name}.opens": [] for name in ("cs_head", "csm", "onboarding")} | {
    "hiring.founders.hire_at_most": 0,
    "demand.bookings_a_year": "$0",
    "path.start_arr": "$1M",
    "demand.references.strength": 0,
}


def company(folder: Path, accounts: str, roster: str = "", **settings: Any) -> Scenario:
    """A company of its own accounts and people from 1 Jan 2027 on."""
    (folder / "accounts.csv").write_text("account,arr,start,renewal,owner,onboarded,segment\n" + accounts)
    text = "name: Ours\nstart_date: 2027-01-01\nopening: {accounts_csv: accounts.csv"
    if roster:
        (folder / "roster.csv").write_text("name,role,start,status\n" + roster)
        text += ", roster_csv: roster.csv"
    (folder / "ours.yaml").write_text(text + "}\n")
    return load(folder / "ours.yaml", NOBODY_ELSE | {key.replace("__", "."): of for key, of in settings.items()})


def both_engines(what: Lowered, log: bool = False, seed: int = SEED) -> RunRecord:
    """Play one run with both engines and return what they agree on."""
    found = run_reference(what, seed, 0, log)
    (other,) = run_many(what, seed, range(1), log=log)
    np.testing.assert_array_equal(found.ledger, other.ledger)
    np.testing.assert_array_equal(found.events, other.events)
    return found


def played(scenario: Scenario, log: bool = False) -> RunRecord:
    return both_engines(lower(scenario, read_today(scenario)), log)


ONE = "A,$1M,2026-03-01,2027-09-15,founders,yes,core\n"


def test_somebody_who_starts_on_the_first_of_a_month_joins_in_that_month_and_costs_all_of_it(tmp_path: Path) -> None:
    scenario = company(tmp_path, ONE, "Ana,CSM,2027-02-01,open\n", horizon_months=4, roles__csm__cost="$180K")
    record = played(scenario)
    np.testing.assert_array_equal(role(record, RoleId.CSM, RoleColumn.HEADS), [0, 0, 1, 1, 1])
    np.testing.assert_array_equal(role(record, RoleId.CSM, RoleColumn.JOINERS), [0, 0, 1, 0, 0])
    cost = role(record, RoleId.CSM, RoleColumn.COST)
    assert cost[1] == 0.0
    np.testing.assert_allclose(cost[2:], 15_000.0, atol=0.01)
    assert record.hires["joined"][0] == month_end(1) + FIRST_SECOND


@pytest.mark.parametrize("month", [0, 1, 2, 7])
def test_a_hire_fixed_for_a_month_is_decided_on_the_first_of_the_next(tmp_path: Path, month: int) -> None:
    fixed = f"[{{month: {month}, count: 1}}]"
    at_once = {"roles__csm__schedule": fixed, "roles__csm__lead": "{median: 0 days, sigma: 0}"}
    record = played(company(tmp_path, ONE, horizon_months=9, **at_once))
    joined = role(record, RoleId.CSM, RoleColumn.JOINERS)
    assert joined[month + 1] == joined.sum() == 1.0


@pytest.mark.parametrize("when", ["{on: 2027-04-01}", "{month: 3}"])
def test_a_dated_condition_holds_from_its_day_on_and_never_at_the_close_before(tmp_path: Path, when: str) -> None:
    """Reviews once a month, at the instant at which books close: the one that closes March comes too early."""
    opens = {"roles__cs_head__opens": f"[{when}]", "hiring__review_every": "1 month", "horizon_months": 6}
    log = played(company(tmp_path, ONE, **opens), log=True)
    assert [month_of(line["day"]) for line in of_kind(log, EventKind.SEAT_OPENED)] == [4]


def test_what_is_dated_the_first_day_holds_at_the_first_review(tmp_path: Path) -> None:
    for when in ("{on: 2027-01-01}", "{month: 0}", "{on: 2026-05-01}"):
        log = played(company(tmp_path, ONE, roles__cs_head__opens=f"[{when}]", horizon_months=2), log=True)
        assert of_kind(log, EventKind.SEAT_OPENED)["day"][0] == 0.0


# terms ---------------------------------------------------------------------------------------------------------------


def certain(term: int, **more: Any) -> dict[str, Any]:
    return {"segments__core__term_months": term, "segments__core__renewal": "100%"} | {
        **{f"renewal__{name}": 0 for name in ("uncovered", "failed_onboarding", "poor_fit", "cs_head")},
        "renewal__contraction_odds": 0,
        "renewal__recapture_odds": 0,
        "competitors__calls_a_year": 0,
        "sponsors__leaves_a_year": 0,
        "segments__core__csqls_a_year": 0,
        **more,
    }


def test_a_monthly_contract_is_due_once_in_every_month(tmp_path: Path) -> None:
    """Signed on 1 Nov 2026, due on the first of every month: $1,200K in each month, and never two or none."""
    row = "A,1200000,2026-11-01,2027-01-01,founders,yes,core\n"
    record = played(company(tmp_path, row, **certain(1, horizon_months=120)))
    np.testing.assert_array_equal(column(record, Column.DUE_ARR)[1:], 1_200_000.0)


@pytest.mark.parametrize("day", [1, 2, 15, 28, 30, 31])
@pytest.mark.parametrize("term", [1, 3, 12])
def test_no_term_drifts_over_a_months_end_in_240_months(tmp_path: Path, day: int, term: int) -> None:
    row = f"A,1200000,2026-01-01,2027-01-{day:02},founders,yes,core\n"
    record = played(company(tmp_path, row, **certain(term, horizon_months=240)))
    expected = np.where(np.arange(240) % term == 0, 1_200_000.0, 0.0)
    np.testing.assert_array_equal(column(record, Column.DUE_ARR)[1:], expected)


@pytest.mark.parametrize("term", [1, 3, 12, 36])
def test_terms_that_end_with_a_month_are_due_before_it_closes(term: int) -> None:
    """Plumbing of the oracles: every contract starts on the first day and ends with a month, 240 months long."""
    whole = oracle(
        "cohort",
        segments__core__renewal="100%",
        segments__core__term_months=term,
        opening__generated__accounts=10,
        horizon_months=240,
    )
    record = both_engines(whole)
    expected = np.where(np.arange(1, 241) % term == 0, float(record.ledger[0, Column.ARR]), 0.0)
    np.testing.assert_allclose(column(record, Column.DUE_ARR)[1:], expected, rtol=1e-12)


# even deals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("selling", ["plan", "capacity"])
def test_even_deals_of_twelve_a_year_close_one_in_each_month(selling: str) -> None:
    """By capacity each deal is timed from the one before, and could drift; there is more capacity than demand."""
    even = oracle(
        "even_path",
        demand__bookings_a_year="$1.2M",
        segments__core__acv="$100K",
        opening__generated__accounts=0,
        demand__selling=selling,
        roles__vp_sales__opens=[],
        roles__seller__opens=[],
        demand__capacity="{founders_sell: $10M, founders_fade: 0 days, poor_fit_while_ramping: 1x, proven_by: 0}",
        horizon_months=240,
    )
    np.testing.assert_array_equal(column(both_engines(even), Column.NEW_CUSTOMERS)[1:], 1.0)


# the pool ------------------------------------------------------------------------------------------------------------


def test_uncovered_arr_can_be_rebuilt_from_the_event_log() -> None:
    """A pooled account that outgrew the pool waits for a manager; one that shrinks back stops waiting, and says so."""
    scenario = load("small_contracts", {"coverage.hours_floor": 0})
    record = play(lower(scenario), log=True, seed=17)
    months = scenario.horizon_months
    waiting: set[int] = set()
    at_work: set[int] = set()  # being onboarded, or onboarded
    arr: dict[int, float] = {}
    pooled: set[int] = set()
    pooled_again = 0
    found = np.full(months + 1, np.nan)
    for line in record.events.tolist():
        _, kind, subject, _, amount = line
        if kind == EventKind.MONTH_END:
            found[subject] = sum(arr[customer] for customer in waiting)
        elif kind == EventKind.CLOSED:
            arr[subject] = amount
        elif kind in (EventKind.EXPANDED, EventKind.RECAPTURED, EventKind.ESCALATED, EventKind.PACKAGE_SOLD):
            arr[subject] = arr.get(subject, 0.0) + amount
        elif kind == EventKind.CONTRACTED:
            arr[subject] = arr.get(subject, 0.0) - amount
        elif kind == EventKind.UNCOVERED:
            arr[subject] = amount
            waiting.add(subject)
        elif kind == EventKind.ONBOARDING_BEGAN:
            at_work.add(subject)
        elif kind == EventKind.CARVED_OUT:  # whoever is still to be onboarded waits for a specialist instead
            waiting &= at_work
        elif kind in (EventKind.COVERED, EventKind.POOLED, EventKind.CHURNED):
            if kind == EventKind.POOLED:
                pooled_again += subject in pooled and subject in waiting
                pooled.add(subject)
            else:  # it is somebody's now, or nobody's any more
                pooled.discard(subject)
            waiting.discard(subject)
    assert pooled_again > 0
    np.testing.assert_allclose(found[1:], record.ledger[1:, Column.UNCOVERED_ARR], rtol=1e-9, atol=1e-3)
