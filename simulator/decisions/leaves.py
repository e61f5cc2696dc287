"""Every single value of a scenario, by its dotted path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simulator.decisions.changing import value_at
from simulator.scenario.reading.files import resolved
from simulator.scenario.schema.distributions import Distribution

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["leaves"]


def leaves(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """Yield the values of a `scenario` that hold no others, and its distributions, by dotted path."""
    yield from _below(scenario, resolved(scenario), "")


def _below(scenario: Scenario, values: Any, path: str) -> Iterator[tuple[str, Any]]:
    inner: list[tuple[Any, Any]] = []
    if isinstance(values, dict) and not (path and isinstance(value_at(scenario, path), Distribution)):
        inner = list(values.items())
    elif isinstance(values, list) and any(isinstance(one, dict) for one in values):
        inner = list(enumerate(values))
    if not inner:
        yield path, values
    for name, value in inner:
        yield from _below(scenario, value, f"{path}.{name}" if path else str(name))
