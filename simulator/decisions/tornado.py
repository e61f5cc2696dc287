"""The tornado: each uncertain value alone at a low and a high figure, on common draws, the largest swing first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.decisions.as_it_stands import AsItStands
from simulator.decisions.by_priors import believed, standing_outside
from simulator.decisions.changing import shape_at, value_at
from simulator.decisions.common_draws import CommonDraws, check_defined
from simulator.decisions.defaults import BY, QUANTILES
from simulator.decisions.paired import Estimate, estimate
from simulator.decisions.yardstick import fair
from simulator.errors import InputError, Problem
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.progress import Progress
from simulator.results.arithmetic import gap
from simulator.results.bands import mean_of
from simulator.results.cash_outlook import share_out
from simulator.results.measure import Measure, reader
from simulator.results.metrics.solvency import LOW as CASH_LOW
from simulator.scenario.reading.files import changed
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.hiring_points import HIRE, role_path
from simulator.scenario.schema.quantities import Quantity
from simulator.scenario.schema.uncertainty import central, distributions, uncertain_paths
from simulator.scenario.stated import Stated, said_of
from simulator.scenario.units import COUNT, FACTOR, ODDS, SHARE, YEARLY
from simulator.scenario.writing import rounded

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["Bar", "Tornado", "planned", "tornado"]

LOW, HIGH = QUANTILES
_DIGITS: Final = 4
FIELDS: Final = (
    "cs_effect",
    "segments.*.renewal",
    "segments.*.csqls_a_year",
    "segments.*.poor_fit",
    "segments.*.acv",
    "expansion.win_share",
    "expansion.won_by_manager",
    "onboarding.work.median",
    "onboarding.fails.base",
    "renewal.uncovered",
    "renewal.failed_onboarding",
    "renewal.contraction_odds",
    "renewal.recapture_odds",
    "competitors.log_odds",
    "sponsors.log_odds",
    "roles.csm.book_high",
    "roles.csm.lead.median",
    "roles.csm.attrition",
    "roles.csm.cost",
    "roles.cs_head.lead.median",
    "roles.customer_sales.wins",
    "hiring.lookahead",
)
"""What is moved in a scenario in which nothing is uncertain; `*` stands for every name."""


@dataclass(frozen=True)
class Knob:
    """One value to be moved: its path, its central figure, and a low and a high one in its canonical unit.

    The figures of a list whose numbers are moved `together` are factors of these numbers.
    """

    path: str
    centre: float
    low: float
    high: float
    together: tuple[float, ...] = ()

    def changes(self, value: float) -> dict[str, Any]:
        """Return what one of its figures sets."""
        return {self.path: [self._times(one, value) for one in self.together] if self.together else value}

    def _times(self, number: float, factor: float) -> float:
        shape = shape_at(f"{self.path}.0")
        assert shape is not None and isinstance(shape.marker, Quantity)
        moved = float(rounded(number * factor, _DIGITS))
        return min(max(moved, shape.marker.low), shape.marker.high)

    def label(self, value: float) -> str:
        """Return one of its figures as people write it."""
        if self.together:
            return FACTOR.show(value)
        shape = shape_at(self.path)
        marker = shape.marker if shape is not None else None
        return marker.unit.show(value) if isinstance(marker, Quantity) else f"{value:g}"


@dataclass(frozen=True)
class Bar:
    """What one value does alone: the measure at its low and its high figure, less that at the centre."""

    knob: Knob
    low: Estimate
    high: Estimate

    @property
    def swing(self) -> float:
        """How far apart the outermost of low, high and centre lie."""
        ends = (self.low.mean, self.high.mean, 0.0)
        return max(ends) - min(ends)

    @property
    def clear(self) -> bool:
        """Whether luck alone cannot explain the swing."""
        return self.low.clear or self.high.clear


@dataclass(frozen=True, eq=False)
class Tornado:
    """The bars, the largest swing first, around the scenario with everything at its centre.

    `how` says in words what low and high are. Intervals are paired ones of 95 %, each by itself. `as_it_stands` is the
    mean of the scenario itself on the same runs: that at the centre where nothing is uncertain, another one where each
    run draws values of its own. `out` is the share of its runs (0 to 1) in which cash is ever below zero.
    `own_growth` names the values for which value is told by each company's own growth; `priors` says that values were
    moved by their priors.
    """

    scenario: Scenario
    measure: Measure
    centre: float
    as_it_stands: AsItStands
    bars: tuple[Bar, ...]
    out: float
    how: str
    runs: int
    seed: int
    engine: str
    own_growth: tuple[str, ...] = ()
    priors: bool = False


def tornado(
    scenario: Scenario,
    measure: Measure,
    *,
    fields: Sequence[str] = (),
    by: float = BY,
    low: float = LOW,
    high: float = HIGH,
    priors: bool = False,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Tornado:
    """Move each value of a `scenario` alone and return what that does to a `measure`.

    Without `fields` these are the scenario's uncertain values, each at its quantiles `low` and `high` (0 to 1), and
    where nothing is uncertain those of `FIELDS`. Fields are moved by the share `by`; those that are shares by as much
    of their odds. With `priors` every value that has one, or those of `fields`, goes to the quantiles of that; an
    uncertain value has its own distribution for one. All others stay at their means. `runs`, `seed`, `engine` and
    `workers` are those of `simulate`; `progress` hears of (1 + 2 × values) × `runs` runs, and of `runs` more where
    anything is uncertain. Raises InputError for what cannot be moved.
    """
    knobs, how = planned(scenario, fields, by, low, high, priors=priors)
    (measure,), own_growth = fair([measure], [knob.path for knob in knobs])
    certain = central(scenario)
    scenarios = [certain]
    for knob in knobs:
        scenarios += [changed(certain, knob.changes(end)) for end in (knob.low, knob.high)]
    moved, uncertain = len(scenarios), bool(uncertain_paths(scenario))
    scenarios += [scenario] if uncertain else []
    figures = [measure.of, reader(CASH_LOW)]
    field = CommonDraws(scenarios, figures, seed=seed, engine=engine, workers=workers, progress=progress)
    field.check()
    played, lows = np.moveaxis(field.play(range(runs)), 1, 0)
    values, own = played[:moved], played[moved:] if uncertain else played[:1]
    labels = ["its centre", *(f"{knob.path} at {end}" for knob in knobs for end in ("low", "high"))]
    check_defined(values, measure.words, labels)
    return Tornado(
        scenario,
        measure,
        mean_of(values[0]),
        AsItStands.of(own),
        _bars(knobs, values),
        share_out(lows[moved if uncertain else 0]),
        how,
        runs,
        seed,
        engine,
        own_growth,
        priors,
    )


def _bars(knobs: Sequence[Knob], values: Floats) -> tuple[Bar, ...]:
    bars = [
        Bar(knob, estimate(gap(low, values[0])), estimate(gap(high, values[0])))
        for knob, low, high in zip(knobs, values[1::2], values[2::2], strict=True)
    ]
    return tuple(sorted(bars, key=lambda bar: -bar.swing))


def planned(
    scenario: Scenario, fields: Sequence[str], by: float, low: float, high: float, *, priors: bool = False
) -> tuple[list[Knob], str]:
    """Return the values of a `scenario` to be moved and in words how far; raise InputError for what cannot be moved.

    `fields`, `by`, `low`, `high` and `priors` are those of `tornado`.
    """
    if not 0.0 < low < high < 1.0:
        raise InputError("the quantiles must lie between 0 and 1, the low one below the high one")
    if not 0.0 < by < 1.0:
        raise InputError("fields are moved by a share above 0% and below 100%")
    if priors:
        return _by_priors(scenario, fields, low, high)
    uncertain = distributions(scenario)
    if not fields and uncertain:
        knobs = [
            Knob(path, one.stated(one.mean()), one.stated(one.quantile(low)), one.stated(one.quantile(high)))
            for path, one in uncertain.items()
        ]
        return knobs, f"each value at its P{100.0 * low:g} and P{100.0 * high:g}, the others at their means"
    paths = _spelt_out(scenario, fields) if fields else _there(scenario, _spelt_out(scenario, FIELDS))
    how = f"each value {by:.0%} lower and higher (a share: its odds), the others as they are"
    return [_moved(central(scenario), path, by) for path in paths], how


def _by_priors(scenario: Scenario, fields: Sequence[str], low: float, high: float) -> tuple[list[Knob], str]:
    moved = believed(scenario, _spelt_out(scenario, fields), low, high)
    outside = standing_outside(scenario, moved)
    how = f"each value at the P{100.0 * low:g} and P{100.0 * high:g} of its prior, the others as they are"
    return [Knob(*one) for one in moved], f"{how}; {outside}" if outside else how


def _spelt_out(scenario: Scenario, patterns: Sequence[str]) -> list[str]:
    """Return the paths with every name in the place of a `*`."""
    found: list[str] = []
    for pattern in patterns:
        pattern = _figure_of(scenario, pattern)
        before, star, after = pattern.partition(".*.")
        names = _names_in(value_at(scenario, before)) if star else []
        found += [f"{before}.{name}.{after}" for name in names] or [pattern]
    return list(dict.fromkeys(found))


def _figure_of(scenario: Scenario, path: str) -> str:
    """Return the path of the ARR at which a role is hired for `hire.<role>`; any other path as it is."""
    role = path.removeprefix(HIRE)
    if not path.startswith(HIRE) or role not in scenario.roles.names():
        return path
    at = [place for place, one in enumerate(scenario.roles.of(role).opens) if one.arr is not None]
    if len(at) != 1:
        message = f"hiring does not open at one ARR, but at {len(at) or 'none'}"
        raise InputError([Problem(message, path=path, allowed=f"one figure, such as {role_path(role)}.opens.0.month")])
    return f"{role_path(role)}.opens.{at[0]}.arr"


def _names_in(group: Any) -> list[str]:
    """Return the names that a `*` stands for: of segments and products, or of roles; none for what has no names."""
    if isinstance(group, dict):
        return list(group)
    parts = type(group).model_fields if isinstance(group, Part) else ()
    return [name for name in parts if isinstance(getattr(group, name), Part)]


def _there(scenario: Scenario, paths: Sequence[str]) -> list[str]:
    """Return the paths at which the scenario has a number other than zero."""
    found = [(path, value_at(scenario, path)) for path in paths]
    return [path for path, value in found if isinstance(value, int | float | Distribution) and value != 0]


def _moved(scenario: Scenario, path: str, by: float) -> Knob:
    shape = shape_at(path)
    value = value_at(scenario, path)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if shape is None or not isinstance(shape.marker, Quantity) or not number:
        changed(scenario, {path: value if value is not None else "0"})  # says what is wrong with the path
        raise InputError([Problem("there is no number to be moved here", path=path)])
    marker, centre = shape.marker, float(value)
    if centre == 0.0:
        raise InputError([Problem(f"it is 0, and {by:.0%} of nothing is nothing", path=path)])
    low, high = sorted(_shifted(centre, marker, sign * by) for sign in (-1.0, 1.0))
    if low == high:
        raise InputError([Problem("the value cannot be moved within its bounds", path=path, allowed=marker.allowed())])
    each = said_of(value)
    centre, low, high = (Stated(figure, each) if each else figure for figure in (centre, low, high))
    return Knob(path, centre, low, high)


def _shifted(centre: float, marker: Quantity, by: float) -> float:
    """Return a value moved by a share, within its bounds; a proper share keeps being one."""
    if marker.unit in (SHARE, ODDS, YEARLY) and marker.high <= 1.0 and 0.0 < centre < 1.0:
        odds = centre / (1.0 - centre) * (1.0 + by)
        moved = odds / (1.0 + odds)
    else:
        moved = centre * (1.0 + by)
    if marker.unit is COUNT:
        moved = centre + math.copysign(max(1.0, abs(round(centre * by))), by)
    return float(rounded(min(max(moved, marker.low), marker.high), _DIGITS))
