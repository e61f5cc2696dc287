"""Amounts on the command line, read in the unit they belong to."""

from __future__ import annotations

from simulator.errors import InputError, Problem
from simulator.results.metric import Unit
from simulator.scenario.units import DAYS, FACTOR, MONEY, POINTS, Misread


def read_amount(text: str, unit: Unit) -> float:
    """Return an amount above zero: money, points of a share, days, or a plain number; raise InputError otherwise."""
    reader = {Unit.USD: MONEY, Unit.USD_A_MONTH: MONEY, Unit.SHARE: POINTS, Unit.DAYS: DAYS}.get(unit, FACTOR)
    try:
        found = reader.read(text)
    except Misread as problem:
        raise InputError([Problem(problem.message, allowed=reader.examples_in_words())]) from None
    if not found > 0.0:
        raise InputError([Problem(f'"{text[:40]}" is not above zero', allowed=reader.examples_in_words())])
    return found
