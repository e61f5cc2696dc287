"""Explained: how a new customer is onboarded and who looks after it, with the odds the laws give."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.laws import books as books_law
from simulator.laws import coverage as coverage_law
from simulator.laws import onboarding as onboarding_law
from simulator.scenario.explain.words import (
    Section,
    about_days,
    dollars,
    length,
    mean_of,
    number,
    odds,
    percent,
    percent_a_year,
    shown,
    times,
    whole,
)
from simulator.scenario.schema.first_day import seats_taken
from simulator.scenario.writing import hours, log_odds, money

if TYPE_CHECKING:
    from simulator.scenario.schema.market import WorkLaw
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

_MILLION = 1e6
_SHAPES = {
    "lognormal": onboarding_law.LOGNORMAL,
    "gamma": onboarding_law.GAMMA,
    "exponential": onboarding_law.EXPONENTIAL,
    "fixed": onboarding_law.FIXED,
}


def the_onboarding(scenario: Scenario, today: TodaysBook | None) -> str:
    """Return who onboards a customer, how long it takes, and how often it fails; `today` are its own people."""
    law, section = scenario.onboarding, Section("From close to sign-off: onboarding")
    slots = shown(scenario.roles.onboarding.slots, number)
    section.say(
        f"ARR and the first term start on the day of the signature; {_handed_over(scenario)}, first come, first "
        "served.",
        "Before there are onboarding specialists, whoever will look after the account does it: it takes "
        f"{times(law.by_manager)} as long as with a specialist, and until sign-off the account weighs "
        f"{times(law.manager_weight)} its size in that book.",
        f"{_carved_out(scenario, today)} specialists do it, each up to {slots} at once, and a slot is free again at "
        "sign-off.",
        _maturity(scenario),
        f"A customer that nobody has taken on in {length(law.self_start_after)} starts by itself and takes "
        f"{times(law.by_itself)} as long.",
        f"If whoever is at it leaves, another takes over with {length(law.takeover_delay)} of extra work.",
    )
    section.say(_work(law.work))
    section.say("Time-to-value is the wait plus the work. An onboarding fails with these odds:")
    section.rows(_failures(scenario))
    section.say(
        f"(They are logistic in log-odds: {shown(law.fails.base, log_odds)}, {shown(law.fails.per_month, log_odds)} "
        f"for each month of time-to-value, {shown(law.fails.poor_fit, log_odds)} for bad fit, "
        f"{shown(law.fails.cs_head, log_odds)} for a head of CS.)",
        f"The account manager of a customer whose onboarding failed tries again: after {length(law.mends_after)} it "
        f"works with odds of {percent(law.mends_if_covered)}, if there is a manager by then. A customer that renews "
        f"all the same has found its way with odds of {percent_a_year(scenario, 'onboarding.mends_at_renewal')}. One "
        f"still not onboarded at a renewal {length(law.failed_after)} or more after it closed counts as failed.",
    )
    return section.text()


def _carved_out(scenario: Scenario, today: TodaysBook | None) -> str:
    """Return when onboarding is carved out of CS, up to what follows from it."""
    if any(not person.open for person in seats_taken(scenario, today, "onboarding")):
        return "A specialist is at work on the first day, so the carve-out has come already:"
    return "The carve-out comes when the first specialist joins: from then on"


def _handed_over(scenario: Scenario) -> str:
    if mean_of(scenario.demand.handover_days) == 0.0:
        return "then the customer waits to be onboarded"
    kept = length(scenario.demand.handover_days)
    return f"the seller keeps the customer for {kept}, and then it waits to be onboarded"


def _maturity(scenario: Scenario) -> str:
    law = scenario.onboarding.maturity
    return (
        f"A new team works at {percent(law.starts_at)} of the pace of a mature one on the day of the carve-out and "
        f"comes up to it evenly over {length(law.full_after)}."
    )


def _work(work: WorkLaw) -> str:
    """Return how long the work itself takes; its centre as it was given, and the spread in quantiles."""
    if work.median is not None:
        centre = f"Half of the onboardings take a specialist less than {length(work.median)} of work"
    else:
        assert work.mean is not None
        centre = f"An onboarding takes a specialist {length(work.mean)} of work on average"
    if work.shape == "fixed" or (mean_of(work.spread) == 0.0 and work.shape != "exponential"):
        given = work.median if work.median is not None else work.mean
        assert given is not None
        return f"Every onboarding takes a specialist exactly {length(given)} of work."
    long = about_days(_work_days(work, 0.9))
    spread = "" if work.shape == "exponential" else f", its standard deviation {percent(work.spread)} of its mean"
    return f"{centre}, and one in ten more than {long} (the length is {work.shape}{spread})."


def mean_work_days(work: WorkLaw) -> float:
    """Return the mean of the work in days; a lognormal's mean is its median times the root of 1 + cv²."""
    if work.mean is not None:
        return mean_of(work.mean)
    assert work.median is not None
    cv = 0.0 if work.shape == "fixed" else mean_of(work.spread)
    return mean_of(work.median) * math.sqrt(1.0 + cv * cv)


def _work_days(work: WorkLaw, share: float) -> float:
    """Return the days of work that a share of onboardings stays below."""
    return float(onboarding_law.work_days(share, _SHAPES[work.shape], mean_work_days(work), mean_of(work.spread)))


def _failures(scenario: Scenario) -> list[tuple[str, ...]]:
    law = scenario.onboarding
    work = _work_days(law.work, 0.5)
    by_manager = work * mean_of(law.by_manager)
    alone = mean_of(law.self_start_after) + work * mean_of(law.by_itself)
    kept = mean_of(scenario.demand.handover_days)
    work, by_manager, alone = kept + work, kept + by_manager, kept + alone
    cases = [
        (f"served at once by a specialist, {about_days(work)} to value", work, False),
        (f"served at once by its manager, {about_days(by_manager)}", by_manager, False),
        (f"left to itself, {about_days(alone)}", alone, False),
        (f"fitting badly, served at once by a specialist, {about_days(work)}", work, True),
    ]
    rows = [("a customer, with the median of the work", "with a head of CS", "without")]
    rows += [
        (case, odds(_fails(scenario, days, poor, 1.0)), odds(_fails(scenario, days, poor, 0.0)))
        for case, days, poor in cases
    ]
    return [tuple(row) for row in rows]


def _fails(scenario: Scenario, days: float, poor: bool, head: float) -> float:
    law = scenario.onboarding.fails
    rules = onboarding_law.FailureRules(
        base=mean_of(law.base),
        per_month=mean_of(law.per_month),
        poor_fit=mean_of(law.poor_fit),
        cs_head=mean_of(law.cs_head),
        success_plan=0.0,
    )
    state = onboarding_law.SignOff(time_to_value=days, poorly_fitting=poor, head=head)
    return float(onboarding_law.failure_odds(rules, state))


def the_coverage(scenario: Scenario) -> str:
    """Return who looks after a live customer, and what fits in a book."""
    law, csm, section = scenario.coverage, scenario.roles.csm, Section("Looked after: coverage")
    factor = coverage_law.book_factor(0.0, mean_of(law.book_without_head))
    low, high = mean_of(csm.book_low) * factor, mean_of(csm.book_high) * factor
    section.say(
        "A live account is covered while an account manager holds it in a book: a CSM or, where no CSM has room, the "
        "founders. Being onboarded by somebody counts as covered; waiting does not.",
        f"The founders look after up to {dollars(law.founders_book)} of ARR. {_handover(scenario)}",
        f"A CSM's full book is between {dollars(csm.book_low)} and {dollars(csm.book_high)} of ARR; while no head of "
        f"CS is in place, {percent(law.book_without_head)} of that ({money(low)} to {money(high)}).",
        "A full book takes nobody until somebody leaves it; who finds no room waits, the longest wait first. "
        "Expansion may overfill a book.",
    )
    section.say(_hours(scenario))
    section.say(_quality(scenario))
    return section.text()


def _hours(scenario: Scenario) -> str:
    """Return what an account takes of its manager's time."""
    law, csm = scenario.coverage, scenario.roles.csm
    book = (mean_of(csm.book_low) + mean_of(csm.book_high)) / 2.0
    rate, least = mean_of(law.hours_per_million), mean_of(law.hours_floor)
    floor = books_law.floor_of(least, rate)
    fit = f" (so that a mean book holds {whole(book // floor, 'account')} at most)" if floor > 0.0 else ""
    return (
        f"An account takes {shown(law.hours_per_million, hours)} of a CSM's year for each million of its ARR, so a "
        f"mean book of {money(book)} takes {hours(rate * book / _MILLION)}. Even the smallest takes "
        f"{shown(law.hours_floor, hours)} and weighs {money(floor)} in a book{fit}."
    )


def _quality(scenario: Scenario) -> str:
    """Return what a CSM has the hours for, and what becomes of service where that is not enough."""
    law, csm = scenario.coverage, scenario.roles.csm
    rate, curve = mean_of(law.hours_per_million), mean_of(law.quality_curve)
    low, mode, high = (mean_of(one) for one in (csm.saturation_low, csm.saturation_mode, csm.saturation_high))
    enough = (low + mode + high) / 3.0
    whole_of_it = books_law.whole_of(curve)
    at = ", ".join(
        f"{odds(books_law.quality(enough, load, curve, whole_of_it))} of that at {money(load)}"
        for load in (0.5 * enough, 2.0 * enough, 4.0 * enough)
    )
    a_year = hours(rate * enough / _MILLION)
    return (
        "How much a CSM is given is a choice; what a CSM has the hours for is not: between "
        f"{dollars(csm.saturation_low)} and {dollars(csm.saturation_high)} of ARR, {money(enough)} on average "
        f"({a_year} a year), and less wherever a book is smaller: while ramping, without a head. Service is as good as "
        f"the hours allow, of which the first are the most useful (by {shown(law.quality_curve, number)}): full at "
        f"{money(enough)}, {at}. It adds up day by day, and counts wherever coverage does: renewals, contraction, "
        "discounts taken back, CSQLs and their sale, adoption, second onboardings, the answer to a sponsor who leaves. "
        "The founders have hours for their book, and fewer as it fades."
    )


def _handover(scenario: Scenario) -> str:
    law = scenario.coverage
    return (
        f"From {dollars(law.handover_from)} of company ARR they hand accounts over to CSMs with room, evenly until "
        f"{dollars(law.handover_until)}, where they stop and what is left waits for a CSM."
    )
