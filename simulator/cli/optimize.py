"""`t2d3 optimize`: the best combination of several levers."""

from __future__ import annotations

from typing import Any

import click

from simulator.cli.common import Common
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import ScenarioName, Varied, Whole, deciding_options
from simulator.decisions.defaults import BUDGET


@click.command(cls=WithHelpPage)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@click.option(
    "--lever",
    "levers",
    type=Varied(),
    multiple=True,
    required=True,
    metavar="PATH=VALUES",
    help="What may be set: path=from:to:n or path=a,b,c; hire.cs_head for a hiring point. May be repeated.",
)
@click.option(
    "--budget", type=Whole(1), default=BUDGET, show_default=True, help="Runs of search and finalists in all, about."
)
@deciding_options("optimize", "path")
def optimize(
    scenario: str,
    levers: tuple[str, ...],
    budget: int,
    measure: str | None,
    indifference: str | None,
    **common: Any,
) -> None:
    """Find the best combination of several levers of SCENARIO within a budget of runs.

    All combinations play the same luck; the better half goes on, round after round. Among the finalists one is selected
    and estimated on fresh runs: with a probability of at least 95% all that the answer says of the finalists is right.

    Levels start from what SCENARIO has over the runs of t2d3 run, to which the differences are added.

    t2d3 optimize --lever hire.cs_head=2M,4M,8M,12M --lever hire.onboarding=3M,6M,12M --lever
    hiring.lookahead="0 days,60 days,120 days"
    """
    from simulator.answers import OptimizeRequest

    shared = Common(**common)
    request = OptimizeRequest.of(
        scenario,
        lever=levers,
        budget=budget,
        measure=measure,
        indifference=indifference,
        sampling=shared.sampling,
        set=dict(shared.set),
    )
    pairs = [text.partition("=") for text in levers]
    about, values = [path.strip() for path, _, _ in pairs], [text.strip() for _, _, text in pairs]
    how = {"values": values, "budget": budget, "measure": measure, "indifference": indifference}
    shared.answer(request, shared.question("optimize", [scenario], [request.scenario], about=about, how=how))
