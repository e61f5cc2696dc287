"""`t2d3 compare`: two scenarios under the same luck."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich_click import RichCommand

from simulator.cli.endings import debug_option
from simulator.cli.options import ScenarioName, folder_option, set_option, simulation_options

if TYPE_CHECKING:
    from simulator.decisions.compare import Comparison

Settings = tuple[tuple[str, str], ...]


@click.command(cls=RichCommand)
@click.argument("a", type=ScenarioName(), metavar="A")
@click.argument("b", type=ScenarioName(), metavar="B")
@simulation_options
@folder_option("Write both results, the differences and their chart there.  [default: write nothing]")
@set_option("--set", "Set a value in both, such as horizon_months=36; may be repeated.")
@set_option("--set-a", "Set a value in A only; may be repeated.")
@set_option("--set-b", "Set a value in B only; may be repeated.")
@debug_option
def compare(
    a: str,
    b: str,
    runs: int,
    seed: int,
    workers: int | None,
    engine: str,
    quiet: bool,
    out: Path | None,
    set: Settings,  # noqa: A002  (the name of the option)
    set_a: Settings,
    set_b: Settings,
) -> None:
    """Compare scenario A with scenario B on common draws: every figure reads "A minus B", with its 95 % interval.

    The same scenario may stand on both sides:  t2d3 compare baseline baseline --set-b roles.csm.book_low=1.5M
    """
    from simulator.cli.folders import usable
    from simulator.cli.terminal import output, prepared, progress_of
    from simulator.decisions.compare import compare as compared
    from simulator.errors import Interrupted
    from simulator.experiment.engines import engine_named
    from simulator.experiment.sizes import check_early, check_request
    from simulator.scenario.files import load

    check_request(runs, seed, 0, workers)
    first, second = load(a, dict(set + set_a)), load(b, dict(set + set_b))
    for one in (first, second):
        check_early(one, runs, engine_named(engine).customer_bytes, results=2)
    with usable(out, ("a", "b"), _FILES) if out is not None else nullcontext():
        prepared(engine, quiet)
        with progress_of("Simulating both", 2 * runs, quiet) as advance:
            found = compared(first, second, runs=runs, seed=seed, engine=engine, workers=workers, progress=advance)
        files = [] if out is None else _written(found, out)
    if not quiet:
        from simulator.cli.differences import print_comparison

        print_comparison(found, output(), files)
    if found.interrupted:
        raise Interrupted(f"Stopped: {len(found.b.runs):,} of {runs:,} runs had finished in both scenarios.")


_FILES = ("differences.csv", "difference.png", "difference.svg")


def _written(found: Comparison, folder: Path) -> list[Path]:
    from simulator.cli.folders import write_tables
    from simulator.decisions.tables import write_differences
    from simulator.reports.charts import write_difference_chart

    for name, result in (("a", found.a), ("b", found.b)):
        write_tables(result, folder / name)
    return [write_differences(found, folder), *write_difference_chart(found, folder)]
