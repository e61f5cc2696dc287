"""The best combination of levers: its sentence, how sure it is, its chart, the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import month_label
from simulator.reports.drawing import heading
from simulator.reports.heat import chosen
from simulator.reports.screen import fits, plain_table, print_files
from simulator.reports.screen_sweep import with_interval
from simulator.reports.theme import BLUE, BOTTOM, GREEN, INK, SMALL_SIZE, new_page, styled, text_width
from simulator.reports.tornado import across
from simulator.reports.words import plural, short_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.optimum import Optimum


def optimum_title(found: Optimum) -> str:
    """Return the answer in one sentence."""
    values = [chosen(axis, at) for axis, at in zip(found.axes, found.best.at, strict=True)]
    gain, measure = found.gain(), found.measures[0]
    if not gain.clear:
        return f"No combination tried is clearly better than the scenario as it stands in {measure.within}"
    more = f"{measure.size(gain.mean)} {'more' if gain.mean > 0.0 else 'less'} {measure.within}"
    title = f"{', '.join(values)}: {more} than the scenario as it stands"
    return f"{title[:1].upper()}{title[1:]}" if found.axes[0].role is not None else title


def sureness_of(found: Optimum) -> list[str]:
    """Return how sure the answer is, in sentences."""
    selection, measure = found.selection, found.measures[0]
    count = len(found.finalists)
    holds = selection.indifference if selection.guaranteed else selection.reachable
    tried = "All" if found.tried + found.impossible == found.possible else f"{found.tried:,} of"
    lines = [
        f"{tried} {found.possible:,} combinations were tried, {found.impossible:,} of them impossible."
        if found.impossible
        else f"{tried} {found.possible:,} combinations were tried."
    ]
    if count > 1:
        lines.append(
            f"If one of the {count} finalists is ahead of the others by {measure.size(holds)} or more, it is the "
            f"selected one with a probability of at least {selection.confidence:.0%}."
            + ("" if selection.guaranteed else " For less the budget did not suffice; allow more with --budget.")
        )
        ahead = max([0.0, *(one.high for one in found.differences[1:])])
        words = f"by more than {measure.size(ahead)}" if ahead > 0.0 else "at all"
        lines.append(
            f"On {plural(found.runs, 'fresh run')}, which had no part in choosing it, no other finalist is ahead of it "
            f"{words} (95%, all at once)."
        )
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
    """Draw the finalists and the scenario as it stands against the selected combination."""
    measure = found.measures[0]
    with styled():
        when = month_label(found.scenario.start_date, found.scenario.horizon_months)
        levers = ", ".join(axis.path.removeprefix("hire.") for axis in found.axes)
        subtitle = f"{measure.explained} ({when}), against the selected combination; levers: {levers}"
        note = (
            f"t2d3 · {short_name(found.scenario.name)} · {plural(found.runs, 'fresh run')} each, seed {found.seed} · "
            f"lines: 95% intervals, same luck"
        )
        figure, top = new_page(optimum_title(found), subtitle, note)
        present = found.gain()
        names = [*(_label(found, place) for place in range(len(found.finalists))), "the scenario as it stands"]
        gaps = [(one.mean, one.low, one.high) for one in found.differences]
        gaps.append((-present.mean, -present.high, -present.low))
        left = max(text_width(name, SMALL_SIZE + 1.0) for name in names) + 0.05
        axes = figure.add_axes((left, BOTTOM, 0.95 - left, top - BOTTOM - 0.02))
        heading(axes, f"{measure.words}, selected: {measure.shown(found.level(0).mean)}")
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
    """Print the best combination for a reader with ten seconds; plain text where the console is no terminal."""
    from rich.text import Text

    console.print(Text(f"{optimum_title(found)}.", style="bold"), highlight=False)
    console.print()
    for line in sureness_of(found):
        console.print(line, highlight=False)
    gains = [f"{one.text} {with_interval(one, found.gain(place))}" for place, one in enumerate(found.measures)]
    console.print(f"Against the scenario as it stands: {', '.join(gains)}.", highlight=False)
    console.print()
    for count in range(len(found.measures), 0, -1):
        table = _table(found, count)
        if fits(table, console):
            break
    console.print(table)
    note = f"Finalists on fresh runs; ± are 95% intervals that hold all at once. {found.measures[0].explained}."
    console.print(Text(note, style="dim"), highlight=False)
    console.print()
    print_files(files, console)
    about = f"{short_name(found.scenario.name)} · {plural(found.spent, 'run')} in all · seed {found.seed}"
    console.print(Text(f"{about} · {found.engine} engine", style="dim"), highlight=False)


def _table(found: Optimum, count: int) -> Table:
    shown = found.measures[:count]
    heads = [axis.path.removeprefix("hire.") for axis in found.axes]
    table = plain_table(*heads, shown[0].text, "against the selected", *(one.text for one in shown[1:]))
    for place, one in enumerate(found.finalists):
        gap = "selected" if place == 0 else with_interval(shown[0], found.differences[place])
        levels = [measure.shown(found.level(place, at).mean) for at, measure in enumerate(shown)]
        table.add_row(*one.labels, levels[0], gap, *levels[1:])
    return table
