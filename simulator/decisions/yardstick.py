"""By what growth choices are judged: that of the plan, one for all of them, or each one's own where growth is at stake.

The yardstick of decisions is ARR times a multiple less what was burned, and the multiple rises with growth. With one's
own growth whoever hired late would come out ahead for growing faster from a smaller base. So the growth in it is one
number a month, that of the plan, which all choices share. It says nothing about choices that differ in the plan itself,
in price or in demand: a dearer contract or more demand is growth. Those are judged by the growth of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from simulator.decisions.differing import differs
from simulator.results.measure import Measure
from simulator.results.metrics import YARDSTICK

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

OF_GROWTH: Final = (
    # the plan: where it starts, and where it goes
    *("start_date", "path.*", "opening.generated.arr", "opening.accounts_csv"),
    # demand: what is sold a year, and by what that goes
    *("demand.bookings_a_year", "demand.attainment", "demand.selling", "demand.capacity.*", "demand.references.*"),
    # price: what a contract costs, now and later on
    *("renewal.escalator", "renewal.terms.discount", "renewal.terms.monthly_dearer", "expansion.packages.price"),
    *("products.*.price", "products.*.discount", "products.*.fades_in"),
    # the length of a contract has a list price of its own, and a rise in mid-term is a price too
    *("segments.*.term_months", "renewal.mid_term_rise"),
)
"""Paths of which two companies cannot be judged by one growth; everything below one of them is one as well."""


def fair(measures: Sequence[Measure], paths: Iterable[str]) -> tuple[tuple[Measure, ...], tuple[str, ...]]:
    """Return the measures that choices are judged and shown by, and which paths say that it is by their own growth.

    `paths` are all in which the choices differ. Where none of them moves growth, or no measure is the yardstick, the
    measures stay what they are and no path is returned.
    """
    moving = of_growth(paths) if any(one.is_yardstick for one in measures) else ()
    return tuple(one.by_own_growth if moving else one for one in measures), moving


def yardstick(scenarios: Sequence[Scenario]) -> tuple[str, tuple[str, ...]]:
    """Return the metric of value by which scenarios are held against the first, and what `fair` says of their paths."""
    (measure,), moving = fair([Measure.read(YARDSTICK)], paths_between(scenarios))
    return measure.text, moving


def of_growth(paths: Iterable[str]) -> tuple[str, ...]:
    """Return those of some paths, each once, that move growth itself: the plan, price or demand."""
    return tuple(path for path in dict.fromkeys(paths) if moves_growth(path))


def moves_growth(path: str) -> bool:
    """Tell whether companies that differ in a `path`, or in all below it, differ in the plan, in price or in demand."""
    steps = path.split(".")
    return any(_along(steps, pattern.split(".")) for pattern in OF_GROWTH)


def _along(steps: Sequence[str], pattern: Sequence[str]) -> bool:
    """Tell whether one of the two is the beginning of the other, or the same."""
    return all(fnmatchcase(step, wanted) for step, wanted in zip(steps, pattern, strict=False))


def paths_between(scenarios: Sequence[Scenario]) -> list[str]:
    """Return the paths in which any of the scenarios differs from the first."""
    return [one.path for other in scenarios[1:] for one in differs(scenarios[0], other)]


def paths_set(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the paths that any of the `changes` sets: those of a scenario's choices."""
    return [path for one in changes for path in one]
