"""Instructions of a run, counted: beside what was noted, beside a commit, by mechanism and by horizon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from benchmarks.callgrind import PROCESSOR, RUNS, CountError, counted
from benchmarks.cases import BASELINE, HORIZONS, MECHANISMS, Case
from benchmarks.events import events
from benchmarks.figures import NOT_THERE, as_millions, geometric_mean
from benchmarks.note import NOTED, Note, differing, makers, words
from benchmarks.page import Section, Table
from benchmarks.sitting import Sitting

TITLE: Final = "Instructions of the kernel"
Counts: TypeAlias = Mapping[str, float]
"""Instructions of a run by the name of the case."""


def measured(sitting: Sitting) -> Section:
    """Count on every side, all cases in one process of each."""
    noted = [Case(name, name) for name in sitting.scenarios] or [*NOTED]
    others = [BASELINE, *MECHANISMS, *HORIZONS]
    try:
        counts = [counted(side, [*noted, *others]) for side in sitting.sides]
    except CountError as error:
        return Section(TITLE, f"Not counted: {error}.")
    note, whole = Note.read(), counts[0][BASELINE.name]
    return Section(
        TITLE,
        f"A run of the baseline takes {as_millions(whole)} instructions, {_an_event(BASELINE, whole)} an event"
        f"{_beside(sitting, counts, noted)}; {_against(note, {case.name: counts[0][case.name] for case in noted})}.",
        (
            _table(sitting, "scenario", noted, counts, "noted", note.instructions),
            _table(sitting, "baseline", others, counts, "whole", dict.fromkeys((case.name for case in others), whole)),
        ),
        f"Counted by callgrind, with the kernel compiled for {PROCESSOR}, which Valgrind knows, and not for this "
        f"processor. What is counted is the difference between {2 * RUNS} runs and the first {RUNS} of them: neither "
        "start-up nor the making of memory is in it. The same sources give the same count, to the instruction or so.",
    )


def _beside(sitting: Sitting, counts: Sequence[Counts], cases: Sequence[Case]) -> str:
    """Say how much that is beside the commit, over some cases; nothing where there is none."""
    if sitting.before is None:
        return ""
    now, before = counts
    ratios = [now[case.name] / before[case.name] for case in cases if case.name in before]
    return f", {geometric_mean(ratios):.3f} of what it took at {sitting.before.name} (geometric mean of {len(ratios)})"


def _against(note: Note, counts: Counts) -> str:
    if other := differing(note, makers()):
        return f"what is noted was counted with {other}"
    return "; ".join(line.removeprefix("kernel instructions: ") for line in words(note, counts))


def _an_event(case: Case, count: float) -> str:
    return f"{count / events(case, range(RUNS, 2 * RUNS)):,.0f}"


def _table(
    sitting: Sitting, heading: str, cases: Sequence[Case], counts: Sequence[Counts], name: str, beside: Counts
) -> Table:
    """Return the table of some cases, beside what is so named and, where there is one, beside the commit."""
    now, *before = counts
    head = [heading, "a run", "an event", name, f"now/{name}"]
    rows = []
    for case in cases:
        count = now[case.name]
        row = [case.name, as_millions(count), _an_event(case, count)]
        for others in (beside, *before):
            other = others.get(case.name)
            row += [NOT_THERE] * 2 if other is None else [as_millions(other), f"{count / other:.3f}"]
        rows.append(row)
    if sitting.before is not None:
        head += [sitting.before.name, f"now/{sitting.before.name}"]
    return Table(head, rows)
