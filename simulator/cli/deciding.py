"""What the commands that select the best of several choices have in common: options, checks, the way to an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli.endings import debug_option
from simulator.cli.options import Whole, folder_option, measure_option, sampling_options, set_option
from simulator.experiment.replications import RUNS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulator.scenario.schema import Scenario

Function = TypeVar("Function", bound=Callable[..., Any])
_LEVEL = "Runs of t2d3 run from which levels start; they have no part in the choice."
_MATTERS = "The smallest difference that matters, such as $300K or 0.5 pts.  [default: 1% of the judged dollars]"


@dataclass(frozen=True)
class Asked:
    """What the common options ask for."""

    measure: str | None
    indifference: str | None
    runs: int
    seed: int
    workers: int | None
    engine: str
    quiet: bool
    out: Path | None
    set: tuple[tuple[str, str], ...]  # the name of the option


@dataclass(frozen=True)
class Question:
    """A scenario and how its choices are judged, read and checked; the files of the answer go to `folder`."""

    scenario: Scenario
    matters: float | None
    folder: Path
    asked: Asked

    @property
    def how(self) -> dict[str, Any]:
        """The arguments that every decision takes."""
        return {
            "measure": self.asked.measure,
            "indifference": self.matters,
            "runs": self.asked.runs,
            "seed": self.asked.seed,
            "engine": self.asked.engine,
            "workers": self.asked.workers,
            "stage": self.stage,
        }

    def stage(self, what: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        """Show the progress of a stage of the work."""
        from simulator.cli.terminal import progress_of

        return progress_of(what, total, self.asked.quiet)

    @contextmanager
    def answering(self, files: tuple[str, ...]) -> Iterator[None]:
        """A context in which the files can be written and the engine is ready to start."""
        from simulator.cli.folders import usable_for
        from simulator.cli.terminal import prepared

        with usable_for(self.folder, files):
            prepared(self.asked.engine, self.asked.quiet)
            yield


def deciding_options(command: str) -> Callable[[Function], Function]:
    """Give a command the options that all decisions share."""
    options: Sequence[Callable[[Any], Any]] = (
        measure_option,
        click.option("--indifference", metavar="AMOUNT", help=_MATTERS),
        click.option("--runs", "-n", type=Whole(1), default=RUNS, show_default=True, help=_LEVEL),
        sampling_options,
        folder_option(f"Write the table and the chart there.  [default: results/{command}-<scenario>]"),
        set_option("--set", "Set a value, such as horizon_months=36; may be repeated."),
        debug_option,
    )

    def decorated(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return decorated


def question(command: str, scenario: str, most: int, asked: Asked) -> Question:
    """Read and check what was asked, before any run; raise InputError or ScenarioError for what makes no sense."""
    from simulator.cli.amounts import read_amount
    from simulator.cli.folders import decision_folder
    from simulator.experiment.sizes import check_request
    from simulator.results.measure import Measure, default_measure
    from simulator.scenario.files import load

    for runs in (most, asked.runs):
        check_request(runs, asked.seed, 0, asked.workers)
    found = load(scenario, dict(asked.set))
    judged = Measure.read(asked.measure or default_measure(found.horizon_months))
    judged.check(found.horizon_months)
    matters = None if asked.indifference is None else read_amount(asked.indifference, judged.unit)
    folder = decision_folder(command, scenario) if asked.out is None else asked.out
    return Question(found, matters, folder, asked)


def with_chart(table: Path, figure: Figure, stem: str) -> list[Path]:
    """Write a chart beside the table of an answer, and return all files."""
    from simulator.reports.charts import FORMATS, write_figure

    return [table, *write_figure(figure, table.parent / stem, FORMATS)]
