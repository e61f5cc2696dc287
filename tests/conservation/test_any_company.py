"""Companies of every kind, each played once by both engines and then read line by line.

The engines must agree to the last bit: ledger, cohorts, milestones, hires, events. And what they agree on must be
possible and due, which the replay of the event log finds out for itself (replay.py); what falls on one instant must be
in the order in which it was made; and however often the compiled engine's memory has to grow, nothing of it moves.
"""

from __future__ import annotations

import numpy as np
import pytest
from conservation.replay import check
from conservation.retention import check_contracts, check_retention
from engine.event_sequence import ties
from equality.records import check as same
from equality.records import check_engines
from equality.tied_companies import tied_companies
from equality.tiny_capacities import tiny_capacities
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from playing import SEED
from strategies import Company, companies

from simulator.engine.compiled import run_many
from simulator.engine.contract import RunRecord
from simulator.engine.reference import run_reference

RUNS = st.integers(0, 2**48 - 1)
SEEDS = st.integers(0, 2**64 - 1)
"""The replay draws for itself; with another seed or run it would find other luck in the log."""
PARTS = 10
"""Of the long tier, each with companies of its own."""


def check_company(company: Company, of_seed: int, run: int) -> None:
    record = check_engines(company.lowered, of_seed, run)
    check(company.lowered, record, of_seed, run)
    check_retention(record)
    check_contracts(record)
    assert all(in_order for _, _, in_order in ties(company.lowered, record.events))
    with tiny_capacities():
        first, second = run_many(company.lowered, of_seed, (run, run), log=True)
    same(first, record, ("in growing memory", "alone"))
    same(second, record, ("in grown memory", "alone"))


@pytest.mark.timeout(900)  # a failure is made smaller for five minutes
@given(companies(), SEEDS, RUNS)
@settings(max_examples=250)
def test_any_company(company: Company, of_seed: int, run: int) -> None:
    check_company(company, of_seed, run)


@pytest.mark.timeout(900)  # a failure is made smaller for five minutes
@given(tied_companies(), SEEDS, RUNS)
@settings(max_examples=125)
def test_any_company_in_which_all_happens_at_once(company: Company, of_seed: int, run: int) -> None:
    check_company(company, of_seed, run)


@pytest.mark.long(part="companies")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(PARTS))
def test_any_company_in_thousands(part: int) -> None:
    """Seven thousand in all."""
    some = given(companies(), SEEDS, RUNS)(check_company)
    seed(part)(settings(max_examples=7_000 // PARTS)(some))()


@pytest.mark.long(part="ties")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(PARTS))
def test_any_company_in_which_all_happens_at_once_in_thousands(part: int) -> None:
    """Three thousand in all."""
    some = given(tied_companies(), SEEDS, RUNS)(check_company)
    seed(part)(settings(max_examples=3_000 // PARTS)(some))()


def same_tables(one: RunRecord, other: RunRecord) -> bool:
    names = ("ledger", "cohort_arr", "cohort_customers", "reached")
    pairs = [(getattr(one, name), getattr(other, name)) for name in names]
    return all(np.array_equal(a, b, equal_nan=True) for a, b in pairs) and one.hires.tobytes() == other.hires.tobytes()


@given(companies(), RUNS)
@settings(max_examples=25)
def test_the_log_changes_nothing_and_a_run_comes_out_the_same_again(company: Company, run: int) -> None:
    what = company.lowered
    logged, plain, again = (run_reference(what, SEED, run, log) for log in (True, False, True))
    assert same_tables(logged, plain)
    assert len(plain.events) == 0
    assert same_tables(logged, again)
    assert logged.events.tobytes() == again.events.tobytes()
