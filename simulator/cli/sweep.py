"""`t2d3 sweep`: a response curve over one value, or a map over two."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich_click import RichCommand

from simulator.cli.endings import debug_option
from simulator.cli.options import (
    ScenarioName,
    cluster_option,
    folder_option,
    measure_option,
    set_option,
    simulation_options,
)

if TYPE_CHECKING:
    from simulator.decisions.sweep import Sweep


@click.command(cls=RichCommand)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@click.option(
    "--vary",
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
    runs: int,
    seed: int,
    workers: int | None,
    engine: str,
    quiet: bool,
    cluster: str | None,
    out: Path | None,
    replace: bool,
    set: tuple[tuple[str, str], ...],  # noqa: A002  (the name of the option)
) -> None:
    """Vary one value of SCENARIO, or two, on common draws: a response curve, or a map; and the lowest cash against ARR.

    For the point of hiring the curve shows what too early and too late cost:

    t2d3 sweep --vary hire.cs_head=2M:14M:7

    t2d3 sweep --vary roles.csm.book_high=2M,3M,4M --vary hiring.lookahead="0 days:180 days:5"

    The work is kept on the way: whatever ends it, the same command carries on.
    """
    from simulator.cli.folders import Place, answering
    from simulator.cli.questions import Question
    from simulator.cli.terminal import output, prepared, progress_of
    from simulator.decisions.sweep import measures_of, planned, sweep_on_the_way
    from simulator.errors import Interrupted
    from simulator.experiment.jobs.large import Settings
    from simulator.experiment.sizes import check_request
    from simulator.scenario.reading.files import load

    check_request(runs, seed, 0, workers)
    found = load(scenario, dict(set))
    measures_of(measure, also, found.horizon_months)
    axes, points = planned(found, vary)
    question = Question.of(
        "sweep", [scenario], [found], about=[axis.path for axis in axes], settings={"--set": set}, seed=seed, runs=runs,
        values=[text.partition("=")[2].strip() for text in vary], measure=measure, also=also, engine=engine,
    )  # fmt: skip
    with answering(question, Place(out, replace, quiet)) as answer:
        prepared(engine, quiet)
        with ExitStack() as stack:
            with progress_of(f"Playing {len(points)} points", len(points) * runs, quiet) as advance:
                settings = Settings(engine, workers, cluster, advance)
                result = stack.enter_context(
                    sweep_on_the_way(
                        answer.kept_on_the_way(),
                        found,
                        vary,
                        measure=measure,
                        also=also,
                        runs=runs,
                        seed=seed,
                        settings=settings,
                    )
                )
            stopped = f"Stopped: {result.runs:,} of {runs:,} runs had finished at every point"
            if result.interrupted and not quiet:  # at once: drawing takes longer than a Ctrl-C may go unanswered
                click.echo(f"{stopped}; writing what they say.", err=True)
            files = answer.put(partial(_written, result), result.interrupted)
    if not quiet:
        from simulator.reports.terminal.sweep import print_sweep

        print_sweep(result, output(), files)
    if result.interrupted:
        raise Interrupted(f"{stopped}. The same command carries on.")


def _written(found: Sweep, folder: Path) -> list[Path]:
    from simulator.decisions.sweep_table import write_about, write_sweep
    from simulator.reports.charts.catalogue import FORMATS, write_figure
    from simulator.reports.charts.heat import heat_map
    from simulator.reports.charts.pareto import pareto_chart
    from simulator.reports.charts.response import response_chart

    figure = response_chart(found) if len(found.axes) == 1 else heat_map(found)
    charts = [*write_figure(figure, folder / "sweep", FORMATS)]
    charts += write_figure(pareto_chart(found), folder / "pareto", FORMATS)
    return [write_sweep(found, folder), write_about(found, folder), *charts]
