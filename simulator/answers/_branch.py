"""One past and several futures, as a question and as an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._request import Request, Sampling, scenario_of, texts_of
from simulator.answers._table import Table, cells_in, column_of, standing_cells, standing_header
from simulator.clock import MONTHS_PER_YEAR
from simulator.decisions.branch import branch as branched
from simulator.decisions.branch import futures_of
from simulator.decisions.sweep import measures_of
from simulator.errors import InputError, Problem
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.progress import Stage, no_progress
from simulator.scenario.schema.dates_and_files import When
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.units import InvalidValue

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table as Shown

    from simulator.answers._request import ScenarioLike, Settings
    from simulator.decisions.branch import Branches
    from simulator.progress import Progress


@asked
def branch(
    scenario: ScenarioLike = "baseline",
    *,
    at: int | str | date,
    decide: str | Sequence[str] = (),
    then: str | Sequence[str] = (),
    into: ScenarioLike | Sequence[ScenarioLike] = (),
    measure: str | None = None,
    runs: int = RUNS,
    seed: int = SEED,
    workers: int | None = None,
    engine: str = ENGINE,
    set: Settings = None,  # noqa: A002  (the name of the option)
    progress: Progress | None = None,
) -> BranchAnswer:
    """Compare what may be decided in one month: one past, several futures, the same luck, as `t2d3 branch` does.

    - `scenario`: a scenario, the path of a file, or a shipped name; `set`: values laid over it (and over others).
    - `at`: the month of the decision, months after the start, from 0 to the one before the last; or the first of a
      month, such as `"2028-03-01"` or `"Mar 2028"`.
    - `decide`: `"csm=2"` to hire two more then, `"onboarding"` to open hiring then; each is a future of its own.
    - `then`: another policy from then on, `"hiring.lookahead=180d"`; several values with `;` between are one future.
    - `into`: scenarios of the same company whose policy is taken from then on.
    - `measure`: what is to be large, such as `nrr`; by default value less cash burned.
    - `runs`: those of each future, 1 or more; `seed`: 0 to 2^64 - 1.
    - `workers`: processes or threads at most, by default one a core; it changes no figure, nor does `engine`.
    - `progress`: told how many runs have just been finished, of (1 + futures) × `runs`.

    Raises InputError or ScenarioError for what cannot be decided, SizeError for what is too large, Interrupted on
    Ctrl-C.
    """
    request = BranchRequest.of(
        scenario,
        at=at,
        decide=decide,
        then=then,
        into=into,
        measure=measure,
        sampling=Sampling(runs, seed, workers, engine),
        set=set,
    )
    return request.answer_with(progress)


@dataclass(frozen=True, eq=False, repr=False)
class BranchAnswer(Answer):
    """What the futures of one past come to; `result` has the figures of every run of each."""

    result: Branches

    def __str__(self) -> str:
        from simulator.reports.charts.branch import branch_title

        return f"{branch_title(self.result)}."

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the answer as the command does."""
        from simulator.reports.terminal.branch import print_branches

        print_branches(self.result, console, files)

    def _tables(self) -> tuple[Table, ...]:
        return (_table(self.result),)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        from simulator.reports.charts.branch import branch_chart

        return {"branch": lambda: branch_chart(self.result)}

    def _shown(self) -> Shown:
        from simulator.reports.terminal.branch import branch_table

        return branch_table(self.result, len(self.result.measures))

    def _note(self) -> str:
        from simulator.reports.terminal.branch import branch_note

        return branch_note(self.result)


@dataclass(frozen=True)
class BranchRequest(Request[BranchAnswer]):
    """What may be decided when in which scenario, and how it is judged and played."""

    scenario: Scenario
    month: int
    decisions: tuple[str, ...]
    then: tuple[str, ...]
    into: tuple[Scenario, ...]
    measure: str | None
    futures: int
    sampling: Sampling

    @classmethod
    def of(
        cls,
        scenario: ScenarioLike,
        *,
        at: int | str | date,
        decide: str | Sequence[str] = (),
        then: str | Sequence[str] = (),
        into: ScenarioLike | Sequence[ScenarioLike] = (),
        measure: str | None = None,
        sampling: Sampling,
        set: Settings = None,  # noqa: A002
    ) -> BranchRequest:
        """Read and check what is asked; errors are those of `branch`."""
        sampling.check()
        found = scenario_of(scenario, set)
        several = [into] if isinstance(into, str | Path | Scenario) else into
        others = tuple(scenario_of(one, set) for one in several)
        decisions, policies = texts_of(decide), texts_of(then)
        month = _months_until(found, at)
        futures = futures_of(found, month, decisions, policies, others)
        measures_of(measure, (), found.horizon_months)
        return cls(found, month, decisions, policies, others, measure, len(futures), sampling)

    def answer(self, stage: Stage = no_progress) -> BranchAnswer:
        """Play the futures and return the answer."""
        with stage("Playing the futures", (1 + self.futures) * self.sampling.runs) as progress:
            found = branched(
                self.scenario,
                self.month,
                self.decisions,
                then=self.then,
                into=self.into,
                measure=self.measure,
                runs=self.sampling.runs,
                progress=progress,
                **self.sampling.how,
            )
        return BranchAnswer(found)


def _months_until(scenario: Scenario, at: int | str | date) -> int:
    """Return months after the start, given as such or as a first of a month; raise InputError for another date."""
    if isinstance(at, int):
        return at
    start = scenario.start_date
    try:
        day = When(low=start, high=max(start, date.max.replace(year=2199)), first_of_month=True).read(at)
    except InvalidValue as error:
        allowed = f"months after the start, such as 18, or the first of a month from {start} on, such as Mar 2028"
        raise InputError([Problem(error.problem.message, path="at", allowed=allowed)]) from error
    return (day.year - start.year) * MONTHS_PER_YEAR + day.month - start.month


def _table(found: Branches) -> Table:
    """Return `branch.csv`: each future less staying the course, and what that has."""
    header = ["decision", "month", "runs"]
    for one in found.measures:
        header += [column_of(one), f"{one.text} low", f"{one.text} high"]
    header += standing_header(found.measures)
    gaps = [found.differences(place) for place in range(len(found.measures))]
    rows = (
        [
            *(future.label, found.month, found.runs),
            *(
                cell
                for measure, gap in zip(found.measures, gaps, strict=True)
                for cell in cells_in(measure, gap[row].mean, gap[row].low, gap[row].high)
            ),
            *standing_cells(found.measures, found.as_it_stands),
        ]
        for row, future in enumerate(found.futures)
    )
    return Table.of("branch", header, rows)
