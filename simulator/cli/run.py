"""`t2d3 run`: simulate a scenario, write what came out, show it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import Common
from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import (
    Moment,
    ScenarioName,
    Whole,
    cluster_option,
    folder_option,
    paper_options,
    set_option,
    simulation_options,
)
from simulator.cli.terminal import say
from simulator.decisions.defaults import MOST_PRECISE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.answers import SimulateAnswer, SummariesAnswer
    from simulator.experiment.replications import Keep
    from simulator.reports.terminal.periods import By
    from simulator.scenario.schema.scenario import Scenario


@click.command(cls=WithHelpPage)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@simulation_options
@folder_option("Where to write.  [default: results/<scenario>]")
@set_option("--set", "Set a value, such as roles.csm.cost=200K, in single quotes where it holds a $; may be repeated.")
@click.option(
    "--precision",
    metavar="[METRIC=]AMOUNT",
    help="Play as many runs as the mean needs to be known so well (95%): 0.5pts of NRR, $500K of ARR, grr=0.2pts.",
)
@click.option("--most", type=Whole(1), default=MOST_PRECISE, show_default=True, help="Runs that --precision may play.")
@click.option("--no-charts", is_flag=True, help="Draw no charts.")
@click.option(
    "--keep",
    type=click.Choice(["runs", "summaries"]),
    help="Keep every run, or summaries of all of them, whose memory does not grow with the runs.  "
    "[default: runs, as long as they fit in memory]",
)
@click.option(
    "--by",
    type=click.Choice(["years", "quarters", "months"]),
    help="Show a table more: revenue, burn and what is left of it, by fiscal years, quarters or months.",
)
@click.option(
    "--until",
    type=Moment(),
    metavar="MONTH",
    help="Charts and their titles end there: months after the start, or a month such as 24, 2028-12-31, Dec 2028.  "
    "[default: the horizon]",
)
@click.option("--plain-footer", is_flag=True, help="Leave this program and the seed out of the footers of charts.")
@paper_options
@cluster_option
@debug_option
def run(
    scenario: str,
    precision: str | None,
    most: int,
    no_charts: bool,
    keep: Keep | None,
    by: By | None,
    until: int | str | None,
    plain_footer: bool,
    papers: tuple[str, ...],
    cluster: str | None,
    **common: Any,
) -> None:
    """Simulate SCENARIO (a file or a shipped name; baseline by default) and write tables and charts.

    With --precision the first --runs runs tell how many are needed, and that many are played. Prints the answer, the
    years in a table and the milestones. Ctrl-C ends the work early and keeps the finished runs.

    Work of more than a minute or two is kept on the way: whatever ends it, the same command carries on.
    """
    from simulator.answers import SimulateRequest
    from simulator.answers import papers as all_papers
    from simulator.cli._writing import ResultWriter, chart_worker
    from simulator.errors import Interrupted

    if precision is not None and keep == "summaries":
        raise click.UsageError("--precision works out how many runs are needed from single runs; leave --keep out.")
    shared = Common(**common)
    request = SimulateRequest.of(
        scenario,
        sampling=shared.sampling,
        set=dict(shared.set),
        precision=precision,
        most=most,
        keep=keep,
        cluster=cluster,
    )
    shown = request.last_month_shown(until)
    if request.squeezed and not shared.quiet:
        say(
            f"{shared.runs:,} runs do not fit in memory: keeping summaries, with quantiles within 0.1% and no single "
            "runs (--keep summaries says so without this line).",
            err=True,
        )
    how = {
        "precision": precision,
        "most": None if precision is None else most,
        "keep": request.keep,
        "charts": not no_charts,
    }
    if until is not None or plain_footer:
        how |= {"until": shown, "plain footer": plain_footer}
    for paper in papers:
        all_papers()[paper].check()
    how |= dict.fromkeys(papers, True)
    question = shared.question("run", [scenario], [request.scenario], how=how)
    if cluster is not None:
        from simulator.experiment.jobs.cluster import check_cluster

        check_cluster(cluster)
    with shared.answering(question) as folder, ExitStack() as workers:
        alone = no_charts or request.is_large  # hours of waiting are not for a second process
        worker = None if alone else workers.enter_context(chart_worker(shared.workers))
        shared.prepare()
        with ExitStack() as kept:
            if request.is_large:
                answer = kept.enter_context(request.resumable(folder.job_folder(), shared.stage))
            else:
                answer = request.answer(shared.stage)
            of_all = f" of {shared.runs:,}" if precision is None else ""
            stopped = f"Stopped: {len(answer.runs):,}{of_all} runs had finished"
            if answer.interrupted and not shared.quiet:
                say(f"{stopped}; writing their results.", err=True)
            writer = ResultWriter(
                *(answer, not no_charts and not answer.interrupted, shared.stage, worker, shared.svg),
                until=shown,
                plain=plain_footer,
                papers=papers,
            )
            files = folder.put(writer.write, answer.interrupted)
    shared.print(answer, files)
    if not shared.quiet:
        _print_more(answer, by)
        for line in writer.said:
            say(line)
        _print_assumed(scenario, request.scenario, dict(shared.set))
    if answer.interrupted:
        carries_on = " The same command carries on from there." if request.is_large else ""
        raise Interrupted(f"{stopped}; their results are in {folder.folder}.{carries_on}")
    if writer.undrawn:
        raise Interrupted(f"Stopped: no charts were drawn; the tables of all runs are in {folder.folder}.")


def _print_assumed(name: str, scenario: Scenario, settings: Mapping[str, str]) -> None:
    """Print what was assumed of a user's company, that which moves the answer most."""
    from simulator.reports.assumed_words import assumed_lines
    from simulator.scenario.assumed.assumptions import MOST_SHOWN, assumptions
    from simulator.scenario.assumed.said import said_in

    said = said_in(name, settings)
    if said is not None:
        say()
        for line in assumed_lines(assumptions(scenario, said), name, MOST_SHOWN):
            say(line)


def _print_more(answer: SimulateAnswer | SummariesAnswer, by: By | None) -> None:
    """Print the table by years, quarters or months where it was asked for, and the precision that was reached."""
    if by is not None:
        from simulator.cli.terminal import output
        from simulator.reports.terminal.periods import print_periods

        say()
        print_periods(answer, by, output())
    precise = getattr(answer, "precise", None)
    if precise is not None:
        say(f"\n{precise.words}")
