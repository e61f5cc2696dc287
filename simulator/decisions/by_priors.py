"""How far each value of a scenario may be off by its prior: what `sensitivity --priors` moves, and to where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from simulator.decisions.changing import shape_at, value_at
from simulator.errors import InputError, Problem
from simulator.scenario.reading.files import changed
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.odds import in_a_year
from simulator.scenario.schema.priors import laws_of, prior_of
from simulator.scenario.schema.uncertainty import central
from simulator.scenario.units import COUNT
from simulator.scenario.writing import rounded

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["refuse_beside"]

Believed = tuple[str, float, float, float, tuple[float, ...]]
"""The path of a value, what it is in the scenario, and its low and high figure, in its canonical unit.

Numbers of a list that a prior multiplies are moved together: then the path is that of the list, the figures are factors
(1 is the scenario), and the numbers stand at the end.
"""
_DIGITS: Final = 4
_NAMED: Final = 3
_WHY: Final = {
    "policy": "it is policy: the company decides on it or states it of itself, so that there is no prior to move it by",
    "plumbing": "it is plumbing: numerical or bookkeeping, so that there is no prior to move it by",
}


_ALONE: Final = {
    "by": "no share of it does",
    "sobol": "indices are those of what the scenario itself has for uncertain",
    "luck": "indices, which average luck, are those of what the scenario itself has for uncertain",
    "rows": "luck is told from what the scenario itself has for uncertain",
}


def refuse_beside(given: Sequence[str]) -> None:
    """Refuse arguments that say nothing where values are moved by their priors; raise InputError where any is `given`.

    They are by, sobol, luck and rows, as `sensitivity` has them.
    """
    if given:
        why = f"priors say by how much each value is moved, and {_ALONE[given[0]]}"
        raise InputError(f"{given[0]} and priors do not go together: {why}")


def believed(scenario: Scenario, paths: Sequence[str], low: float, high: float) -> list[Believed]:
    """Return the values of a `scenario` that its priors move, each with the quantiles `low` and `high` (0 to 1).

    `paths` are those that are asked for; none means all that have a prior and count for something in this scenario.
    Raises InputError for a path that has none.
    """
    laws, certain = laws_of(scenario), central(scenario)
    lists = _multiplied_lists(scenario, laws)
    for path in paths:
        if path not in laws and path not in lists:
            raise _not_movable(certain, path)
    found: list[Believed] = []
    for path in paths or _lists_whole(laws, lists):
        law, together = (lists[path], value_at(certain, path)) if path in lists else (laws[path], ())
        centre = 1.0 if together else value_at(certain, path)
        found.append((path, centre, _figure(law, low), _figure(law, high), together))
    return [one for one in found if one[2] < one[3]]


def _multiplied_lists(scenario: Scenario, laws: Mapping[str, Distribution]) -> dict[str, Distribution]:
    """Return the lists of a scenario whose numbers are all multiplied by one prior, each with the law of its factor."""
    found = {}
    for path in dict.fromkeys(path.rpartition(".")[0] for path in laws):
        shape, values = shape_at(path), value_at(scenario, path)
        prior = prior_of(shape.items[0]) if shape is not None and shape.kind == "list" else None
        if prior is None or prior.law is None or not prior.relative:
            continue
        if all(f"{path}.{place}" in laws and not isinstance(one, Distribution) for place, one in enumerate(values)):
            found[path] = prior.law
    return found


def _lists_whole(laws: Mapping[str, Distribution], lists: Mapping[str, Distribution]) -> list[str]:
    """Return the paths of all laws, in their order, with a list in the place of its numbers."""
    of = {path: path.rpartition(".")[0] for path in laws}
    return list(dict.fromkeys(of[path] if of[path] in lists else path for path in laws))


def _figure(law: Distribution, quantile: float) -> float:
    """Return a quantile to four digits, saying for how long it holds where the law does; a count is a whole number."""
    value = law.quantile(quantile)
    return round(value) if law.unit == COUNT.name else law.stated(float(rounded(value, _DIGITS)))


def _not_movable(certain: Scenario, path: str) -> InputError:
    """Return why a value of a scenario is not moved by a prior; raise ScenarioError where there is no such path."""
    shape, value = shape_at(path), value_at(certain, path)
    prior = None if shape is None else prior_of(shape)
    if prior is None or value is None:
        changed(certain, {path: value if value is not None else "0"})  # says what is wrong with the path
        return InputError([Problem("there is no number to be moved here", path=path)])
    message = _WHY.get(prior.reason, "")
    if not message:
        message = "it is 0, and its prior is a multiple of that" if value == 0 else "its programme never opens here"
    return InputError([Problem(message, path=path, allowed="a path with a prior, which t2d3 model names for each")])


def standing_outside(scenario: Scenario, moved: Sequence[Believed]) -> str:
    """Return in words which of the values that are `moved` lie outside what their prior has for possible; "" for none.

    Moving such a value compares the scenario with other companies, not with what it may be wrong about.
    """
    laws = laws_of(scenario)
    found = [
        path
        for path, centre, *_, together in moved
        if not together
        and not laws[path].quantile(0.0) <= in_a_year(scenario, path, centre) <= laws[path].quantile(1.0)
    ]
    if not found:
        return ""
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    lie = "lies" if len(found) == 1 else "lie"
    return f"{', '.join(found[:_NAMED])}{more} {lie} outside of what the prior holds possible"
