"""`t2d3 optimize`: the best combination of several levers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich_click import RichCommand

from simulator.cli.endings import debug_option
from simulator.cli.options import ScenarioName, Whole, folder_option, measure_option, sampling_options, set_option

if TYPE_CHECKING:
    from simulator.decisions.optimum import Optimum

FILES = ("optimum.csv", "optimum.png", "optimum.svg")


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
@measure_option
@click.option(
    "--indifference",
    metavar="AMOUNT",
    help="The smallest difference that matters, such as $300K or 0.5 pts.  [default: a year's pay of the dearest role]",
)
@click.option("--budget", type=Whole(1), default=6000, show_default=True, help="Runs in all, about.")
@sampling_options
@folder_option("Write the table and the chart there.  [default: results/optimize-<scenario>]")
@set_option("--set", "Set a value, such as horizon_months=36; may be repeated.")
@debug_option
def optimize(
    scenario: str,
    levers: tuple[str, ...],
    measure: str | None,
    indifference: str | None,
    budget: int,
    seed: int,
    workers: int | None,
    engine: str,
    quiet: bool,
    out: Path | None,
    set: tuple[tuple[str, str], ...],  # noqa: A002  (the name of the option)
) -> None:
    """Find the best combination of several levers of SCENARIO within a budget of runs.

    All combinations play the same luck; the better half goes on, round after round. Among the finalists one is selected
    with a stated probability of being the best, and estimated on fresh runs.

    t2d3 optimize --lever hire.cs_head=2M,4M,8M,12M --lever hire.onboarding=3M,6M,12M --lever
    hiring.lookahead="0 days,60 days,120 days"
    """
    from simulator.cli.amounts import read_amount
    from simulator.cli.folders import decision_folder, usable_for
    from simulator.cli.terminal import output, prepared, progress_of
    from simulator.decisions.optimum import levers_of, optimise
    from simulator.experiment.sizes import check_request
    from simulator.results.measure import Measure, default_measure
    from simulator.scenario.files import load

    check_request(budget, seed, 0, workers)
    found = load(scenario, dict(set))
    judged = Measure.read(measure or default_measure(found.horizon_months))
    judged.check(found.horizon_months)
    matters = None if indifference is None else read_amount(indifference, judged.unit)
    levers_of(found, levers)
    folder = decision_folder("optimize", scenario) if out is None else out
    with usable_for(folder, FILES):
        prepared(engine, quiet)
        result = optimise(
            found, levers, measure=measure, indifference=matters, budget=budget, seed=seed, engine=engine,
            workers=workers, stage=lambda what, total: progress_of(what, total, quiet),
        )  # fmt: skip
        files = _written(result, folder)
    if not quiet:
        from simulator.reports.optimum import print_optimum

        print_optimum(result, output(), files)


def _written(found: Optimum, folder: Path) -> list[Path]:
    from simulator.decisions.optimum_table import write_optimum
    from simulator.reports.charts import FORMATS, write_figure
    from simulator.reports.optimum import optimum_chart

    return [write_optimum(found, folder), *write_figure(optimum_chart(found), folder / "optimum", FORMATS)]
