"""When hiring opens, in words, and the day on which it would open if ARR followed the plan."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.clock import day_label, first_day_of, holds_from, simulated_day
from simulator.roles import SALES_ONLY, RoleName
from simulator.scenario.explain.words import calendar_day, dollars, length, listed, mean_of, number, shown, whole
from simulator.scenario.schema.organisation import Condition, Role
from simulator.scenario.schema.words import a_person, role_word, role_words

if TYPE_CHECKING:
    from simulator.scenario.explain.plan import PlanDates
    from simulator.scenario.schema.quantities import Number
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import Person, TodaysBook

__all__ = ["Openings", "opens_in_words"]


def opens_in_words(condition: Condition, scenario: Scenario) -> str:
    """Return a `condition` of a `scenario` as a clause that follows "once": `ARR reaches $3M and a CSM is in place`."""
    parts = []
    if condition.arr is not None:
        parts.append(f"ARR reaches {dollars(condition.arr)}")
    if condition.on is not None:
        parts.append(f"{calendar_day(condition.on)} has come")
    if condition.month is not None:
        parts.append(_months_passed(condition, scenario))
    if condition.customers is not None:
        parts.append(f"there are {shown(condition.customers, lambda n: whole(n, 'customer'))}")
    if condition.founder_renewals is not None:
        parts.append(f"the renewals signed before any head of CS add up to {dollars(condition.founder_renewals)}")
    if condition.backlog is not None:
        waiting = shown(condition.backlog, lambda n: whole(n, "customer"))
        parts.append(f"{waiting} wait{'s' if mean_of(condition.backlog) == 1 else ''} for onboarding")
    if condition.wait is not None:
        parts.append(f"some customer has waited {length(condition.wait)} for onboarding")
    if condition.uncovered_arr is not None:
        parts.append(f"{dollars(condition.uncovered_arr)} of ARR has no account manager")
    if condition.in_place is not None:
        parts.append(_people_in_place(condition.in_place, condition.at_least))
    if condition.sellers_ramped is not None:
        parts.append(f"{shown(condition.sellers_ramped, lambda n: whole(n, 'seller'))} ramped")
    if condition.sellers_at_quota is not None:
        parts.append(f"{shown(condition.sellers_at_quota, lambda n: whole(n, 'seller'))} ramped and making quota")
    return listed(parts)


def _people_in_place(name: RoleName, at_least: Number | None) -> str:
    if at_least is None or mean_of(at_least) == 1:
        return f"{a_person(name)} is in place"
    return f"{shown(at_least, lambda n: whole(n, role_word(name), role_words(name)))} are in place"


def _months_passed(condition: Condition, scenario: Scenario) -> str:
    assert condition.month is not None
    months = mean_of(condition.month)
    when = day_label(scenario.start_date, first_day_of(months))
    have = "month has" if months == 1 else "months have"
    return f"{shown(condition.month, number)} {have} passed ({when})"


class Openings:
    """The days on which roles would open along the plan.

    Only ARR, dates and other people can be read off a plan; what depends on how customers fare has no day on it.
    """

    def __init__(self, scenario: Scenario, plan: PlanDates, today: TodaysBook | None) -> None:
        self._scenario = scenario
        self._plan = plan
        self._today = today if today is not None and today.people else None

    def role(self, name: RoleName) -> Role:
        """Return the scenario's role."""
        return self._scenario.roles.of(name)

    def in_place(self, name: RoleName) -> int:
        """Return how many are at work on the first day."""
        if self._today is not None:
            return sum(person.role == name and not person.open for person in self._today.people)
        return self.role(name).in_place

    def agreed(self, name: RoleName) -> Person | None:
        """Return whoever is to have a role's one seat, with the first day agreed; None where nobody is."""
        if self.role(name).how_many.rule != "one" or self._today is None or self.in_place(name):
            return None
        people = (one for one in self._today.people if one.role == name)
        return next((one for one in people if math.isfinite(one.joined_day)), None)

    def left_out(self, name: RoleName) -> bool:
        """Whether a role is one that sells where sales come as planned: its conditions open no seat then."""
        return name in SALES_ONLY and self._scenario.demand.selling != "capacity"

    def opens(self, name: RoleName, asked: tuple[RoleName, ...] = ()) -> float | None:
        """Return the day on which any of a role's conditions would hold, None where the plan does not say."""
        if self.left_out(name):
            return None
        days = [self.clause(condition, (*asked, name)) for condition in self.role(name).opens]
        return min((day for day in days if day is not None), default=None)

    def clause(self, condition: Condition, asked: tuple[RoleName, ...] = ()) -> float | None:
        """Return the day on which everything in a condition would hold, None where the plan does not say."""
        unknown = (
            condition.customers,
            condition.founder_renewals,
            condition.backlog,
            condition.wait,
            condition.uncovered_arr,
            condition.sellers_ramped,
            condition.sellers_at_quota,
        )
        if any(part is not None for part in unknown):
            return None
        days: list[float | None] = []
        if condition.arr is not None:
            days.append(self._plan.day_of(mean_of(condition.arr)))
        if condition.on is not None:
            days.append(self._at_review(holds_from(simulated_day(self._scenario.start_date, condition.on))))
        if condition.month is not None:
            days.append(self._at_review(holds_from(first_day_of(mean_of(condition.month)))))
        if condition.in_place is not None:
            alone = condition.at_least is None or mean_of(condition.at_least) <= max(
                1, self.in_place(condition.in_place)
            )
            known_day = alone and condition.in_place not in asked
            days.append(self.arrives(condition.in_place, asked) if known_day else None)
        known = [day for day in days if day is not None]
        return max(known) if len(known) == len(days) else None

    def _at_review(self, day: float) -> float:
        """Return the day of the first review of hiring from a day on: what is dated opens, or is raised, then."""
        every = mean_of(self._scenario.hiring.review_every)
        return every * math.ceil(day / every - 1e-9) if every > 0.0 else day

    def arrives(self, name: RoleName, asked: tuple[RoleName, ...] = ()) -> float | None:
        """Return the day on which the first of a role would be at work, None where the plan does not say."""
        if self.in_place(name) > 0:
            return 0.0
        lead = mean_of(self.role(name).lead.median)
        people = self._today.people if self._today is not None else ()
        # an open seat is filled on the agreed day, or once hiring has taken as long as it does
        agreed = [lead if math.isnan(one.joined_day) else one.joined_day for one in people if one.role == name]
        if agreed and self.role(name).how_many.rule == "one":
            return min(agreed)  # the one seat is taken
        days = agreed + [first_day_of(mean_of(hire.month)) + lead for hire in self.role(name).schedule]
        acts = self.acts(name, asked)
        if acts is not None:
            days.append(acts + lead)
        return min(days, default=None)

    def acts(self, name: RoleName, asked: tuple[RoleName, ...] = ()) -> float | None:
        """Return the day from which planned hiring opens seats; a role that needs a head of CS waits for one."""
        opened = self.opens(name, asked)
        for needs, who in (("needs_head", "cs_head"), ("needs_vp", "vp_sales")):
            if opened is not None and getattr(self.role(name), needs, False):
                leader = None if who in asked else self.arrives(who, (*asked, name))
                opened = None if leader is None else max(opened, leader)
        return opened

    def in_order(self) -> list[RoleName]:
        """Return the roles in the order in which they would open; those without a day come last."""
        far = float("inf")

        names = self._scenario.roles.names()

        def key(name: RoleName) -> tuple[float, int]:
            day = 0.0 if self.in_place(name) else self.acts(name)
            return (far if day is None else day), names.index(name)

        return sorted(names, key=key)
