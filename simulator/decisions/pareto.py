"""The Pareto front of two measures, both to be large: which choices give something up for nothing, and how surely.

A choice is beaten by another that has no less of either measure and more of one. Which ones *are* beaten is told from
paired differences: of each measure the other has clearly more, or just as much in every run, and clearly more of one at
least. Both measures have to pass, so nothing is shared out between them (an intersection-union test); among the
k (k − 1) ordered pairs of choices the error is shared evenly (Bonferroni), so that all that is said to be beaten is so
with 95 % confidence, and with that confidence no choice of the true front is among it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.decisions.compare import CONFIDENCE
from simulator.decisions.paired import could_be_best, student_t

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.decisions.paired import Floats

    Marks = npt.NDArray[np.bool_]

__all__ = ["Front", "Marks"]


@dataclass(frozen=True, eq=False)
class Front:
    """Every choice stands in one of three places; all arrays are (choices,).

    `on`: by the means no other choice beats it; there is always one. `beaten`: another clearly beats it. Neither: by
    the means it is beaten, and luck could explain that. `as_good` tells of which choices no other has clearly more of
    either measure: where there is one, no more of the one has to be paid for with the other.
    """

    on: Marks
    beaten: Marks
    as_good: Marks

    @property
    def open(self) -> Marks:
        """Which choices cannot be told from the front."""
        return ~(self.on | self.beaten)


def front(first: Floats, second: Floats) -> Front:
    """Return where choices stand by two measures (choices, runs), on common draws and both to be large."""
    on = undominated(np.stack([first.mean(axis=1), second.mean(axis=1)], axis=1))
    shared = 1.0 - (1.0 - CONFIDENCE) / 2.0  # two statements, one of each measure, are to hold together
    as_good = could_be_best(first, shared) & could_be_best(second, shared)
    return Front(on, clearly_beaten(first, second) & ~on, as_good)


def undominated(points: Floats) -> Marks:
    """Tell of which points (points, 2) none has as much of both and more of one; of equal ones all stay."""
    kept = np.ones(len(points), dtype=bool)
    for place, point in enumerate(points):
        kept[place] = not np.any((points >= point).all(axis=1) & (points > point).any(axis=1))
    return kept


def clearly_beaten(first: Floats, second: Floats, confidence: float = CONFIDENCE) -> Marks:
    """Tell which choices another beats by paired differences, so that with this confidence all of that is right."""
    choices, runs = first.shape
    beaten = np.zeros(choices, dtype=bool)
    if choices == 1 or runs < 2:
        return beaten
    t = student_t(1.0 - (1.0 - confidence) / (choices * (choices - 1)), runs - 1)
    for place in range(choices):
        more = [_least(values - values[place], t) for values in (first, second)]
        beaten[place] = bool(np.any((np.minimum(*more) >= 0.0) & (np.maximum(*more) > 0.0)))
    return beaten


def _least(ahead: Floats, t: float) -> Floats:
    """Return the least by which each choice may be ahead; nothing, not less, where the runs are all the same."""
    found: Floats = ahead.mean(axis=1) - t * ahead.std(axis=1, ddof=1) / np.sqrt(ahead.shape[1])
    return found
