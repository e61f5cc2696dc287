"""Who holds a role on the first day: the people of the roster or, without one, those whom the scenario puts there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.scenario.schema.todays_book import Person, TodaysBook

if TYPE_CHECKING:
    from simulator.roles import RoleName
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["seats_taken"]


def seats_taken(scenario: Scenario, today: TodaysBook | None, role: RoleName) -> tuple[Person, ...]:
    """Return who is in place in a `role` on the first day, and the requisitions that are out for it by then.

    They are the first hires of the role, in this order, in every run of the `scenario`. `today` is its book, None where
    it starts from a made-up one; people without a roster have no names.
    """
    if today is not None and today.people:
        return tuple(person for person in today.people if person.role == role)
    return (Person("", role, False, 0.0),) * scenario.roles.of(role).in_place
