"""Explained: what looking after customers brings: more sold, more kept, and how much of it is the doing of CS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import MONTHS_PER_YEAR, day_label, first_day_of, month_end
from simulator.laws import expansion as expansion_law
from simulator.laws import retention
from simulator.laws import shocks as law
from simulator.laws import terms as terms_law
from simulator.laws.effect import in_effect
from simulator.laws.expansion import CsqlRules, CsqlState
from simulator.laws.retention import RenewalRules, RenewalState
from simulator.numerics import portable
from simulator.scenario.explain.products import first_deal
from simulator.scenario.explain.words import (
    Section,
    dollars,
    length,
    mean_of,
    month_count,
    number,
    odds,
    percent,
    percent_a_year,
    rate,
    sentence,
    shown,
    times,
)
from simulator.scenario.schema.odds import certain_odds, in_a_year, is_of_a_term, odds_a_year
from simulator.scenario.writing import log_odds, money

if TYPE_CHECKING:
    from simulator.scenario.schema.market import Segment, Terms
    from simulator.scenario.schema.scenario import Scenario


def the_expansion(scenario: Scenario, opening_arr: float) -> str:
    """Return how much more a customer buys, and who wins it; `opening_arr` is the company's on the first day."""
    law, section = scenario.expansion, Section("More sold: expansion")
    section.say(
        "Once live, a covered customer adopts 63% of what it has not adopted yet in every "
        f"{length(law.adoption_covered)}, an uncovered one in every {length(law.adoption_uncovered)}. "
        "The more it has adopted, the more CSQLs it brings; a failed onboarding brings none. Without a head of CS to "
        f"run them there are {percent(law.csqls_without_head)} as many, from an uncovered account "
        f"{percent(law.csqls_uncovered)} as many. In CSQLs a year, once everything is adopted:"
    )
    section.rows(_csqls(scenario))
    section.say(
        f"An account manager wins {percent(law.won_by_manager)} of them; {percent(law.won_by_nobody)} turn into a "
        "sale where there is nobody.",
        _win(scenario, opening_arr),
        _wallet(scenario),
    )
    return section.text()


def _csqls(scenario: Scenario) -> list[tuple[str, ...]]:
    law = scenario.expansion
    rules = CsqlRules(when_uncovered=mean_of(law.csqls_uncovered), without_head=mean_of(law.csqls_without_head))
    rows: list[tuple[str, ...]] = [
        ("", "covered, with a head", "covered, no head", "uncovered, with a head", "neither")
    ]
    for name, segment in scenario.segments.items():
        cells = []
        for covered, head in ((1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)):
            share = expansion_law.csql_odds(rules, CsqlState(adoption=1.0, coverage=covered, head=head))
            share = in_effect(share, 1.0, mean_of(scenario.cs_effect))
            cells.append(f"{mean_of(segment.csqls_a_year) * share:.2f}")
        rows.append((name, *cells))
    return rows


def _win(scenario: Scenario, opening_arr: float) -> str:
    law = scenario.expansion
    if law.basis == "arr":
        return f"Each sale adds {percent(law.win_share)} of the customer's ARR."
    name, segment = next(iter(scenario.segments.items()))
    arr = mean_of(segment.acv)
    deal = first_deal(scenario, segment, arr, opening_arr)
    won = mean_of(law.win_share) * sum(
        left * (1.0 - discount) for left, discount in zip(deal.left, deal.discounts, strict=True)
    )
    return (
        f"Each sale takes {percent(law.win_share)} of what is left of every product on sale, at its discount of that "
        f"day: on the first day, one to a customer of the kind {name} that landed with {money(arr)} adds {money(won)}."
    )


def _wallet(scenario: Scenario) -> str:
    """Return how wallets grow with their customers."""
    growth = scenario.expansion.wallet_growth
    if mean_of(growth) == 0.0:
        return "Apart from launches and prices a customer's wallet stays what it was when it signed."
    return (
        f"A customer's wallet grows by {percent(growth)} a year, all at once when it renews; what it has bought of it "
        "stays, so that there is more to sell."
    )


def the_renewal(scenario: Scenario) -> str:
    """Return the odds that a customer renews, kind by kind and case by case."""
    law, section = scenario.renewal, Section("Kept or lost: renewal")
    terms = {segment.term_months for segment in scenario.segments.values()}
    term = f"after {month_count(next(iter(terms)))}" if len(terms) == 1 else "at the end of its contract's term"
    effect = mean_of(scenario.cs_effect)
    shrink = in_a_year(scenario, "renewal.contraction_odds", certain_odds(law.contraction_odds))
    uncovered = in_effect(retention.contraction_odds(0.0, shrink, mean_of(law.contraction_uncovered)), shrink, effect)
    section.say(
        f"A customer renews or leaves {term}, and again after every further term; nobody leaves in between. The odds "
        "that it renews are:"
        if terms == {MONTHS_PER_YEAR}
        else f"A customer renews or leaves {term}, and again after every further term; nobody leaves in between. All "
        "odds in this section are those of a year, as if it decided once a year: a term of k months keeps the odds to "
        "the power of k / 12. The odds that it renews are, a year:"
    )
    for name, segment in scenario.segments.items():
        section.rows(_renewals(scenario, segment, sentence(name)))
    section.say(
        f"(Log-odds add up: {shown(law.uncovered, log_odds)} for a term without any coverage, half of it for half the "
        f"term; {shown(law.failed_onboarding, log_odds)} for a failed onboarding, {shown(law.poor_fit, log_odds)} for "
        f"bad fit, {shown(law.cs_head, log_odds)} for a head of CS.)",
        f"{percent_a_year(scenario, 'renewal.contraction_odds')} of the renewals of covered customers shrink, by "
        f"{percent(law.contraction_by)} of their ARR. Of uncovered ones {odds(min(1.0, uncovered))} do: more by "
        f"{times(law.contraction_uncovered)} the odds{'' if effect == 1.0 else ', were all of it the doing of CS'}.",
    )
    section.say(
        f"A covered renewal takes back {percent(law.recapture_share)} of the discount that a customer still has, with "
        f"odds of {percent_a_year(scenario, 'renewal.recapture_odds')}; coverage for half the term halves them.",
        _rises(scenario),
        _mid_term_rise(scenario),
        "Odds and rises are those of a year; a term of k months has what comes to that over k / 12 years.",
        _lengths(law.terms),
    )
    return section.text()


def _rises(scenario: Scenario) -> str:
    """Return what renewals do to prices, and a rise to renewals."""
    law = scenario.renewal
    rise = in_a_year(scenario, "renewal.escalator", certain_odds(law.escalator))
    if rise > 0.0:
        name, segment = next(iter(scenario.segments.items()))
        offered = _odds_a_year(scenario, segment, _served(segment)._replace(rise=rise))
        said = (
            f"Every renewal raises prices by {_risen(scenario)}, which leaves odds of {odds(offered)} to "
            f"one of the kind {name} that is well served under a head of CS"
        )
    else:
        said = "Renewals raise no prices; were they to"
    return (
        f"{said}: {shown(law.rise_log_odds, log_odds)} in log-odds for each tenth a year. "
        f"{percent(law.rise_refused)} of customers refuse every rise, pay no more and renew as before."
    )


def _risen(scenario: Scenario) -> str:
    """Return how much renewals raise prices."""
    told = percent_a_year(scenario, "renewal.escalator")
    return told if is_of_a_term(scenario.renewal.escalator) else f"{told} a year"


def _mid_term_rise(scenario: Scenario) -> str:
    """Return the rise of prices in mid-term, and what it does to the renewals after it."""
    given = scenario.renewal.mid_term_rise
    if given is None:
        return "Nobody's price rises in the middle of a term."
    name, segment = next(iter(scenario.segments.items()))
    left = odds(_odds_a_year(scenario, segment, _served(segment)._replace(risen=mean_of(given.by))))
    day = first_day_of(mean_of(given.month))
    over = "" if day <= month_end(scenario.horizon_months) else ", after the end of the simulation"
    when = f"{shown(given.month, number)} months after the start ({day_label(scenario.start_date, day)}{over})"
    return (
        f"{sentence(when)} prices rise by {percent(given.by)} in mid-term, at once for all customers whose onboarding "
        "is signed off, but for those who refuse. That counts as a lost sponsor does, until the next renewal and for a "
        f"year: one of the kind {name} that is well served under a head of CS then renews with odds of {left}, a year."
    )


def _served(segment: Segment) -> RenewalState:
    """Return how a customer stands that fits, is onboarded and covered under a head of CS, with no mark on it."""
    weigh = terms_law.marks_weigh(segment.term_months / MONTHS_PER_YEAR)
    return RenewalState(1.0, False, False, 1.0, False, False, 0.0, 0.0, 0.0, weigh)


def _lengths(terms: Terms) -> str:
    """Return what the length of a contract does to odds and price."""
    return (
        f"In log-odds a year a contract of one month has {shown(terms.monthly, log_odds)} and one of three years "
        f"{shown(terms.three_years, log_odds)}, lengths between these and a year their part of it. A new customer pays "
        f"{percent(terms.monthly_dearer)} more by the month and {percent(terms.discount)} less for each year beyond "
        "the first."
    )


def _renewals(scenario: Scenario, segment: Segment, name: str) -> list[tuple[str, ...]]:
    cases = [
        ("well fitting, onboarded, covered", 1.0, False, False),
        ("without any coverage", 0.0, False, False),
        ("covered, but its onboarding failed", 1.0, True, False),
        ("failed, and uncovered", 0.0, True, False),
        ("covered and onboarded, but fitting badly", 1.0, False, True),
        ("fitting badly, failed, and uncovered", 0.0, True, True),
    ]
    rows: list[tuple[str, ...]] = [(name, "with a head of CS", "without")]
    for case, covered, failed, poor in cases:
        rows.append((case, *(odds(_renews(scenario, segment, covered, failed, poor, head)) for head in (1.0, 0.0))))
    return rows


def _renews(scenario: Scenario, segment: Segment, covered: float, failed: bool, poor: bool, head: float) -> float:
    state = RenewalState(
        coverage=covered,
        failed=failed,
        poorly_fitting=poor,
        head=head,
        competitor=False,
        sponsor=False,
        relation=0.0,
        rise=0.0,
        risen=0.0,
        marks_weigh=terms_law.marks_weigh(segment.term_months / MONTHS_PER_YEAR),
    )
    return _odds_a_year(scenario, segment, state)


def _odds_a_year(scenario: Scenario, segment: Segment, state: RenewalState) -> float:
    """Return the odds that a customer who stands like this renews, as those of a year."""
    terms, months = scenario.renewal.terms, segment.term_months
    base = portable.logit(odds_a_year(certain_odds(segment.renewal), months))
    base += terms_law.log_odds_of(months, mean_of(terms.monthly), mean_of(terms.three_years))
    if_served = state._replace(coverage=1.0, failed=False, head=1.0, relation=0.0)
    actual, served = (
        float(retention.renewal_odds(portable.logistic(base), _rules(scenario), one)) for one in (state, if_served)
    )
    return in_effect(actual, served, mean_of(scenario.cs_effect))


def _rules(scenario: Scenario) -> RenewalRules:
    law = scenario.renewal
    return RenewalRules(
        uncovered=mean_of(law.uncovered),
        failed_onboarding=mean_of(law.failed_onboarding),
        poor_fit=mean_of(law.poor_fit),
        cs_head=mean_of(law.cs_head),
        competitor=mean_of(scenario.competitors.log_odds),
        sponsor=mean_of(scenario.sponsors.log_odds),
        relation=mean_of(scenario.relations.log_odds),
        rise=mean_of(scenario.renewal.rise_log_odds),
    )


def the_cs_effect(scenario: Scenario) -> str:
    """Return how much of the differences is put down to CS."""
    section = Section("How much of it is CS's doing")
    section.say(
        "The differences that CS makes in all of this (coverage, a head of CS, onboarding that is quick and works) are "
        f"taken at {percent(scenario.cs_effect)} of what is observed: at 100% all of it is CS's own doing, at 0% none "
        "of it, and every customer renews and buys as if CS had done everything for it. What CS does it does in full; "
        "what a customer then decides has that share of the odds it has, and for the rest those it would have, had CS "
        "done everything for it, by the same luck. The odds above of renewals and CSQLs have that in them. Of the "
        "difference in GRR that share is left. Of that in NRR it is more: reps of customer sales are not CS, and a "
        "company without CS never comes to hire any."
    )
    return section.text()


# Explained: what befalls customers between renewals.


def the_shocks(scenario: Scenario) -> str:
    """Return how often sponsors leave and competitors call, and what it does to a renewal."""
    section = Section("At risk between renewals: sponsors and competitors")
    section.say(_sponsors(scenario))
    section.say(_competitors(scenario))
    section.say(_renewal(scenario))
    section.say(_relations(scenario))
    return section.text()


def _sponsors(scenario: Scenario) -> str:
    sponsors = scenario.sponsors
    if sponsors.playbook:
        then = (
            f"With a head of CS in place, whoever looks after the account finds another with odds of "
            f"{percent(sponsors.answered)}."
        )
    else:
        then = f"There is no playbook for it (with one, odds of {percent(sponsors.answered)} to find another)."
    return f"A customer's sponsor leaves {rate(sponsors.leaves_a_year)} on average. {then}"


def _competitors(scenario: Scenario) -> str:
    rules = scenario.competitors
    middle = (mean_of(rules.from_arr) + mean_of(rules.until_arr)) / 2.0
    half = law.intensity(middle, mean_of(rules.from_arr), mean_of(rules.until_arr), mean_of(rules.floor))
    return (
        f"Competitors call each customer {rate(rules.calls_a_year)} from {dollars(rules.until_arr)} of company ARR on, "
        f"{percent(rules.floor)} as often up to {dollars(rules.from_arr)} and {odds(half)} at {money(middle)}. A "
        f"customer that had a CSQL in the last {length(rules.insured_for)} shrugs a call off with odds of "
        f"{percent(rules.insured)}."
    )


def _relations(scenario: Scenario) -> str:
    """Return what a change of account manager does to a customer."""
    law = scenario.relations
    name, segment = next(iter(scenario.segments.items()))
    without = odds(_odds_a_year(scenario, segment, _served(segment)._replace(relation=1.0)))
    return (
        f"A customer whose account manager leaves or hands it over has {shown(law.log_odds, log_odds)} in log-odds "
        f"until another takes it (one of the kind {name} would renew with {without}), which then fades over "
        f"{length(law.fade_after)}; under somebody who was at work already it is {percent(law.in_place)} of that. It "
        f"keeps {percent(law.adoption)} of what it had adopted."
    )


def _renewal(scenario: Scenario) -> str:
    name, segment = next(iter(scenario.segments.items()))
    years = segment.term_months / MONTHS_PER_YEAR
    served = _served(segment)
    usual, without, called, both = (
        odds(_odds_a_year(scenario, segment, state))
        for state in (
            served,
            served._replace(sponsor=True),
            served._replace(competitor=True),
            served._replace(competitor=True, sponsor=True),
        )
    )
    return (
        "What is not answered counts until the next renewal, and for a year, "
        f"{shown(scenario.sponsors.log_odds, log_odds)} in log-odds for the sponsor and "
        f"{shown(scenario.competitors.log_odds, log_odds)} for a competitor: a customer "
        f"of the kind {name}, well fitting, onboarded and covered under a head of CS, renews with {usual}; without "
        f"its sponsor with {without}, after a call with {called}, with both {both}"
        f"{'' if years == 1.0 else ', a year'}."
        f"{' In a longer term than a year they weigh one year of it.' if years > 1.0 else ''}"
    )
