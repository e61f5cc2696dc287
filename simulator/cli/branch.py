"""`t2d3 branch`: one past, several futures."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich_click import RichCommand

from simulator.cli.endings import debug_option
from simulator.cli.options import ScenarioName, Whole, folder_option, measure_option, set_option, simulation_options

if TYPE_CHECKING:
    from simulator.decisions.branch import Branches


@click.command(cls=RichCommand)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@click.option("--at", "month", type=Whole(0), required=True, metavar="MONTH", help="Months after the start.")
@click.option(
    "--decide",
    "decisions",
    multiple=True,
    metavar="ROLE[=N]",
    help="csm=2: hire two more then; onboarding: open hiring then. Each is a future of its own; may be repeated.",
)
@click.option(
    "--then",
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
    month: int,
    decisions: tuple[str, ...],
    then: tuple[str, ...],
    into: tuple[str, ...],
    measure: str | None,
    runs: int,
    seed: int,
    workers: int | None,
    engine: str,
    quiet: bool,
    out: Path | None,
    replace: bool,
    set: tuple[tuple[str, str], ...],  # noqa: A002  (the name of the option)
) -> None:
    """Compare what may be decided in one month of SCENARIO: one past, several futures, the same luck.

    Whom to hire next?

    t2d3 branch --at 18 --decide csm=1 --decide onboarding=1

    What if we change course?

    t2d3 branch --at 18 --then hiring.lookahead=200d --then "roles.csm.opens=[]" --into founder_led
    """
    from simulator.cli.folders import Place, answering
    from simulator.cli.questions import Question
    from simulator.cli.terminal import output, prepared, progress_of
    from simulator.decisions.axis import split_values
    from simulator.decisions.branch import branch as branched
    from simulator.decisions.branch import futures_of
    from simulator.decisions.sweep import measures_of
    from simulator.experiment.sizes import check_request
    from simulator.scenario.reading.files import load

    check_request(runs, seed, 0, workers)
    found = load(scenario, dict(set))
    others = [load(one, dict(set)) for one in into]
    futures = futures_of(found, month, decisions, then, others)
    measures_of(measure, (), found.horizon_months)
    paths = [one.partition("=")[0].strip() for text in then for one in split_values(text, ";")]
    question = Question.of(
        "branch", [scenario, *into], [found, *others], settings={"--set": set}, seed=seed, runs=runs,
        about=[str(month), *(text.partition("=")[0].strip() for text in decisions), *paths],
        decide=decisions, then=then, measure=measure, engine=engine,
    )  # fmt: skip
    with answering(question, Place(out, replace, quiet)) as answer:
        prepared(engine, quiet)
        with progress_of("Playing the futures", (1 + len(futures)) * runs, quiet) as advance:
            result = branched(
                found, month, decisions, then=then, into=others, measure=measure, runs=runs, seed=seed, engine=engine,
                workers=workers, progress=advance,
            )  # fmt: skip
        files = answer.put(partial(_written, result))
    if not quiet:
        from simulator.reports.terminal.branch import print_branches

        print_branches(result, output(), files)


def _written(found: Branches, folder: Path) -> list[Path]:
    from simulator.decisions.branch import write_branches
    from simulator.reports.charts.branch import branch_chart
    from simulator.reports.charts.catalogue import FORMATS, write_figure

    return [write_branches(found, folder), *write_figure(branch_chart(found), folder / "branch", FORMATS)]
