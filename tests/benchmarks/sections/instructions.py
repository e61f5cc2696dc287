"""Instructions of a run, counted: beside what was noted, beside a commit, by mechanism and by horizon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.callgrind import PROCESSOR, RUNS, CountError, counted
from benchmarks.cases import BASELINE, HORIZONS, MECHANISMS, Case
from benchmarks.events import events
from benchmarks.figures import NOT_THERE, as_change, as_millions, change
from benchmarks.note import NOTED, Note, differing, makers, words
from benchmarks.page import Section, Table
from benchmarks.sitting import Sitting

TITLE = "Instructions of the kernel"


def measured(sitting: Sitting) -> Section:
    """Count on every side, all cases in one process of each."""
    noted = [Case(name, name) for name in sitting.scenarios] or [*NOTED]
    others = [BASELINE, *MECHANISMS, *HORIZONS]
    try:
        counts = [counted(side, [*noted, *others]) for side in sitting.sides]
    except CountError as error:
        return Section(TITLE, f"Not counted: {error}.")
    now, before = counts[0], counts[1] if len(counts) > 1 else None
    note = Note.read()
    here = {case.name: now[case.name] for case in noted}
    commit = None if sitting.before is None else sitting.before.name
    return Section(
        TITLE,
        _finding(note, here),
        (
            _table("scenario", noted, now, note.instructions, "noted", before, commit),
            _table(
                "baseline", others, now, {case.name: now[BASELINE.name] for case in others}, "baseline", before, commit
            ),
        ),
        f"Counted by callgrind, with the kernel compiled for {PROCESSOR}, which Valgrind knows, and not for this "
        f"processor. What is counted is the difference between {2 * RUNS} runs and the first {RUNS} of them: neither "
        "start-up nor the making of memory is in it. The same sources give the same count, to the instruction or so.",
    )


def _finding(note: Note, counts: Mapping[str, float]) -> str:
    if other := differing(note, makers()):
        return f"What is noted was counted with {other}: compare sides, not notes."
    return "; ".join(line.removeprefix("kernel instructions: ") for line in words(note, counts)) + "."


def _table(
    heading: str,
    cases: Sequence[Case],
    now: Mapping[str, float],
    beside: Mapping[str, float],
    name: str,
    before: Mapping[str, float] | None,
    commit: str | None,
) -> Table:
    head = [heading, "a run", "an event", name, "change"]
    counted_runs = range(RUNS, 2 * RUNS)
    rows = []
    for case in cases:
        count, other = now[case.name], beside.get(case.name)
        row = [case.name, as_millions(count), f"{count / events(case, counted_runs):,.0f}"]
        row += [NOT_THERE] * 2 if other is None else [as_millions(other), as_change(change(count, other))]
        rows.append(row)
    if before is not None and commit is not None:
        head += [commit, f"now/{commit}"]
        for row, case in zip(rows, cases, strict=True):
            there = before.get(case.name)
            row += [NOT_THERE] * 2 if there is None else [as_millions(there), f"{now[case.name] / there:.3f}"]
    return Table(head, rows)
