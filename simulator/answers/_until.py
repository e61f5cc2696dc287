"""Up to which month charts look, as it is written: months after the start, or a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from simulator.clock import MONTHS_PER_YEAR, month_label
from simulator.errors import InputError, Problem
from simulator.scenario.schema.dates_and_files import When
from simulator.scenario.units import InvalidValue

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario


def last_month_shown(scenario: Scenario, until: int | str | date | None) -> int:
    """Return the last month that charts of a `scenario` show, 1 to its horizon; the horizon for None.

    A date means the end of the month that holds it. Raises InputError for what lies outside, or is neither.
    """
    if until is None:
        return scenario.horizon_months
    month = _month(scenario, until)
    if isinstance(month, int) and 1 <= month <= scenario.horizon_months:
        return month
    raise _refused(scenario, until)


def _month(scenario: Scenario, until: int | str | date) -> int | None:
    if isinstance(until, int):
        return None if isinstance(until, bool) else until
    try:
        day = When().read(until)
    except InvalidValue:
        return None
    start = scenario.start_date
    return (day.year - start.year) * MONTHS_PER_YEAR + day.month - start.month + 1


def _refused(scenario: Scenario, until: object) -> InputError:
    last = scenario.horizon_months
    first, end = (month_label(scenario.start_date, month) for month in (1, last))
    allowed = f"months after the start, 1 to {last:,}, or a month from {first} to {end}, such as {end}"
    shown = f"{until:,}" if isinstance(until, int) else f'"{str(until)[:40]}"'
    return InputError([Problem(f"{shown} is no month within the horizon", path="until", allowed=allowed)])
