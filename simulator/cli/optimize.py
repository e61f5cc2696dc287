"""`t2d3 optimize`: the best combination of several levers."""

from __future__ import annotations

from typing import Any

import click
from rich_click import RichCommand

from simulator.cli.deciding import Asked, deciding_options
from simulator.cli.options import ScenarioName, Whole


@click.command(cls=RichCommand)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@click.option(
    "--lever",
    "levers",
    multiple=True,
    required=True,
    metavar="PATH=VALUES",
    help="What may be set: path=from:to:n or path=a,b,c; hire.cs_head for a hiring point. May be repeated.",
)
@click.option(
    "--budget", type=Whole(1), default=6000, show_default=True, help="Runs of search and finalists in all, about."
)
@deciding_options("optimize", "path")
def optimize(scenario: str, levers: tuple[str, ...], budget: int, **common: Any) -> None:
    """Find the best combination of several levers of SCENARIO within a budget of runs.

    All combinations play the same luck; the better half goes on, round after round. Among the finalists one is selected
    and estimated on fresh runs: with a probability of at least 95% all that the answer says of the finalists is right.

    Levels start from what SCENARIO has over the runs of t2d3 run, to which the differences are added.

    t2d3 optimize --lever hire.cs_head=2M,4M,8M,12M --lever hire.onboarding=3M,6M,12M --lever
    hiring.lookahead="0 days,60 days,120 days"
    """
    from simulator.cli.deciding import decision, with_chart
    from simulator.cli.terminal import output
    from simulator.decisions.optimum import levers_of, optimise, write_optimum
    from simulator.reports.charts.optimum import optimum_chart
    from simulator.reports.terminal.optimum import print_optimum

    asked = decision(scenario, budget, Asked(**common))
    levers_of(asked.scenario, levers)
    pairs = [text.partition("=") for text in levers]
    about, values = [path.strip() for path, _, _ in pairs], [text.strip() for _, _, text in pairs]
    with asked.answering("optimize", about, values=values, budget=budget) as answer:
        found = optimise(asked.scenario, levers, budget=budget, **asked.how)
        files = answer.put(lambda folder: with_chart(write_optimum(found, folder), optimum_chart(found), "optimum"))
    if not asked.asked.quiet:
        print_optimum(found, output(), files)
