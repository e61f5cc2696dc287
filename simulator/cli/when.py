"""`t2d3 when`: the best point at which to hire, with a guarantee."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich_click import RichCommand

from simulator.cli.endings import debug_option
from simulator.cli.options import ScenarioName, Whole, folder_option, measure_option, sampling_options, set_option

if TYPE_CHECKING:
    from simulator.decisions.when import Answer

FILES = ("when.csv", "when.png", "when.svg")


@click.command(cls=RichCommand)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@click.option("--hire", "role", required=True, metavar="ROLE", help="Whom: cs_head, csm, onboarding (the carve-out).")
@click.option(
    "--candidates",
    metavar="A,B,...",
    help="When hiring may open: ARR ($2M,$3M), dates, months (12 months) or never.  [default: a grid of ARR]",
)
@measure_option
@click.option(
    "--indifference",
    metavar="AMOUNT",
    help="The smallest difference that matters, such as $300K or 0.5 pts.  [default: a year's pay of the role]",
)
@click.option("--most", type=Whole(10), default=5000, show_default=True, help="Runs a candidate plays at most, twice.")
@sampling_options
@folder_option("Write the table and the chart there.  [default: results/when-<scenario>]")
@set_option("--set", "Set a value, such as horizon_months=36; may be repeated.")
@debug_option
def when(
    scenario: str,
    role: str,
    candidates: str | None,
    measure: str | None,
    indifference: str | None,
    most: int,
    seed: int,
    workers: int | None,
    engine: str,
    quiet: bool,
    out: Path | None,
    set: tuple[tuple[str, str], ...],  # noqa: A002  (the name of the option)
) -> None:
    """Find when to hire for a role in SCENARIO: the best point, or the stretch of equally good ones.

    Candidates play the same luck until one is selected: if it is ahead of all others by what matters, it is the best
    one with a probability of at least 95%. Then all play fresh runs, which do not flatter the one chosen.

    A candidate replaces the role's list `opens` by one condition: {arr: X} for the head of CS, and for the carve-out
    {arr: X, in_place: cs_head}; whom a role waits for is kept.

    t2d3 when --hire cs_head

    t2d3 when --hire onboarding --candidates "$4M,$6M,$9M,$15M" --measure nrr
    """
    from simulator.cli.amounts import read_amount
    from simulator.cli.folders import decision_folder, usable_for
    from simulator.cli.terminal import output, prepared, progress_of
    from simulator.decisions.axis import split_values
    from simulator.decisions.when import candidate_points
    from simulator.decisions.when import when as decided
    from simulator.experiment.sizes import check_request
    from simulator.results.measure import Measure, default_measure
    from simulator.scenario.files import load

    check_request(most, seed, 0, workers)
    found = load(scenario, dict(set))
    texts = split_values(candidates) if candidates is not None else []
    candidate_points(found, role, texts)
    judged = Measure.read(measure or default_measure(found.horizon_months))
    matters = None if indifference is None else read_amount(indifference, judged.unit)
    folder = decision_folder("when", scenario) if out is None else out
    with usable_for(folder, FILES):
        prepared(engine, quiet)
        answer = decided(
            found, role, candidates=texts, measure=measure, indifference=matters, most=most, seed=seed,
            engine=engine, workers=workers, stage=lambda what, total: progress_of(what, total, quiet),
        )  # fmt: skip
        files = _written(answer, folder)
    if not quiet:
        from simulator.reports.screen_when import print_answer

        print_answer(answer, output(), files)


def _written(found: Answer, folder: Path) -> list[Path]:
    from simulator.decisions.when_table import write_answer
    from simulator.reports.charts import FORMATS, write_figure
    from simulator.reports.hiring_answer import answer_chart

    return [write_answer(found, folder), *write_figure(answer_chart(found), folder / "when", FORMATS)]
