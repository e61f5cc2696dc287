"""`t2d3 scenarios`: what is shipped."""

from __future__ import annotations

from typing import Final

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage

_BASE: Final = "The laws with their figures and evidence, and no company: t2d3 new writes a file that has yours."


@click.command(cls=WithHelpPage)
@debug_option
def scenarios() -> None:
    """List the scenarios that come with t2d3, each with its purpose, and what a scenario of yours may start from."""
    from textwrap import wrap

    from simulator.cli.terminal import output, say
    from simulator.scenario.reading.inheritance import bases, purpose_of, shipped

    width = output().width
    found = [(name, purpose_of(name)) for name, _ in shipped()]
    margin = max(len(name) for name, _ in found) + 2

    def listed(name: str, purpose: str) -> None:
        for place, line in enumerate(wrap(purpose, max(20, width - margin)) or [""]):
            say(f"{name if place == 0 else '':<{margin}}{line}".rstrip())

    for name, purpose in found:
        listed(name, purpose)
    say("\nNo scenarios, but what a file of yours may extend:\n")
    for name, _ in bases():
        listed(name, _BASE)
