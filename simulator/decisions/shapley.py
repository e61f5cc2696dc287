"""Sharing a difference out among causes so that it adds up exactly, run by run.

With few causes each gets its Shapley value: what it adds, averaged over all orders in which the causes could have been
switched. With more the causes are switched one after the other in a stated order, and each gets what it adds there.
Both add up to the whole in every run, up to rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Play = Callable[[frozenset[int]], Floats]
"""The figures, of any shape, with a set of causes switched."""

MOST_EXACT: Final = 6
"""Causes up to which all 2^n combinations are played."""


def combinations_needed(causes: int) -> list[frozenset[int]]:
    """Return the sets of causes that have to be played, nothing first."""
    if causes > MOST_EXACT:
        return [frozenset(range(count)) for count in range(causes + 1)]
    return [frozenset(chosen) for count in range(causes + 1) for chosen in combinations(range(causes), count)]


def shares(play: Play, causes: int) -> tuple[Floats, Floats]:
    """Return each cause's share (causes, ...) and the whole that they add up to: all switched less none switched."""
    values = {chosen: play(chosen) for chosen in combinations_needed(causes)}
    whole = values[frozenset(range(causes))] - values[frozenset()]
    found = np.zeros((causes, *whole.shape))
    for cause in range(causes):
        if causes > MOST_EXACT:
            found[cause] = values[frozenset(range(cause + 1))] - values[frozenset(range(cause))]
            continue
        for without, value in values.items():
            if cause not in without:
                weight = 1.0 / (causes * math.comb(causes - 1, len(without)))
                found[cause] += weight * (values[without | {cause}] - value)
    return found, whole
