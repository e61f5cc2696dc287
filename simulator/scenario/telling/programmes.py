"""Told in words: the programmes that a company starts once and keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.scenario.telling.conditions import Openings, opens_in_words
from simulator.scenario.telling.words import Section, dollars, listed, mean_of, percent, sentence, times, told
from simulator.scenario.writing import log_odds

if TYPE_CHECKING:
    from simulator.scenario.organisation import Condition
    from simulator.scenario.programmes import DigitalPool, Packages, ProductLed, SuccessPlan
    from simulator.scenario.schema import Scenario
    from simulator.scenario.telling.plan import PlanDates
    from simulator.scenario.todays_book import TodaysBook


def the_programmes(scenario: Scenario, plan: PlanDates, today: TodaysBook | None) -> str:
    """Return each programme: when it opens and what it does from then on."""
    openings, section = Openings(scenario, plan, today), Section("Programmes: started once and kept")
    section.say("A programme opens once one of its conditions holds, and stays open.")
    for name, opens, does in _programmes(scenario):
        section.item(f"{sentence(name)}: {when(scenario, plan, openings, opens)}.", sentence(does))
    return section.text()


def when(scenario: Scenario, plan: PlanDates, openings: Openings, opens: tuple[Condition, ...]) -> str:
    """Return when something opens, and the month in which that would be if ARR followed the plan."""
    if not opens:
        return "never opens"
    days = [day for condition in opens if (day := openings.clause(condition)) is not None]
    text = f"opens once {listed([opens_in_words(condition, scenario) for condition in opens], 'or')}"
    if not days:
        return text
    first = min(days)
    return f"{text} ({plan.when(first)} on plan)"


def _programmes(scenario: Scenario) -> list[tuple[str, tuple[Condition, ...], str]]:
    onboarding = scenario.onboarding
    return [
        ("paid success packages", scenario.expansion.packages.opens, _packages(scenario.expansion.packages)),
        ("the digital pool", scenario.coverage.digital.opens, _digital(scenario.coverage.digital)),
        ("product-led onboarding", onboarding.product_led.opens, _product_led(onboarding.product_led)),
        ("a mutual success plan", onboarding.success_plan.opens, _success_plan(onboarding.success_plan)),
    ]


def _packages(law: Packages) -> str:
    return (
        f"at a renewal a covered customer buys one with odds of {percent(law.odds)}, for {percent(law.price)} of its "
        "ARR, and never a second."
    )


def _digital(law: DigitalPool) -> str:
    return (
        f"live customers below {dollars(law.below)} of ARR without an account manager are in it at once, which counts "
        f"for {percent(law.effect)} of a manager and costs {dollars(law.cost_per_account)} each a year; one that grows "
        "beyond stays until a CSM has room for it."
    )


def _product_led(law: ProductLed) -> str:
    return f"onboardings begun while it is open take {times(law.work)} the work."


def _success_plan(law: SuccessPlan) -> str:
    less = "less" if mean_of(law.fails) <= 0.0 else "more"
    return (
        f"onboardings signed off while it is open fail {less} often, by {told(law.fails, log_odds)} in log-odds, as "
        "far as that is the doing of CS."
    )
