"""Told in words: what befalls customers between renewals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.laws import retention
from simulator.laws import shocks as law
from simulator.scenario.telling.words import Section, dollars, length, mean_of, odds, percent, rate, told
from simulator.scenario.writing import log_odds, money

if TYPE_CHECKING:
    from simulator.scenario.schema import Scenario


def the_shocks(scenario: Scenario) -> str:
    """Return how often sponsors leave and competitors call, and what it does to a renewal."""
    section = Section("At risk between renewals: sponsors and competitors")
    section.say(_sponsors(scenario))
    section.say(_competitors(scenario))
    section.say(_renewal(scenario))
    return section.text()


def _sponsors(scenario: Scenario) -> str:
    sponsors = scenario.sponsors
    if sponsors.playbook:
        found = law.answered_odds(1.0, 1.0, mean_of(scenario.cs_effect), mean_of(sponsors.answered))
        then = (
            f"With a head of CS in place, whoever looks after the account finds another with odds of "
            f"{percent(sponsors.answered)}{_in_effect(scenario, found)}."
        )
    else:
        then = f"There is no playbook for it (with one, odds of {percent(sponsors.answered)} to find another)."
    return f"A customer's sponsor leaves {rate(sponsors.leaves_a_year)} on average. {then}"


def _competitors(scenario: Scenario) -> str:
    rules = scenario.competitors
    shrugs = law.insured_odds(0.0, 1.0, mean_of(rules.insured), mean_of(scenario.cs_effect))
    middle = (mean_of(rules.from_arr) + mean_of(rules.until_arr)) / 2.0
    half = law.intensity(middle, mean_of(rules.from_arr), mean_of(rules.until_arr), mean_of(rules.floor))
    return (
        f"Competitors call each customer {rate(rules.calls_a_year)} from {dollars(rules.until_arr)} of company ARR on, "
        f"{percent(rules.floor)} as often up to {dollars(rules.from_arr)} and {odds(half)} at {money(middle)}. A "
        f"customer that had a CSQL in the last {length(rules.insured_for)} shrugs a call off with odds of "
        f"{percent(rules.insured)}{_in_effect(scenario, shrugs)}."
    )


def _in_effect(scenario: Scenario, found: float) -> str:
    return "" if mean_of(scenario.cs_effect) == 1.0 else f" ({odds(min(1.0, found))} in effect)"


def _renewal(scenario: Scenario) -> str:
    name, segment = next(iter(scenario.segments.items()))
    renewal = scenario.renewal
    sponsor, competitor = mean_of(scenario.sponsors.log_odds), mean_of(scenario.competitors.log_odds)
    usual, without, called, both = (
        odds(
            retention.renewal_odds(
                mean_of(segment.renewal),
                1.0,
                False,
                False,
                1.0,
                mean_of(scenario.cs_effect),
                mean_of(renewal.uncovered),
                mean_of(renewal.failed_onboarding),
                mean_of(renewal.poor_fit),
                mean_of(renewal.cs_head),
                shocks,
            )
        )
        for shocks in (0.0, sponsor, competitor, sponsor + competitor)
    )
    return (
        f"What is not answered counts until the next renewal, {told(scenario.sponsors.log_odds, log_odds)} in log-odds "
        f"for the sponsor and {told(scenario.competitors.log_odds, log_odds)} for a competitor: a customer of the kind "
        f"{name}, well fitting, onboarded and covered under a head of CS, renews with {usual}; without its sponsor "
        f"with {without}, after a call with {called}, with both {both}."
    )
