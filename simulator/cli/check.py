"""`t2d3 check`: whether scenario files can be simulated."""

from __future__ import annotations

from functools import partial

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import ScenarioName
from simulator.cli.terminal import say


@click.command(cls=WithHelpPage)
@click.argument("files", type=ScenarioName(), nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--dates",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    help="Write into each FILE in which order dates such as 03/04/2026 stand in its CSV files.",
)
@click.option(
    "--decimal",
    type=click.Choice([".", ","]),
    help="Write into each FILE which mark is the decimal one in the amounts of its CSV files.",
)
@click.option("--assumed", is_flag=True, help="List every value that a FILE does not say, not the ten that count most.")
@debug_option
def check(files: tuple[str, ...], dates: str | None, decimal: str | None, assumed: bool) -> None:
    """Check scenario FILEs, and the CSV files they name, without simulating.

    Says in a line what each one is, or every mistake in it with its line and column. Exits with 2 if any has one.

    A second line has what it opens with: ARR, accounts, their mean, the smallest and the largest. A third has the
    opening cash and the month in which the plan would use it up: planned ARR billed and collected, what it costs, CS
    for as much ARR, rounds that the plan can date. Nothing is simulated. Further lines say how files were read, where
    that is not plain, and warn of what is likely a slip. At the end stands what is assumed of a company that does not
    say it, those values first that move the answer most.

    --dates and --decimal are written under `opening` in each FILE, which is not changed otherwise.
    """
    from simulator.answers import CheckRequest
    from simulator.cli.terminal import progress_of

    stated = {name: value for name, value in (("dates", dates), ("decimal", decimal)) if value is not None}
    if stated:
        from simulator.scenario.reading.stating import state

        for file in files:
            if state(file, "opening", stated):
                words = ", ".join(f"{name}: {value}" for name, value in stated.items())
                click.echo(f"{file}: opening now says {words}.")
    mistaken = 0
    for file in files:
        answer = CheckRequest((file,)).answer(partial(progress_of, quiet=False))
        say(answer.text(assumed), err=not answer.fine)
        mistaken += not answer.fine
    if mistaken and len(files) > 1:
        say(f"{mistaken} of {len(files)} cannot be used.", err=True)
    if mistaken:
        click.get_current_context().exit(2)
