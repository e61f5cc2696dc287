"""The best combination of levers: its sentence, how sure it is, its chart, the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.decisions.sweep import CASH_LOW
from simulator.reports.cash_words import warned
from simulator.reports.charts.drawing import heading
from simulator.reports.charts.heat import chosen
from simulator.reports.charts.tornado import across
from simulator.reports.terminal.decision import gains_words, levels_note, print_decision
from simulator.reports.terminal.run import head_of, plain_table
from simulator.reports.terminal.sweep import axis_heads, with_interval
from simulator.reports.theme import BLUE, BOTTOM, GREEN, INK, SMALL_SIZE, new_page, styled, text_width
from simulator.reports.verdict_words import matters_words, promise, spent_words, standing
from simulator.reports.words import read_by, short_name
from simulator.results.cash_outlook import share_out
from simulator.scenario.explain.words import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.optimum import Optimum


def optimum_title(found: Optimum) -> str:
    """Return the answer in one sentence; where cash runs out with it, that comes first."""
    low = found.shown[found.verdict.best, [one.text for one in found.measures].index(CASH_LOW)]
    return warned(_optimum_finding(found), ("", share_out(low)), alone=len(low) == 1)


def _optimum_finding(found: Optimum) -> str:
    values = [chosen(axis, at) for axis, at in zip(found.axes, found.best.at, strict=True)]
    gain, measure = found.gain(), found.measures[0]
    if not gain.clear:
        return f"No combination tried is clearly better than the scenario as it stands in {measure.within}"
    more = f"{measure.size(gain.mean)} {'more' if gain.mean > 0.0 else 'less'} {measure.within}"
    return sentence(f"{', '.join(values)}: {more} than the scenario as it stands")


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


def optimum_chart(found: Optimum) -> Figure:
    """Draw the finalists that were `found` and the scenario as it stands against the selected combination."""
    measure = found.measures[0]
    with styled():
        levers = ", ".join(axis.name for axis in found.axes)
        subtitle = f"Judged by {read_by(measure, found.scenario)}; levers: {levers}"
        runs = f"up to {len(found.verdict.rows[found.verdict.best]):,} fresh runs each"
        note = f"t2d3 · {short_name(found.scenario.name)} · {runs}, seed {found.seed} · lines: 95% intervals, same luck"
        figure, top = new_page(optimum_title(found), subtitle, note)
        present = found.gain()
        names = [*(_label(found, place) for place in range(len(found.finalists))), "the scenario as it stands"]
        gaps = [(one.mean, one.low, one.high) for one in found.differences]
        gaps.append((-present.mean, -present.high, -present.low))
        left = max(text_width(name, SMALL_SIZE + 1.0) for name in names) + 0.05
        axes = figure.add_axes((left, BOTTOM, 0.95 - left, top - BOTTOM - 0.02))
        heading(axes, f"Difference from the selected combination, which has {measure.shown(found.levels()[0])}")
        for place, (mean, low, high) in enumerate(gaps):
            colour = GREEN if place == 0 else INK if place == len(gaps) - 1 else BLUE
            if low == low:
                axes.plot([low, high], [-place, -place], color=colour, linewidth=2.0)
            axes.plot([mean], [-place], marker="o", markersize=9, color=colour)
        axes.axvline(0.0, color=INK, linewidth=1.0, zorder=0)
        across(axes, measure.unit, [end for gap in gaps for end in gap if end == end])
        axes.set_ylim(-len(names) + 0.4, 0.6)
        axes.set_yticks(range(0, -len(names), -1), labels=names)
        axes.tick_params(axis="y", labelsize=SMALL_SIZE + 1.0, labelcolor=INK)
    return figure


def _label(found: Optimum, place: int) -> str:
    text = found.finalists[place].label
    text = text if len(text) <= 48 else f"{text[:47]}…"
    return f"selected: {text}" if place == 0 else text


def print_optimum(found: Optimum, console: Console, files: Sequence[Path] = ()) -> None:
    """Print the best combination that was `found` on `console` for a reader with ten seconds.

    Then where the `files` are. Plain text where the console is no terminal.
    """
    spent = spent_words(found.verdict, found.spent - found.as_it_stands.runs, found.seconds)
    print_decision(
        console,
        optimum_title(found),
        [*sureness_of(found), gains_words(found.measures, found.gain)],
        lambda count: _table(found, count),
        len(found.measures),
        levels_note(found.measures, found.as_it_stands),
        files,
        f"{short_name(found.scenario.name)} · {spent} · seed {found.seed} · {found.engine} engine",
    )


def _table(found: Optimum, count: int) -> Table:
    shown = found.measures[:count]
    heads = axis_heads(found.axes)
    table = plain_table(*heads, head_of(shown[0]), "against the best", "", *map(head_of, shown[1:]))
    levels = [found.levels(at) for at in range(count)]
    for place, one in enumerate(found.finalists):
        gap = with_interval(shown[0], found.differences[place])
        cells = ["", "selected"] if place == 0 else [gap, standing(found.verdict, found.order[place])]
        first, *others = (measure.shown(level[place]) for measure, level in zip(shown, levels, strict=True))
        table.add_row(*one.labels, first, *cells, *others)
    return table
