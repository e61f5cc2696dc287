"""The table that mechanisms, horizons and sizes share: each case beside the baseline, the reference and a commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from benchmarks.cases import BASELINE, Case
from benchmarks.events import events
from benchmarks.figures import NOT_THERE, Ratio, as_change, as_milliseconds, as_nanoseconds, as_times
from benchmarks.page import Table
from benchmarks.players import Cost, Work
from benchmarks.sitting import Sitting

TURNS: Final = 3
_REFERENCE_RUN: Final = (0,)


@dataclass(frozen=True)
class Measured:
    """What a case costs: seconds on a core of a run, events of a run, and the ratios."""

    case: Case
    seconds: float
    happened: float
    beside_baseline: Ratio
    reference: Ratio
    before: Ratio | None

    @property
    def an_event(self) -> float:
        """Seconds an event."""
        return self.seconds / self.happened


def measured_cases(sitting: Sitting, cases: Sequence[Case]) -> list[Measured]:
    """Measure each case, in turns with the baseline, the reference and the commit."""
    whole = sitting.batch(BASELINE)
    return [_measured(sitting, case, whole) for case in cases]


def _measured(sitting: Sitting, case: Case, whole: Work) -> Measured:
    now, batch = sitting.now, sitting.batch(case)
    reference = replace(batch, engine="reference", runs=_REFERENCE_RUN)
    same = replace(batch, runs=_REFERENCE_RUN * len(batch.runs))
    asked = [(now, batch), (now, whole), (now, reference), (now, same)]
    if sitting.before is not None:
        asked.append((sitting.before, batch))
    here, baseline, by_simpy, by_kernel, *there = sitting.by_turns(asked, sitting.turns(TURNS))
    assert here is not None
    before = there[0] if there else None
    return Measured(
        case,
        min(cost.core for cost in here),
        events(case, batch.runs),
        _ratio(here, baseline),
        _ratio(by_simpy, by_kernel),
        None if before is None else _ratio(here, before),
    )


def _ratio(these: list[Cost] | None, those: list[Cost] | None) -> Ratio:
    assert these is not None
    assert those is not None
    return Ratio.of([cost.core for cost in these], [cost.core for cost in those])


def table(sitting: Sitting, heading: str, found: Sequence[Measured]) -> Table:
    """Return the table of some cases."""
    head = [heading, "events a run", "a run", "an event", "beside baseline", "reference/kernel"]
    rows = [
        [
            one.case.name,
            f"{one.happened:,.0f}",
            as_milliseconds(one.seconds),
            as_nanoseconds(one.an_event),
            as_change(one.beside_baseline.median - 1.0),
            as_times(one.reference.median),
        ]
        for one in found
    ]
    if sitting.before is not None:
        head.append(f"now/{sitting.before.name}")
        for row, one in zip(rows, found, strict=True):
            row.append(NOT_THERE if one.before is None else f"{one.before.median:.3f}")
    return Table(head, rows)
