"""Amounts on the command line, read in the unit they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import InputError, Problem
from simulator.results.metrics import Unit
from simulator.scenario.units import DAYS, FACTOR, MONEY, POINTS, SHARE, InvalidValue

if TYPE_CHECKING:
    from simulator.results.measure import Measure


def read_amount(text: str, unit: Unit) -> float:
    """Return an amount above zero: money, points of a share, days, or a plain number; raise InputError otherwise."""
    reader = {Unit.USD: MONEY, Unit.USD_A_MONTH: MONEY, Unit.SHARE: POINTS, Unit.DAYS: DAYS}.get(unit, FACTOR)
    try:
        found = reader.read(text)
    except InvalidValue as error:
        raise InputError([Problem(error.problem.message, allowed=reader.examples_in_words())]) from None
    if not found > 0.0:
        raise InputError([Problem(f'"{text[:40]}" is not above zero', allowed=reader.examples_in_words())])
    return found


def read_share(text: str) -> float:
    """Return a share such as `20%` or `0.2`; raise InputError for anything else."""
    try:
        return SHARE.read(text)
    except InvalidValue as error:
        raise InputError([Problem(error.problem.message, allowed=SHARE.examples_in_words())]) from None


def read_quantiles(text: str) -> tuple[float, float]:
    """Return two quantiles from percentages such as `10,90`; raise InputError for anything else."""
    parts = [part.strip().rstrip("%") for part in text.split(",")]
    try:
        low, high = (float(part) / 100.0 for part in parts)
    except ValueError:
        raise InputError(
            [Problem(f'"{text[:40]}" is not two quantiles', allowed="percentages such as 10,90")]
        ) from None
    if not 0.0 < low < high < 1.0:
        raise InputError(
            [Problem(f'"{text[:40]}" is not two quantiles', allowed="a low and a high one, such as 10,90")]
        )
    return low, high


def read_precision(text: str) -> tuple[Measure, float]:
    """Return a measure and half the width of its interval from `0.5pts` (NRR), `$500K` (ARR) or `grr=0.2pts`."""
    from simulator.results.measure import Measure

    name, equals, amount = text.rpartition("=")
    if not equals:
        name = "arr" if "$" in text or text.strip()[-1:].lower() in tuple("kmb") else "nrr"
    measure = Measure.read(name)
    return measure, read_amount(amount, measure.unit)
