"""What is stated for a year, over terms of other lengths."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.terms import (
    comes_within,
    is_kept,
    kept_along,
    kept_over,
    log_odds_of,
    marks_weigh,
    occurs_within,
    outlasts,
    price_of,
    rise_over,
)
from simulator.numerics.jit import in_machine_code

SHARES = st.floats(0.0, 1.0)
TERMS = st.integers(1, 60)


@given(st.floats(0.0, 3.0), SHARES, st.floats(-5.0, 5.0))
def test_a_year_is_itself_to_the_last_bit(odds: float, share: float, log_odds: float) -> None:
    assert both(kept_over, share, 1.0) == share
    assert both(occurs_within, odds, 1.0) == odds
    assert both(rise_over, share, 1.0) == share
    assert both(marks_weigh, 1.0) == 1.0
    assert both(log_odds_of, 12, log_odds, log_odds) == 0.0
    assert both(price_of, 12, share, share) == 1.0


@given(SHARES, TERMS)
def test_terms_of_three_years_keep_what_one_of_three_years_keeps(odds: float, months: int) -> None:
    kept = both(kept_over, odds, months / 12.0)
    assert kept ** (36 / months) == pytest.approx(both(kept_over, odds, 3.0), abs=1e-12)
    assert both(occurs_within, 1.0 - odds, months / 12.0) == pytest.approx(1.0 - kept)


def test_nine_tenths_a_year_leave_729_of_a_thousand_after_three() -> None:
    assert [both(kept_over, 0.9, k / 12.0) ** (36 // k) for k in (1, 3, 12, 18, 36)] == pytest.approx([0.729] * 5)
    assert (1.0 + both(rise_over, 0.06, 1.0 / 12.0)) ** 12 == pytest.approx(1.06)


@given(TERMS)
def test_what_is_certain_or_impossible_stays_so(months: int) -> None:
    years = months / 12.0
    assert [both(kept_over, odds, years) for odds in (0.0, 1.0)] == [0.0, 1.0]
    assert [both(occurs_within, odds, years) for odds in (0.0, 1.0)] == [0.0, 1.0]
    assert both(occurs_within, 1.3, 3.0) == 1.0
    assert both(rise_over, 0.0, years) == 0.0


def test_a_mark_weighs_one_year_of_a_long_term() -> None:
    assert [both(marks_weigh, years) for years in (1.0 / 12.0, 0.5, 1.0, 2.0, 3.0)] == [1, 1, 1, 0.5, 1.0 / 3.0]


@given(st.floats(0.0, 400.0), TERMS)
def test_a_mark_counts_at_every_renewal_of_a_year_and_at_one_at_least(before: float, months: int) -> None:
    """Made so many days before a renewal at day 1000; the next one lies a term later."""
    years = months / 12.0
    kept = both(outlasts, 1000.0 - before, years, 1000.0 + 365.0 * years)
    assert kept == (years < 1.0 and before + 365.0 * years < 365.0)


def test_terms_have_log_odds_and_prices_of_their_own() -> None:
    assert both(log_odds_of, 1, -0.11, 0.22) == pytest.approx(-0.11)
    assert [both(log_odds_of, k, -0.11, 0.22) for k in (24, 36, 60)] == pytest.approx([0.11, 0.22, 0.22])
    assert both(price_of, 1, 0.2, 0.03) == pytest.approx(1.2)
    assert [both(price_of, k, 0.2, 0.03) for k in (24, 36)] == pytest.approx([0.97, 0.94])
    assert both(price_of, 60, 0.0, 0.3) == 0.0


LUCK = st.floats(2.0**-53, 1.0 - 2.0**-53)
YEARS = [1.0 / 12.0, 0.25, 0.5, 11.0 / 12.0, 1.0, 1.5, 3.0, 10.0]


@given(LUCK, SHARES, st.sampled_from(YEARS))
def test_luck_decides_of_a_term_as_its_odds_do(luck: float, odds: float, years: float) -> None:
    assert both(is_kept, luck, odds, years) == (luck < kept_over(odds, years))
    assert both(comes_within, luck, odds, years) == (luck < occurs_within(odds, years))
    assert both(comes_within, luck, 3.0 * odds, years) == (luck < occurs_within(3.0 * odds, years))


@pytest.mark.parametrize("years", YEARS)
def test_luck_next_to_the_odds_of_a_term_decides_as_they_do(years: float) -> None:
    for odds in [*np.random.default_rng(5).uniform(0.0, 1.0, 300).tolist(), 1e-16, 1e-9, 1.0 - 1e-9, 1.0 - 1e-16]:
        kept, comes = kept_over(odds, years), occurs_within(odds, years)
        for step in range(-3, 4):
            luck = min(1.0 - 2.0**-53, max(2.0**-53, kept + step * 2.0**-53))
            assert is_kept(luck, odds, years) == (luck < kept)
            luck = min(1.0 - 2.0**-53, max(2.0**-53, comes + step * 2.0**-53))
            assert comes_within(luck, odds, years) == (luck < comes)


@pytest.mark.parametrize("beside", [0.5, 0.0, 1.0, 1e-31, 1e-300])
def test_terms_of_many_keep_what_each_keeps_to_the_last_bit(beside: float) -> None:
    """Whatever stands beside them: what is too small to be worked out several at a time included."""
    generator = np.random.default_rng(3)
    odds = np.append(generator.uniform(0.0, 1.0, 2_000) ** generator.integers(1, 60, 2_000), beside)
    odds = np.append(odds, [1.0, np.nextafter(1.0, 0.0), 0.75, 0.8660254037844386, 0.8660254037844387, 0.5, 1e-30])
    years = generator.choice(YEARS, len(odds))
    expected = np.array([kept_over(*pair) for pair in zip(odds.tolist(), years.tolist(), strict=True)])
    for along in (kept_along, in_machine_code(kept_along)):
        found = np.append(odds, 0.25)
        along(found, np.append(years, 3.0), len(odds))
        assert found[:-1].tobytes() == expected.tobytes()
        assert found[-1] == 0.25
