"""`t2d3 scenarios`: what is shipped."""

from __future__ import annotations

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage


@click.command(cls=WithHelpPage)
@debug_option
def scenarios() -> None:
    """List the scenarios that come with t2d3, each with its purpose."""
    from textwrap import wrap

    from simulator.cli.terminal import output, say
    from simulator.scenario.reading.inheritance import purpose_of, shipped

    console = output()
    found = shipped()
    margin = max(len(name) for name, _ in found) + 2
    for name, _ in found:
        for place, line in enumerate(wrap(purpose_of(name), max(20, console.width - margin)) or [""]):
            say(f"{name if place == 0 else '':<{margin}}{line}".rstrip())
