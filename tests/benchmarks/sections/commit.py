"""The kernel beside what it was at a commit, scenario by scenario."""

from __future__ import annotations

from typing import Final

from benchmarks.cases import Case
from benchmarks.figures import NOT_THERE, Ratio, as_milliseconds, geometric_mean
from benchmarks.page import Section, Table
from benchmarks.players import SECONDS
from benchmarks.sitting import Sitting

PAIRS: Final = 6


def measured(sitting: Sitting) -> Section:
    """Measure every scenario on both sides."""
    from simulator.scenario.reading.inheritance import shipped

    assert sitting.before is not None
    commit = sitting.before.name
    ratios: dict[str, float] = {}
    rows = []
    for name in sitting.scenarios or [name for name, _ in shipped()]:
        batch = sitting.batch(Case(name, name))
        now, before = sitting.by_turns([(sitting.now, batch), (sitting.before, batch)], sitting.turns(PAIRS))
        assert now is not None
        here = [cost.core for cost in now]
        if before is None:
            rows.append((name, str(len(batch.runs)), NOT_THERE, as_milliseconds(min(here)), NOT_THERE, NOT_THERE))
            continue
        there = [cost.core for cost in before]
        ratio = Ratio.of(here, there)
        ratios[name] = ratio.median
        told = (as_milliseconds(min(there)), as_milliseconds(min(here)), f"{ratio.median:.3f}", ratio.spread())
        rows.append((name, str(len(batch.runs)), *told))
    return Section(
        f"Kernel beside {commit}",
        _finding(ratios, commit),
        (Table(("scenario", "runs", commit, "now", "ratio", "least … most"), rows),),
        f"Both sides play the same runs by turns, {sitting.turns(PAIRS)} pairs of some {SECONDS} s each. The ratio is "
        "the median of the pairs', below 1 where it is faster now; milliseconds are those of a run in the best turn.",
    )


def _finding(ratios: dict[str, float], commit: str) -> str:
    if not ratios:
        return f"{commit} plays none of these scenarios."
    best, worst = min(ratios, key=ratios.__getitem__), max(ratios, key=ratios.__getitem__)
    return (
        f"A run takes {geometric_mean(list(ratios.values())):.3f} of the time it took at {commit} (geometric mean of "
        f"{len(ratios)} scenarios; {best} {ratios[best]:.3f}, {worst} {ratios[worst]:.3f})."
    )
