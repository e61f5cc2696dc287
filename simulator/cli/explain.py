"""`t2d3 explain`: a scenario told back in plain words."""

from __future__ import annotations

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import ScenarioName, set_option
from simulator.cli.terminal import say


@click.command(cls=WithHelpPage)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@set_option("--set", "Set a value before telling; may be repeated.")
@debug_option
def explain(scenario: str, set: tuple[tuple[str, str], ...]) -> None:  # noqa: A002  (the name of the option)
    """Tell SCENARIO (a file or a shipped name) back in plain words, to see whether it says what you meant."""
    from simulator.answers import explain as explained
    from simulator.cli.before_work import tell

    found = explained(scenario, set=dict(set))
    tell([scenario], [found.scenario], set)
    say(str(found))
