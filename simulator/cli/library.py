"""`t2d3 library`: every shipped scenario in one go, side by side."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import folder_option, simulation_options

if TYPE_CHECKING:
    from simulator.results.result import Result


@click.command(cls=WithHelpPage)
@simulation_options
@folder_option("Where to write the table and the contact sheet.  [default: results/library]")
@debug_option
def library(
    runs: int, seed: int, workers: int | None, engine: str, quiet: bool, out: Path | None, replace: bool, svg: bool
) -> None:
    """Simulate every shipped scenario and set them side by side: a table, one page of NRR and headcount, and
    a folder of results each.

    All scenarios share their luck: the same seed and the same runs.
    """
    from simulator.cli._folders import answering
    from simulator.cli._folders.answering import Destination
    from simulator.cli._folders.question import LIBRARY, Question
    from simulator.cli.terminal import output, prepared, progress_of
    from simulator.errors import Interrupted
    from simulator.experiment.replications import job_for, play_job
    from simulator.experiment.sizes import check_request
    from simulator.scenario.reading.files import load
    from simulator.scenario.reading.inheritance import shipped

    check_request(runs, seed, 0, workers)
    found: list[tuple[str, Result]] = []
    scenarios = [(name, load(path)) for name, path in shipped()]

    def stopped(finished: int) -> NoReturn:
        raise Interrupted(f"Stopped during {scenarios[len(found)][0]}; nothing was written.") from None

    question = Question.of(LIBRARY, [], [], seed=seed, runs=runs, engine=engine, svg=svg)
    with answering(question, Destination(out, replace, quiet)) as answer:
        prepared(engine, quiet)
        with progress_of("Simulating the library", runs * len(scenarios), quiet) as advance:
            for name, scenario in scenarios:
                job = job_for(scenario, runs, seed, engine, results=len(scenarios))
                found.append((name, play_job(job, range(runs), workers, advance, stopped)))
        files = answer.put(partial(_written, found, svg))
    if not quiet:
        from simulator.reports.terminal.library import print_side_by_side

        print_side_by_side(found, output(), files)


_TABLE: Final = "library.csv"


def _written(found: list[tuple[str, Result]], svg: bool, folder: Path) -> list[Path]:
    from simulator.reports.charts.catalogue import formats_with, write_figure
    from simulator.reports.charts.contact_sheet import contact_sheet
    from simulator.reports.terminal.library import as_csv
    from simulator.results.disk.staging import Staging
    from simulator.results.store import write

    for name, result in found:
        write(result, folder / name)
    with Staging(folder) as staging:
        staging.path(_TABLE).write_text(as_csv(found), encoding="utf-8", newline="\n")
    return [folder / _TABLE, *write_figure(contact_sheet(found), folder / "contact_sheet", formats_with(svg))]
