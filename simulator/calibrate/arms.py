"""The companies that the expectations look at: the baseline and what it is set against, all under the same luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from simulator.experiment.replications import simulate
from simulator.progress import Progress
from simulator.scenario.reading.files import load

if TYPE_CHECKING:
    from simulator.results.result import Result

__all__ = ["Arms"]

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Arm:
    """One company: a shipped scenario, what is set otherwise in it, and for how many months it is played."""

    scenario: str
    months: int
    sets: Values = field(default_factory=dict)


_LAUNCHED: Final = ("second", "third", "fourth", "fifth")


def _head_at(arr: str) -> Values:
    return {"roles.cs_head.opens": [{"arr": arr}]}


ARMS: Final[Mapping[str, Arm]] = {
    "baseline": Arm("baseline", 84),
    "no CS": Arm("no_cs", 60),
    "head at $1M": Arm("baseline", 60, _head_at("$1M")),
    "head at $2M": Arm("baseline", 60, _head_at("$2M")),
    "head at $3M": Arm("baseline", 84, _head_at("$3M")),
    "head at $4M": Arm("baseline", 84, _head_at("$4M")),
    "head at $6M": Arm("baseline", 84, _head_at("$6M")),
    "head at $9M": Arm("baseline", 84, _head_at("$9M")),
    "head at $14M": Arm("baseline", 84, _head_at("$14M")),
    "head at $25M": Arm("baseline", 84, _head_at("$25M")),
    "sellers and CS": Arm("selling_by_capacity", 36),
    "sellers before CS": Arm("selling_by_capacity", 36, _head_at("$14M")),
    "no launches": Arm("baseline", 60, {f"products.{name}.opens": [] for name in _LAUNCHED}),
    "onboarding never": Arm("onboarding_never", 60),
    "onboarding never, unforeseen": Arm("onboarding_never", 60, {"hiring.sees_onboarding": False}),
}


class Arms:
    """Results of the arms, each simulated when it is first asked for, with `values` laid over every one of them."""

    def __init__(self, runs: int, seed: int, values: Values | None = None, progress: Progress | None = None) -> None:
        self.runs, self.seed = runs, seed
        self.values = dict(values or {})
        self._progress = progress
        self._results: dict[str, Result] = {}

    def __getitem__(self, name: str) -> Result:
        if name not in self._results:
            arm = ARMS[name]
            sets = {**self.values, "horizon_months": arm.months, **arm.sets}
            self._results[name] = simulate(
                load(arm.scenario, sets), runs=self.runs, seed=self.seed, progress=self._progress
            )
        return self._results[name]
