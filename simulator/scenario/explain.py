"""A scenario told back in plain words, so that whoever wrote it can see whether it says what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.scenario.telling.conditions import opens_in_words
from simulator.scenario.telling.words import wrapped
from simulator.scenario.today import read_today

if TYPE_CHECKING:
    from simulator.scenario.schema import Scenario
    from simulator.scenario.todays_book import TodaysBook

__all__ = ["explain", "opens_in_words"]


def explain(scenario: Scenario, today: TodaysBook | None = None) -> str:
    """Return the scenario in words: plain text of about a hundred columns, in sections with headings.

    Every number in it is the scenario's own or follows from it by the laws of the model. `today` is the company's real
    accounts and people; without it they are read from the files that the scenario names, if it names any (ScenarioError
    where they cannot be read).
    """
    from simulator.scenario.telling.growth import the_demand, the_path
    from simulator.scenario.telling.keeping import the_cs_effect, the_expansion, the_renewal
    from simulator.scenario.telling.market import the_customers
    from simulator.scenario.telling.money import the_money
    from simulator.scenario.telling.plan import PlanDates
    from simulator.scenario.telling.products import the_products
    from simulator.scenario.telling.programmes import the_programmes
    from simulator.scenario.telling.serving import the_coverage, the_onboarding
    from simulator.scenario.telling.shocks import the_shocks
    from simulator.scenario.telling.start import the_start
    from simulator.scenario.telling.team import the_team
    from simulator.scenario.telling.uncertainty import the_uncertain

    today = read_today(scenario) if today is None else today
    plan = PlanDates(scenario, today)
    sections = [
        _title(scenario),
        the_path(scenario, plan),
        the_start(scenario, plan, today),
        the_demand(scenario, plan),
        the_customers(scenario, plan),
        the_products(scenario, plan, today),
        the_onboarding(scenario),
        the_coverage(scenario),
        the_expansion(scenario),
        the_renewal(scenario),
        the_shocks(scenario),
        the_cs_effect(scenario),
        the_programmes(scenario, plan, today),
        *the_team(scenario, plan, today),
        the_money(scenario, plan, today),
        the_uncertain(scenario),
    ]
    return "\n\n\n".join(sections) + "\n"


def _title(scenario: Scenario) -> str:
    title = f"{scenario.name}\n{'=' * len(scenario.name)}"
    return f"{title}\n\n{wrapped(scenario.purpose)}" if scenario.purpose else title
