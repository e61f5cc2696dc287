"""What is said of scenarios, and refused, before any work is begun for them: every command that plays asks here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.scenario.reading.notices import Notice
    from simulator.scenario.schema.scenario import Scenario

Settings = Iterable[tuple[str, str]]
"""Values that are set, by path and text."""


def tell(names: Sequence[str], scenarios: Sequence[Scenario], settings: Settings) -> None:
    """Say what in scenarios and in the values set in them is likely a slip, each thing once.

    First what they take over from a company that is not theirs; `names` are their files, or shipped names.
    """
    from simulator.scenario.assumed.taken_over import taken_over
    from simulator.scenario.reading.doubts import doubts
    from simulator.scenario.reading.today import read_books

    found: list[Notice] = []
    for name, scenario in zip(names, scenarios, strict=False):
        found += taken_over(scenario, name, dict(settings))
    for scenario in scenarios:
        books = read_books(scenario)
        found += [one for one in (*books.notices, *doubts(scenario, books.book)) if one.in_runs]
    _say(found)
    tell_slips(settings)


def tell_slips(settings: Settings) -> None:
    """Say which values look as if a shell had eaten a part of them."""
    from simulator.scenario.reading.doubts import shell_slips

    _say(shell_slips(tuple(settings)))


def _say(notices: Iterable[Notice]) -> None:
    import click

    for line in dict.fromkeys(one.line() for one in notices):
        click.echo(line, err=True)


def check_plans(scenarios: Sequence[Scenario]) -> None:
    """Refuse a scenario whose path never passes its opening ARR; raise ScenarioError.

    Otherwise the first run would refuse it, with a folder made and the engine compiled for it.
    """
    from simulator.scenario.explain.plan import opening_arr
    from simulator.scenario.reading.today import read_today
    from simulator.scenario.schema.plan import begun, plan_from
    from simulator.scenario.schema.uncertainty import central

    for scenario in scenarios:
        certain = central(scenario)
        opening = opening_arr(certain, read_today(scenario))
        plan_from(begun(certain.path, opening, certain.demand.bookings_a_year), opening, 0)
