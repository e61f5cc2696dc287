"""A run is the same run however the compiled engine comes to play it: alone or not, in any memory, on any thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from equality.corners import CORNERS, corner
from equality.records import check
from equality.tiny_capacities import tiny_capacities
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import SEED
from strategies import Company, companies

from simulator.engine.compiled import batch, run_batch, run_compiled, run_many
from simulator.engine.compiled.run import Capacity
from simulator.engine.contract import RunRecord
from simulator.engine.lowering import lower
from simulator.engine.record import Lowered
from simulator.engine.reference import run_reference
from simulator.errors import KeySpaceError
from simulator.scenario.reading.files import load
from simulator.scenario.reading.inheritance import shipped
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.uncertainty import central, parameter_rows, with_values

UNCERTAIN = {
    "horizon_months": 10,
    "path.start_arr": "$600K",
    "opening.generated.accounts": "{uniform: [2, 40]}",
    "cs_effect": "{triangular: [20%, 40%, 100%]}",
    "segments.core.acv": "{uniform: [$25K, $45K]}",
    "roles.csm.lead.median": "{lognormal: {median: 60 days, sigma: 0.3}}",
    "roles.csm.in_place": 1,
}


@pytest.fixture(scope="module")
def uncertain() -> list[Lowered]:
    """Seven companies, each with figures of its own and so with memory of its own size."""
    scenario = load("baseline", UNCERTAIN)
    return [lower(with_values(scenario, row)) for row in parameter_rows(scenario, SEED, range(7))]


@pytest.fixture(scope="module")
def alone() -> list[RunRecord]:
    """Nine runs of one company, each played alone in memory of its own."""
    return [run_compiled(corner("restless"), SEED, run) for run in range(9)]


def check_all(records: Sequence[RunRecord], expected: Sequence[RunRecord]) -> None:
    for record, other in zip(records, expected, strict=True):
        check(record, other, ("played so", "played alone"))


@pytest.mark.parametrize("name", CORNERS)
def test_the_log_changes_nothing_else(name: str) -> None:
    logged, plain = run_compiled(corner(name), SEED, 1, log=True), run_compiled(corner(name), SEED, 1)
    check(logged, plain, but="events")
    assert len(logged.events) > 0
    assert len(plain.events) == 0


@pytest.mark.parametrize("threads", [1, 2, 3, 9, 50])
def test_any_number_of_threads(alone: list[RunRecord], threads: int) -> None:
    check_all(run_batch([corner("restless")] * 9, SEED, range(9), threads), alone)


@pytest.mark.parametrize("cuts", [(0, 9), (0, 1, 9), (0, 4, 5, 9), tuple(range(10))])
def test_any_chunks(alone: list[RunRecord], cuts: tuple[int, ...]) -> None:
    what = corner("restless")
    chunks = [run_many(what, SEED, range(first, last)) for first, last in pairwise(cuts)]
    check_all([record for chunk in chunks for record in chunk], alone)


@pytest.mark.parametrize("order", [(8, 7, 6, 5, 4, 3, 2, 1, 0), (3, 0, 3, 8, 3), (5,)])
def test_runs_in_any_order_and_again(alone: list[RunRecord], order: tuple[int, ...]) -> None:
    expected = [alone[run] for run in order]
    check_all(list(run_many(corner("restless"), SEED, order)), expected)
    check_all(run_batch([corner("restless")] * len(order), SEED, order, 2), expected)


def test_records_do_not_change_when_their_memory_is_played_in_again() -> None:
    runs = run_many(corner("tied"), SEED, range(4), log=True)
    first = next(runs)
    kept = [
        getattr(first, name).copy()
        for name in ("ledger", "cohort_arr", "cohort_customers", "reached", "hires", "events")
    ]
    assert len(list(runs)) == 3
    check(first, RunRecord(*kept))


def test_no_runs_at_all() -> None:
    assert run_batch([], SEED, [], 2) == []
    assert list(run_many(corner("quiet"), SEED, [])) == []


@pytest.mark.parametrize("threads", [1, 2])
def test_companies_of_different_sizes_after_one_another(threads: int) -> None:
    names = ["restless", "empty", "today", "restless", "restless", "quiet", "tied", "restless"]
    what = {name: corner(name) for name in names}
    records = run_batch([what[name] for name in names], SEED, range(len(names)), threads)
    check_all(records, [run_compiled(what[name], SEED, run) for run, name in enumerate(names)])


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_an_uncertain_company_has_figures_of_its_own_in_each_run(uncertain: list[Lowered], threads: int) -> None:
    expected = [run_reference(what, SEED, run) for run, what in enumerate(uncertain)]
    assert len({record.ledger.tobytes() for record in expected}) == len(uncertain)
    check_all(run_batch(uncertain, SEED, range(len(uncertain)), threads), expected)


@pytest.mark.parametrize("name", CORNERS)
def test_memory_that_is_too_small_grows(name: str) -> None:
    what = corner(name)
    for log in (False, True):
        expected = [run_compiled(what, SEED, run, log) for run in range(3)]
        with tiny_capacities() as tried:
            check_all(list(run_many(what, SEED, range(3), log)), expected)
        assert bool(tried) == (log or name != "quiet")


def test_every_capacity_is_outgrown() -> None:
    with tiny_capacities() as tried:
        run_compiled(corner("restless"), SEED, 0, log=True)
    assert all(len({capacity[part] for capacity in tried}) > 1 for part in range(len(Capacity._fields)))


def test_what_has_grown_is_there_for_the_next_batch(uncertain: list[Lowered]) -> None:
    expected = [run_compiled(what, SEED, run) for run, what in enumerate(uncertain)]
    with tiny_capacities() as tried:
        check_all(run_batch(uncertain, SEED, range(len(uncertain)), 1), expected)
        grown = list(tried)
        check_all(run_batch(uncertain, SEED, range(len(uncertain)), 1), expected)
        assert grown
        assert tried == grown
        check_all(run_batch([corner("restless")], SEED, [0], 1), [run_compiled(corner("restless"), SEED, 0)])


def test_memory_for_a_huge_company_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_ROOMS", [])
    run_batch([corner("quiet")], SEED, [0], 1)
    assert len(batch._ROOMS) == 1
    monkeypatch.setattr(batch, "_WORTH_KEEPING", 0)
    run_batch([corner("quiet")], SEED, [0], 1)
    assert not batch._ROOMS


@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_every_shipped_scenario_fits_at_the_first_try(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A company is played again in more memory where the guess was too small: twice the time, and nothing to see."""
    grown: list[int] = []
    monkeypatch.setattr(batch, "_ROOMS", [])
    monkeypatch.setattr(Capacity, "larger", lambda capacity, overflow: grown.append(overflow))
    scenario = load(name)
    what = lower(central(scenario), read_today(scenario))
    assert len(list(run_many(what, SEED, range(4)))) == 4
    assert not grown


@pytest.mark.timeout(900)  # a failure is made smaller for five minutes
@given(st.lists(companies(), min_size=2, max_size=4), st.data())
@settings(max_examples=25)
def test_any_batch_on_any_threads(several: list[Company], data: st.DataObject) -> None:
    order = data.draw(st.lists(st.sampled_from(several), min_size=1, max_size=8))
    runs = data.draw(st.lists(st.integers(0, 2**48 - 1), min_size=len(order), max_size=len(order)))
    records = run_batch([company.lowered for company in order], SEED, runs, data.draw(st.integers(1, 4)))
    check_all(records, [run_compiled(company.lowered, SEED, run) for company, run in zip(order, runs, strict=True)])


@pytest.mark.parametrize("seed", [0, 2**63 - 1, 2**63, 2**64 - 1])
def test_the_largest_keys(seed: int) -> None:
    for run in (0, 2**48 - 1):
        check(run_reference(corner("tied"), seed, run, log=True), run_compiled(corner("tied"), seed, run, log=True))


@pytest.mark.parametrize(("seed", "run"), [(2**64, 0), (-1, 0), (0, 2**48)])
def test_keys_that_do_not_fit_are_refused(seed: int, run: int) -> None:
    with pytest.raises(KeySpaceError):
        run_compiled(corner("quiet"), seed, run)
    with pytest.raises(KeySpaceError):
        run_batch([corner("quiet")], seed, [run], 2)


@pytest.mark.parametrize(
    ("table", "field", "value", "said"),
    [
        ("rules", "sponsors_leaves_a_year", 1e9, "a visit's number"),
        ("rules", "competitors_calls_a_year", 1e9, "a visit's number"),
        ("segments", "csqls_a_year", 1e9, "a visit's number"),
        ("roles", "key", 1 << 16, "a role's number"),
    ],
)
def test_what_could_number_something_beyond_a_key_is_refused_before_it_is_played(
    table: str, field: str, value: float, said: str
) -> None:
    """No scenario says so much; compiled code would draw another's luck without a word."""
    changed = getattr(corner("quiet"), table).copy()
    changed[field] = value
    what = replace(corner("quiet"), **{table: changed})
    with pytest.raises(KeySpaceError, match=said):
        run_compiled(what, SEED, 0)


def test_a_negative_run_is_refused() -> None:
    with pytest.raises(KeySpaceError):
        run_compiled(corner("quiet"), 0, -1)
    with pytest.raises(KeySpaceError):
        list(run_many(corner("quiet"), 0, [3, -1, 5]))


def test_ledgers_are_not_all_alike(alone: list[RunRecord]) -> None:
    assert len({np.round(record.ledger[-1, 0], 2) for record in alone}) == len(alone)
