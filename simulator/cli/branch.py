"""`t2d3 branch`: one past, several futures."""

from __future__ import annotations

from typing import Any

import click

from simulator.cli.common import Common
from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import (
    Moment,
    PolicyChange,
    Role,
    ScenarioName,
    folder_option,
    measure_option,
    set_option,
    simulation_options,
)


@click.command(cls=WithHelpPage)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@click.option(
    "--at",
    type=Moment(),
    required=True,
    metavar="MONTH",
    help="Months after the start, or the first of a month: 18, 2028-03-01, Mar 2028.",
)
@click.option(
    "--decide",
    "decisions",
    type=Role(),
    multiple=True,
    metavar="ROLE[=N]",
    help="csm=2: hire two more then; onboarding: open hiring then. Each is a future of its own; may be repeated.",
)
@click.option(
    "--then",
    type=PolicyChange(),
    multiple=True,
    metavar="PATH=VALUE",
    help="Another policy from then on, such as hiring.lookahead=180d; several values with ; between them are one "
    "future. May be repeated.",
)
@click.option(
    "--into",
    multiple=True,
    type=ScenarioName(),
    metavar="SCENARIO",
    help="From then on the policy of another scenario of the same company. May be repeated.",
)
@measure_option
@simulation_options
@folder_option("Write the table and the chart there.  [default: results/<scenario>/branch-<month>-<what>]")
@set_option("--set", "Set a value in the past and all futures, such as horizon_months=36; may be repeated.")
@debug_option
def branch(
    scenario: str,
    at: int | str,
    decisions: tuple[str, ...],
    then: tuple[str, ...],
    into: tuple[str, ...],
    measure: str | None,
    **common: Any,
) -> None:
    """Compare what may be decided in one month of SCENARIO: one past, several futures, the same luck.

    Whom to hire next?

    t2d3 branch --at 18 --decide csm=1 --decide onboarding=1

    A first onboarding specialist whom nobody follows takes over all onboarding alone: that is warned of, and the
    opening of the role shown beside it.

    What if we change course?

    t2d3 branch --at 18 --then hiring.lookahead=200d --then "roles.csm.opens=[]" --into founder_led
    """
    from simulator.answers import BranchRequest
    from simulator.decisions.axis import split_values

    shared = Common(**common)
    request = BranchRequest.of(
        scenario,
        at=at,
        decide=decisions,
        then=then,
        into=into,
        measure=measure,
        sampling=shared.sampling,
        set=dict(shared.set),
    )
    policies = [one.partition("=") for text in then for one in split_values(text, ";")]
    shared.tell_slips((path.strip(), value.strip()) for path, _, value in policies)
    paths = [path.strip() for path, _, _ in policies]
    about = [str(request.month), *(text.partition("=")[0].strip() for text in decisions), *paths]
    scenarios = [request.scenario, *request.into]
    how = {"decide": decisions, "then": then, "measure": measure}
    shared.answer(request, shared.question("branch", [scenario, *into], scenarios, about=about, how=how))
