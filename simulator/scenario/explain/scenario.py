"""A scenario explained in plain words, so that whoever wrote it can see whether it says what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from simulator.scenario.explain.words import Section, shown, whole, wrapped
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.priors import prior_of
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import shape_of
from simulator.scenario.units import UNITS

if TYPE_CHECKING:
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = ["explain"]

_PRIORS: Final = "How far off one may be says its prior, by which t2d3 sensitivity --priors moves each in turn."


def explain(scenario: Scenario, today: TodaysBook | None = None) -> str:
    """Return a `scenario` in words: plain text of about a hundred columns, in sections with headings.

    Every number in it is the scenario's own or follows from it by the laws of the model. `today` is the company's real
    accounts and people; without it they are read from the files that the scenario names, if it names any (ScenarioError
    where they cannot be read).
    """
    from simulator.scenario.explain.growth import the_demand, the_path
    from simulator.scenario.explain.keeping import the_cs_effect, the_expansion, the_renewal, the_shocks
    from simulator.scenario.explain.market import the_customers
    from simulator.scenario.explain.money import the_money
    from simulator.scenario.explain.plan import PlanDates
    from simulator.scenario.explain.products import the_products, the_programmes
    from simulator.scenario.explain.serving import the_coverage, the_onboarding
    from simulator.scenario.explain.start import the_start
    from simulator.scenario.explain.team import the_team

    today = read_today(scenario) if today is None else today
    plan = PlanDates(scenario, today)
    sections = [
        _title(scenario),
        the_path(scenario, plan),
        the_start(scenario, plan, today),
        the_demand(scenario, plan),
        the_customers(scenario, plan),
        the_products(scenario, plan, today),
        the_onboarding(scenario, today),
        the_coverage(scenario),
        the_expansion(scenario, plan.opening_arr),
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


# Explained: what is not known about the company, and what luck decides.


def the_uncertain(scenario: Scenario) -> str:
    """Return every distribution with its place, its mean and its meaning, then the luck within a run."""
    section = Section("What is uncertain")
    found = list(_distributions(scenario, "", ""))
    if found:
        section.say(
            f"{whole(len(found), 'figure is', 'figures are')} not known; each run draws "
            f"{'it' if len(found) == 1 else 'them'} once, for its whole length. Above, the mean of each stands after "
            "the word “about”, and odds and tables are worked out from means:"
        )
        for path, meaning, value in found:
            mean = shown(value, UNITS[value.unit].show)
            prior = _prior(path)
            section.item(f"{path}: {value.describe()} (mean {mean.removeprefix('about ')}). {meaning}.{prior}")
    else:
        section.say("No figure is: every one above is a single number, the same in every run.", _PRIORS)
    section.say(
        "The rest is luck, drawn anew in every run: when deals come and how large they are, who fits badly, how long "
        "onboardings and hiring take, which of them fail, how long people stay, which customers renew, shrink or buy "
        "more."
    )
    return section.text()


def _prior(path: str) -> str:
    """Return what may be believed of the figure at a path without knowing the company."""
    shape = shape_of(Scenario)
    for step in path.split("."):
        shape = shape.at(int(step) if shape.kind == "list" else step) or shape
    found = prior_of(shape)
    return "" if found is None or found.law is None else f" Its prior is {found.words()}."


def _distributions(value: Any, path: str, meaning: str) -> Iterator[tuple[str, str, Distribution]]:
    if isinstance(value, Distribution):
        yield path, meaning, value
    elif isinstance(value, Part):
        for name, field in type(value).model_fields.items():
            yield from _distributions(getattr(value, name), f"{path}.{name}".lstrip("."), field.description or meaning)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _distributions(inner, f"{path}.{name}", meaning)
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            yield from _distributions(inner, f"{path}.{position}", meaning)
