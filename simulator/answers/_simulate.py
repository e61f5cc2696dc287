"""The runs of a scenario, as a question and as an answer."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, overload

from simulator.answers._amounts import read_precision
from simulator.answers._answer import Answer, chosen, drawn
from simulator.answers._arguments import asked
from simulator.answers._request import Request, Sampling, scenario_of, texts_of
from simulator.answers._until import last_month_shown
from simulator.decisions.defaults import MOST_PRECISE
from simulator.errors import InputError, Problem
from simulator.experiment.engines import ENGINE, RUNS, SEED, engine_named
from simulator.experiment.replications import simulate as simulated
from simulator.experiment.sizes import check_early
from simulator.progress import Stage, no_progress
from simulator.results.result import Result
from simulator.results.summaries import Summaries

if TYPE_CHECKING:
    from datetime import date

    import pandas
    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table as Shown

    from simulator.answers._request import ScenarioLike, Settings
    from simulator.answers._table import Table
    from simulator.decisions.precision import Precise
    from simulator.experiment.replications import Keep
    from simulator.progress import Progress
    from simulator.results.measure import Measure
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.scenario import Scenario

_EVERY_RUN: Final = "trajectories"
AskedAs: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""The name or the file of a scenario, and values set beside it by their paths, as a command line has them."""


@overload
def simulate(
    scenario: ScenarioLike = "baseline",
    *,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
    first_run: int = 0,
    keep: Literal["runs"] = "runs",
    set: Settings = None,
    precision: str | None = None,
    most: int = MOST_PRECISE,
) -> SimulateAnswer: ...


@overload
def simulate(
    scenario: ScenarioLike = "baseline",
    *,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
    first_run: int = 0,
    keep: Literal["summaries"],
    set: Settings = None,
) -> SummariesAnswer: ...


@asked
def simulate(
    scenario: ScenarioLike = "baseline",
    *,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
    first_run: int = 0,
    keep: Keep = "runs",
    set: Settings = None,  # noqa: A002  (the name of the option)
    precision: str | None = None,
    most: int = MOST_PRECISE,
) -> SimulateAnswer | SummariesAnswer:
    """Simulate `runs` runs of a scenario, from number `first_run` on, as `t2d3 run` does.

    - `scenario`: a scenario, the path of a file, or a shipped name; `set`: values laid over it, by dotted path.
    - `runs`: 1 or more; `first_run`: 0 to 2^48 - 1; `seed`: 0 to 2^64 - 1. A run depends on the scenario, the seed and
      its number alone.
    - `workers`: processes or threads at most, by default one a core; it changes no figure, nor does `engine`, which is
      `compiled` or `reference` (SimPy: the specification, much slower).
    - `progress`: told how many runs have just been finished.
    - `keep`: `"summaries"` counts runs and lets them go, so that memory does not grow with their number: the same bands
      and odds, quantiles to within 0.1 %, no single runs.
    - `precision`: play as many runs as a mean needs to be known so well (95 %): `"0.5pts"` of NRR, `"$500K"` of ARR,
      `"grr=0.2pts"`; the first `runs` runs tell how many, `most` is not exceeded. `answer.precise` says what came out.

    `answer["nrr"]` gives a metric's values (runs, months + 1), NaN where it is n/a. A KeyboardInterrupt ends the work
    early: the answer then holds the runs that had finished and says `interrupted`; with none finished Interrupted is
    raised. Raises InputError for numbers out of range, SizeError for what is too large, ScenarioError for a scenario
    that cannot be simulated.
    """
    sampling = Sampling(runs, seed, workers, engine)
    if precision is None:
        played = scenario if not set else scenario_of(scenario, set)
        how: dict[str, Any] = {**sampling.how, "runs": runs, "progress": progress, "first_run": first_run}
        return answer_of(simulated(played, keep=keep, **how), asked_as=_asked_as(scenario, set))
    if first_run or keep != "runs":
        raise InputError("precision works out how many runs are needed from runs 0, 1, …; leave first_run and keep out")
    request = SimulateRequest.of(scenario, sampling=sampling, set=set, precision=precision, most=most, keep=keep)
    found = request.answer_with(progress)
    assert isinstance(found, SimulateAnswer)
    return found


class _Simulated(Answer):
    """What the answers with and without single runs share."""

    @property
    def _summarised(self) -> Summarised:
        raise NotImplementedError

    def __str__(self) -> str:
        from simulator.reports.terminal.run import answer

        return answer(self._summarised)

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the answer as the command does."""
        from simulator.reports.terminal.run import print_result

        print_result(self._summarised, console, files)

    def chart(
        self, name: str | None = None, *, until: int | str | date | None = None, plain_footer: bool = False
    ) -> Figure:
        """Draw a chart, the first unless another is named, and return the figure, of 1600 by 900 pixels.

        It ends, and its title speaks of the end, at `until`: months after the start, or a month such as "Dec 2028"; by
        default at the horizon. `plain_footer` leaves the name of the program and the seed out of the footer. Raises
        InputError for an unknown name, or a month that is not there.
        """
        from simulator.reports.theme import footers

        charts = _charts_of(self._up_to(until))
        with footers(plain_footer):
            return drawn(charts, name)

    def write(
        self,
        folder: str | Path,
        *,
        svg: bool = False,
        until: int | str | date | None = None,
        plain_footer: bool = False,
        papers: str | Sequence[str] = (),
    ) -> list[Path]:
        """Write what the command writes: tables, manifest and, below `charts`, every chart; return the files.

        Charts are PNG pages, and SVG ones beside them with `svg`; `until` and `plain_footer` are those of `chart`.
        `papers` are what the command writes with the option of the name: `"report"`, `"deck"`, or both. Raises
        InputError for another, or where packages that one needs are missing, before anything is written.
        """
        from simulator.answers._papers import check_papers, write_papers
        from simulator.reports.charts.catalogue import formats_with, write_charts

        wanted = texts_of(papers)
        check_papers(wanted)
        shown = self._up_to(until)
        files = self.write_tables(folder) + write_papers(self._summarised, folder, wanted)[0]
        return files + write_charts(shown, Path(folder) / "charts", formats_with(svg), plain=plain_footer)

    def write_tables(self, folder: str | Path, on_summarised: Callable[[], object] = lambda: None) -> list[Path]:
        """Write tables and manifest alone; return the files, the manifest last.

        `on_summarised` is called once the bands of every metric are at hand, before most of the writing.
        """
        from simulator.results.store import MANIFEST, read_manifest, write

        found = self._summarised
        assert isinstance(found, Result | Summaries)
        write(found, folder, on_summarised)
        return [Path(folder) / name for name in (*read_manifest(Path(folder))["files"], MANIFEST)]

    def _tables(self) -> tuple[Table, ...]:
        return ()  # the tables of a result are written by its store, and read again

    def _read_again(self, table: str) -> pandas.DataFrame:
        from simulator.results.frames import load_extra
        from simulator.results.store import csv_tables

        found = self._summarised
        assert isinstance(found, Result | Summaries)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{table}.csv"
            csv_tables(found)[path.name](path)
            frame: pandas.DataFrame = load_extra("pandas").read_csv(path)
        return frame

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        return _charts_of(self._summarised)

    def _up_to(self, until: int | str | date | None) -> Summarised:
        """Return what charts show of it; raise InputError for a month that is not there."""
        from simulator.results.shorter import up_to

        found = self._summarised
        return up_to(found, last_month_shown(found.scenario, until))

    def _shown(self) -> Shown:
        from simulator.reports.terminal.run import years_table

        return years_table(self._summarised)

    def _note(self) -> str:
        from simulator.reports.terminal.run import legend, provenance

        return f"{legend(self._summarised)} {provenance(self._summarised)}"


@dataclass(frozen=True, eq=False, repr=False)
class SimulateAnswer(_Simulated, Result):
    """The runs of a scenario: a `Result` that speaks.

    Tables: `trajectories`, one row a run and month with a column a metric, and the CSV files of the command: `summary`,
    `summary_quarters`, `summary_years`, `hires`, `pnl`. Charts are those of the command. `precise` is the mean that a
    stated precision has come to, None where none was asked for.
    """

    precise: Precise | None = None
    asked_as: AskedAs | None = None
    """The name or file of the scenario and what was set beside it, by which a run of it can be asked for again."""

    @property
    def _summarised(self) -> Summarised:
        return self

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables, the one that `to_pandas()` gives first."""
        return (_EVERY_RUN, *_csv_names(self))

    def to_pandas(self, table: str | None = None) -> pandas.DataFrame:
        """Return one row a run and month and a column a metric, or another table of `tables`.

        Needs the extra `t2d3[frames]`; raises InputError for an unknown name.
        """
        from simulator.results.frames import load_extra

        load_extra("pandas")
        name = chosen(table, self.tables, "table")
        return Result.to_pandas(self) if name == _EVERY_RUN else self._read_again(name)


@dataclass(frozen=True, eq=False, repr=False)
class SummariesAnswer(_Simulated, Summaries):
    """The summary of many runs: `Summaries` that speak. Tables are the CSV files of the command, `summary` first."""

    asked_as: AskedAs | None = None
    """As of a `SimulateAnswer`."""

    @property
    def _summarised(self) -> Summarised:
        return self

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables, the one that `to_pandas()` gives first."""
        return _csv_names(self)

    def to_pandas(self, table: str | None = None) -> pandas.DataFrame:
        """Return the summary of every metric at every month, or another table of `tables`.

        Needs the extra `t2d3[frames]`; raises InputError for an unknown name.
        """
        from simulator.results.frames import load_extra

        load_extra("pandas")
        return self._read_again(chosen(table, self.tables, "table"))


def _charts_of(found: Summarised) -> Mapping[str, Callable[[], Figure]]:
    from simulator.reports.charts.catalogue import charts_of

    return {chart.name: lambda draw=chart.draw: draw(found) for _, chart in charts_of(found)}  # type: ignore[misc]


def _csv_names(found: Result | Summaries) -> tuple[str, ...]:
    from simulator.results.store import csv_tables

    return tuple(name.removesuffix(".csv") for name in csv_tables(found))


@overload
def answer_of(found: Result, precise: Precise | None = None, asked_as: AskedAs | None = None) -> SimulateAnswer: ...


@overload
def answer_of(found: Summaries, precise: None = None, asked_as: AskedAs | None = None) -> SummariesAnswer: ...


@overload
def answer_of(
    found: Result | Summaries, precise: Precise | None = None, asked_as: AskedAs | None = None
) -> SimulateAnswer | SummariesAnswer: ...


def answer_of(
    found: Result | Summaries, precise: Precise | None = None, asked_as: AskedAs | None = None
) -> SimulateAnswer | SummariesAnswer:
    """Return a result, or summaries, as an answer; its arrays are not copied."""
    kind = Result if isinstance(found, Result) else Summaries
    values: dict[str, Any] = {field.name: getattr(found, field.name) for field in fields(kind)}
    values["asked_as"] = asked_as
    return SimulateAnswer(**values, precise=precise) if isinstance(found, Result) else SummariesAnswer(**values)


@dataclass(frozen=True)
class SimulateRequest(Request["SimulateAnswer | SummariesAnswer"]):
    """Which scenario is simulated, how long, and what is kept of it.

    `precision` is a measure and half the width of the interval of its mean, None for a fixed number of runs. `squeezed`
    says that summaries are kept because so many runs do not fit in memory.
    """

    scenario: Scenario
    sampling: Sampling
    keep: Keep
    squeezed: bool = False
    precision: tuple[Measure, float] | None = None
    most: int = MOST_PRECISE
    cluster: str | None = None
    asked_as: AskedAs | None = None

    @classmethod
    def of(
        cls,
        scenario: ScenarioLike,
        *,
        sampling: Sampling,
        set: Settings = None,  # noqa: A002
        precision: str | None = None,
        most: int = MOST_PRECISE,
        keep: Keep | None = None,
        cluster: str | None = None,
    ) -> SimulateRequest:
        """Read and check what is asked; without `keep` runs are kept as long as they fit in memory.

        Errors are those of `simulate`.
        """
        sampling.check()
        found = scenario_of(scenario, set)
        wanted = None if precision is None else read_precision(precision)
        if wanted is not None and keep == "summaries":
            raise InputError([Problem("a precision is told from single runs", allowed="keep left out")])
        kept, squeezed = _kept(keep if wanted is None else "runs", found, sampling.runs)
        customer = engine_named(sampling.engine).customer_bytes
        check_early(found, sampling.runs, customer, results=1 if kept == "runs" else 0)
        return cls(found, sampling, kept, squeezed, wanted, most, cluster, _asked_as(scenario, set))

    @cached_property
    def is_large(self) -> bool:
        """Whether the work is worth keeping on the way."""
        from simulator.experiment.jobs import resumable

        how = self.sampling
        return self.precision is None and (
            self.cluster is not None or resumable.is_large(self.scenario, how.runs, how.engine)
        )

    def answer(self, stage: Stage = no_progress) -> SimulateAnswer | SummariesAnswer:
        """Play the runs in this process and return the answer."""
        how: dict[str, Any] = self.sampling.how
        if self.precision is not None:
            from simulator.decisions.precision import simulate_to

            measure, half = self.precision
            found, precise = simulate_to(
                self.scenario, measure, half, first=self.sampling.runs, most=self.most, stage=stage, **how
            )
            return answer_of(found, precise, self.asked_as)
        with stage(*self._work) as progress:
            played = simulated(self.scenario, keep=self.keep, runs=self.sampling.runs, progress=progress, **how)
            return answer_of(played, asked_as=self.asked_as)

    @contextmanager
    def resumable(self, folder: Path, stage: Stage) -> Iterator[SimulateAnswer | SummariesAnswer]:
        """A context that gives the same answer, worked out as a job in `folder`/unfinished that outlives this process.

        What is to be kept has to be written inside.
        """
        from simulator.experiment.jobs.resumable import Settings as How
        from simulator.experiment.jobs.resumable import resumable_result

        how = self.sampling
        with ExitStack() as kept:
            with stage(*self._work) as progress:
                settings = How(how.engine, how.workers, self.cluster, progress)
                working = resumable_result(folder, self.scenario, range(how.runs), how.seed, self.keep, settings)
                found = kept.enter_context(working)
            yield answer_of(found, asked_as=self.asked_as)

    def last_month_shown(self, until: int | str | date | None) -> int:
        """Return the last month that charts show, given as `chart` takes it; raise InputError for none."""
        return last_month_shown(self.scenario, until)

    @property
    def _work(self) -> tuple[str, int]:
        return "Simulating", self.sampling.runs


def _asked_as(scenario: ScenarioLike, settings: Settings) -> AskedAs | None:
    """Return how a scenario was asked for; None where it was given as itself, or set with what no file writes so."""
    values = dict(settings or {})
    if not isinstance(scenario, str | Path) or not all(isinstance(one, str | int | float) for one in values.values()):
        return None
    return str(scenario), tuple((path, str(value)) for path, value in values.items())


def _kept(asked: Keep | None, scenario: Scenario, runs: int) -> tuple[Keep, bool]:
    """Return what to keep, what was asked for or every run where memory allows it, and whether memory decided."""
    from simulator.experiment.sizes import fits_memory

    if asked is not None:
        return asked, False
    fits = fits_memory(scenario, runs)
    return ("runs", False) if fits else ("summaries", True)
