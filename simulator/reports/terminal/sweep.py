"""What the terminal says about a sweep: the answer, what early and late cost, every point in a table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from simulator.decisions.sweep import shifted
from simulator.reports.charts.heat import heat_title
from simulator.reports.charts.pareto import front_words, pareto_title
from simulator.reports.charts.response import sweep_title
from simulator.reports.sides import choice_words
from simulator.reports.terminal.room import print_fitting
from simulator.reports.terminal.run import STOPPED, head_of, plain_table, print_files
from simulator.reports.words import (
    explained,
    first_of,
    growth_words,
    joined_label,
    months_words,
    plural,
    short_name,
    unopposed_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.axis import Axis
    from simulator.decisions.paired import Estimate
    from simulator.decisions.sweep import Sweep
    from simulator.results.measure import Measure

__all__ = ["finding", "print_sweep", "sweep_note", "sweep_table"]

_SHIFTS: Final = (-12.0, -6.0, -3.0, 3.0, 6.0, 12.0)
_POINTS_SHOWN: Final = 40


def print_sweep(found: Sweep, console: Console, files: Sequence[Path] = ()) -> None:
    """Print a sweep that was `found` for a reader with ten seconds; plain text where the console is no terminal.

    `console` is where to; `files` are named at the end.
    """
    from rich.text import Text

    console.print(Text(f"{finding(found)}.", style="bold"), highlight=False)
    if found.interrupted:
        console.print(STOPPED, highlight=False)
    console.print()
    print_fitting((sweep_table(found, count) for count in range(len(found.measures), 0, -1)), console, files)
    if len(found.points) > _POINTS_SHOWN:
        console.print(f"and {plural(len(found.points) - _POINTS_SHOWN, 'more point')} in the file", highlight=False)
    console.print(Text(sweep_note(found), style="dim"), highlight=False)
    console.print()
    _print_shifts(found, console)
    console.print(f"{pareto_title(found)}. {front_words(found)}", highlight=False, markup=False)
    console.print()
    print_files(files, console)
    about = f"{short_name(found.scenario.name)} · {plural(found.runs, 'run')} at each of {len(found.points)} points"
    console.print(Text(f"{about} · seed {found.seed} · {found.engine} engine", style="dim"), highlight=False)


def finding(found: Sweep) -> str:
    """Return the answer of a sweep that was `found` in one sentence, of a curve or of a map."""
    return sweep_title(found) if len(found.axes) == 1 else heat_title(found)


def sweep_note(found: Sweep) -> str:
    """Return what the figures of the table of the sweep that was `found` are."""
    return (
        f"Means over the runs, those of t2d3 run; ± is the 95% interval of the difference from the best, on the same "
        f"luck. * with 95% confidence the true best is among these. {explained(found.measures, found.scenario)}."
        f"{growth_words(found.own_growth, 'The points')}{unopposed_words(axis.path for axis in found.axes)}"
    )


def sweep_table(found: Sweep, count: int) -> Table:
    """Return the table of the points that were `found`, with the first `count` of the measures.

    It has the first 40 points.
    """
    shown = found.measures[:count]
    joined = found.months_joined()
    heads = axis_heads(found.axes)
    heads += ["at work"] if found.joined is not None else []
    table = plain_table(*heads, head_of(shown[0]), "against the best", *map(head_of, shown[1:]))
    levels = [found.levels(place) for place in range(count)]
    for row, (point, gap) in enumerate(zip(found.points, found.differences(), strict=True)):
        if row == _POINTS_SHOWN:
            break
        cells = [
            choice_words(found.scenario, axis, axis.choices[at]) for axis, at in zip(found.axes, point.at, strict=True)
        ]
        if found.joined is not None:
            cells.append(joined_label(found.scenario.start_date, joined[row]))
        cells.append(shown[0].shown(levels[0][row]))
        cells.append(_gap(found, shown[0], gap, row))
        cells += [one.shown(level[row]) for one, level in zip(shown[1:], levels[1:], strict=True)]
        table.add_row(*cells)
    return table


def axis_heads(axes: Sequence[Axis]) -> list[str]:
    """Return what heads the columns of values that vary: `head of CS opens` for a hiring point, or the path in words.

    A hiring point on its own just `opens`, since the answer has said whose it is.
    """
    names = [
        f"{first_of(axis.role, axis.taken).removeprefix('the ')} opens" if axis.role is not None else ""
        for axis in axes
    ]
    alone = ["opens"] if len(axes) == 1 and axes[0].role is not None else names
    return [name or axis.name for name, axis in zip(alone, axes, strict=True)]


def _gap(found: Sweep, measure: Measure, gap: Estimate, row: int) -> str:
    star = " *" if found.candidates[row] else "  "
    return ("best" if row == found.best else with_interval(measure, gap)) + star


def with_interval(measure: Measure, gap: Estimate) -> str:
    """Return a difference with its sign and interval: `−$370K ± $200K`."""
    half = f" ± {measure.size(gap.half)}" if math.isfinite(gap.half) else ""
    return f"{measure.difference(gap.mean)}{half}"


def _print_shifts(found: Sweep, console: Console) -> None:
    """Say what months early or late come to, measure by measure."""
    rows = [(one.months, one.differences) for one in shifted(found, _SHIFTS)]
    axis = found.axes[0]
    if len(found.axes) != 1 or axis.role is None or not rows:
        return
    who = first_of(axis.role, axis.taken)
    best = found.axes[0].choices[found.best].label
    console.print(f"What it comes to when {who} joins earlier or later than at {best}:", highlight=False)
    print_fitting((_shifts_table(found, rows, count) for count in range(len(found.measures), 0, -1)), console)
    console.print()


def _shifts_table(found: Sweep, rows: Sequence[tuple[float, Sequence[Estimate]]], count: int) -> Table:
    shown = found.measures[:count]
    table = plain_table("", *map(head_of, shown))
    for months, differences in rows:
        cells = [with_interval(measure, gap) for measure, gap in zip(shown, differences, strict=False)]
        table.add_row(months_words(months), *cells)
    return table
