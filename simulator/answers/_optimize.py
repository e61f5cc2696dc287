"""The best combination of several levers, as a question and as an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._request import Request, Sampling, judged_by, scenario_of, texts_of, what_matters
from simulator.answers._table import Table, cells_in, column_of, standing_cells, standing_header
from simulator.decisions.defaults import BUDGET
from simulator.decisions.optimum import levers_of, optimise
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.progress import Stage, no_progress

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table as Shown

    from simulator.answers._request import ScenarioLike, Settings
    from simulator.decisions.optimum import Optimum
    from simulator.progress import Progress
    from simulator.scenario.schema.scenario import Scenario


@asked
def optimize(
    scenario: ScenarioLike = "baseline",
    *,
    lever: str | Sequence[str],
    budget: int = BUDGET,
    measure: str | None = None,
    indifference: str | float | None = None,
    runs: int = RUNS,
    seed: int = SEED,
    workers: int | None = None,
    engine: str = ENGINE,
    set: Settings = None,  # noqa: A002  (the name of the option)
    progress: Progress | None = None,
) -> OptimizeAnswer:
    """Find the best combination of several levers within a budget of runs, as `t2d3 optimize` does.

    - `scenario`: a scenario, the path of a file, or a shipped name; `set`: values laid over it, by dotted path.
    - `lever`: one or more of `path=from:to:n` or `path=a,b,c`; `hire.cs_head=2M,4M` for a hiring point.
    - `budget`: runs of search and finalists in all, about; 500 or more.
    - `measure`: what is to be large, such as `nrr`; by default value less cash burned.
    - `indifference`: the smallest difference that matters, as text (`"$300K"`) or a number above zero in the measure's
      unit; by default 1 % of the judged dollars.
    - `runs`: those of `simulate` from which levels start; they have no part in the choice. `seed`: 0 to 2^64 - 1.
    - `workers`: processes or threads at most, by default one a core; it changes no figure, nor does `engine`.
    - `progress`: told how many runs have just been finished.

    The better half of the combinations goes on, round after round (successive halving); among the finalists one is
    selected with a guarantee of 95 %. Raises InputError or ScenarioError for what cannot be varied or judged, SizeError
    for what is too large, Interrupted on Ctrl-C.
    """
    request = OptimizeRequest.of(
        scenario,
        lever=lever,
        budget=budget,
        measure=measure,
        indifference=indifference,
        sampling=Sampling(runs, seed, workers, engine),
        set=set,
    )
    return request.answer_with(progress)


@dataclass(frozen=True, eq=False, repr=False)
class OptimizeAnswer(Answer):
    """The best combination of levers; `result` has the finalists, the selection and all figures."""

    result: Optimum

    def __str__(self) -> str:
        from simulator.reports.charts.optimum import optimum_title

        return f"{optimum_title(self.result)}."

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the answer as the command does."""
        from simulator.reports.terminal.optimum import print_optimum

        print_optimum(self.result, console, files)

    def _tables(self) -> tuple[Table, ...]:
        return (_table(self.result),)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        from simulator.reports.charts.optimum import optimum_chart

        return {"optimum": lambda: optimum_chart(self.result)}

    def _shown(self) -> Shown:
        from simulator.reports.terminal.optimum import optimum_table

        return optimum_table(self.result, len(self.result.measures))

    def _note(self) -> str:
        from simulator.reports.terminal.optimum import optimum_note

        return optimum_note(self.result)


@dataclass(frozen=True)
class OptimizeRequest(Request[OptimizeAnswer]):
    """Which levers of which scenario, how combinations are judged, and how many runs that may take."""

    scenario: Scenario
    levers: tuple[str, ...]
    budget: int
    measure: str | None
    indifference: float | None
    sampling: Sampling

    @classmethod
    def of(
        cls,
        scenario: ScenarioLike,
        *,
        lever: str | Sequence[str],
        budget: int = BUDGET,
        measure: str | None = None,
        indifference: str | float | None = None,
        sampling: Sampling,
        set: Settings = None,  # noqa: A002
    ) -> OptimizeRequest:
        """Read and check what is asked; errors are those of `optimize`."""
        for runs in (budget, sampling.runs):
            sampling.check(runs)
        found, texts = scenario_of(scenario, set), texts_of(lever)
        matters = what_matters(indifference, judged_by(measure, found.horizon_months))
        levers_of(found, texts)
        return cls(found, texts, budget, measure, matters, sampling)

    def answer(self, stage: Stage = no_progress) -> OptimizeAnswer:
        """Play the combinations and return the answer."""
        found = optimise(
            self.scenario,
            self.levers,
            measure=self.measure,
            indifference=self.indifference,
            budget=self.budget,
            runs=self.sampling.runs,
            stage=stage,
            **self.sampling.how,
        )
        return OptimizeAnswer(found)


def _table(found: Optimum) -> Table:
    """Return `optimum.csv`: one row a finalist, the selected combination first."""
    header = [axis.path for axis in found.axes]
    header += [column_of(one) for one in found.measures]
    header += ["minus selected", "low", "high", *standing_header(found.measures)]
    rows = []
    levels = [found.levels(at) for at in range(len(found.measures))]
    for place, one in enumerate(found.finalists):
        gap = found.differences[place]
        cells: list[object] = [*one.labels]
        for measure, level in zip(found.measures, levels, strict=True):
            cells += cells_in(measure, level[place])
        cells += cells_in(found.measures[0], gap.mean, gap.low, gap.high)
        rows.append([*cells, *standing_cells(found.measures, found.as_it_stands)])
    return Table.of("optimum", header, rows)
