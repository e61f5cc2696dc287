"""`t2d3 when`: the best point at which to hire, with a guarantee."""

from __future__ import annotations

from typing import Any

import click

from simulator.cli.common import Common
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import Role, ScenarioName, Whole, deciding_options
from simulator.decisions.defaults import MOST_RUNS


@click.command(cls=WithHelpPage)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@click.option(
    "--hire",
    "role",
    type=Role(),
    required=True,
    metavar="ROLE",
    help="Whom: cs_head, csm, onboarding (the carve-out).",
)
@click.option(
    "--candidates",
    metavar="A,B,...",
    help="When hiring may open: ARR ($2M,$3M), dates, months (12 months), now or never.  [default: a grid of ARR]",
)
@click.option(
    "--most", type=Whole(10), default=MOST_RUNS, show_default=True, help="Runs a candidate plays at most, twice."
)
@deciding_options("when", "role")
def when(
    scenario: str,
    role: str,
    candidates: str | None,
    most: int,
    measure: str | None,
    indifference: str | None,
    **common: Any,
) -> None:
    """Find when to hire for a role in SCENARIO: the best point, or the stretch of equally good ones.

    Candidates play the same luck until one leads; then all play fresh runs, which do not flatter it. Of those that are
    as good the one that needs least cash is selected, then the one with most ARR, then the first. Hiring now is always
    a candidate.
    With a probability of at least 95% everything that the answer says is right: which candidates are as good, which are
    worse, by how much another could be ahead at most, and that one ahead by what matters would have been selected.

    A candidate replaces the role's list `opens` by one condition: {arr: X} for the head of CS, and for the carve-out
    {arr: X, in_place: cs_head}; whom a role waits for is kept.

    Levels start from what SCENARIO has over the runs of t2d3 run, to which the differences are added.

    t2d3 when --hire cs_head

    t2d3 when --hire onboarding --candidates '$4M,$6M,$9M,$15M' --measure nrr
    """
    from simulator.answers import WhenRequest

    shared = Common(**common)
    request = WhenRequest.of(
        scenario,
        hire=role,
        candidates=candidates,
        most=most,
        measure=measure,
        indifference=indifference,
        sampling=shared.sampling,
        set=dict(shared.set),
    )
    how = {"candidates": request.candidates, "most": most, "measure": measure, "indifference": indifference}
    shared.answer(request, shared.question("when", [scenario], [request.scenario], about=[role], how=how))
