"""Explained: who the customers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.laws.selling import landed_arr, mean_acv
from simulator.scenario.explain.products import first_deal
from simulator.scenario.explain.words import (
    Section,
    dollars,
    listed,
    mean_of,
    month_count,
    number,
    odds,
    percent,
    percent_a_year,
    rate,
    sentence,
    shown,
)
from simulator.scenario.schema.odds import is_of_a_term
from simulator.scenario.schema.plan import start_of
from simulator.scenario.writing import money

if TYPE_CHECKING:
    from simulator.scenario.explain.plan import PlanDates
    from simulator.scenario.schema.market import Segment
    from simulator.scenario.schema.scenario import Scenario


def the_customers(scenario: Scenario, plan: PlanDates) -> str:
    """Return each kind of customer: how many, how large, how they buy."""
    section = Section("Who the customers are")
    if len(scenario.segments) > 1:
        section.say(f"There are {len(scenario.segments)} kinds: {listed(scenario.segments)}.")
    section.say(
        "ACV, annual contract value, is what one customer pays a year. Its wallet is all it would ever pay for what "
        "is on sale; the first deal lands a share of it and CS-qualified leads (CSQLs: leads that looking after "
        "the customer brings up) may win more of it later."
    )
    whole = sum(mean_of(segment.weight) for segment in scenario.segments.values())
    for name, segment in scenario.segments.items():
        section.say(*_segment(name, segment, whole, scenario, plan))
    return section.text()


def _segment(name: str, segment: Segment, whole: float, scenario: Scenario, plan: PlanDates) -> list[str]:
    return [
        f"{sentence(name)}: {_share(segment, whole, len(scenario.segments))}",
        _size(segment, scenario, plan),
        f"The contract runs for {month_count(segment.term_months)}.",
        _landing(scenario, segment, plan.opening_arr),
        f"{percent(segment.poor_fit)} of new customers fit badly.",
        _effort(segment),
        (
            "The odds that a well-fitting customer, well onboarded and covered, renews are "
            f"{_renewal(scenario, name, segment)} before any effect of a head of CS."
        ),
        f"Having adopted everything, it brings {rate(segment.csqls_a_year).replace(' a year', '')} CSQLs a year.",
    ]


def _renewal(scenario: Scenario, name: str, segment: Segment) -> str:
    """Return the odds of renewal as stated and, where they are those of a term, those of a year."""
    told = percent_a_year(scenario, f"segments.{name}.renewal")
    return told if is_of_a_term(segment.renewal) else f"{told} a year"


def _share(segment: Segment, whole: float, kinds: int) -> str:
    weight = shown(segment.weight, number)
    if not whole > 0.0:
        return "no new customers (weight 0)."
    if kinds == 1:
        return f"every new customer (weight {weight})." if mean_of(segment.weight) != 1.0 else "every new customer."
    return f"{odds(mean_of(segment.weight) / whole)} of new customers (weight {weight})."


def _size(segment: Segment, scenario: Scenario, plan: PlanDates) -> str:
    acv, growth = mean_of(segment.acv), mean_of(segment.acv_growth)
    begins = mean_of(start_of(scenario.path, plan.opening_arr))
    text = f"Mean ACV is {dollars(segment.acv)} at the beginning of the path"
    if growth == 0.0 and not shown(segment.acv_growth, number).startswith("about"):
        text += " and stays there."
    else:
        end = mean_acv(acv, growth, plan.arr_at(plan.horizon), begins)
        verb = "grows" if growth > 0 else "changes"
        text += (
            f" and {verb} with planned ARR to the power of {shown(segment.acv_growth, number)}: {money(end)} by the "
            "end of the simulation."
        )
    cv = mean_of(segment.acv_cv)
    if cv == 0.0:
        return f"{text} All customers of one day sign for the same."
    low, high = landed_arr(0.1, acv, cv), landed_arr(0.9, acv, cv)
    return (
        f"{text} Sizes differ, by {percent(segment.acv_cv)} of the mean (their standard deviation): at the beginning "
        f"one in ten signs for less than {money(low)} and one in ten for more than {money(high)}."
    )


def _landing(scenario: Scenario, segment: Segment, opening_arr: float) -> str:
    acv = mean_of(segment.acv)
    deal = first_deal(scenario, segment, acv, opening_arr)
    factor = "" if mean_of(segment.lands) == 1.0 else f" ({shown(segment.lands, number)} times what is usual)"
    return (
        f"On the first day a deal lands {odds(deal.listed / deal.wallet)} of the wallet{factor}: one of {money(acv)} "
        f"leaves {money(sum(deal.left))} at list to be won."
    )


def _effort(segment: Segment) -> str:
    if mean_of(segment.onboarding_effort) == 1.0:
        return ""
    return f"Onboarding takes {shown(segment.onboarding_effort, number)} times the usual work."
