"""`t2d3 sweep`: a response curve over one value, or a map over two."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from simulator.cli.common import Common
from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import (
    ScenarioName,
    Varied,
    cluster_option,
    folder_option,
    measure_option,
    set_option,
    simulation_options,
)
from simulator.cli.terminal import say


@click.command(cls=WithHelpPage)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@click.option(
    "--vary",
    type=Varied(),
    multiple=True,
    required=True,
    metavar="PATH=VALUES",
    help="What to vary: path=from:to:n or path=a,b,c; hire.cs_head for the hiring point of a role. Once or twice.",
)
@measure_option
@click.option("--also", multiple=True, metavar="METRIC", help="Show one more, such as nrr@24; may be repeated.")
@simulation_options
@cluster_option
@folder_option("Write the table and the charts there.  [default: results/<scenario>/sweep-<path>]")
@set_option("--set", "Set a value at every point, such as horizon_months=36; may be repeated.")
@debug_option
def sweep(
    scenario: str,
    vary: tuple[str, ...],
    measure: str | None,
    also: tuple[str, ...],
    cluster: str | None,
    **common: Any,
) -> None:
    """Vary one value of SCENARIO, or two, on common draws: a response curve, or a map; and the lowest cash against ARR.

    For the point of hiring the curve shows what too early and too late cost:

    t2d3 sweep --vary hire.cs_head=2M:14M:7

    t2d3 sweep --vary roles.csm.book_high=2M,3M,4M --vary hiring.lookahead="0 days:180 days:5"

    The work is kept on the way: whatever ends it, the same command carries on.
    """
    from simulator.answers import SweepRequest
    from simulator.decisions.axis import split_values
    from simulator.errors import Interrupted

    shared = Common(**common)
    request = SweepRequest.of(
        scenario, vary=vary, measure=measure, also=also, sampling=shared.sampling, set=dict(shared.set)
    )
    values = [text.partition("=")[2].strip() for text in vary]
    shared.tell_slips(
        (path, one) for path, text in zip(request.paths, values, strict=True) for one in split_values(text)
    )
    how = {"values": values, "measure": measure, "also": also}
    question = shared.question("sweep", [scenario], [request.scenario], about=request.paths, how=how)
    if cluster is not None:
        from simulator.experiment.jobs.cluster import check_cluster

        check_cluster(cluster)
    with shared.answering(question) as folder:
        shared.prepare()
        with request.resumable(folder.job_folder(), shared.stage, cluster) as answer:
            found = answer.result
            stopped = f"Stopped: {found.runs:,} of {shared.runs:,} runs had finished at every point"
            if found.interrupted and not shared.quiet:  # at once: drawing takes longer than a Ctrl-C may go unanswered
                say(f"{stopped}; writing what they say.", err=True)
            files = folder.put(partial(answer.write, svg=shared.svg), found.interrupted)
    shared.print(answer, files)
    if found.interrupted:
        raise Interrupted(f"{stopped}. The same command carries on.")
