"""What is uncertain in a scenario, and one row of numbers for each run.

Every distribution draws its own keyed uniform by (seed, run, dotted path), so making another parameter uncertain moves
none of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.paths import TreePath, dotted
from simulator.scenario.units import COUNT

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Uncertain", "central", "distributions", "parameter_rows", "uncertain_paths", "with_values"]

AnyPart = TypeVar("AnyPart", bound=Part)


def uncertain_paths(scenario: Part) -> tuple[str, ...]:
    """Return the dotted path of every distribution in a `scenario`, sorted: the order of columns everywhere."""
    return tuple(distributions(scenario))


def distributions(scenario: Part) -> dict[str, Distribution]:
    """Return every distribution in a `scenario` by its dotted path, in the order of `uncertain_paths`."""
    return {dotted(path): found for path, found in _located(scenario)}


def _located(scenario: Part) -> list[tuple[TreePath, Distribution]]:
    return sorted(_walk(scenario, ()), key=lambda one: dotted(one[0]))


def _walk(value: Any, path: TreePath) -> Iterator[tuple[TreePath, Distribution]]:
    if isinstance(value, Distribution):
        yield path, value
    elif isinstance(value, Part):
        for name, inner in value.__dict__.items():
            if isinstance(inner, Distribution | Part | tuple | dict):
                yield from _walk(inner, (*path, name))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _walk(inner, (*path, name))
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            if isinstance(inner, Distribution | Part | tuple | dict):
                yield from _walk(inner, (*path, position))


@dataclass(frozen=True)
class Uncertain(Generic[AnyPart]):
    """A scenario and where in it the distributions are: looked up once, drawn from for every run."""

    scenario: AnyPart
    located: tuple[tuple[TreePath, Distribution], ...]

    @classmethod
    def of(cls, scenario: AnyPart) -> Uncertain[AnyPart]:
        """Find what is uncertain in a scenario."""
        return cls(scenario, tuple(_located(scenario)))

    def row(self, seed: int, run: int) -> list[float]:
        """Return the uncertain parameters of a run, in the order of `uncertain_paths`."""
        from simulator.numerics.draws import parameter_uniform

        return [found.quantile(parameter_uniform(seed, run, dotted(path))) for path, found in self.located]

    def with_values(self, row: Sequence[float] | NDArray[np.float64]) -> AnyPart:
        """Return the scenario with each distribution replaced by its number; see the function of that name."""
        if len(row) != len(self.located):
            raise ValueError(f"{len(row)} values for {len(self.located)} uncertain parameters")
        changes: dict[str | int, Any] = {}
        for (path, distribution), number in zip(self.located, row, strict=True):
            level = changes
            for step in path[:-1]:
                level = level.setdefault(step, {})
            level[path[-1]] = _number(distribution, float(number))
        result: AnyPart = _changed(self.scenario, changes)
        return result


def parameter_rows(scenario: Part, seed: int, runs: range) -> NDArray[np.float64]:
    """Return the uncertain parameters of each of the `runs`, in canonical units: shape (len(runs), uncertain paths).

    Row k depends on `seed` (0 to 2^64 - 1), the number of the run and the distributions of `scenario` alone, so it is
    the same in any batch. Columns are in the order of `uncertain_paths`.
    """
    uncertain = Uncertain.of(scenario)
    rows = np.empty((len(runs), len(uncertain.located)))
    for row, run in enumerate(runs):
        rows[row] = uncertain.row(seed, run)
    return rows


def with_values(scenario: AnyPart, row: Sequence[float] | NDArray[np.float64]) -> AnyPart:
    """Return a `scenario` with each distribution replaced by its number in the row, in the order of the paths.

    `row` has one number a path, in the unit of its field; ValueError where it has more or fewer. Counts are rounded to
    whole numbers. Checks between fields are not made again.
    """
    return Uncertain.of(scenario).with_values(row)


def central(scenario: AnyPart) -> AnyPart:
    """Return a `scenario` with each distribution replaced by its mean, after cutting off at the field's bounds.

    Counts are rounded to whole numbers.
    """
    return with_values(scenario, [found.mean() for found in distributions(scenario).values()])


def _number(distribution: Distribution, number: float) -> float | int:
    return round(number) if distribution.unit == COUNT.name else distribution.stated(number)


def _changed(value: Any, changes: Any) -> Any:
    """Return a value with the changes of its parts made, along their paths only."""
    if not isinstance(changes, Mapping):
        return changes
    if not changes:
        return value
    if isinstance(value, Part):
        found = value.__dict__
        return value.model_copy(update={name: _changed(found[name], inner) for name, inner in changes.items()})
    if isinstance(value, tuple):
        entries = list(value)
        for position, inner in changes.items():
            entries[position] = _changed(entries[position], inner)
        return tuple(entries)
    return {**value, **{name: _changed(value[name], inner) for name, inner in changes.items()}}
