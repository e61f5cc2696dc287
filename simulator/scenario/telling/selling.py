"""Told in words: who can sell how much, and what well-served customers bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.scenario.telling.words import dollars, length, mean_of, number, percent, times, told, whole

if TYPE_CHECKING:
    from simulator.scenario.schema import Scenario


def selling_in_words(scenario: Scenario) -> list[str]:
    """Return how bookings are limited, and how references change demand."""
    return [_capacity(scenario), _references(scenario)]


def _capacity(scenario: Scenario) -> str:
    law = scenario.demand.capacity
    if scenario.demand.selling == "plan":
        return "All of it is sold: who sells is left out of the picture, and neither sellers nor a VP are hired for it."
    return (
        "No more is sold than founders and sellers can sell together. The founders sell "
        f"{dollars(law.founders_sell)} of new ARR a year; from the day the first VP of sales joins that fades to "
        f"nothing over {length(law.founders_fade)}. Were all of it sold by sellers still ramping, poorly fitting "
        f"customers would be {times(law.poor_fit_while_ramping)} as likely. Hires are likelier wrong until "
        f"{told(law.proven_by, lambda n: whole(n, 'seller'))} ramped and making quota prove{_s(law.proven_by)} sales."
    )


def _s(count: object) -> str:
    return "s" if count == 1 else ""


def _references(scenario: Scenario) -> str:
    law = scenario.demand.references
    if mean_of(law.strength) == 0.0:
        return "How well customers are served changes nothing about demand."
    return (
        "Well-served customers bring others: month by month demand is multiplied by 1 plus "
        f"{told(law.strength, number)} times the difference between the share of ARR that is well served (not failed, "
        f"looked after, and renewed before or younger than a year) and the {percent(law.planned_share)} planned."
    )
