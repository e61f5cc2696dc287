"""Figures as text, by their units: for readers, and for the cells of CSV files."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.results.metrics import Unit
from simulator.scenario.writing import money

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats

__all__ = ["DECIMALS", "NO_BURN", "decimals", "difference_in", "level", "shown", "shown_in", "signed"]


NO_BURN: Final = "no burn"
"""How an infinite runway is written."""
DECIMALS: Final = {Unit.USD: 0, Unit.USD_A_MONTH: 0, Unit.SHARE: 4, Unit.RATIO: 3, Unit.DAYS: 1, Unit.MONTHS: 1}
"""Decimals of a unit's figures in the summary; 2 for counts of people and customers."""


def shown(unit: Unit, value: float) -> str:
    """Return a figure, `value`, as people write it in its `unit`: `$36M`, `104.2%`, `19`, `53 days`.

    Below 0 a minus sign (−) comes first. NaN is `n/a`, and infinity `no burn`: cash that lasts for ever is that of a
    company that burns none.
    """
    if not math.isfinite(value):
        return "n/a" if math.isnan(value) else NO_BURN
    return _plainly(unit, value).replace("-", "−")


def _plainly(unit: Unit, value: float) -> str:
    if unit in (Unit.USD, Unit.USD_A_MONTH):
        return money(value)
    if unit is Unit.SHARE:
        return f"{100.0 * value:.1f}%"
    if unit is Unit.RATIO:
        return f"{value:.1f}"
    if unit is Unit.MONTHS:
        return f"{value:.1f} months"
    if unit is Unit.DAYS:
        return f"{value:.0f} days"
    return f"{value:,.0f}"


def shown_in(unit: Unit, value: float) -> str:
    """Return a figure in its `unit` for a reader: `$36M`, `104.2%`, `19.3`, `53 days`.

    `value` is a share of one where the unit is a share. `n/a` for NaN, `no burn` for an infinite runway.
    """
    if not math.isfinite(value):
        return NO_BURN if math.isinf(value) and unit is Unit.MONTHS else "n/a"
    if unit in (Unit.USD, Unit.USD_A_MONTH):
        return level(value)
    if unit is Unit.SHARE:
        return f"{100.0 * value:.1f}%".replace("-", "−")
    if unit is Unit.DAYS:
        return f"{value:.0f} days".replace("-", "−")
    return f"{value:,.4g}".replace("-", "−") if abs(value) < 1e6 else f"{value:,.0f}".replace("-", "−")


def level(value: float) -> str:
    """Return dollars to four digits, so that levels that differ little can be told apart: `$117.2M`.

    `value` must be finite; below 0 a minus sign (−) comes first.
    """
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if abs(value) >= 0.99995 * size:
            digits = max(0, 3 - math.floor(math.log10(abs(value) / size) + 1e-9))
            return f"{'−' if value < 0.0 else ''}${abs(value) / size:,.{digits}f}{letter}"
    return money(value).replace("-", "−")


def difference_in(unit: Unit, value: float) -> str:
    """Return a difference in its `unit`: shares in percentage points, everything else as a figure.

    `value` is a share of one where the unit is a share; NaN gives `n/a`.
    """
    if unit is Unit.SHARE and math.isfinite(value):
        points = f"{100.0 * value:.2f}" if abs(value) < 0.00995 else f"{100.0 * value:.1f}"
        return f"{points} pts".replace("-", "−")
    if unit in (Unit.USD, Unit.USD_A_MONTH) and math.isfinite(value):
        return money(value).replace("-", "−")
    return shown_in(unit, value)


def signed(unit: Unit, value: float) -> str:
    """Return a difference, `value` in a `unit`, with its sign, none where it is shown as nothing.

    As in `difference_in`, shares are told in points.
    """
    text = difference_in(unit, value)
    if not any(digit in text for digit in "123456789"):
        return text.removeprefix("−")
    return f"+{text}" if value > 0.0 else text


def decimals(values: Floats, places: int) -> list[str]:
    """Return numbers, `values` of shape (figures,), with so many decimals (`places`), never `-0`.

    Nothing for NaN, `inf` for infinity.
    """
    given = values.tolist()
    texts = (f"%.{places}f " * len(given) % tuple(given)).split()  # at one go, in a third of the time
    if len(given) > _FEW:
        odd = np.flatnonzero(~np.isfinite(values) | (np.signbit(values) & (values > -1.0))).tolist()
    else:
        odd = [place for place, value in enumerate(given) if not (0.0 < value < math.inf or -math.inf < value <= -1.0)]
    for place in odd:
        texts[place] = _decimal(given[place], places)
    return texts


_FEW: Final = 30
"""Figures that are looked at one by one faster than together."""


def _decimal(value: float, places: int) -> str:
    if math.isfinite(value):
        return f"{round(value, places) + 0.0:.{places}f}"
    return "" if math.isnan(value) else f"{value:g}"


def errors(values: Floats, places: int) -> list[str]:
    """Return standard errors to three significant digits, without an exponent; a speck of rounding is 0.

    `places` are the decimals of the figures they belong to.
    """
    return ["" if math.isnan(value) else _error(round(value, places + 3)) for value in values.tolist()]


def _error(value: float) -> str:
    if not value > 0.0:
        return "0"
    text = f"{value:.3g}"
    return f"{Decimal(text):f}" if "e" in text else text
