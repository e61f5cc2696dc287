"""What every section is given: the sides, the processes that play them, and how much is to be measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from benchmarks.cases import Case
from benchmarks.players import SECONDS, Cost, Player, RefusedError, Work, filling, in_turns
from benchmarks.sides import Side


@dataclass
class Sitting:
    """One sitting."""

    now: Side
    before: Side | None = None
    scenarios: Sequence[str] = ()
    """Those that the sections which go scenario by scenario take; none for each section's own choice."""
    quick: bool = False
    _players: dict[str, Player] = field(default_factory=dict)

    @property
    def sides(self) -> list[Side]:
        """This checkout and, where there is one, the commit."""
        return [self.now] if self.before is None else [self.now, self.before]

    def turns(self, full: int) -> int:
        """Return how many turns are taken where a long sitting takes so many."""
        return max(2, full // 3) if self.quick else full

    def player(self, side: Side) -> Player:
        """Return the process that plays a side, the same one all through."""
        return self._players.setdefault(side.name, Player(side))

    def batch(self, case: Case, seconds: float = SECONDS) -> Work:
        """Return a batch of a case that takes the kernel so many seconds, about."""
        return filling(self.player(self.now), Work(case.scenario, case.changes), seconds)

    def by_turns(self, batches: Sequence[tuple[Side, Work]], turns: int) -> list[list[Cost] | None]:
        """Play batches in turns; None for those that their side refuses."""
        taken = [self._takes(side, work) for side, work in batches]
        calls = [
            partial(self.player(side).play, work) for (side, work), takes in zip(batches, taken, strict=True) if takes
        ]
        played = iter(in_turns(calls, turns))
        return [next(played) if takes else None for takes in taken]

    def close(self) -> None:
        """End the processes."""
        for player in self._players.values():
            player.close()

    def _takes(self, side: Side, work: Work) -> bool:
        """Tell whether a side plays such a company; the first time it compiles for that."""
        if side == self.now:
            return True  # what this checkout refuses is a mistake, and ends the sitting
        try:
            self.player(side).play(Work(work.scenario, work.changes))
        except RefusedError:
            return False
        return True
