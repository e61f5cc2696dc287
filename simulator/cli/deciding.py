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
from simulator.experiment.engines import RUNS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulator.cli.folders import Answer
    from simulator.scenario.schema.scenario import Scenario

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
    replace: bool
    set: tuple[tuple[str, str], ...]  # the name of the option


@dataclass(frozen=True)
class Decision:
    """A scenario and how its choices are judged, read and checked."""

    name: str
    scenario: Scenario
    matters: float | None
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
    def answering(self, command: str, about: Sequence[str], **how: Any) -> Iterator[Answer]:
        """A context in which the files of the answer can be written and the engine is ready to start.

        The question is what the command is asked about; `how` are its own values beside those that all have.
        """
        from simulator.cli.folders import Place, answering
        from simulator.cli.questions import Question
        from simulator.cli.terminal import prepared

        asked = self.asked
        question = Question.of(
            command, [self.name], [self.scenario], about=about, settings={"--set": asked.set}, seed=asked.seed,
            runs=asked.runs, **how, measure=asked.measure, indifference=asked.indifference, engine=asked.engine,
        )  # fmt: skip
        with answering(question, Place(asked.out, asked.replace, asked.quiet)) as answer:
            prepared(asked.engine, asked.quiet)
            yield answer


def deciding_options(command: str, about: str) -> Callable[[Function], Function]:
    """Give a command, asked about something such as a role, the options that all decisions share."""
    options: Sequence[Callable[[Any], Any]] = (
        measure_option,
        click.option("--indifference", metavar="AMOUNT", help=_MATTERS),
        click.option("--runs", "-n", type=Whole(1), default=RUNS, show_default=True, help=_LEVEL),
        sampling_options,
        folder_option(f"Write the table and the chart there.  [default: results/<scenario>/{command}-<{about}>]"),
        set_option("--set", "Set a value, such as horizon_months=36; may be repeated."),
        debug_option,
    )

    def decorated(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return decorated


def decision(scenario: str, most: int, asked: Asked) -> Decision:
    """Read and check what was asked, before any run; raise InputError or ScenarioError for what makes no sense."""
    from simulator.cli.amounts import read_amount
    from simulator.experiment.sizes import check_request
    from simulator.results.measure import Measure, default_measure
    from simulator.scenario.reading.files import load

    for runs in (most, asked.runs):
        check_request(runs, asked.seed, 0, asked.workers)
    found = load(scenario, dict(asked.set))
    judged = Measure.read(asked.measure or default_measure(found.horizon_months))
    judged.check(found.horizon_months)
    matters = None if asked.indifference is None else read_amount(asked.indifference, judged.unit)
    return Decision(scenario, found, matters, asked)


def with_chart(table: Path, figure: Figure, stem: str) -> list[Path]:
    """Write a chart beside the table of an answer, and return all files."""
    from simulator.reports.charts.catalogue import FORMATS, write_figure

    return [table, *write_figure(figure, table.parent / stem, FORMATS)]
