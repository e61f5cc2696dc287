"""Two scenarios under the same luck, or several held against the first, as a question and as an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Final, overload

from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._request import Request, Sampling, scenario_of
from simulator.answers._table import Table
from simulator.decisions.compare import Comparison, check_calendar
from simulator.decisions.compare import compare as compared
from simulator.decisions.several import MOST, Several, compare_all
from simulator.errors import InputError
from simulator.experiment.engines import ENGINE, RUNS, SEED, engine_named
from simulator.experiment.sizes import check_early
from simulator.progress import Stage, no_progress

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table as Shown

    from simulator.answers._request import ScenarioLike, Settings
    from simulator.progress import Progress
    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario

_HEADER: Final = (
    *("month", "label", "metric", "unit", "n", "mean_a", "mean_b"),
    *("difference", "se", "low", "high", "probability_a_above_b", "probability_equal"),
    "variance_ratio",
)


@overload
def compare(
    a: ScenarioLike,
    b: ScenarioLike,
    /,
    *,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
    set: Settings = None,
    set_a: Settings = None,
    set_b: Settings = None,
) -> CompareAnswer: ...


@overload
def compare(
    a: ScenarioLike,
    b: ScenarioLike,
    c: ScenarioLike,
    /,
    *more: ScenarioLike,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
    set: Settings = None,
) -> SeveralAnswer: ...


@asked
def compare(
    a: ScenarioLike,
    b: ScenarioLike,
    *more: ScenarioLike,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
    set: Settings = None,  # noqa: A002  (the name of the option)
    set_a: Settings = None,
    set_b: Settings = None,
) -> CompareAnswer | SeveralAnswer:
    """Simulate scenarios on the same draws and compare them, as `t2d3 compare` does.

    - `a`, `b`: scenarios, paths of files, or shipped names; figures of two read "A minus B". With `more`, up to twelve
      in all, each is held against the first: figures read "another minus the first".
    - `set`: values laid over all, by dotted path; of two, `set_a` and `set_b` over one alone.
    - `runs`: those of each scenario, 1 or more; `seed`: 0 to 2^64 - 1.
    - `workers`: processes or threads at most, by default one a core; it changes no figure, nor does `engine`.
    - `progress`: told how many runs have just been finished, of all scenarios together.

    Ctrl-C during the last scenario leaves the runs that all have finished (`interrupted`); before that it raises
    Interrupted. Raises InputError or ScenarioError for what cannot be compared or played, SizeError for what is too
    large.
    """
    sampling = Sampling(runs, seed, workers, engine)
    request = CompareRequest.of([a, b, *more], sampling=sampling, set=set, set_a=set_a, set_b=set_b)
    return request.answer_with(progress)


class _Compared(Answer):
    """What answers about two and about several scenarios share: the files, each scenario's tables in a folder."""

    def _results(self) -> Sequence[Result]:
        """Return the results, in the order in which their scenarios were named."""
        raise NotImplementedError

    def write(self, folder: str | Path, *, svg: bool = False) -> list[Path]:
        """Write the table, the chart, and below `a`, `b`, … the tables of each result; return the first two."""
        from simulator.results.store import write

        for letter, result in zip(ascii_lowercase, self._results(), strict=False):
            write(result, Path(folder) / letter)
        return super().write(folder, svg=svg)


@dataclass(frozen=True, eq=False, repr=False)
class CompareAnswer(_Compared, Comparison):
    """Two results on the same draws; every difference reads "A minus B"."""

    def __str__(self) -> str:
        from simulator.reports.charts.difference import difference_title

        return difference_title(self)

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the answer as the command does."""
        from simulator.reports.terminal.comparison import print_comparison

        print_comparison(self, console, files)

    def _results(self) -> Sequence[Result]:
        return self.a, self.b

    def _tables(self) -> tuple[Table, ...]:
        return (Table.of("differences", _HEADER, _rows(self)),)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        from simulator.reports.charts.difference import difference_chart

        return {"difference": lambda: difference_chart(self)}

    def _shown(self) -> Shown:
        from simulator.reports.terminal.comparison import comparison_table

        return comparison_table(self)

    def _note(self) -> str:
        from simulator.reports.terminal.comparison import comparison_note

        return comparison_note(self)


@dataclass(frozen=True, eq=False, repr=False)
class SeveralAnswer(_Compared, Several):
    """Several results on the same draws; every difference reads "another minus the first"."""

    def __str__(self) -> str:
        from simulator.reports.charts.several import several_title

        return f"{several_title(self)}."

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the answer as the command does."""
        from simulator.reports.terminal.several import print_several

        print_several(self, console, files)

    def _results(self) -> Sequence[Result]:
        return self.results

    def _tables(self) -> tuple[Table, ...]:
        rows = (
            (name, self.names[0], *row)
            for name, one in zip(self.names[1:], self.comparisons, strict=True)
            for row in _rows(one)
        )
        return (Table.of("differences", ("scenario", "against", *_HEADER), rows),)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        from simulator.reports.charts.several import several_chart

        return {"difference": lambda: several_chart(self)}

    def _shown(self) -> Shown:
        from simulator.reports.terminal.several import several_table

        return several_table(self)

    def _note(self) -> str:
        from simulator.reports.terminal.several import several_note

        return several_note(self)


@dataclass(frozen=True)
class CompareRequest(Request["CompareAnswer | SeveralAnswer"]):
    """Which scenarios are compared, the first of them first, and how they are played."""

    scenarios: tuple[Scenario, ...]
    sampling: Sampling

    @classmethod
    def of(
        cls,
        scenarios: Sequence[ScenarioLike],
        *,
        sampling: Sampling,
        set: Settings = None,  # noqa: A002
        set_a: Settings = None,
        set_b: Settings = None,
    ) -> CompareRequest:
        """Read and check what is asked; errors are those of `compare`."""
        sampling.check()
        if len(scenarios) > MOST:
            raise InputError(f"{len(scenarios)} scenarios; up to {MOST} can be compared")
        if len(scenarios) > 2 and (set_a or set_b):
            raise InputError("set_a and set_b are for two scenarios; set holds for all")
        own = [dict(set_a or {}), dict(set_b or {})]
        found = tuple(
            scenario_of(one, {**(set or {}), **(own[place] if place < len(own) else {})})
            for place, one in enumerate(scenarios)
        )
        customer = engine_named(sampling.engine).customer_bytes
        for one in found:
            check_early(one, sampling.runs, customer, results=len(found))
        for one in found[1:]:
            check_calendar(found[0], one)
        return cls(found, sampling)

    @property
    def is_large(self) -> bool:
        """Whether the work is worth keeping on the way: that on any of the scenarios."""
        from simulator.experiment.jobs.resumable import is_large

        return any(is_large(one, self.sampling.runs, self.sampling.engine) for one in self.scenarios)

    def answer(self, stage: Stage = no_progress) -> CompareAnswer | SeveralAnswer:
        """Play the scenarios in this process and return the answer."""
        with stage(*self._work) as progress:
            how: dict[str, Any] = {"runs": self.sampling.runs, "progress": progress, **self.sampling.how}
            if len(self.scenarios) > 2:
                return SeveralAnswer(compare_all(self.scenarios, **how).results)
            found = compared(*self.scenarios, **how)
            return CompareAnswer(found.a, found.b)

    @contextmanager
    def resumable(self, folder: Path, stage: Stage) -> Iterator[CompareAnswer | SeveralAnswer]:
        """A context that gives the same answer, worked out as jobs below `folder` that outlive this process.

        What is to be kept has to be written inside.
        """
        from simulator.experiment.jobs.resumable import Settings as How
        from simulator.experiment.jobs.resumable import resumable_results

        sampling = self.sampling
        folders = [folder / letter for letter in ascii_lowercase[: len(self.scenarios)]]
        with ExitStack() as kept:
            with stage(*self._work) as progress:
                how = How(sampling.engine, sampling.workers, None, progress)
                working = resumable_results(folders, self.scenarios, range(sampling.runs), sampling.seed, how)
                results = kept.enter_context(working)
            yield CompareAnswer(*results) if len(results) == 2 else SeveralAnswer(tuple(results))

    @property
    def _work(self) -> tuple[str, int]:
        count = len(self.scenarios)
        return "Simulating both" if count == 2 else f"Simulating {count} scenarios", count * self.sampling.runs


def _rows(comparison: Comparison) -> Iterator[tuple[object, ...]]:
    """Yield A − B of every metric at every month with its 95 % interval."""
    shared = [(name, metric) for name, metric in comparison.a.metrics.items() if name in comparison.b.metrics]
    for name, metric in shared:
        for found in comparison.by_month(name):
            yield (
                *(found.month, found.label, name, metric.unit.value, found.n),
                *(found.mean_a, found.mean_b, found.mean, found.se, found.low, found.high),
                *(found.probability, found.tied, found.variance_ratio),
            )
