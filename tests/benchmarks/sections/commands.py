"""What the commands take, as a shell sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from benchmarks.figures import NOT_THERE, Ratio, as_mebibytes, as_seconds
from benchmarks.page import Section, Table
from benchmarks.programs import Took, by_sides, t2d3
from benchmarks.sitting import Sitting

SHORT: Final = (
    ("--help",),
    ("check", "baseline"),
    ("explain", "baseline"),
    ("metrics",),
    ("schema",),
    ("scenarios",),
)
_RUN: Final = ("run", "baseline", "--quiet", "--out", "out")
LONG: Final = (
    (*_RUN, "--runs", "100", "--no-charts"),
    (*_RUN, "--runs", "1000", "--no-charts"),
    (*_RUN, "--runs", "1000", "--no-charts", "--workers", "1"),
    (*_RUN, "--runs", "1000", "--no-charts", "--keep", "summaries"),
    (*_RUN, "--runs", "1000"),
)
SHORT_TURNS: Final = 6
LONG_TURNS: Final = 3


def measured(sitting: Sitting) -> Section:
    """Measure every command."""
    rows, ratios = [], {}
    for commands, turns in ((SHORT, SHORT_TURNS), (LONG, LONG_TURNS)):
        for command in commands:
            played = by_sides(sitting.sides, t2d3(*command), sitting.turns(turns))
            rows.append([name_of(command), *cells(played)])
            ratios[name_of(command)] = played[0]
    thousand = ratios[name_of(LONG[1])]
    return Section(
        "Commands",
        f"`check` takes {as_seconds(_least(ratios[name_of(SHORT[1])]))} on a core, a thousand runs without charts "
        f"{as_seconds(_least(thousand))} and {as_mebibytes(max(one.peak for one in thousand))}.",
        (Table(["t2d3 …", *head(sitting)], rows),),
        f"Whole processes with machine code at hand, by turns: {sitting.turns(SHORT_TURNS)} of the short ones, "
        f"{sitting.turns(LONG_TURNS)} of the long ones. Seconds are those of the best turn, ratios the median of the "
        "pairs. CPU time is that of all processes of a command; memory is that of the largest.",
    )


def name_of(command: Sequence[str]) -> str:
    """Return a command as it is typed, without what keeps it quiet."""
    left_out = {"--quiet", "--out", "out"}
    return " ".join(word for word in command if word not in left_out)


def head(sitting: Sitting) -> list[str]:
    """Return the head of the columns that `cells` fills."""
    found = ["CPU", "clock", "memory"]
    if sitting.before is not None:
        commit = sitting.before.name
        found += [f"{commit}: CPU", "clock", "memory", "CPU ratio", "least … most"]
    return found


def cells(played: Sequence[Sequence[Took]]) -> list[str]:
    """Return what a command took on each side and, where there are two, the ratio."""
    now, *before = played
    found = _cells(now)
    for there in before:
        found += _cells(there)
        if not all(one.ended_well() for one in there):
            found += [NOT_THERE] * 2
        else:
            ratio = Ratio.of([one.core for one in now], [one.core for one in there])
            found += [f"{ratio.median:.2f}", ratio.spread()]
    return found


def _cells(took: Sequence[Took]) -> list[str]:
    if not all(one.ended_well() for one in took):
        return [NOT_THERE] * 3
    clock = min(one.clock for one in took)
    return [as_seconds(_least(took)), as_seconds(clock), as_mebibytes(max(one.peak for one in took))]


def _least(took: Sequence[Took]) -> float:
    return min(one.core for one in took)
