"""`t2d3 sensitivity`: which values matter, and how much of the spread is luck."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich_click import RichCommand

from simulator.cli.endings import debug_option
from simulator.cli.options import ScenarioName, Whole, folder_option, measure_option, set_option, simulation_options

if TYPE_CHECKING:
    from simulator.decisions.sobol import Sobol
    from simulator.decisions.tornado import Tornado
    from simulator.decisions.variance_split import Luck


@click.command(cls=RichCommand)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@measure_option
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="PATH",
    help="Move this field instead of what is uncertain; may be repeated. A * stands for every name.",
)
@click.option("--by", default="20%", show_default=True, metavar="SHARE", help="By how much fields are moved.")
@click.option("--quantiles", default="10,90", show_default=True, metavar="LOW,HIGH", help="Ends of uncertain values.")
@click.option(
    "--sobol",
    "points",
    type=Whole(0),
    default=64,
    show_default=True,
    help="Points of Sobol' indices, a power of two; 0 for none.",
)
@click.option("--luck", type=Whole(1), default=8, show_default=True, help="Runs that each point averages luck over.")
@click.option("--rows", type=Whole(0), default=60, show_default=True, help="Sets of values to tell luck by; 0: do not.")
@simulation_options
@folder_option("Write tables and charts there.  [default: results/<scenario>/sensitivity]")
@set_option("--set", "Set a value, such as horizon_months=36; may be repeated.")
@debug_option
def sensitivity(
    scenario: str,
    measure: str | None,
    fields: tuple[str, ...],
    by: str,
    quantiles: str,
    points: int,
    luck: int,
    rows: int,
    runs: int,
    seed: int,
    workers: int | None,
    engine: str,
    quiet: bool,
    out: Path | None,
    replace: bool,
    set: tuple[tuple[str, str], ...],  # noqa: A002  (the name of the option)
) -> None:
    """Find which values of SCENARIO move a measure, and how much of its spread is luck.

    A tornado moves one value at a time on common draws. Where values are uncertain, Sobol' indices share the variance
    out among them, and sets of values played several times over tell luck from not knowing.

    t2d3 sensitivity sceptic --measure nrr

    t2d3 sensitivity baseline --field segments.core.renewal --field roles.csm.book_high --by 10%
    """
    from simulator.cli.amounts import read_quantiles, read_share
    from simulator.cli.folders import Place, answering
    from simulator.cli.questions import Question
    from simulator.cli.terminal import output, prepared, progress_of
    from simulator.decisions import sobol as sobol_module
    from simulator.decisions import variance_split as luck_module
    from simulator.decisions.tornado import planned, tornado
    from simulator.experiment.sizes import check_request
    from simulator.results.measure import Measure, default_measure
    from simulator.scenario.reading.files import load
    from simulator.scenario.schema.uncertainty import uncertain_paths

    check_request(runs, seed, 0, workers)
    found = load(scenario, dict(set))
    judged = Measure.read(measure or default_measure(found.horizon_months))
    judged.check(found.horizon_months)
    low, high = read_quantiles(quantiles)
    share = read_share(by)
    knobs, _ = planned(found, fields, share, low, high)
    uncertain = len(uncertain_paths(found))
    companies = 1 + 2 * len(knobs) + (uncertain > 0)
    with_indices = points > 0 and uncertain > 1 and not fields
    if with_indices:
        sobol_module.check(uncertain, points)
    question = Question.of(
        "sensitivity", [scenario], [found], about=fields, settings={"--set": set}, seed=seed, runs=runs,
        measure=measure, by=by, quantiles=quantiles, sobol=points, luck=luck, rows=rows, engine=engine,
    )  # fmt: skip
    with answering(question, Place(out, replace, quiet)) as answer:
        prepared(engine, quiet)
        with progress_of(f"Moving {len(knobs)} values", companies * runs, quiet) as advance:
            bars = tornado(
                found, judged, fields=fields, by=share, low=low, high=high, runs=runs, seed=seed, engine=engine,
                workers=workers, progress=advance,
            )  # fmt: skip
        indices = split = None
        if rows > 0 and uncertain and not fields:
            with progress_of("Telling luck from not knowing", rows * luck_module.EACH + runs, quiet) as advance:
                split = luck_module.luck_or_not_knowing(
                    found, rows=rows, runs=runs, seed=seed, engine=engine, workers=workers, progress=advance
                )
        if with_indices:
            total = points * (uncertain + 2) * luck
            with progress_of("Sharing out the variance", total, quiet) as advance:
                indices = sobol_module.sobol(
                    found, judged, points=points, luck=luck, seed=seed, engine=engine, workers=workers, progress=advance
                )
        files = answer.put(partial(_written, bars, indices, split))
    if not quiet:
        from simulator.reports.terminal.sensitivity import print_sensitivity

        print_sensitivity(bars, indices, split, output(), files)


def _written(bars: Tornado, indices: Sobol | None, split: Luck | None, folder: Path) -> list[Path]:
    from simulator.decisions.tornado import write_luck, write_sobol, write_tornado
    from simulator.reports.charts.catalogue import FORMATS, write_figure
    from simulator.reports.charts.tornado import sobol_chart, tornado_chart
    from simulator.reports.charts.variance_split import luck_chart

    files = [write_tornado(bars, folder), *write_figure(tornado_chart(bars), folder / "tornado", FORMATS)]
    if indices is not None:
        files += [write_sobol(indices, folder), *write_figure(sobol_chart(indices), folder / "sobol", FORMATS)]
    if split is not None:
        files += [write_luck(split, folder), *write_figure(luck_chart(split), folder / "luck", FORMATS)]
    return files
