"""A scenario told back in plain words, as an answer; nothing is simulated."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._check import planned
from simulator.answers._request import scenario_of
from simulator.answers._table import Table
from simulator.decisions.changing import shape_at, value_at
from simulator.decisions.leaves import leaves
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.quantities import Quantity

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

    from simulator.answers._request import ScenarioLike, Settings
    from simulator.scenario.schema.scenario import Scenario


@asked
def explain(
    scenario: ScenarioLike = "baseline",
    *,
    set: Settings = None,  # noqa: A002  (the name of the option)
) -> ExplainAnswer:
    """Tell a scenario back in plain words, to see whether it says what you meant, as `t2d3 explain` does.

    `scenario` is a scenario, the path of a file, or a shipped name; `set` are values laid over it, by dotted path. The
    table has every value of it, the chart the plan (ARR and cash) before anything is simulated. Raises ScenarioError.
    """
    return ExplainAnswer(scenario_of(scenario, set))


@dataclass(frozen=True, eq=False, repr=False)
class ExplainAnswer(Answer):
    """What a scenario says; `scenario` is it."""

    scenario: Scenario

    def __str__(self) -> str:
        from simulator.scenario.explain.scenario import explain as text_of

        return text_of(self.scenario).rstrip("\n")

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.scenario.name}>"

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the whole text."""
        console.print(str(self), soft_wrap=True, highlight=False, markup=False)

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"

    def _tables(self) -> tuple[Table, ...]:
        return (Table.of("fields", ("field", "value", "canonical", "unit"), _fields(self.scenario)),)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        from simulator.reports.charts.plan import plan_chart

        def draw() -> Figure:
            found = planned(self.scenario)
            assert found.cash is not None
            return plan_chart(self.scenario, found.cash)

        return {"plan": draw}


def _fields(scenario: Scenario) -> Iterator[tuple[object, ...]]:
    """Yield every value of a scenario: its path, as people write it, in its canonical unit (NaN for text), that unit.

    An uncertain value has its distribution as people write it, and its mean.
    """
    for path, plain in leaves(scenario):
        shape, value = shape_at(path), value_at(scenario, path)
        marker = None if shape is None else shape.marker
        unit = marker.unit if isinstance(marker, Quantity) else None
        if value is None:
            continue
        if unit is None or isinstance(value, bool) or not isinstance(value, int | float | Distribution):
            yield path, str(plain), math.nan, ""
        elif isinstance(value, Distribution):
            yield path, as_written(plain), value.mean(), unit.name
        else:
            yield path, unit.show(value), float(value), unit.name


def as_written(distribution: Any) -> str:
    """Return a distribution as scenario files have it: `{triangular: [0.2, 0.4, 0.7]}`."""
    return "{" + ", ".join(f"{name}: {values}" for name, values in distribution.items()) + "}"
