"""`t2d3 story`: one run, or one customer of it, told from the event log."""

from __future__ import annotations

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import ScenarioName, Whole, seed_option, set_option
from simulator.decisions.defaults import HIRES_SHOWN
from simulator.experiment.engines import ENGINE


@click.command(cls=WithHelpPage)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@click.option("--run", "-r", type=Whole(0), default=0, show_default=True, help="Which run.")
@click.option("--account", "-a", metavar="NAME|N", help="Tell this customer's history instead, by name or number.")
@seed_option
@click.option("--hires", type=Whole(0), default=HIRES_SHOWN, show_default=True, help="Lines of the hiring log to show.")
@set_option("--set", "Set a value, such as horizon_months=36; may be repeated.")
@debug_option
def story(
    scenario: str,
    run: int,
    account: str | None,
    seed: int,
    hires: int,
    set: tuple[tuple[str, str], ...],  # noqa: A002  (the name of the option)
) -> None:
    """Tell one run of SCENARIO from its event log: turning points, largest losses, the hiring log.

    It is the very run that t2d3 run plays under that number and seed. With --account one customer is told.

    t2d3 story baseline --run 17

    t2d3 story baseline --run 17 --account 42

    t2d3 story today --account "Rookwell Optics"
    """
    from simulator.answers import StoryRequest
    from simulator.cli.before_work import check_plans, tell
    from simulator.cli.terminal import output, prepared

    request = StoryRequest.of(scenario, run=run, account=account, seed=seed, hires=hires, set=dict(set))
    tell([scenario], [request.scenario], set)
    check_plans([request.scenario])
    prepared(ENGINE, False)
    request.answer().print(output())
