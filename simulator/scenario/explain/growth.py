"""Explained: where the company means to go, and how new customers arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import DAYS_PER_YEAR, add_months, month_label
from simulator.fiscal import MONTH_NAMES, MONTHS, fiscal_years
from simulator.scenario.explain.plan import PlanDates, planned_bookings
from simulator.scenario.explain.words import (
    Section,
    calendar_day,
    dollars,
    length,
    listed,
    mean_of,
    month_count,
    number,
    ordinal,
    percent,
    shown,
    times,
    whole,
)
from simulator.scenario.writing import money

if TYPE_CHECKING:
    from simulator.scenario.schema.market import Path
    from simulator.scenario.schema.scenario import Scenario


def the_path(scenario: Scenario, plan: PlanDates) -> str:
    """Return the planned ARR with its dates."""
    section = Section("Where it means to go")
    end = add_months(scenario.start_date, scenario.horizon_months)
    section.say(
        f"The simulation begins on {calendar_day(scenario.start_date)} and follows the company for "
        f"{month_count(scenario.horizon_months)}, until {calendar_day(end)}. A year in it has {DAYS_PER_YEAR:.0f} "
        "days.",
        _fiscal_years(scenario),
    )
    section.say(
        "ARR is annual recurring revenue: what the contracts that are running bring in a year.",
        f"{_beginning(scenario, plan)} {_multiples(scenario)}",
        _where_it_stands(scenario, plan),
        "On plan, ARR is:",
    )
    section.rows(_levels(scenario, plan), notes=True)
    section.say(_milestones(scenario, plan))
    return section.text()


def _fiscal_years(scenario: Scenario) -> str:
    begins = scenario.fiscal_year_starts
    years = fiscal_years(scenario.start_date, scenario.horizon_months, begins)
    labels = " to ".join(dict.fromkeys((years[0].label, years[-1].label)))
    if begins == "Jan":
        return f"Fiscal years are calendar years: {labels}."
    name = MONTH_NAMES[MONTHS.index(begins)]
    return f"Fiscal years begin in {name} and are named for the year in which they end: {labels}."


def _beginning(scenario: Scenario, plan: PlanDates) -> str:
    start = scenario.path.start_arr
    if start is None:
        return f"The path begins with the ARR that the company opens with, {money(plan.opening_arr)}."
    return f"The path begins at {dollars(start)} of ARR."


def _multiples(scenario: Scenario) -> str:
    path = scenario.path
    if not path.multiples:
        return "From there on it follows from new bookings of so much a year and the NRR that the plan counts on."
    first = listed(shown(factor, number) for factor in path.multiples)
    text = f"From year to year it multiplies by {first}"
    if not path.tail:
        return f"{text}, and by the last of these in every year after."
    later = listed(shown(factor, number) for factor in path.tail)
    after = "which then repeats" if len(path.tail) == 1 else "the last of which repeats"
    return f"{text}; in the years after by {later}, {after}."


def _where_it_stands(scenario: Scenario, plan: PlanDates) -> str:
    if not plan.on_path:
        return (
            f"The company opens at {money(plan.opening_arr)}, which this path never passes, so the scenario cannot "
            "run: give the path a start that fits."
        )
    if plan.path_day == 0.0:
        return "" if plan.opening_arr > 0.0 else "The company opens without any ARR, at the beginning of the path."
    months = plan.path_day / DAYS_PER_YEAR * 12
    return (
        f"The company opens at {money(plan.opening_arr)}, which the path passes {number(round(months, 1))} months "
        "after its beginning; the clock starts there."
    )


def _levels(scenario: Scenario, plan: PlanDates) -> list[tuple[str, ...]]:
    """Return a row for the first day, one for each year of the path that ends in the simulation, and the last day."""
    rows = [(f"{scenario.start_date:%b %Y}", money(plan.arr_at(0.0)), "the first day")]
    for day, year in plan.year_ends():
        factor = plan.levels[year] / plan.levels[year - 1]
        rows.append((plan.by(day), money(plan.levels[year]), f"×{number(factor)} in year {year} of the path"))
    if not plan.year_ends() or plan.year_ends()[-1][0] < plan.horizon - 1.0:
        last = month_label(scenario.start_date, scenario.horizon_months)
        rows.append((last, money(plan.arr_at(plan.horizon)), "the last day"))
    return [tuple(row) for row in rows]


def _milestones(scenario: Scenario, plan: PlanDates) -> str:
    if not scenario.milestones:
        return ""
    parts = []
    for milestone in sorted(scenario.milestones, key=mean_of):
        day = plan.day_of(mean_of(milestone))
        when = "never on plan" if day is None else plan.by(day) if day > 0.0 else "passed already"
        late = ", after the end" if day is not None and day > plan.horizon + 1e-6 else ""
        parts.append(f"{dollars(milestone)} ({when}{late})")
    return f"The dates of these milestones are reported, in brackets when the plan has them: {listed(parts)}."


def the_demand(scenario: Scenario, plan: PlanDates) -> str:
    """Return where new customers come from and how many the plan asks for."""
    section = Section("How new customers arrive")
    demand = scenario.demand
    if demand.bookings_a_year is None:
        section.say(
            "NRR, net revenue retention, is what the customers of a year ago pay now over what they paid then.",
            f"The plan counts on {_planned_nrr(scenario)}. New customers must bring the rest of the growth: "
            f"{_bookings(plan.path)}.",
        )
    else:
        section.say(
            f"New customers sign for {dollars(demand.bookings_a_year)} of ARR a year, evenly and whatever the plan "
            "asks for."
        )
    section.say(_attainment(scenario), _ARRIVALS[demand.arrivals])
    section.say(*selling_in_words(scenario))
    return section.text()


_ARRIVALS = {
    "random": "Deals come at random (a Poisson process), so that no two months are alike.",
    "even": "Deals come evenly: the first once demand has grown by half a deal, then one by one.",
}


def _planned_nrr(scenario: Scenario) -> str:
    figures = [percent(figure) for figure in scenario.path.planned_nrr]
    if not figures:
        return "an NRR of 100% in every year"
    if len(figures) == 1:
        return f"an NRR of {figures[0]} in every year"
    return f"an NRR of {listed(figures)} in the years of the path, the last one in every later year too"


def _bookings(path: Path) -> str:
    years = range(len(path.multiples))
    asked = listed(f"{money(planned_bookings(path, year))} in the {ordinal(year)} year" for year in years)
    return f"{asked} of the path"


def _attainment(scenario: Scenario) -> str:
    figures = scenario.demand.attainment
    if not figures:
        return "All of it comes."
    if len(figures) == 1:
        return f"{percent(figures[0])} of it comes."
    shares = listed(percent(figure) for figure in figures)
    return f"Of it come {shares} in the years of the path, the last figure in every later year too."


# Explained: who can sell how much, and what well-served customers bring.


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
        f"{shown(law.proven_by, lambda n: whole(n, 'seller'))} ramped and making quota prove{_s(law.proven_by)} sales."
    )


def _s(count: object) -> str:
    return "s" if count == 1 else ""


def _references(scenario: Scenario) -> str:
    law = scenario.demand.references
    if mean_of(law.strength) == 0.0:
        return "How well customers are served changes nothing about demand."
    return (
        "Well-served customers bring others: month by month demand is multiplied by 1 plus "
        f"{shown(law.strength, number)} times the difference between the share of ARR that is well served (not failed, "
        f"looked after, and renewed before or younger than a year) and the {percent(law.planned_share)} planned."
    )
