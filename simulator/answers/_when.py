"""When to hire, as a question and as an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._request import Request, Sampling, judged_by, scenario_of, texts_of, what_matters
from simulator.answers._table import Table, cells_in, column_of, standing_cells, standing_header
from simulator.decisions.defaults import MOST_RUNS
from simulator.decisions.when import candidate_points
from simulator.decisions.when import when as decided
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.progress import Stage, no_progress
from simulator.results.disk.staging import Staging

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table as Shown

    from simulator.answers._request import ScenarioLike, Settings
    from simulator.decisions.when import Answer as Found
    from simulator.progress import Progress
    from simulator.scenario.schema.scenario import Scenario

WORDS: Final = "when.json"


@asked
def when(
    scenario: ScenarioLike = "baseline",
    *,
    hire: str,
    candidates: str | Sequence[str] | None = None,
    most: int = MOST_RUNS,
    measure: str | None = None,
    indifference: str | float | None = None,
    runs: int = RUNS,
    seed: int = SEED,
    workers: int | None = None,
    engine: str = ENGINE,
    set: Settings = None,  # noqa: A002  (the name of the option)
    progress: Progress | None = None,
) -> WhenAnswer:
    """Find when to hire for a role: the best point, or the stretch of equally good ones, as `t2d3 when` does.

    - `scenario`: a scenario, the path of a file, or a shipped name; `set`: values laid over it, by dotted path.
    - `hire`: the role: `cs_head`, `csm`, `onboarding` (the carve-out), or one of your own.
    - `candidates`: when hiring may open, two or more: ARR (`"$2M,$3M"` or `["$2M", "$3M"]`), dates, months, `now` or
      `never`; by default a grid of ARR.
    - `most`: runs that a candidate plays at most in each of two stages, 10 or more.
    - `measure`: what is to be large, such as `nrr` or `5*arr - cs_cost`; by default value less cash burned.
    - `indifference`: the smallest difference that matters, as text (`"$300K"`, `"0.5 pts"`) or a number above zero in
      the measure's unit; by default 1 % of the judged dollars.
    - `runs`: those of `simulate` from which levels start, 1 or more; they have no part in the choice.
    - `seed`: 0 to 2^64 - 1; `workers`: processes or threads at most, by default one a core; neither `workers` nor
      `engine` changes a figure.
    - `progress`: told how many runs have just been finished.

    With a probability of at least 95 % everything that the answer says is right (Kim and Nelson's procedure, then
    simultaneous intervals on fresh runs). Raises InputError or ScenarioError for what cannot be judged or played,
    SizeError for what is too large, Interrupted on Ctrl-C.
    """
    request = WhenRequest.of(
        scenario,
        hire=hire,
        candidates=candidates,
        most=most,
        measure=measure,
        indifference=indifference,
        sampling=Sampling(runs, seed, workers, engine),
        set=set,
    )
    return request.answer_with(progress)


@dataclass(frozen=True, eq=False, repr=False)
class WhenAnswer(Answer):
    """When to hire; `result` has every candidate, the selection and all figures."""

    result: Found

    def __str__(self) -> str:
        from simulator.reports.terminal.when import answer_title

        return f"{answer_title(self.result)}."

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the answer as the command does."""
        from simulator.reports.terminal.when import print_answer

        print_answer(self.result, console, files)

    def write(self, folder: str | Path, *, svg: bool = False) -> list[Path]:
        """Write table and charts as every answer does, and `when.json`: the answer in words, for a report."""
        files = super().write(folder, svg=svg)
        return [files[0], _write_words(self.result, Path(folder)), *files[1:]]

    def _tables(self) -> tuple[Table, ...]:
        return (_table(self.result),)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        from simulator.reports.charts.course import course_chart
        from simulator.reports.terminal.when import answer_chart, answer_title

        charts = {"when": lambda: answer_chart(self.result)}
        if (course := self.result.course) is not None:
            charts["by_month"] = lambda: course_chart(self.result, course, answer_title(self.result))
        return charts

    def _shown(self) -> Shown:
        from simulator.reports.terminal.when import when_table

        return when_table(self.result, len(self.result.measures))

    def _note(self) -> str:
        from simulator.reports.terminal.decision import levels_note

        return levels_note(self.result.measures, self.result.as_it_stands, self.result.scenario)


@dataclass(frozen=True)
class WhenRequest(Request[WhenAnswer]):
    """For which role of which scenario, among which candidates, and how they are judged."""

    scenario: Scenario
    role: str
    candidates: tuple[str, ...]
    most: int
    measure: str | None
    indifference: float | None
    sampling: Sampling

    @classmethod
    def of(
        cls,
        scenario: ScenarioLike,
        *,
        hire: str,
        candidates: str | Sequence[str] | None = None,
        most: int = MOST_RUNS,
        measure: str | None = None,
        indifference: str | float | None = None,
        sampling: Sampling,
        set: Settings = None,  # noqa: A002
    ) -> WhenRequest:
        """Read and check what is asked; errors are those of `when`."""
        for runs in (most, sampling.runs):
            sampling.check(runs)
        found = scenario_of(scenario, set)
        matters = what_matters(indifference, judged_by(measure, found.horizon_months))
        texts = texts_of(candidates, ",")
        candidate_points(found, hire, texts)
        return cls(found, hire, texts, most, measure, matters, sampling)

    def answer(self, stage: Stage = no_progress) -> WhenAnswer:
        """Play the candidates and return the answer."""
        found = decided(
            self.scenario,
            self.role,
            candidates=self.candidates,
            most=self.most,
            measure=self.measure,
            indifference=self.indifference,
            runs=self.sampling.runs,
            stage=stage,
            **self.sampling.how,
        )
        return WhenAnswer(found)


def _table(found: Found) -> Table:
    """Return `when.csv`: one row a candidate, its last columns what it has against the leader at year ends.

    The column of a measure holds levels: what the last columns have for the scenario as it stands, over the runs of
    `t2d3 run`, and the difference on fresh runs.
    """
    header = ["opens", "selected", "leader", "as_good", "worse", "runs_to_select", "fresh_runs", "first_joined_month"]
    for measure in found.measures:
        name = column_of(measure)
        header += [name, *(f"{name} {part}" for part in ("minus leader", "low", "high"))]
    header += [*standing_header(found.measures), *_course_header(found)]
    joined = found.months_joined()
    levels = [found.levels(place) for place in range(len(found.measures))]
    gaps = [found.differences(place) for place in range(len(found.measures))]
    rows = []
    for row, point in enumerate(found.points):
        cells: list[object] = [point.label, _yes(row == found.best), _yes(row == found.leader)]
        cells += [_yes(found.verdict.equal[row]), _yes(found.verdict.worse[row])]
        cells += [int(found.selection.played[row]), len(found.verdict.rows[row]), joined[row]]
        for measure, level, gap in zip(found.measures, levels, gaps, strict=True):
            cells += cells_in(measure, level[row], gap[row].mean, gap[row].low, gap[row].high)
        rows.append([*cells, *standing_cells(found.measures, found.as_it_stands), *_course_cells(found, row)])
    return Table.of("when", header, rows)


def _course_header(found: Found) -> list[str]:
    """Return what heads the columns of the judged measure at year ends: `value_less_burn@12 against leader (share)`."""
    course = found.course
    if course is None:
        return []
    unit = "share" if course.in_shares else course.measures[0].unit.value
    names = [f"{course.measures[at].text} against leader" for at in found.course_ends]
    return [f"{name}{part} ({unit})" for name in names for part in ("", " low", " high")]


def _course_cells(found: Found, row: int) -> list[object]:
    """Return the cells of these columns."""
    course = found.course
    if course is None:
        return []
    gaps = course.differences(row)
    ends = [gaps[at] for at in found.course_ends]
    return [figure for one in ends for figure in (one.mean, one.low, one.high)]


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _write_words(found: Found, folder: Path) -> Path:
    """Write `when.json`: the answer in words, how sure it is, and which column of the table is judged.

    Raises OutputError where it cannot be written; nothing in it depends on when, where or on how many workers.
    """
    from simulator.reports.terminal.when import answer_title, sureness

    words = {
        "format": "t2d3 when",
        "version": 1,
        "name": found.scenario.name,
        "start_date": found.scenario.start_date.isoformat(),
        "role": found.role,
        "finding": answer_title(found),
        "sureness": sureness(found),
        "judged": column_of(found.measure),
        "judged_in_words": found.measure.in_full,
        "unit": found.measure.unit.value,
        "seed": found.seed,
    }
    with Staging(folder) as staging:
        text = json.dumps(words, indent=2, ensure_ascii=False, allow_nan=False)
        staging.path(WORDS).write_text(text + "\n", encoding="utf-8", newline="\n")
    return folder / WORDS
