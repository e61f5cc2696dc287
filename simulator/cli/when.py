"""`t2d3 when`: the best point at which to hire, with a guarantee."""

from __future__ import annotations

from typing import Any

import click
from rich_click import RichCommand

from simulator.cli.deciding import Asked, deciding_options
from simulator.cli.options import ScenarioName, Whole


@click.command(cls=RichCommand)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@click.option("--hire", "role", required=True, metavar="ROLE", help="Whom: cs_head, csm, onboarding (the carve-out).")
@click.option(
    "--candidates",
    metavar="A,B,...",
    help="When hiring may open: ARR ($2M,$3M), dates, months (12 months) or never.  [default: a grid of ARR]",
)
@click.option("--most", type=Whole(10), default=5000, show_default=True, help="Runs a candidate plays at most, twice.")
@deciding_options("when", "role")
def when(scenario: str, role: str, candidates: str | None, most: int, **common: Any) -> None:
    """Find when to hire for a role in SCENARIO: the best point, or the stretch of equally good ones.

    Candidates play the same luck until one is selected; then all play fresh runs, which do not flatter the one chosen.
    With a probability of at least 95% everything that the answer says is right: which candidates are as good, which are
    worse, by how much another could be ahead at most, and that one ahead by what matters would have been selected.

    A candidate replaces the role's list `opens` by one condition: {arr: X} for the head of CS, and for the carve-out
    {arr: X, in_place: cs_head}; whom a role waits for is kept.

    Levels start from what SCENARIO has over the runs of t2d3 run, to which the differences are added.

    t2d3 when --hire cs_head

    t2d3 when --hire onboarding --candidates "$4M,$6M,$9M,$15M" --measure nrr
    """
    from simulator.cli.deciding import decision, with_chart
    from simulator.cli.terminal import output
    from simulator.decisions.axis import split_values
    from simulator.decisions.when import candidate_points, write_answer
    from simulator.decisions.when import when as decided
    from simulator.reports.terminal.when import answer_chart, print_answer

    asked = decision(scenario, most, Asked(**common))
    texts = split_values(candidates) if candidates is not None else []
    candidate_points(asked.scenario, role, texts)
    with asked.answering("when", [role], candidates=texts, most=most) as answer:
        found = decided(asked.scenario, role, candidates=texts, most=most, **asked.how)
        files = answer.put(lambda folder: with_chart(write_answer(found, folder), answer_chart(found), "when"))
    if not asked.asked.quiet:
        print_answer(found, output(), files)
