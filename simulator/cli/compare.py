"""`t2d3 compare`: two scenarios under the same luck, or several held against the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

import click
from rich_click import RichCommand

from simulator.cli.endings import debug_option
from simulator.cli.options import ScenarioName, folder_option, set_option, simulation_options

if TYPE_CHECKING:
    from simulator.cli.folders import Place
    from simulator.cli.questions import Question
    from simulator.decisions.compare import Comparison
    from simulator.decisions.several import Several
    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario

Settings = tuple[tuple[str, str], ...]


@click.command(cls=RichCommand)
@click.argument("a", type=ScenarioName(), metavar="A")
@click.argument("b", type=ScenarioName(), metavar="B")
@click.argument("more", type=ScenarioName(), metavar="[C]...", nargs=-1)
@simulation_options
@folder_option("Write all results, the differences and their chart there.  [default: results/<A>/compare-<B>]")
@set_option("--set", "Set a value in all, such as horizon_months=36; may be repeated.")
@set_option("--set-a", "Set a value in A only; may be repeated.")
@set_option("--set-b", "Set a value in B only; may be repeated.")
@debug_option
def compare(
    a: str,
    b: str,
    more: tuple[str, ...],
    runs: int,
    seed: int,
    workers: int | None,
    engine: str,
    quiet: bool,
    out: Path | None,
    replace: bool,
    set: Settings,  # noqa: A002  (the name of the option)
    set_a: Settings,
    set_b: Settings,
) -> None:
    """Compare scenario A with scenario B on common draws: every figure reads "A minus B", with its 95 % interval.

    The same scenario may stand on both sides:  t2d3 compare baseline baseline --set-b roles.csm.book_low=1.5M

    With more than two each is compared with the first:  t2d3 compare baseline head_of_cs_early head_of_cs_late

    Work of more than a minute or two is kept on the way: whatever ends it, the same command carries on.
    """
    from simulator.cli.folders import Place, answering

    where = Place(out, replace, quiet)
    if more:
        if set_a or set_b:
            raise click.UsageError("--set-a and --set-b are for two scenarios; --set holds for all.")
        _several([a, b, *more], set, _Asked(runs, seed, engine, workers, quiet), where)
        return
    from simulator.cli.terminal import output, prepared, progress_of
    from simulator.decisions.compare import Comparison, check_calendar
    from simulator.decisions.compare import compare as compared
    from simulator.errors import Interrupted
    from simulator.experiment.engines import engine_named
    from simulator.experiment.sizes import check_early, check_request
    from simulator.scenario.reading.files import load

    check_request(runs, seed, 0, workers)
    first, second = load(a, dict(set + set_a)), load(b, dict(set + set_b))
    asked = _Asked(runs, seed, engine, workers, quiet)
    for one in (first, second):
        check_early(one, runs, engine_named(engine).customer_bytes, results=2)
    check_calendar(first, second)
    question = asked.question([a, b], [first, second], {"--set": set, "--set-a": set_a, "--set-b": set_b})
    with answering(question, where) as answer, ExitStack() as stack:
        prepared(engine, quiet)
        with progress_of("Simulating both", 2 * runs, quiet) as advance:
            if asked.are_large([first, second]):
                kept = asked.kept_on_the_way([first, second], answer.kept_on_the_way(), advance)
                found = Comparison(*stack.enter_context(kept))
            else:
                found = compared(first, second, runs=runs, seed=seed, engine=engine, workers=workers, progress=advance)
        files = answer.put(partial(_written, found), found.interrupted)
    if not quiet:
        from simulator.reports.terminal.comparison import print_comparison

        print_comparison(found, output(), files)
    if found.interrupted:
        raise Interrupted(f"Stopped: {len(found.b.runs):,} of {runs:,} runs had finished in both scenarios.")


@dataclass(frozen=True)
class _Asked:
    """How the scenarios are to be played."""

    runs: int
    seed: int
    engine: str
    workers: int | None
    quiet: bool

    def question(self, names: Sequence[str], scenarios: Sequence[Scenario], settings: dict[str, Settings]) -> Question:
        """Return the question whose folder the comparison goes to."""
        from simulator.cli.questions import Question

        return Question.of(
            "compare", names, scenarios, settings=settings, seed=self.seed, runs=self.runs, engine=self.engine
        )

    def are_large(self, scenarios: Sequence[Scenario]) -> bool:
        """Whether the work is worth keeping on the way: that on any of the scenarios."""
        from simulator.experiment.jobs.large import is_large

        return any(is_large(one, self.runs, self.engine) for one in scenarios)

    def kept_on_the_way(
        self, scenarios: Sequence[Scenario], folder: Path, progress: Callable[[int], object]
    ) -> AbstractContextManager[list[Result]]:
        """Return a context that gives the results, in which they have to be written."""
        from simulator.experiment.jobs.large import Settings as How
        from simulator.experiment.jobs.large import all_kept_on_the_way

        folders = [folder / part for part in _parts(len(scenarios))]
        how = How(self.engine, self.workers, None, progress)
        return all_kept_on_the_way(folders, scenarios, range(self.runs), self.seed, how)


def _several(names: list[str], settings: Settings, asked: _Asked, where: Place) -> None:
    """Hold each of several scenarios against the first."""
    from simulator.cli.folders import answering
    from simulator.cli.terminal import output, prepared, progress_of
    from simulator.decisions.compare import check_calendar
    from simulator.decisions.several import MOST, Several, compare_all
    from simulator.errors import InputError, Interrupted
    from simulator.experiment.engines import engine_named
    from simulator.experiment.sizes import check_early, check_request
    from simulator.scenario.reading.files import load

    check_request(asked.runs, asked.seed, 0, asked.workers)
    if len(names) > MOST:
        raise InputError(f"{len(names)} scenarios; up to {MOST} can be compared")
    scenarios = [load(name, dict(settings)) for name in names]
    for one in scenarios:
        check_early(one, asked.runs, engine_named(asked.engine).customer_bytes, results=len(scenarios))
    for one in scenarios[1:]:
        check_calendar(scenarios[0], one)
    question = asked.question(names, scenarios, {"--set": settings})
    with answering(question, where) as answer, ExitStack() as stack:
        prepared(asked.engine, asked.quiet)
        with progress_of(f"Simulating {len(names)} scenarios", len(names) * asked.runs, asked.quiet) as advance:
            if asked.are_large(scenarios):
                found = Several(
                    tuple(stack.enter_context(asked.kept_on_the_way(scenarios, answer.kept_on_the_way(), advance)))
                )
            else:
                found = compare_all(
                    scenarios,
                    runs=asked.runs,
                    seed=asked.seed,
                    engine=asked.engine,
                    workers=asked.workers,
                    progress=advance,
                )
        files = answer.put(partial(_all_written, found), found.interrupted)
    if not asked.quiet:
        from simulator.reports.terminal.several import print_several

        print_several(found, output(), files)
    if found.interrupted:
        raise Interrupted(f"Stopped: {len(found.first.runs):,} of {asked.runs:,} runs had finished in all scenarios.")


def _parts(count: int) -> tuple[str, ...]:
    """Return the names of the results' folders: a, b, c, …"""
    return tuple(ascii_lowercase[:count])


def _all_written(found: Several, folder: Path) -> list[Path]:
    from simulator.cli.folders import write_tables
    from simulator.decisions.several import write_all_differences
    from simulator.reports.charts.catalogue import FORMATS, write_figure
    from simulator.reports.charts.several import several_chart

    for name, result in zip(_parts(len(found.results)), found.results, strict=True):
        write_tables(result, folder / name)
    return [write_all_differences(found, folder), *write_figure(several_chart(found), folder / "difference", FORMATS)]


def _written(found: Comparison, folder: Path) -> list[Path]:
    from simulator.cli.folders import write_tables
    from simulator.decisions.several import write_differences
    from simulator.reports.charts.catalogue import write_difference_chart

    for name, result in (("a", found.a), ("b", found.b)):
        write_tables(result, folder / name)
    return [write_differences(found, folder), *write_difference_chart(found, folder)]
