"""What no company may do, whatever the scenario: replay its event log, line by line, and find everything in order.

The replay (replay.py) checks of every line that it was possible and due, and of every month that the whole ledger
follows. Among what it proves: the ARR bridge closes; opening + new - lost = active; a full book takes nobody, and a
free slot or book leaves nobody waiting; slots come back; nobody serves before the first or after the last day;
onboarding is first come, first served; terms end when they end; NRR, GRR and logo retention are those of the customers
of twelve months ago; staff days, joiners, leavers and cost agree.
"""

from __future__ import annotations

import numpy as np
import pytest
from conservation.replay import check
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import SEED, lowered, play
from strategies import Company, companies

from simulator.engine.contract import Column, RunRecord
from simulator.engine.record import Lowered

RUNS = st.integers(0, 2**20)


def equal(a: RunRecord, b: RunRecord) -> bool:
    pairs = [(getattr(a, name), getattr(b, name)) for name in ("ledger", "cohort_arr", "cohort_customers", "reached")]
    return all(np.array_equal(x, y, equal_nan=True) for x, y in pairs) and a.hires.tobytes() == b.hires.tobytes()


def check_retention(record: RunRecord) -> None:
    """GRR is at most NRR and at most 100 %; logo retention is a share; nothing is said before month 12."""
    then, now, capped, starters, survivors = record.ledger[
        :,
        [Column.COHORT_THEN, Column.COHORT_NOW, Column.COHORT_CAPPED, Column.COHORT_STARTERS, Column.COHORT_SURVIVORS],
    ].T
    assert not then[:12].any()
    assert np.all(capped <= now * (1 + 1e-12))
    assert np.all(capped <= then * (1 + 1e-12))
    assert np.all(survivors <= starters)


def replayed(what: Lowered, run: int) -> None:
    record = play(what, run, log=True)
    check(what, record, SEED, run)
    check_retention(record)


@given(companies(), RUNS)
@settings(max_examples=250)
def test_every_line_of_the_event_log_is_possible_and_the_ledger_follows(company: Company, run: int) -> None:
    replayed(company.lowered, run)


@pytest.mark.long
@pytest.mark.timeout(3600)
@given(companies(), RUNS)
@settings(max_examples=5_000)
def test_every_line_of_the_event_log_is_possible_and_the_ledger_follows_in_thousands(
    company: Company, run: int
) -> None:
    replayed(company.lowered, run)


@pytest.mark.parametrize("run", range(2))
def test_the_baseline_replays(run: int) -> None:
    replayed(lowered("baseline", {"horizon_months": 36}), run)


@given(companies(), RUNS)
@settings(max_examples=40)
def test_the_log_changes_nothing_and_a_run_comes_out_the_same_again(company: Company, run: int) -> None:
    what = company.lowered
    logged, plain, again = play(what, run, log=True), play(what, run), play(what, run, log=True)
    assert equal(logged, plain)
    assert len(plain.events) == 0
    assert equal(logged, again)
    assert logged.events.tobytes() == again.events.tobytes()


@given(companies(), st.integers(0, 2**40), st.integers(0, 2**64 - 1))
@settings(max_examples=20)
def test_the_seed_and_the_number_of_the_run_are_the_luck(company: Company, run: int, seed: int) -> None:
    """The replay draws for itself; with another seed or run it would find other luck in the log."""
    check(company.lowered, play(company.lowered, run, seed=seed, log=True), seed, run)
