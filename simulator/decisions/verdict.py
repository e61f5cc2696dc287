"""Which of several choices is best, in two stages: selected on one set of runs, judged on fresh ones.

The selection (the procedure KN) and what the fresh runs show share the error evenly, 2.5 % each, so that with a
probability of at least 95 % nothing that is said about the choices is wrong:

- a choice ahead of all others by the indifference or more is the one selected;
- each choice's true difference from the selected one lies in its interval, for all at once (Bonferroni).

What the intervals say is true whichever choice was selected, since no fresh run had a part in the selection. Therefore
the number of fresh runs may differ from choice to choice: it follows from the spreads and distances of the selection,
as many as should tell "as good" from "worse", and few for a choice far behind. It never follows from the fresh runs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from simulator.decisions.compare import CONFIDENCE
from simulator.decisions.defaults import MOST_RUNS
from simulator.decisions.paired import Estimate, Floats, estimate, stretch_around, student_t
from simulator.decisions.selection import FIRST_RUNS, Sample, Selection, select_best
from simulator.results.arithmetic import gap

__all__ = ["Verdict"]

FEWEST_FRESH: Final = 100
STAGE_CONFIDENCE: Final = 1.0 - (1.0 - CONFIDENCE) / 2.0
"""The confidence of each of the two stages, for that of both together."""
_MARGIN: Final = 0.6
"""Half an interval as a share of the distance to the border that a choice beyond it has to be told from."""
_FINEST: Final = 1.0 / 3.0
"""The same for a choice that seems as good, as a share of the indifference, and the finest for any.

A choice as good as the selected one is then shown to be with near certainty, one behind by half of what matters nine
times in ten; closer to the border it may stay unsettled.
"""


@dataclass(frozen=True, eq=False)
class Verdict:
    """What was selected, and the judged measure on fresh runs from `begin` on, the same runs for all.

    `rows` has one row for each choice, with as many runs as it played (the selected one the most), and then one for
    each further choice that was compared without being a candidate.
    """

    selection: Selection
    rows: tuple[Floats, ...]
    begin: int

    @property
    def best(self) -> int:
        """The place of the selected choice."""
        return self.selection.best

    @property
    def count(self) -> int:
        """How many choices there were to select from."""
        return len(self.selection.means)

    @property
    def spent(self) -> int:
        """Fresh runs of all choices together."""
        return sum(len(row) for row in self.rows)

    @cached_property
    def all_differences(self) -> tuple[Estimate, ...]:
        """Each row minus the selected one on their common fresh runs; all intervals hold at once with 97.5 %."""
        selected = self.rows[self.best]
        among = len(self.rows) - 1
        return tuple(estimate(gap(row, selected[: len(row)]), STAGE_CONFIDENCE, among) for row in self.rows)

    @property
    def differences(self) -> list[Estimate]:
        """The differences of the choices."""
        return list(self.all_differences[: self.count])

    @cached_property
    def equal(self) -> tuple[bool, ...]:
        """Which choices are shown to be as good: not behind the selected one by as much as the indifference."""
        return tuple(
            place == self.best or one.low > -self.selection.indifference for place, one in enumerate(self.differences)
        )

    @cached_property
    def worse(self) -> tuple[bool, ...]:
        """Which choices are shown to be behind the selected one by more than the indifference."""
        return tuple(one.high < -self.selection.indifference for one in self.differences)

    @property
    def plateau(self) -> tuple[int, int]:
        """First and last of the unbroken row of equally good choices around the selected one."""
        return stretch_around(self.equal, self.best)

    @cached_property
    def most_ahead(self) -> float:
        """By how much any other choice could still be ahead of the selected one, at most."""
        others = [one.high for place, one in enumerate(self.differences) if place != self.best]
        return max([0.0, *(high for high in others if math.isfinite(high))])


def judge(
    sample: Sample,
    choices: int,
    indifference: float,
    *,
    fresh: Sample | None = None,
    also: int = 0,
    most: int = MOST_RUNS,
    begin: int = 0,
) -> Verdict:
    """Select one of the choices 0, 1, … and judge all of them, and `also` further ones, on fresh runs.

    `sample` plays runs of choices; `fresh`, if given, plays the fresh ones: all choices first, then some of them for
    more runs. Each choice plays at most `most` runs in each stage; runs are numbered from `begin`.
    """
    selection = select_best(sample, choices, indifference, confidence=STAGE_CONFIDENCE, most=most, begin=begin)
    wanted = fresh_runs(selection, also, most)
    first = begin + selection.runs
    parts: list[list[Floats]] = [[] for _ in wanted]
    played = 0
    for until in sorted(set(wanted)):
        which = [place for place, runs in enumerate(wanted) if runs >= until]
        values = (fresh or sample)(range(first + played, first + until), which)
        for place, row in zip(which, values, strict=True):
            parts[place].append(row)
        played = until
    return Verdict(selection, tuple(np.concatenate(part) for part in parts), first)


def fresh_runs(selection: Selection, also: int = 0, most: int = MOST_RUNS) -> list[int]:
    """Return how many fresh runs each choice should play so that it is told as good as the selected one or worse.

    Few suffice for one far from the border between the two; the selected one plays as many as the choice with most,
    and so do `also` further ones.
    """
    delta, best = selection.indifference, selection.best
    among = max(len(selection.means) - 1 + also, 1)
    t = student_t(1.0 - (1.0 - STAGE_CONFIDENCE) / (2.0 * among), FIRST_RUNS - 1)
    behind = selection.means[best] - np.array(selection.means)
    half = np.maximum(_FINEST * delta, _MARGIN * (behind - delta))
    wanted = np.ceil((t * selection.spread[best] / half) ** 2)
    runs = [int(min(most, max(FEWEST_FRESH, one))) for one in wanted]
    runs[best] = max(runs)
    return [max(2, one) for one in [*runs, *[runs[best]] * also]]
