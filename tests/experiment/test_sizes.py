"""What is too large is refused at once, with the arithmetic shown."""

from __future__ import annotations

import math

import pytest

from simulator import InputError, SizeError, load, simulate
from simulator.engine.contract import cohorts_in
from simulator.engine.lowering import lower
from simulator.experiment import executors, sizes
from simulator.experiment.expected import Expected
from simulator.experiment.sizes import check_lowered, check_memory, check_plan, check_request, expected_customers
from simulator.results.columns import ledger_columns
from simulator.scenario.reading.today import read_today

BILLION_CUSTOMERS = {"segments.core.acv": "$1", "segments.core.acv_growth": "0", "path.start_arr": "$50M"}


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (BILLION_CUSTOMERS, "about 3.13 billion expected to close"),
        ({"demand.bookings_a_year": "$10B", "segments.core.acv": "$100"}, "million expected to close"),
        ({"expansion.basis": "arr", "segments.core.csqls_a_year": "100"}, r"multiply an account's ARR by e\^88"),
        (
            {"opening.generated.accounts": "{uniform: [999999, 1000000]}", "segments.core.acv": "$10"},
            "999,999 customers on the first day|1,000,000 customers on the first day",
        ),
    ],
)
def test_too_many_customers_are_refused_before_any_work(
    overrides: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = load("baseline", overrides)

    def work(*arguments: object) -> None:
        raise AssertionError("a run was begun")

    monkeypatch.setattr(executors, "play_all", work)
    with pytest.raises(SizeError, match=said):
        simulate(scenario, runs=1)


@pytest.mark.parametrize("months", [0, -3, 241, 10**12])
def test_a_horizon_past_the_schema_is_refused_before_lowering(months: int) -> None:
    scenario = load("baseline").model_copy(update={"horizon_months": months})
    with pytest.raises(SizeError, match="a horizon of"):
        simulate(scenario, runs=1)


def test_too_many_runs_are_refused() -> None:
    with pytest.raises(SizeError, match="1,000,000,000,000 runs are more than the 10,000,000"):
        check_request(10**12, 1)
    with pytest.raises(SizeError, match="the last run would be number"):
        check_request(2, 1, sizes.MAX_RUN)
    check_request(sizes.MOST_RUNS, sizes.MAX_SEED, sizes.MAX_RUN - sizes.MOST_RUNS + 1, 1024)


def test_every_wrong_number_is_named_at_once() -> None:
    with pytest.raises(InputError) as refused:
        check_request(0, -1, -1, 0)
    assert len(refused.value.problems) == 4


def test_a_result_larger_than_memory_is_refused_with_the_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "available_memory", lambda: 1_000_000_000)
    with pytest.raises(SizeError) as refused:
        check_memory(load("baseline"), 100_000)
    said = str(refused.value)
    figures = ledger_columns(load("baseline")) + 2 * cohorts_in(60) + 1
    size = f"{100_000 * 61 * figures * 8 / 1e9:.3g} GB"
    assert f"100,000 runs × 61 month ends × {figures} figures × 8 bytes = {size}" in said
    assert "50% of the 1 GB" in said
    fitting = int(said.split("; ")[1].split()[0].replace(",", ""))
    check_memory(load("baseline"), fitting)
    with pytest.raises(SizeError, match="2 scenarios ×"):
        check_memory(load("baseline"), fitting, results=2)


def test_a_run_larger_than_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "available_memory", lambda: 10_000_000)
    with pytest.raises(SizeError, match=r"customers × 5,000 bytes = .* for one run"):
        check_plan(load("baseline"), None, 5_000)


def test_a_drawn_parameter_that_makes_a_run_too_large_names_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    overrides = {"horizon_months": "12", "segments.core.acv": "{uniform: [$10K, $60K]}"}
    monkeypatch.setattr(sizes, "MOST_CUSTOMERS", 240)
    scenario = load("baseline", overrides)
    check_plan(scenario)
    with pytest.raises(SizeError, match=r"in run \d+, as its uncertain parameters were drawn"):
        simulate(scenario, runs=20, workers=1)


def test_too_many_people_are_refused() -> None:
    overrides = {"roles.csm.book_low": "$1", "roles.csm.book_high": "$1", "hiring.absorbs_share": "100"}
    with pytest.raises(SizeError, match=r"million CSMs \(.* in a book\) are more than the 100,000"):
        check_lowered(lower(load("baseline", overrides)))
    overrides = {"roles.onboarding.slots": "0.1", "onboarding.work": "{shape: fixed, median: 3650 days, cv: 0}"}
    with pytest.raises(SizeError, match=r"onboarding specialists \(.* deals a day"):
        check_lowered(lower(load("baseline", overrides | {"hiring.absorbs_share": "100", "segments.core.acv": "$5K"})))


def test_people_that_could_not_be_absorbed_are_not_counted() -> None:
    overrides = {"roles.csm.book_low": "$1", "roles.csm.book_high": "$1", "hiring.absorbs_share": "0"}
    check_lowered(lower(load("baseline", overrides)))


@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        ("baseline", {}),
        ("baseline", {"horizon_months": "7"}),
        ("baseline", {"horizon_months": "120"}),
        ("baseline", {"opening.generated.arr": "$9M", "horizon_months": "30"}),
        ("baseline", {"demand.bookings_a_year": "$5M", "demand.attainment": "[80%, 120%]"}),
        ("baseline", {"segments.core.acv_growth": "0", "path.multiples": "[2]"}),
        ("today", {}),
    ],
)
def test_the_rough_sum_is_close_to_the_tables(name: str, overrides: dict[str, str]) -> None:
    scenario = load(name, overrides)
    today = read_today(scenario)
    rough = Expected.of(scenario, today)
    exact = expected_customers(lower(scenario, today))
    assert rough.opening + rough.deals == pytest.approx(exact, rel=0.12)


def test_a_scenario_of_ordinary_size_passes() -> None:
    scenario = load("baseline", {"horizon_months": "240"})
    check_plan(scenario, None, 5_000)
    check_lowered(lower(scenario))


def test_the_machine_says_how_much_memory_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 10**8 < sizes.available_memory() < 10**14
    monkeypatch.setattr(sizes, "_group", lambda: 123_456)
    assert sizes.available_memory() == 123_456
    for source in ("_linux", "_windows", "_posix", "_group"):
        monkeypatch.setattr(sizes, source, lambda: None)
    assert sizes.available_memory() == sizes.ASSUMED


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (12_345.0, "about 12,345"),
        (3.4e6, "about 3.4 million"),
        (1.25e9, "about 1.25 billion"),
        (2e15, "about 2,000 trillion"),
    ],
)
def test_large_counts_are_said_in_words(count: float, words: str) -> None:
    assert sizes._rough(count) == words
    assert math.isfinite(count)
