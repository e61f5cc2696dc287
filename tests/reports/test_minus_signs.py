"""Dollars below zero are written alike everywhere: the minus sign first, then the dollar sign."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulator.engine.ledger import Unit
from simulator.reports.charts.drawing import money_tick
from simulator.reports.words import even_money, money
from simulator.results.formatting import difference_in, level, shown, shown_in, signed

AMOUNT = -4_200_000.0
WRITERS: dict[str, Callable[[float], str]] = {
    "money": money,
    "even_money": even_money,
    "level": level,
    "shown": lambda value: shown(Unit.USD, value),
    "shown_in": lambda value: shown_in(Unit.USD_A_MONTH, value),
    "difference_in": lambda value: difference_in(Unit.USD, value),
    "signed": lambda value: signed(Unit.USD, value),
    "money_tick": lambda value: money_tick(value, np.array([value, 0.0])),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_the_minus_sign_comes_first(writer: str) -> None:
    text = WRITERS[writer](AMOUNT)
    assert text.startswith("−$4.2")
    assert text.endswith("M")
    assert "-" not in text


@pytest.mark.parametrize(("unit", "text"), [(Unit.SHARE, "−12.0%"), (Unit.RATIO, "−0.1"), (Unit.MONTHS, "−0.1 months")])
def test_other_figures_of_year_ends_have_the_same_sign(unit: Unit, text: str) -> None:
    assert shown(unit, -0.12) == text
