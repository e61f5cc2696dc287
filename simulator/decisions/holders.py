"""Whose seats in a role are taken before anything is decided: people in place on the first day, and requisitions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.clock import day_label
from simulator.decisions.hiring_point import hired_roles
from simulator.errors import InputError, Problem
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.first_day import seats_taken
from simulator.scenario.schema.words import role_word

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import Person


def holders(scenario: Scenario, role: str) -> tuple[Person, ...]:
    """Return who is in place in a `role` of a `scenario` on the first day, and the requisitions that are out for it."""
    return seats_taken(scenario, read_today(scenario), role)


def check_vacant(scenario: Scenario, role: str) -> None:
    """Refuse a role of one seat that somebody has, or is looked for to have; raise InputError with what can be asked.

    When hiring opens would only say when a leaver is replaced.
    """
    found = holders(scenario, role)
    if not found or scenario.roles.of(role).how_many.rule != "one":
        return
    others = [name for name in hired_roles(scenario) if name != role]
    message = f"the seat of the {role_word(role)} is taken {_by_whom(scenario, found[0])}: when to hire one is settled"
    more = f"what one more of it adds now: t2d3 branch SCENARIO --at 0 --decide {others[0]}=1"
    raise InputError([Problem(message, allowed=f"another role: {', '.join(others)}; {more}")])


def _by_whom(scenario: Scenario, person: Person) -> str:
    """Return who has a seat, or is to have it: `by Dana Whitlock, from Feb 2027 on`."""
    if not person.open:
        return f"by {person.name}" if person.name else "on the first day"
    who = f"by {person.name}" if person.name else "by a requisition that is out"
    agreed = math.isfinite(person.joined_day)
    return f"{who}, from {day_label(scenario.start_date, person.joined_day)} on" if agreed else who
