"""`t2d3 why`: what lost ARR and NRR are due to."""

from __future__ import annotations

from typing import Any

import click

from simulator.cli.common import Common
from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import ScenarioName, Whole, folder_option, sampling_options, set_option


@click.command(cls=WithHelpPage)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@click.option("--against", type=ScenarioName(), metavar="OTHER", help="Explain the difference from another scenario.")
@click.option(
    "--causes",
    metavar="A,B,...",
    help="Which to switch off: customers (uncovered, failed_onboarding, poor_fit, no_head, contraction), shocks"
    " (competitors, sponsors), people (time_to_hire, mis_hires, leavers, ramps), or some.  [default: customers]",
)
@click.option(
    "--cause",
    "own",
    multiple=True,
    metavar="NAME:PATH=VALUE;...",
    help='A cause of your own and what switches it off: "slow seats: roles.csm.lead.median=0 days"; may be repeated.',
)
@click.option(
    "--measure", "-m", "measures", multiple=True, metavar="METRICS", help="What is shared out.  [default: arr, nrr]"
)
@click.option(
    "--runs",
    "-n",
    type=Whole(2),
    help="Runs of each combination of causes and of the level.  [default: 100, and for the level 200]",
)
@sampling_options
@folder_option("Write the table and the chart there.  [default: results/<scenario>/why]")
@set_option("--set", "Set a value in both, such as horizon_months=36; may be repeated.")
@debug_option
def why(
    scenario: str,
    against: str | None,
    causes: str | None,
    own: tuple[str, ...],
    measures: tuple[str, ...],
    **common: Any,
) -> None:
    """Share out what SCENARIO loses among causes, each switched off on the same luck; it adds up exactly.

    With --against the differing fields are the causes, grouped by where they stand in the scenario.

    t2d3 why --causes customers,leavers

    t2d3 why head_of_cs_late --against baseline
    """
    from simulator.answers import WhyRequest

    shared = Common(**common)
    request = WhyRequest.of(
        scenario,
        against=against,
        causes=causes or "",
        cause=own,
        measure=measures,
        runs=shared.runs,
        sampling=shared.sampling,
        set=dict(shared.set),
    )
    names, scenarios = [scenario], [request.scenario]
    if against is not None and request.against is not None:
        names, scenarios = [*names, against], [*scenarios, request.against]
    about = [*request.causes, *(text.partition(":")[0].strip() for text in own)]
    how = {"causes": own, "measure": measures}
    shared.answer(request, shared.question("why", names, scenarios, about=about, how=how))
