"""`t2d3 check`: whether scenario files can be simulated."""

from __future__ import annotations

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import ScenarioName
from simulator.cli.terminal import say


@click.command(cls=WithHelpPage)
@click.argument("files", type=ScenarioName(), nargs=-1, required=True, metavar="FILE...")
@debug_option
def check(files: tuple[str, ...]) -> None:
    """Check scenario FILEs, and the CSV files they name, without simulating.

    Says in a line what each one is, or every mistake in it with its line and column. Exits with 2 if any has one.

    A second line has the opening cash and the month in which the plan would use it up: planned ARR billed and
    collected, what it costs, CS for as much ARR, rounds that the plan can date. Nothing is simulated.
    """
    from simulator.answers import check as checked

    mistaken = 0
    for file in files:
        answer = checked(file)
        say(str(answer), err=not answer.fine)
        mistaken += not answer.fine
    if mistaken and len(files) > 1:
        say(f"{mistaken} of {len(files)} cannot be used.", err=True)
    if mistaken:
        click.get_current_context().exit(2)
