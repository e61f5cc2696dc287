"""Which values matter, and how much of the spread is luck, as a question and as an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.answers._amounts import read_quantiles, read_share
from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._request import Request, Sampling, judged_by, scenario_of, texts_of
from simulator.answers._table import Table, cells_in
from simulator.decisions import sobol as indices_module
from simulator.decisions import variance_split as split_module
from simulator.decisions.by_priors import refuse_beside
from simulator.decisions.defaults import AVERAGED, BY, POINTS, QUANTILES, ROWS
from simulator.decisions.tornado import planned, tornado
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.progress import Stage, no_progress
from simulator.results.disk.staging import Staging
from simulator.scenario.schema.uncertainty import uncertain_paths

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table as Shown

    from simulator.answers._request import ScenarioLike, Settings
    from simulator.decisions.sobol import Sobol
    from simulator.decisions.tornado import Tornado
    from simulator.decisions.variance_split import VarianceSplit
    from simulator.progress import Progress
    from simulator.results.measure import Measure
    from simulator.scenario.schema.scenario import Scenario

WORDS: Final = "sensitivity.json"


@asked
def sensitivity(
    scenario: ScenarioLike = "baseline",
    *,
    measure: str | None = None,
    field: str | Sequence[str] = (),
    by: str | float = BY,
    quantiles: str | tuple[float, float] = QUANTILES,
    sobol: int = POINTS,
    luck: int = AVERAGED,
    rows: int = ROWS,
    priors: bool = False,
    runs: int = RUNS,
    seed: int = SEED,
    workers: int | None = None,
    engine: str = ENGINE,
    set: Settings = None,  # noqa: A002  (the name of the option)
    progress: Progress | None = None,
) -> SensitivityAnswer:
    """Find which values of a scenario move a measure and how much of its spread is luck, as `t2d3 sensitivity` does.

    - `scenario`: a scenario, the path of a file, or a shipped name; `set`: values laid over it, by dotted path.
    - `measure`: what is looked at, such as `nrr`; by default value less cash burned.
    - `field`: paths to move instead of what is uncertain, a `*` for every name; `by`: by how much, as text (`"20%"`) or
      a share above 0 and below 1.
    - `quantiles`: the ends of uncertain values, as text (`"10,90"`) or two numbers between 0 and 1.
    - `sobol`: points of Sobol' indices, a power of two, 0 for none; `luck`: runs that each point averages luck over.
    - `rows`: sets of drawn values by which luck is told from not knowing, 3 or more; 0 leaves that out.
    - `priors`: move every value that has a prior, or those of `field`, to its quantiles, whatever is uncertain; then
      `by`, `sobol`, `luck` and `rows` say nothing and must be left out.
    - `runs`: those of each end of the tornado, 1 or more; `seed`: 0 to 2^64 - 1.
    - `workers`: processes or threads at most, by default one a core; it changes no figure, nor does `engine`.
    - `progress`: told how many runs have just been finished.

    Indices and the split are left out where fewer than two values (or none) are uncertain, or fields are named. Raises
    InputError or ScenarioError for what cannot be moved or measured, SizeError for what is too large, Interrupted on
    Ctrl-C. Sources: Saltelli (2010) for the indices, the one-way analysis of variance for the split.
    """
    request = SensitivityRequest.of(
        scenario,
        measure=measure,
        field=field,
        by=by,
        quantiles=quantiles,
        sobol=sobol,
        luck=luck,
        rows=rows,
        priors=priors,
        sampling=Sampling(runs, seed, workers, engine),
        set=set,
    )
    return request.answer_with(progress)


@dataclass(frozen=True, eq=False, repr=False)
class SensitivityAnswer(Answer):
    """What moves a measure: the tornado and, where values are uncertain, Sobol' indices and the share of luck."""

    tornado: Tornado
    sobol: Sobol | None = None
    luck: VarianceSplit | None = None

    def __str__(self) -> str:
        from simulator.reports.charts.tornado import tornado_title

        return f"{tornado_title(self.tornado)}."

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the answer as the command does."""
        from simulator.reports.terminal.sensitivity import print_sensitivity

        print_sensitivity(self.tornado, self.sobol, self.luck, console, files)

    def write(self, folder: str | Path, *, svg: bool = False) -> list[Path]:
        """Write tables and charts as every answer does, and `sensitivity.json`: the answer in words, for a deck."""
        files = super().write(folder, svg=svg)
        return [*files, _write_words(self.tornado, Path(folder))]

    def _tables(self) -> tuple[Table, ...]:
        found = [_bars(self.tornado)]
        found += [_indices(self.sobol)] if self.sobol is not None else []
        found += [_splits(self.luck)] if self.luck is not None else []
        return tuple(found)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        from simulator.reports.charts.tornado import sobol_chart, tornado_chart
        from simulator.reports.charts.variance_split import variance_split_chart

        found: dict[str, Callable[[], Figure]] = {"tornado": lambda: tornado_chart(self.tornado)}
        if (indices := self.sobol) is not None:
            found["sobol"] = lambda: sobol_chart(indices)
        if (split := self.luck) is not None:
            found["luck"] = lambda: variance_split_chart(split)
        return found

    def _shown(self) -> Shown:
        from simulator.reports.terminal.sensitivity import bars_table

        return bars_table(self.tornado)

    def _note(self) -> str:
        from simulator.reports.charts.tornado import sobol_title
        from simulator.reports.charts.variance_split import variance_split_title
        from simulator.reports.terminal.sensitivity import bars_note

        also = [f"{sobol_title(self.sobol)}."] if self.sobol is not None else []
        also += [f"{variance_split_title(self.luck)}."] if self.luck is not None else []
        return " ".join([bars_note(self.tornado), *also])


@dataclass(frozen=True)
class SensitivityRequest(Request[SensitivityAnswer]):
    """What is moved in which scenario and how far, and how luck is told from not knowing."""

    scenario: Scenario
    measure: Measure
    fields: tuple[str, ...]
    by: float
    quantiles: tuple[float, float]
    points: int
    averaged: int
    rows: int
    moved: int
    sampling: Sampling
    priors: bool = False

    @classmethod
    def of(
        cls,
        scenario: ScenarioLike,
        *,
        measure: str | None = None,
        field: str | Sequence[str] = (),
        by: str | float = BY,
        quantiles: str | tuple[float, float] = QUANTILES,
        sobol: int = POINTS,
        luck: int = AVERAGED,
        rows: int = ROWS,
        priors: bool = False,
        sampling: Sampling,
        set: Settings = None,  # noqa: A002
    ) -> SensitivityRequest:
        """Read and check what is asked; errors are those of `sensitivity`."""
        sampling.check()
        found, fields = scenario_of(scenario, set), texts_of(field)
        judged = judged_by(measure, found.horizon_months)
        low, high = read_quantiles(quantiles) if isinstance(quantiles, str) else quantiles
        share = read_share(by) if isinstance(by, str) else by
        if priors:
            given = {"by": share != BY, "sobol": sobol != POINTS, "luck": luck != AVERAGED, "rows": rows != ROWS}
            refuse_beside([name for name, is_given in given.items() if is_given])
        knobs, _ = planned(found, fields, share, low, high, priors=priors)
        uncertain = 0 if priors else len(uncertain_paths(found))
        points = sobol if uncertain > 1 and not fields else 0
        if points > 0:
            indices_module.check(uncertain, points)
        rows = rows if uncertain and not fields else 0
        return cls(found, judged, fields, share, (low, high), points, luck, rows, len(knobs), sampling, priors)

    @property
    def companies(self) -> int:
        """How many scenarios the tornado plays: the centre, two ends of each value, and the scenario as it stands."""
        return 1 + 2 * self.moved + (len(uncertain_paths(self.scenario)) > 0)

    def answer(self, stage: Stage = no_progress) -> SensitivityAnswer:
        """Play what it takes and return the answer."""
        bars = self._bars(stage)
        split = self._split(stage)
        return SensitivityAnswer(bars, self._indices(stage), split)

    def _bars(self, stage: Stage) -> Tornado:
        with stage(f"Moving {self.moved} values", self.companies * self.sampling.runs) as progress:
            return tornado(
                self.scenario,
                self.measure,
                fields=self.fields,
                by=self.by,
                low=self.quantiles[0],
                high=self.quantiles[1],
                priors=self.priors,
                runs=self.sampling.runs,
                progress=progress,
                **self.sampling.how,
            )

    def _split(self, stage: Stage) -> VarianceSplit | None:
        if self.rows <= 0:
            return None
        total = self.rows * split_module.EACH + self.sampling.runs
        with stage("Telling luck from not knowing", total) as progress:
            return split_module.split_variance(
                self.scenario, rows=self.rows, runs=self.sampling.runs, progress=progress, **self.sampling.how
            )

    def _indices(self, stage: Stage) -> Sobol | None:
        if self.points <= 0:
            return None
        total = self.points * (len(uncertain_paths(self.scenario)) + 2) * self.averaged
        with stage("Sharing out the variance", total) as progress:
            return indices_module.sobol(
                self.scenario,
                self.measure,
                points=self.points,
                luck=self.averaged,
                progress=progress,
                **self.sampling.how,
            )


def _bars(found: Tornado) -> Table:
    """Return `tornado.csv`: one row a value, figures in canonical units."""
    header = ["value", "centre", "low", "high", "unit"]
    header += [f"{end}_{part}" for end in ("at_low", "at_high") for part in ("difference", "from", "to")]
    header += ["measure_at_centre", "measure_as_it_stands", "runs"]
    rows = (
        [
            *(bar.knob.path, bar.knob.centre, bar.knob.low, bar.knob.high, found.measure.unit.value),
            *(cell for end in (bar.low, bar.high) for cell in cells_in(found.measure, end.mean, end.low, end.high)),
            *(*cells_in(found.measure, found.centre, *found.as_it_stands.means), found.runs),
        ]
        for bar in found.bars
    )
    return Table.of("tornado", header, rows)


def _write_words(found: Tornado, folder: Path) -> Path:
    """Write `sensitivity.json`: the answer in words, and what the figures of each value are called.

    Raises OutputError where it cannot be written.
    """
    from simulator.reports.charts.tornado import tornado_title
    from simulator.scenario.explain.words import sentence
    from simulator.scenario.schema.words import path_words

    words = {
        "format": "t2d3 sensitivity",
        "version": 1,
        "name": found.scenario.name,
        "finding": tornado_title(found),
        "how": found.how,
        "measure_in_words": found.measure.within,
        "unit": found.measure.unit.value,
        "seed": found.seed,
        "values": [
            {
                "words": sentence(path_words(bar.knob.path)),
                "low": bar.knob.label(bar.knob.low),
                "high": bar.knob.label(bar.knob.high),
            }
            for bar in found.bars
        ],
    }
    with Staging(folder) as staging:
        text = json.dumps(words, indent=2, ensure_ascii=False, allow_nan=False)
        staging.path(WORDS).write_text(text + "\n", encoding="utf-8", newline="\n")
    return folder / WORDS


def _indices(found: Sobol) -> Table:
    """Return `sobol.csv`: one row a value."""
    header = ["value", "first", "first_low", "first_high", "total", "total_low", "total_high"]
    rows = (
        [one.name, one.first, one.first_low, one.first_high, one.total, one.total_low, one.total_high]
        for one in found.indices
    )
    return Table.of("sobol", header, rows)


def _splits(found: VarianceSplit) -> Table:
    """Return `luck.csv`: one row a metric and year end; P5 and P95 are those of `band_runs` runs of `t2d3 run`."""
    header = ["metric", "month", "luck_share", "low", "high", "standard_deviation", "p5", "p95", "runs", "band_runs"]
    rows = (
        [
            *(one.measure.terms[0].metric.name, one.month, one.luck, one.low, one.high),
            *(one.spread, *band, one.runs, found.runs),
        ]
        for one, band in zip(found.splits, found.bands, strict=True)
    )
    return Table.of("luck", header, rows)
