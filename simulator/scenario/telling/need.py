"""Told in words: how many CSMs and onboarding specialists the forecast would ask for if everything went to plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import DAYS_PER_YEAR
from simulator.laws import coverage, selling, staffing
from simulator.scenario.telling.plan import PlanDates
from simulator.scenario.telling.serving import mean_work_days
from simulator.scenario.telling.words import Section, length, mean_of
from simulator.scenario.writing import money

if TYPE_CHECKING:
    from simulator.scenario.schema import Scenario


def needs_along_the_plan(scenario: Scenario, plan: PlanDates) -> str:
    """Return a table of the need on the first day and at the end of every year of the path."""
    section = Section("How many that makes")
    section.say(
        "If ARR follows the plan, every account weighs its ARR, all are onboarded and a head of CS is in place, the "
        f"forecast {length(scenario.hiring.lookahead)} ahead asks for this many (roles may open later, and hiring "
        "takes its time):"
    )
    rows = [("", "ARR", "CSMs", "onboarding specialists")]
    days = [0.0] + [day for day, _ in plan.year_ends()]
    for day in days:
        rows.append((plan.by(day), money(plan.arr_at(day)), f"{_csms(scenario, plan, day):,}",
                     f"{_specialists(scenario, plan, day):,}"))  # fmt: skip
    section.rows(rows)
    return section.text()


def _csms(scenario: Scenario, plan: PlanDates, day: float) -> int:
    hiring, law, csm = scenario.hiring, scenario.coverage, scenario.roles.csm
    lookahead = mean_of(hiring.lookahead if csm.lookahead is None else csm.lookahead)
    now, then = plan.arr_at(day), plan.arr_at(day + lookahead)
    room = coverage.founders_capacity(
        then, mean_of(law.founders_book), mean_of(law.handover_from), mean_of(law.handover_until)
    )
    return int(
        staffing.csms_needed(
            now,
            then / now,
            room,
            staffing.covers_attrition(mean_of(csm.attrition), lookahead),
            (mean_of(csm.book_low) + mean_of(csm.book_high)) / 2.0,
            mean_of(hiring.utilisation),
        )
    )


def _specialists(scenario: Scenario, plan: PlanDates, day: float) -> int:
    hiring, role = scenario.hiring, scenario.roles.onboarding
    lookahead = mean_of(hiring.lookahead if role.lookahead is None else role.lookahead)
    return int(
        staffing.specialists_needed(
            _deals_a_day(scenario, plan, day + lookahead),
            0,
            mean_of(hiring.clears_backlog_in),
            mean_work_days(scenario.onboarding.work) * _mean_effort(scenario),
            staffing.covers_attrition(mean_of(role.attrition), lookahead),
            mean_of(role.slots),
            mean_of(hiring.utilisation),
        )
    )


def _shares(scenario: Scenario) -> list[float]:
    weights = [mean_of(segment.weight) for segment in scenario.segments.values()]
    whole = sum(weights)
    return [weight / whole if whole > 0.0 else 0.0 for weight in weights]


def _mean_effort(scenario: Scenario) -> float:
    efforts = [mean_of(segment.onboarding_effort) for segment in scenario.segments.values()]
    return sum(share * effort for share, effort in zip(_shares(scenario), efforts, strict=True))


def _deals_a_day(scenario: Scenario, plan: PlanDates, day: float) -> float:
    """Return new customers a day: what the plan asks new customers for, over their mean ACV."""
    begins = mean_of(scenario.path.start_arr)
    arr = plan.arr_at(day)
    acv = sum(
        share * selling.mean_acv(mean_of(segment.acv), mean_of(segment.acv_growth), arr, begins)
        for share, segment in zip(_shares(scenario), scenario.segments.values(), strict=True)
    )
    year = int((plan.path_day + day) // DAYS_PER_YEAR)
    attained = scenario.demand.attainment
    share = mean_of(attained[min(year, len(attained) - 1)]) if attained else 1.0
    given = scenario.demand.bookings_a_year
    bookings = plan.bookings_on(day) if given is None else mean_of(given) / DAYS_PER_YEAR
    return share * bookings / acv if acv > 0.0 else 0.0
