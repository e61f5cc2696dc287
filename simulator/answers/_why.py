"""What lost ARR and NRR are due to, as a question and as an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._request import Request, Sampling, scenario_of, texts_of
from simulator.answers._table import Table, cells_in, column_of, standing_cells, standing_header
from simulator.decisions.why import MEASURES, planned, runs_of
from simulator.decisions.why import why as explained
from simulator.experiment.engines import ENGINE, SEED
from simulator.progress import Stage, no_progress
from simulator.results.measure import Measure

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table as Shown

    from simulator.answers._request import ScenarioLike, Settings
    from simulator.decisions.why import Why
    from simulator.progress import Progress
    from simulator.scenario.schema.scenario import Scenario

_WHOLE: Final = "in all"


@asked
def why(
    scenario: ScenarioLike = "baseline",
    *,
    against: ScenarioLike | None = None,
    causes: str | Sequence[str] = (),
    cause: str | Sequence[str] = (),
    measure: str | Sequence[str] = (),
    runs: int | None = None,
    seed: int = SEED,
    workers: int | None = None,
    engine: str = ENGINE,
    set: Settings = None,  # noqa: A002  (the name of the option)
    progress: Progress | None = None,
) -> WhyAnswer:
    """Share out what a scenario loses among causes, each switched off on the same luck, as `t2d3 why` does.

    - `scenario`: a scenario, the path of a file, or a shipped name; `set`: values laid over it (and over the other).
    - `against`: another scenario, whose difference is shared out among the fields that differ.
    - `causes`: which to switch off, as text (`"customers,leavers"`) or several names; by default those of customers.
    - `cause`: causes of your own, each `"name: path=value; path=value"`.
    - `measure`: what is shared out, one or several; by default ARR and NRR at the end.
    - `runs`: those of each combination of causes and of the level; by default 100, and for the level 200.
    - `seed`: 0 to 2^64 - 1; `workers`: processes or threads at most, by default one a core; neither `workers` nor
      `engine` changes a figure. `progress`: told how many runs have just been finished.

    Up to six causes get their Shapley values; of more each gets what it adds in the order given. Either way the parts
    add up to the whole in every run. Raises InputError or ScenarioError for what cannot be switched or measured,
    SizeError for what is too large, Interrupted on Ctrl-C.
    """
    request = WhyRequest.of(
        scenario,
        against=against,
        causes=causes,
        cause=cause,
        measure=measure,
        runs=runs,
        sampling=Sampling(seed=seed, workers=workers, engine=engine),
        set=set,
    )
    return request.answer_with(progress)


@dataclass(frozen=True, eq=False, repr=False)
class WhyAnswer(Answer):
    """What a difference is due to; `result` has the parts and the whole with their intervals."""

    result: Why

    def __str__(self) -> str:
        from simulator.reports.charts.why import why_title

        return f"{why_title(self.result)}."

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the answer as the command does."""
        from simulator.reports.terminal.why import print_why

        print_why(self.result, console, files)

    def _tables(self) -> tuple[Table, ...]:
        return (_table(self.result),)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        from simulator.reports.charts.why import why_chart

        return {"why": lambda: why_chart(self.result)}

    def _shown(self) -> Shown:
        from simulator.reports.terminal.why import why_table

        return why_table(self.result)

    def _note(self) -> str:
        from simulator.reports.terminal.why import why_note

        return why_note(self.result)


@dataclass(frozen=True)
class WhyRequest(Request[WhyAnswer]):
    """What is shared out of which scenario, among which causes, and how many runs that takes."""

    scenario: Scenario
    against: Scenario | None
    causes: tuple[str, ...]
    own: tuple[str, ...]
    measures: tuple[str, ...]
    runs: int | None
    combinations: int
    sampling: Sampling

    @classmethod
    def of(
        cls,
        scenario: ScenarioLike,
        *,
        against: ScenarioLike | None = None,
        causes: str | Sequence[str] = (),
        cause: str | Sequence[str] = (),
        measure: str | Sequence[str] = (),
        runs: int | None = None,
        sampling: Sampling,
        set: Settings = None,  # noqa: A002
    ) -> WhyRequest:
        """Read and check what is asked; errors are those of `why`."""
        sampling.check(sum(runs_of(runs)))
        found = scenario_of(scenario, set)
        other = None if against is None else scenario_of(against, set)
        keys = tuple(key.strip() for key in causes.split(",")) if isinstance(causes, str) else tuple(causes)
        keys, own, measures = tuple(filter(None, keys)), texts_of(cause), texts_of(measure)
        for text in measures:
            Measure.read(text).check(found.horizon_months)
        scenarios, _ = planned(found, other, keys, own)
        return cls(found, other, keys, own, measures, runs, len(scenarios), sampling)

    def answer(self, stage: Stage = no_progress) -> WhyAnswer:
        """Play the combinations of causes and return the answer."""
        each, more = runs_of(self.runs)
        with stage(f"Playing {self.combinations} combinations", self.combinations * each + more) as progress:
            found = explained(
                self.scenario,
                against=self.against,
                causes=self.causes,
                own=self.own,
                measures=self.measures or MEASURES,
                runs=self.runs,
                progress=progress,
                **self.sampling.how,
            )
        return WhyAnswer(found)


def _table(found: Why) -> Table:
    """Return `why.csv`: one row a cause and a last one for the whole."""
    header = ["cause"]
    for measure in found.measures:
        header += [column_of(measure), f"{measure.text} low", f"{measure.text} high"]
    header += standing_header(found.measures)
    rows = []
    for words, amounts in [*((part.words, part.amounts) for part in found.parts), (_WHOLE, found.whole)]:
        of_each = zip(found.measures, amounts, strict=True)
        cells = [cell for measure, one in of_each for cell in cells_in(measure, one.mean, one.low, one.high)]
        rows.append([words, *cells, *standing_cells(found.measures, found.as_it_stands)])
    return Table.of("why", header, rows)
