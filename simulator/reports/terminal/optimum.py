"""What the terminal says about the best combination of levers: the answer, how sure it is, the finalists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.charts.optimum import optimum_title
from simulator.reports.sides import choice_words
from simulator.reports.terminal.decision import gains_words, levels_note, print_decision
from simulator.reports.terminal.run import head_of, plain_table
from simulator.reports.terminal.sweep import axis_heads, with_interval
from simulator.reports.verdict_words import matters_words, promise, spent_words, standing
from simulator.reports.words import short_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.optimum import Optimum

__all__ = ["optimum_note", "optimum_table", "print_optimum"]


def sureness_of(found: Optimum) -> list[str]:
    """Return how sure the answer is, in sentences."""
    tried = "All" if found.tried + found.impossible == found.possible else f"{found.tried:,} of"
    lines = [
        f"{tried} {found.possible:,} combinations were tried, {found.impossible:,} of them impossible."
        if found.impossible
        else f"{tried} {found.possible:,} combinations were tried."
    ]
    if len(found.finalists) > 1:
        lines.append(matters_words(found.matters, found.measures[0]))
        lines += promise(found.verdict, found.measures[0], "finalist", "--budget")
    ends = [
        axis.path
        for axis, at in zip(found.axes, found.best.at, strict=True)
        if axis.numeric and at in (0, len(axis.choices) - 1) and len(axis.choices) > 2
    ]
    if ends:
        lines.append(f"At the end of what was tried: {', '.join(ends)}. A better value may lie beyond.")
    if len(found.halved) > 1:
        steps = " → ".join(f"{one:,}" for one in found.halved)
        lines.append(f"The search left {steps}; that the best of all is a finalist is likely, not promised.")
    return lines


def print_optimum(found: Optimum, console: Console, files: Sequence[Path] = ()) -> None:
    """Print the best combination that was `found` on `console` for a reader with ten seconds.

    Then where the `files` are. Plain text where the console is no terminal.
    """
    spent = spent_words(found.verdict, found.spent - found.as_it_stands.runs, found.seconds)
    print_decision(
        console,
        optimum_title(found),
        [*sureness_of(found), gains_words(found.measures, found.gain)],
        lambda count: optimum_table(found, count),
        len(found.measures),
        optimum_note(found),
        files,
        f"{short_name(found.scenario.name)} · {spent} · seed {found.seed} · {found.engine} engine",
    )


def optimum_note(found: Optimum) -> str:
    """Return what the figures of the table of what was `found` are, and which levers nothing pushes back."""
    varied = [axis.path for axis in found.axes]
    return levels_note(found.measures, found.as_it_stands, found.scenario, found.own_growth, varied)


def optimum_table(found: Optimum, count: int) -> Table:
    """Return the table of the finalists that were `found`, with the first `count` of the measures."""
    shown = found.measures[:count]
    heads = axis_heads(found.axes)
    table = plain_table(*heads, head_of(shown[0]), "against the best", "", *map(head_of, shown[1:]))
    levels = [found.levels(at) for at in range(count)]
    for place, one in enumerate(found.finalists):
        gap = with_interval(shown[0], found.differences[place])
        cells = ["", "selected"] if place == 0 else [gap, standing(found.verdict, found.order[place])]
        first, *others = (measure.shown(level[place]) for measure, level in zip(shown, levels, strict=True))
        values = [
            choice_words(found.scenario, axis, axis.choices[at]) for axis, at in zip(found.axes, one.at, strict=True)
        ]
        table.add_row(*values, first, *cells, *others)
    return table
