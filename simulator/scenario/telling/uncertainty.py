"""Told in words: what is not known about the company, and what luck decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simulator.scenario.distributions import Distribution
from simulator.scenario.fields import Part
from simulator.scenario.telling.words import Section, told, whole
from simulator.scenario.units import UNITS

if TYPE_CHECKING:
    from simulator.scenario.schema import Scenario


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
            mean = told(value, UNITS[value.unit].show)
            section.item(f"{path}: {value.describe()} (mean {mean.removeprefix('about ')}). {meaning}.")
    else:
        section.say("No figure is: every one above is a single number, the same in every run.")
    section.say(
        "The rest is luck, drawn anew in every run: when deals come and how large they are, who fits badly, how long "
        "onboardings and hiring take, which of them fail, how long people stay, which customers renew, shrink or buy "
        "more."
    )
    return section.text()


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
