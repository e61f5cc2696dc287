"""`t2d3 run`: simulate a scenario, write what came out, show it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich_click import RichCommand

from simulator.cli.endings import debug_option
from simulator.cli.options import ScenarioName, Whole, cluster_option, folder_option, set_option, simulation_options

if TYPE_CHECKING:
    from simulator.cli.folders import Answer
    from simulator.experiment.replications import Keep
    from simulator.reports.charts.chart_worker import SecondHand
    from simulator.reports.terminal.periods import By
    from simulator.results.measure import Measure
    from simulator.results.result import Result
    from simulator.results.summaries import Summaries
    from simulator.scenario.schema.scenario import Scenario

_ROOMY: Final = 4
"""How many times what a worker process takes has to be there for a second process to draw charts."""


@click.command(cls=RichCommand)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@simulation_options
@folder_option("Where to write.  [default: results/<scenario>]")
@set_option("--set", "Set a value, such as roles.csm.cost=200K; may be repeated. (Quote it where it holds a $.)")
@click.option(
    "--precision",
    metavar="[METRIC=]AMOUNT",
    help="Play as many runs as the mean needs to be known so well (95%): 0.5pts of NRR, $500K of ARR, grr=0.2pts.",
)
@click.option("--most", type=Whole(1), default=20_000, show_default=True, help="Runs that --precision may play.")
@click.option("--no-charts", is_flag=True, help="Draw no charts.")
@click.option(
    "--keep",
    type=click.Choice(["runs", "summaries"]),
    help="Keep every run, or summaries of all of them, whose memory does not grow with the runs.  "
    "[default: runs, as long as they fit in memory]",
)
@click.option(
    "--by",
    type=click.Choice(["years", "quarters", "months"]),
    help="Show a table more: revenue, burn and what is left of it, by fiscal years, quarters or months.",
)
@cluster_option
@debug_option
def run(
    scenario: str,
    runs: int,
    seed: int,
    workers: int | None,
    engine: str,
    quiet: bool,
    out: Path | None,
    replace: bool,
    set: tuple[tuple[str, str], ...],  # noqa: A002  (the name of the option)
    precision: str | None,
    most: int,
    no_charts: bool,
    keep: str | None,
    by: By | None,
    cluster: str | None,
) -> None:
    """Simulate SCENARIO (a file or a shipped name; baseline by default) and write tables and charts.

    With --precision the first --runs runs tell how many are needed, and that many are played. Prints the answer, the
    years in a table and the milestones. Ctrl-C ends the work early and keeps the finished runs.

    Work of more than a minute or two is kept on the way: whatever ends it, the same command carries on.
    """
    from simulator.cli.folders import Place, answering
    from simulator.cli.questions import RUN, Question
    from simulator.cli.terminal import output, prepared, progress_of
    from simulator.errors import Interrupted
    from simulator.experiment.engines import engine_named
    from simulator.experiment.sizes import check_early, check_request
    from simulator.scenario.reading.files import load

    check_request(runs, seed, 0, workers)
    found = load(scenario, dict(set))
    wanted = None if precision is None else _precision(precision)
    if wanted is not None and keep == "summaries":
        raise click.UsageError("--precision works out how many runs are needed from single runs; leave --keep out.")
    kept = "runs" if wanted is not None else _kept(keep, found, runs, quiet)
    check_early(found, runs, engine_named(engine).customer_bytes, results=1 if kept == "runs" else 0)
    question = Question.of(
        RUN, [scenario], [found], settings={"--set": set}, seed=seed, runs=runs, precision=precision,
        most=most if precision is not None else None, keep=kept, charts=not no_charts, engine=engine,
    )  # fmt: skip
    with answering(question, Place(out, replace, quiet)) as answer, ExitStack() as hands:
        alone = no_charts or _is_large(found, runs, engine, cluster)  # hours of waiting are not for a second process
        hand = None if alone else hands.enter_context(_second_hand(workers))
        prepared(engine, quiet)
        with ExitStack() as stack:
            reached, large = None, False
            result: Result | Summaries
            if wanted is None:
                with progress_of("Simulating", runs, quiet) as advance:
                    asked = _Asked(found, runs, seed, engine, workers, kept, cluster, advance)
                    result, large = stack.enter_context(asked.simulated(answer)), asked.large
            else:
                from simulator.decisions.precision import simulate_to

                result, reached = simulate_to(
                    found, *wanted, first=runs, most=most, seed=seed, engine=engine, workers=workers,
                    stage=lambda what, total: progress_of(what, total, quiet),
                )  # fmt: skip
            of_all = f" of {runs:,}" if wanted is None else ""
            stopped = f"Stopped: {len(result.runs):,}{of_all} runs had finished"
            if result.interrupted and not quiet:
                click.echo(f"{stopped}; writing their results.", err=True)
            writing = _Writing(result, not no_charts and not result.interrupted, quiet, hand)
            files = answer.put(writing.written, result.interrupted)
    if not quiet:
        from simulator.reports.terminal.run import print_result

        print_result(result, output(), files)
        if by is not None:
            from simulator.reports.terminal.periods import print_periods

            click.echo()
            print_periods(result, by, output())
        if reached is not None:
            click.echo(f"\n{reached.words}")
    if result.interrupted:
        carries_on = " The same command carries on from there." if large else ""
        raise Interrupted(f"{stopped}; their results are in {answer.folder}.{carries_on}")
    if writing.undrawn:
        raise Interrupted(f"Stopped: no charts were drawn; the tables of all runs are in {answer.folder}.")


def _precision(text: str) -> tuple[Measure, float]:
    from simulator.cli.amounts import read_precision

    return read_precision(text)


def _kept(asked: str | None, scenario: Scenario, runs: int, quiet: bool) -> Keep:
    """Return what to keep: what was asked for, otherwise every run where memory allows it."""
    from simulator.experiment.sizes import fits_memory

    if asked is not None or fits_memory(scenario.horizon_months, runs, roles=len(scenario.roles.names())):
        return "summaries" if asked == "summaries" else "runs"
    if not quiet:
        click.echo(
            f"{runs:,} runs do not fit in memory: keeping summaries, with quantiles within 0.1% and no single runs "
            "(--keep summaries says so without this line).",
            err=True,
        )
    return "summaries"


def _is_large(scenario: Scenario, runs: int, engine: str, cluster: str | None) -> bool:
    """Tell whether the work is kept on the way."""
    from simulator.experiment.jobs import large

    return cluster is not None or large.is_large(scenario, runs, engine)


@dataclass(frozen=True)
class _Asked:
    """What the command line asks for."""

    scenario: Scenario
    runs: int
    seed: int
    engine: str
    workers: int | None
    keep: Keep
    cluster: str | None
    progress: Callable[[int], object]

    @cached_property
    def large(self) -> bool:
        """Whether the work is kept on the way."""
        return _is_large(self.scenario, self.runs, self.engine, self.cluster)

    def simulated(self, answer: Answer) -> AbstractContextManager[Result | Summaries]:
        """Return a context that gives the result, in which it has to be written."""
        if self.large:
            from simulator.experiment.jobs.large import Settings, kept_on_the_way

            settings = Settings(self.engine, self.workers, self.cluster, self.progress)
            folder = answer.kept_on_the_way()
            return kept_on_the_way(folder, self.scenario, range(self.runs), self.seed, self.keep, settings)
        from simulator.experiment.replications import simulate

        play = partial(
            simulate,
            self.scenario,
            runs=self.runs,
            seed=self.seed,
            engine=self.engine,
            workers=self.workers,
            progress=self.progress,
        )
        return nullcontext(play(keep="summaries") if self.keep == "summaries" else play(keep="runs"))


@contextmanager
def _second_hand(workers: int | None) -> Iterator[SecondHand | None]:
    """A context with a second process for the charts, None where there is no core, memory or leave for one.

    It gets ready while the runs are simulated.
    """
    from simulator.experiment.executors import WORKER_BYTES, usable_cores
    from simulator.experiment.memory import available_memory

    if workers == 1 or usable_cores() == 1 or available_memory() < _ROOMY * WORKER_BYTES:
        yield None
        return
    from simulator.reports.charts.chart_worker import SecondHand

    hand = SecondHand()
    try:
        yield hand
    finally:
        hand.close()


@dataclass
class _Writing:
    """Writes tables and charts; with a second hand, that draws while the tables are still being written.

    A Ctrl-C while charts are drawn leaves the tables, which hold every run, without any.
    """

    result: Result | Summaries
    charts: bool
    quiet: bool
    hand: SecondHand | None
    undrawn: bool = False

    def written(self, folder: Path) -> list[Path]:
        """Write to a folder and return the files."""
        from simulator.cli.folders import CHARTS, write_tables

        begun: Callable[[], object] = _nothing
        if self.charts and self.hand is not None:
            from simulator.reports.charts.chart_worker import begin

            begun = partial(begin, self.hand, self.result)
        files = write_tables(self.result, folder, begun)
        if not self.charts:
            return files
        try:
            return files + self._drawn(folder / CHARTS)
        except KeyboardInterrupt:
            self.undrawn = True
            shutil.rmtree(folder / CHARTS, ignore_errors=True)
            return files

    def _drawn(self, folder: Path) -> list[Path]:
        from simulator.cli.terminal import progress_of
        from simulator.reports.charts.catalogue import FORMATS, charts_of, write_charts
        from simulator.reports.charts.chart_worker import write_charts_by_two

        with progress_of("Drawing charts", len(charts_of(self.result)) * len(FORMATS), self.quiet) as advance:
            if self.hand is None:
                return write_charts(self.result, folder, on_written=lambda path: advance(1))
            return write_charts_by_two(self.result, folder, self.hand, on_written=lambda path: advance(1))


def _nothing() -> None:
    """Do nothing."""
