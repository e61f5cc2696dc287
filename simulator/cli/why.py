"""`t2d3 why`: what lost ARR and NRR are due to."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich_click import RichCommand

from simulator.cli.endings import debug_option
from simulator.cli.options import ScenarioName, Whole, folder_option, sampling_options, set_option

if TYPE_CHECKING:
    from simulator.decisions.why import Why


@click.command(cls=RichCommand)
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
    runs: int | None,
    seed: int,
    workers: int | None,
    engine: str,
    quiet: bool,
    out: Path | None,
    replace: bool,
    set: tuple[tuple[str, str], ...],  # noqa: A002  (the name of the option)
) -> None:
    """Share out what SCENARIO loses among causes, each switched off on the same luck; it adds up exactly.

    With --against the differing fields are the causes, grouped by where they stand in the scenario.

    t2d3 why --causes customers,leavers

    t2d3 why head_of_cs_late --against baseline
    """
    from simulator.cli.folders import Place, answering
    from simulator.cli.questions import Question
    from simulator.cli.terminal import output, prepared, progress_of
    from simulator.decisions.why import MEASURES, planned, runs_of
    from simulator.decisions.why import why as explained
    from simulator.experiment.sizes import check_request
    from simulator.results.measure import Measure
    from simulator.scenario.reading.files import load

    each, more = runs_of(runs)
    check_request(each + more, seed, 0, workers)
    found = load(scenario, dict(set))
    other = load(against, dict(set)) if against is not None else None
    keys = [key.strip() for key in (causes or "").split(",") if key.strip()]
    for text in measures:
        Measure.read(text).check(found.horizon_months)
    scenarios, _ = planned(found, other, keys, own)
    names, both = ([scenario], [found]) if against is None or other is None else ([scenario, against], [found, other])
    question = Question.of(
        "why", names, both, about=[*keys, *(text.partition(":")[0].strip() for text in own)], settings={"--set": set},
        seed=seed, runs=runs, causes=own, measure=measures, engine=engine,
    )  # fmt: skip
    with answering(question, Place(out, replace, quiet)) as answer:
        prepared(engine, quiet)
        with progress_of(f"Playing {len(scenarios)} combinations", len(scenarios) * each + more, quiet) as advance:
            result = explained(
                found, against=other, causes=keys, own=own, measures=measures or MEASURES, runs=runs, seed=seed,
                engine=engine, workers=workers, progress=advance,
            )  # fmt: skip
        files = answer.put(partial(_written, result))
    if not quiet:
        from simulator.reports.terminal.why import print_why

        print_why(result, output(), files)


def _written(found: Why, folder: Path) -> list[Path]:
    from simulator.decisions.why import write_why
    from simulator.reports.charts.catalogue import FORMATS, write_figure
    from simulator.reports.charts.why import why_chart

    return [write_why(found, folder), *write_figure(why_chart(found), folder / "why", FORMATS)]
