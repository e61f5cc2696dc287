"""A response curve over one value or a map over two, as a question and as an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._request import Request, Sampling, scenario_of, texts_of
from simulator.answers._table import Table, cells_in, column_of
from simulator.decisions.sweep import measures_of, planned, resumable_sweep
from simulator.decisions.sweep import sweep as swept
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.progress import Stage, no_progress
from simulator.results.disk.staging import Staging

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table as Shown

    from simulator.answers._request import ScenarioLike, Settings
    from simulator.decisions.sweep import Sweep
    from simulator.progress import Progress
    from simulator.scenario.schema.scenario import Scenario

ABOUT: Final = "sweep.json"


@asked
def sweep(
    scenario: ScenarioLike = "baseline",
    *,
    vary: str | Sequence[str],
    measure: str | None = None,
    also: str | Sequence[str] = (),
    runs: int = RUNS,
    seed: int = SEED,
    workers: int | None = None,
    engine: str = ENGINE,
    set: Settings = None,  # noqa: A002  (the name of the option)
    progress: Progress | None = None,
) -> SweepAnswer:
    """Vary one value of a scenario, or two, on common draws: a response curve or a map, as `t2d3 sweep` does.

    - `scenario`: a scenario, the path of a file, or a shipped name; `set`: values laid over it, by dotted path.
    - `vary`: one or two of `path=from:to:n` or `path=a,b,c`; `hire.cs_head=2M:14M:7` for the hiring point of a role.
    - `measure`: what is to be large, such as `nrr`; by default value less cash burned. `also`: more to show.
    - `runs`: those of each point, 1 or more; `seed`: 0 to 2^64 - 1.
    - `workers`: processes or threads at most, by default one a core; it changes no figure, nor does `engine`.
    - `progress`: told how many runs have just been finished, of points × `runs`.

    The work is done in this process; the command keeps it in its folder on the way, which this does not. Ctrl-C leaves
    the runs that every point has finished (`answer.result.interrupted`). Raises InputError or ScenarioError for what
    cannot be varied or played, SizeError for what is too large.
    """
    sampling = Sampling(runs, seed, workers, engine)
    request = SweepRequest.of(scenario, vary=vary, measure=measure, also=also, sampling=sampling, set=set)
    return request.answer_with(progress)


@dataclass(frozen=True, eq=False, repr=False)
class SweepAnswer(Answer):
    """What happens along one value or two; `result` has the figures of every run at every point."""

    result: Sweep

    def __str__(self) -> str:
        from simulator.reports.terminal.sweep import finding

        return f"{finding(self.result)}."

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the answer as the command does."""
        from simulator.reports.terminal.sweep import print_sweep

        print_sweep(self.result, console, files)

    def write(self, folder: str | Path, *, svg: bool = False) -> list[Path]:
        """Write table and charts as every answer does, and `sweep.json`: all it takes to find the same again."""
        files = super().write(folder, svg=svg)
        return [files[0], _write_about(self.result, Path(folder)), *files[1:]]

    def _tables(self) -> tuple[Table, ...]:
        return (_table(self.result),)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        from simulator.reports.charts.heat import heat_map
        from simulator.reports.charts.pareto import pareto_chart
        from simulator.reports.charts.response import response_chart

        draw = response_chart if len(self.result.axes) == 1 else heat_map
        return {"sweep": lambda: draw(self.result), "pareto": lambda: pareto_chart(self.result)}

    def _shown(self) -> Shown:
        from simulator.reports.terminal.sweep import sweep_table

        return sweep_table(self.result, len(self.result.measures))

    def _note(self) -> str:
        from simulator.reports.terminal.sweep import sweep_note

        return sweep_note(self.result)


@dataclass(frozen=True)
class SweepRequest(Request[SweepAnswer]):
    """What varies in which scenario, what is judged and shown, and how it is played."""

    scenario: Scenario
    vary: tuple[str, ...]
    paths: tuple[str, ...]
    points: int
    measure: str | None
    also: tuple[str, ...]
    sampling: Sampling

    @classmethod
    def of(
        cls,
        scenario: ScenarioLike,
        *,
        vary: str | Sequence[str],
        measure: str | None = None,
        also: str | Sequence[str] = (),
        sampling: Sampling,
        set: Settings = None,  # noqa: A002
    ) -> SweepRequest:
        """Read and check what is asked; errors are those of `sweep`."""
        sampling.check()
        found, texts, more = scenario_of(scenario, set), texts_of(vary), texts_of(also)
        measures_of(measure, more, found.horizon_months)
        axes, points = planned(found, texts)
        return cls(found, texts, tuple(axis.path for axis in axes), len(points), measure, more, sampling)

    def answer(self, stage: Stage = no_progress) -> SweepAnswer:
        """Play every point in this process and return the answer."""
        with stage(*self._work) as progress:
            found = swept(
                self.scenario,
                self.vary,
                measure=self.measure,
                also=self.also,
                runs=self.sampling.runs,
                progress=progress,
                **self.sampling.how,
            )
        return SweepAnswer(found)

    @contextmanager
    def resumable(self, folder: Path, stage: Stage, cluster: str | None = None) -> Iterator[SweepAnswer]:
        """A context that gives the same answer, worked out as a job in `folder`/unfinished that outlives this process.

        What is to be kept has to be written inside. `cluster` is the address of a Dask scheduler.
        """
        from simulator.experiment.jobs.resumable import Settings

        how = self.sampling
        with ExitStack() as kept:
            with stage(*self._work) as progress:
                working = resumable_sweep(
                    folder,
                    self.scenario,
                    self.vary,
                    measure=self.measure,
                    also=self.also,
                    runs=how.runs,
                    seed=how.seed,
                    settings=Settings(how.engine, how.workers, cluster, progress),
                )
                found = kept.enter_context(working)
            yield SweepAnswer(found)

    @property
    def _work(self) -> tuple[str, int]:
        return f"Playing {self.points} points", self.points * self.sampling.runs


def _write_about(found: Sweep, folder: Path) -> Path:
    """Write `sweep.json`: all it takes to find the same again, and the digest of every figure of every run.

    Raises OutputError where it cannot be written; nothing in it depends on when, where or on how many workers.
    """
    from simulator.results.store import versions
    from simulator.scenario.reading.files import resolved

    about = {
        "format": "t2d3 sweep",
        "version": 1,
        "axes": [{"path": axis.path, "values": [choice.label for choice in axis.choices]} for axis in found.axes],
        "measures": [measure.text for measure in found.measures],
        "seed": found.seed,
        "runs": found.runs,
        "interrupted": found.interrupted,
        "digest": found.digest(),
        "versions": versions(),
        "scenario": resolved(found.scenario),
    }
    with Staging(folder) as staging:
        text = json.dumps(about, indent=2, ensure_ascii=False, allow_nan=False)
        staging.path(ABOUT).write_text(text + "\n", encoding="utf-8", newline="\n")
    return folder / ABOUT


def _table(found: Sweep) -> Table:
    """Return `sweep.csv`: one row a point, every measure with its standard error and its difference from the best."""
    header = [axis.path for axis in found.axes]
    header += ["runs", "could_be_best", "pareto_front"]
    if found.joined is not None:
        header.append("first_joined_month")
    for measure in found.measures:
        name = column_of(measure)
        header += [name, f"{name} se", *(f"{name} {part}" for part in ("minus best", "low", "high"))]
    return Table.of("sweep", header, _rows(found))


def _rows(found: Sweep) -> Iterator[list[object]]:
    joined = found.months_joined()
    levels = [found.levels(place) for place in range(len(found.measures))]
    errors = [found.errors(place) for place in range(len(found.measures))]
    differences = [found.differences(place) for place in range(len(found.measures))]
    for row, point in enumerate(found.points):
        cells: list[object] = [axis.choices[at].label for axis, at in zip(found.axes, point.at, strict=True)]
        cells += [found.runs, "yes" if found.candidates[row] else "no", _on_front(found, row)]
        if found.joined is not None:
            cells.append(joined[row])
        for measure, level, error, difference in zip(found.measures, levels, errors, differences, strict=True):
            gap = difference[row]
            cells += cells_in(measure, level[row], error[row], gap.mean, gap.low, gap.high)
        yield cells


def _on_front(found: Sweep, row: int) -> str:
    """Return whether a point is on the front of cash low against ARR: no where another surely beats it."""
    return "yes" if found.front.on[row] else "no" if found.front.beaten[row] else "maybe"
