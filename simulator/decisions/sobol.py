"""Sobol' indices: which share of a measure's variance each uncertain value is to blame for, alone and with others.

The function whose variance is taken apart is the mean of the measure over a few runs, the same runs (the same luck) for
every set of values. Averaging keeps luck small, common runs keep it from being taken for an effect of the values; what
is left of it is part of the total indices.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from simulator.decisions.common_draws import CommonDraws, check_defined
from simulator.decisions.compare import CONFIDENCE
from simulator.decisions.defaults import AVERAGED, POINTS
from simulator.decisions.yardstick import fair
from simulator.errors import InputError
from simulator.experiment.engines import ENGINE, SEED
from simulator.progress import Progress
from simulator.results.measure import Measure
from simulator.scenario.schema.uncertainty import distributions, with_values

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["Sobol", "check", "sobol"]

Floats = npt.NDArray[np.float64]
RESAMPLES = 999


@dataclass(frozen=True)
class Index:
    """One value's share of the variance: by itself (`first`) and with all it interacts with (`total`), with intervals.

    Each interval is the 95 % one of the bootstrap over the points of the design; estimates may leave 0 to 1 slightly.
    """

    name: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


@dataclass(frozen=True, eq=False)
class Sobol:
    """The indices, the largest total first. `spread` is the standard deviation that is taken apart."""

    scenario: Scenario
    measure: Measure
    indices: tuple[Index, ...]
    spread: float
    points: int
    luck: int
    seed: int


def sobol(
    scenario: Scenario,
    measure: Measure,
    *,
    points: int = POINTS,
    luck: int = AVERAGED,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Sobol:
    """Return the indices of every uncertain value of a `scenario` for a `measure`.

    `points` is a power of two; `luck` is how many runs each point is averaged over. `seed`, `engine` and `workers` are
    those of `simulate`; `progress` hears of points × (values + 2) × `luck` runs. Raises InputError for other points and
    where fewer than two values are uncertain. Source: the design of Saltelli (2010); the estimators are scipy's.
    """
    found = distributions(scenario)
    check(len(found), points)
    laws = list(found.values())
    (measure,), _ = fair([measure], found)

    def evaluate(uniforms: Floats) -> Floats:
        values = np.empty(len(uniforms))
        for row, uniform in enumerate(uniforms):
            certain = with_values(scenario, [law.quantile(float(u)) for law, u in zip(laws, uniform, strict=True)])
            field = CommonDraws([certain], [measure.of], seed=seed, engine=engine, workers=workers, progress=progress)
            played = field.play(range(luck))[:, 0]
            check_defined(played, measure.words, ["some of the values"])
            values[row] = played.mean()
        return values

    indices, spread = indices_of(evaluate, list(found), points, seed)
    return Sobol(scenario, measure, indices, spread, points, luck, seed)


def check(values: int, points: int) -> None:
    """Refuse a design that makes no sense; raise InputError.

    It takes at least two uncertain `values`; `points` must be a power of two from 2 on.
    """
    if values < 2:
        raise InputError("Sobol' indices share variance out among uncertain values; the scenario has fewer than two")
    if points < 2 or points & (points - 1):
        raise InputError(f"{points:,} is no power of two such as 64 or 256")


def indices_of(
    evaluate: Callable[[Floats], Floats], names: list[str], points: int, seed: int
) -> tuple[tuple[Index, ...], float]:
    """Return the indices of a function of independent uniforms, the largest total first, and its standard deviation.

    `evaluate` takes points (rows) of uniforms, one column a name, and returns one value each. The design is that of
    Saltelli (2010) on a scrambled Sobol' sequence; the estimators and their bootstrap are scipy's.
    """
    from scipy.stats import qmc, sobol_indices

    count = len(names)
    sequence = qmc.Sobol(2 * count, scramble=True, rng=np.random.default_rng(seed))
    both = sequence.random_base2(int(points).bit_length() - 1)
    first, second = both[:, :count], both[:, count:]
    f_first, f_second = evaluate(first), evaluate(second)
    mixed = np.empty((count, 1, points))
    for column in range(count):
        crossed = first.copy()
        crossed[:, column] = second[:, column]
        mixed[column, 0] = evaluate(crossed)
    spread = float(np.concatenate([f_first, f_second]).std(ddof=1))
    if spread == 0.0:
        return tuple(Index(name, *[0.0] * 6) for name in names), 0.0
    shift = float(np.concatenate([f_first, f_second]).mean())
    functions: dict[Literal["f_A", "f_B", "f_AB"], Floats] = {
        "f_A": f_first[None] - shift,
        "f_B": f_second[None] - shift,
        "f_AB": mixed - shift,
    }
    found = sobol_indices(func=functions, n=points, rng=np.random.default_rng(seed))
    with _resampling_by(seed), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # a value without effect has no spread to resample
        sure = found.bootstrap(confidence_level=CONFIDENCE, n_resamples=RESAMPLES)
    made = [
        Index(
            name,
            *_with_interval(found.first_order, sure.first_order, at),
            *_with_interval(found.total_order, sure.total_order, at),
        )
        for at, name in enumerate(names)
    ]
    return tuple(sorted(made, key=lambda index: -index.total)), spread


@contextmanager
def _resampling_by(seed: int) -> Iterator[None]:
    """A context in which scipy resamples by a seed: it takes none here, and draws from numpy's common generator.

    That is given back as it was, so nobody else's draws are any others for it.
    """
    before = np.random.get_state()
    np.random.seed(np.random.default_rng(seed).integers(2**32, size=8, dtype=np.uint32))
    try:
        yield
    finally:
        np.random.set_state(before)


def _with_interval(estimates: Any, resampled: Any, at: int) -> tuple[float, float, float]:
    """Return an estimate with its interval; one that is the same in every resample is its own interval."""
    value = float(np.ravel(estimates)[at])
    low, high = (float(np.ravel(end)[at]) for end in resampled.confidence_interval)
    return (value, low, high) if math.isfinite(low) and math.isfinite(high) else (value, value, value)
