"""Single figures of a run by their names, so that a worker elsewhere can be told in a word what to read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.engine.contract import NOBODY
from simulator.results.measure import Measure

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.result import Result

Read = Callable[["Result"], "Floats"]
"""Takes one number a run (runs,) from a result."""
FIRST_JOINED: Final = "first_joined:"
"""Followed by the name of a role: the day on which its first hire joined."""


def reader(name: str) -> Read:
    """Return what reads a figure: a measure such as `arr - cs_cost`, or `first_joined:csm`.

    A figure of a run depends on that run alone, so it is the same in whatever company of runs it is read. Raises
    InputError for others.
    """
    if name.startswith(FIRST_JOINED):
        return partial(first_joined, role=name.removeprefix(FIRST_JOINED))
    return Measure.read(name).of


def first_joined(result: Result, role: str) -> Floats:
    """Return the day on which the first hire of a role joined, run by run, NaN for never; those in place count as 0."""
    names = result.scenario.roles.names()
    number = names.index(role) if role in names else NOBODY
    hires = result.hires[(result.hires["role"] == number) & ~np.isnan(result.hires["joined"])]
    days = np.full(len(result.runs), np.inf)
    np.minimum.at(days, np.searchsorted(result.runs, hires["run"]), np.maximum(hires["joined"], 0.0))
    return np.where(np.isfinite(days), days, np.nan)
