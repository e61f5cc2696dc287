"""What is judged: metrics by name, added up in one unit, read where they are meant to be read."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import InputError, Result, load, simulate
from simulator.results.measure import Measure, default_measure
from simulator.results.metrics import Unit


@pytest.fixture(scope="module")
def result() -> Result:
    return simulate(load("baseline", {"horizon_months": "18", "opening.generated.accounts": "20"}), runs=3, workers=1)


def test_a_stock_is_read_at_the_end_and_a_flow_added_up(result: Result) -> None:
    assert np.array_equal(Measure.read("arr").of(result), result["arr"][:, 18])
    assert np.allclose(Measure.read("cs_cost").of(result), result["cs_cost"][:, 1:].sum(axis=1))
    assert np.array_equal(Measure.read("nrr@12").of(result), result["nrr"][:, 12])
    assert np.allclose(Measure.read("cs_cost@6").of(result), result["cs_cost"][:, 1:7].sum(axis=1))


def test_terms_add_up_with_their_factors(result: Result) -> None:
    expected = 5.0 * result["arr"][:, 18] - result["cs_cost"][:, 1:].sum(axis=1)
    assert np.allclose(Measure.read("5*arr - cs_cost").of(result), expected)
    assert np.allclose(Measure.read("-cs_cost + 5 * arr").of(result), expected)


@pytest.mark.parametrize(
    ("months", "text"),
    [(60, "value_less_burn@36"), (24, "value_less_burn@24"), (11, "arr - cs_cost")],
)
def test_the_default_is_value_less_cost_after_three_years(months: int, text: str) -> None:
    assert default_measure(months) == text
    assert Measure.read(text).unit is Unit.USD


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_the_cash_low_is_the_least_of_a_trajectory_up_to_its_month(engine: str) -> None:
    short = load("short_of_cash", {"horizon_months": "20", "opening.generated.accounts": "10"})
    found = simulate(short, runs=3, workers=1, engine=engine)
    cash = found["cash"]
    for text, until in (("cash.low", 20), ("cash.low@3", 3), ("cash.low@0", 0)):
        assert Measure.read(text).of(found).tolist() == [min(row[: until + 1]) for row in cash.tolist()]
    assert (Measure.read("cash.low").of(found) < cash[:, -1]).all()  # a round has come since, the low has stayed


def test_a_low_is_told_as_one() -> None:
    low = Measure.read("cash.low@36")
    assert (low.unit, low.last_month) == (Unit.USD, 36)
    assert (low.words, low.head) == ("Cash low up to month 36", "Cash low, month 36")
    assert (low.explained, Measure.read("cash.low").in_full) == ("Cash low up to month 36", "cash low over all months")


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("value_less_burn@36", "Value less burn, month 36"),
        ("enterprise_value.less_burn@36", "Enterprise value less burn, month 36"),
        ("arr", "ARR"),
        ("nrr@24", "NRR, month 24"),
        ("5*arr - cs_cost", "5 × ARR less CS cost"),
        ("5*arr@36 - cs_cost@36", "5 × ARR less CS cost, month 36"),
        ("arr@24 - cs_cost@36", "ARR at month 24 less CS cost up to month 36"),
        ("-cs_cost", "Minus CS cost"),
        ("reached.18M@24", "Probability of $18M ARR, month 24"),
        ("headcount.csm", "CSMs"),
    ],
)
def test_a_column_is_headed_in_words(text: str, head: str) -> None:
    assert Measure.read(text).head == head


@pytest.mark.parametrize(
    ("text", "own", "later"),
    [
        ("value_less_burn@36", "enterprise_value.less_burn@36", "value_less_burn@48"),
        (
            "-2*value_less_burn + cash.low",
            "-2*enterprise_value.less_burn + cash.low",
            "-2*value_less_burn@48 + cash.low@48",
        ),
        ("5*arr@36 - cs_cost@36", "5*arr@36 - cs_cost@36", "5*arr@48 - cs_cost@48"),
        ("reached.18M@24", "reached.18M@24", "reached.18M@48"),
        ("arr@24 - arr@12", "arr@24 - arr@12", None),
    ],
)
def test_a_measure_goes_by_own_growth_or_by_another_month(text: str, own: str, later: str | None) -> None:
    measure = Measure.read(text)
    assert measure.by_own_growth.text == own
    moved = measure.at(48)
    assert (None if moved is None else moved.text) == later
    for one in (measure.by_own_growth, moved):
        if one is not None:
            again = Measure.read(one.text)
            assert [(term.metric.name, term.times, term.month) for term in again.terms] == [
                (term.metric.name, term.times, term.month) for term in one.terms
            ]


def test_the_probability_of_an_arr_is_a_measure(result: Result) -> None:
    ever = (result["arr"][:, :13] >= 5.5e6).any(axis=1)
    measure = Measure.read("reached.5.5M@12")
    assert np.array_equal(measure.of(result), ever.astype(float))
    assert measure.words == "Probability of $5.5M ARR at month 12"
    assert measure.unit is Unit.SHARE
    assert Measure.read("reached.1M").of(result).tolist() == [1.0, 1.0, 1.0]
    with pytest.raises(InputError, match="names no ARR"):
        Measure.read("reached.soon")


def test_words() -> None:
    measure = Measure.read("2*arr@12 - cs_cost")
    assert measure.words == "2 × ARR at month 12 less CS cost"
    assert measure.explained == "ARR at month 12, CS cost added up over all months"
    assert (measure.shown(2.5e6), measure.difference(-4e5), measure.size(-4e5)) == ("$2.500M", "−$400K", "$400K")
    share = Measure.read("nrr")
    assert (share.shown(1.0424), share.difference(0.0123), share.difference(0.0)) == ("104.2%", "+1.2 pts", "0.00 pts")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("arr cs_cost", "is not a measure"),
        ("arr -", "is not a measure"),
        ("ar", 'no metric "ar"'),
        ("arr + nrr", "different units"),
        ("arr@x", "is not a measure"),
        (" + ".join(["arr"] * 11), "is not a measure"),
    ],
)
def test_what_is_no_measure_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Measure.read(text)


def test_a_month_after_the_end_is_refused(result: Result) -> None:
    measure = Measure.read("arr@19")
    with pytest.raises(InputError, match="ends at month 18"):
        measure.check(18)
    with pytest.raises(InputError, match="months 0 to 18"):
        measure.of(result)
