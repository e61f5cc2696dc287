"""What the scenario as it stands has over the runs of `t2d3 run`: the level that every command prints.

A command may play other runs than `run` does: to select on some and judge on fresh ones, or fewer since it plays many
companies. The means of other runs are other means, by luck alone, and one figure of one company would be printed as
several. So what such a command tells are differences, on runs of its own, with intervals of their own; the level to
which it adds them is that of `run`. Both estimate what they are said to without bias, and so does their sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.decisions.paired import estimate
from simulator.results.bands import mean_of

if TYPE_CHECKING:
    from simulator.decisions.verdict import Verdict
    from simulator.results.arithmetic import Floats

__all__ = ["AsItStands"]


@dataclass(frozen=True)
class AsItStands:
    """Means of some figures of the scenario as it stands over runs 0 to `runs` − 1, NaN where no run has a figure."""

    means: tuple[float, ...]
    runs: int

    @classmethod
    def of(cls, values: Floats | Sequence[Floats]) -> AsItStands:
        """Return the means of figures (figures, runs), to the last bit those of the bands of `simulate`."""
        return cls(tuple(mean_of(row) for row in values), len(values[0]))

    def with_differences(self, verdict: Verdict, shown: Floats, now: int, figure: int) -> list[float]:
        """Return a figure's level for each choice of a verdict: this one and what the choice has over it.

        Figure 0 is the judged one, whose levels so differ by just the differences of the verdict. `shown` is (choices
        and the scenario as it stands, figures, runs) and `now` the row of the scenario as it stands in both.
        """
        if figure == 0:
            present = verdict.all_differences[now].mean
            return [self.means[0] + (one.mean - present) for one in verdict.differences]
        rows = shown[: verdict.count, figure] - shown[now, figure]
        return [self.means[figure] + estimate(row).mean for row in rows]
