"""How much of an answer about a leader is one rule: that others are not hired before the leader is in place.

Where others wait, a late leader means a late team, and the difference that the hiring point makes is mostly the team's.
So every candidate plays the fresh runs that are shown once more, with nobody waiting for the role.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.decisions.paired import estimate, stretch_around
from simulator.decisions.verdict import STAGE_CONFIDENCE
from simulator.results.arithmetic import gap

if TYPE_CHECKING:
    from simulator.decisions.paired import Estimate
    from simulator.decisions.verdict import Verdict
    from simulator.results.arithmetic import Floats
    from simulator.roles import RoleName


@dataclass(frozen=True)
class OneRule:
    """The same candidates with the rule and without it.

    `waiting` are the roles that wait. `costliest` is the place of the candidate that costs most under the rule, against
    the leader of the selection: `with_it` as the verdict has it, `without` on the same runs with nobody waiting.
    `window` is the first and the last of the unbroken row of candidates around the best one without the rule that are
    not shown to be behind it by what matters; all its intervals hold at once.
    """

    waiting: tuple[RoleName, ...]
    costliest: int
    with_it: Estimate
    without: Estimate
    window: tuple[int, int]


def one_rule(waiting: tuple[RoleName, ...], verdict: Verdict, free: Floats) -> OneRule:
    """Return what the rule that the roles `waiting` follow does to the candidates of a `verdict`.

    `free` is the judged measure of each candidate without it (candidates, runs), on the first of the fresh runs.
    """
    costliest = int(np.argmin([one.mean for one in verdict.differences]))
    among = max(1, verdict.count - 1)
    best = int(np.argmax(free.mean(axis=1)))
    behind = [estimate(gap(row, free[best]), STAGE_CONFIDENCE, among) for row in free]
    kept = [place == best or not one.high < -verdict.selection.indifference for place, one in enumerate(behind)]
    return OneRule(
        waiting,
        costliest,
        verdict.differences[costliest],
        estimate(gap(free[costliest], free[verdict.best]), STAGE_CONFIDENCE, among),
        stretch_around(kept, best),
    )
