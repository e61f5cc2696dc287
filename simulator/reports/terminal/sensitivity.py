"""What the terminal says about sensitivity: what matters most, whose not knowing it is, how much is luck."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from simulator.clock import month_label
from simulator.reports.charts.tornado import sobol_title, tornado_title
from simulator.reports.charts.variance_split import variance_split_title
from simulator.reports.terminal.decision import as_it_stands_words
from simulator.reports.terminal.room import print_fitting
from simulator.reports.terminal.run import head_of, plain_table, print_files
from simulator.reports.terminal.sweep import with_interval
from simulator.reports.words import band_name, between, growth_words, plural, short_name
from simulator.results.formatting import shown_in
from simulator.scenario.explain.words import sentence
from simulator.scenario.schema.words import CS_EFFECT, path_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.sobol import Sobol
    from simulator.decisions.tornado import Bar, Tornado
    from simulator.decisions.variance_split import VarianceSplit

_MOST: Final = 24
_CS_EFFECT: Final = (
    f"{sentence(path_words(CS_EFFECT))} is {CS_EFFECT}: the less of it, the more does a customer without CS fare like "
    "one with it, so that a company has more, and its CS is worth less."
)

__all__ = ["bars_note", "bars_table", "print_sensitivity"]


def print_sensitivity(
    bars: Tornado, indices: Sobol | None, luck: VarianceSplit | None, console: Console, files: Sequence[Path] = ()
) -> None:
    """Print what moves a measure, for a reader with ten seconds; plain text where the console is no terminal.

    `bars` is the tornado; the `indices` and the split of `luck` follow where they are not None. `console` is where to,
    and `files` are named at the end.
    """
    from rich.text import Text

    console.print(Text(f"{tornado_title(bars)}.", style="bold"), highlight=False)
    console.print()
    _print_bars(bars, console)
    if indices is not None:
        console.print()
        _print_indices(indices, console)
    if luck is not None:
        console.print()
        _print_luck(luck, console)
    console.print()
    print_files(files, console)
    about = f"{short_name(bars.scenario.name)} · {plural(bars.runs, 'run')} at each end · seed {bars.seed}"
    console.print(Text(f"{about} · {bars.engine} engine", style="dim"), highlight=False)


def _print_bars(found: Tornado, console: Console) -> None:
    from rich.text import Text

    print_fitting([bars_table(found)], console)
    if left := len(found.bars) - len(bars_shown(found)):
        clear = sum(bar.clear for bar in found.bars)
        more = f"{left} more values move it less; {clear} of {len(found.bars)} move it by more than luck does."
        console.print(Text(more, style="dim"), highlight=False)
    console.print(Text(bars_note(found), style="dim"), highlight=False)


def bars_table(found: Tornado) -> Table:
    """Return the table of the tornado that was `found`: what each value does at its low and its high figure."""
    table = plain_table("value", "low", head_of(found.measure), "high", head_of(found.measure))
    for bar in bars_shown(found):
        knob, measure = bar.knob, found.measure
        low, high = with_interval(measure, bar.low), with_interval(measure, bar.high)
        name = path_words(knob.path) if knob.path == CS_EFFECT else knob.path
        table.add_row(name, knob.label(knob.low), low, knob.label(knob.high), high)
    return table


def bars_shown(found: Tornado) -> Sequence[Bar]:
    """Return the bars that a table shows: all of them, the largest where priors move whatever there is."""
    return found.bars[:_MOST] if found.priors else found.bars


def bars_note(found: Tornado) -> str:
    """Return what the figures of the tornado that was `found` are."""
    centre = found.measure.shown(found.centre)
    stands = as_it_stands_words([found.measure], found.as_it_stands)
    own = growth_words(found.own_growth, "The ends")
    named = f" {_CS_EFFECT}" if any(bar.knob.path == CS_EFFECT for bar in found.bars) else ""
    return f"Against {centre} with all at the centre; {found.how}. ± is the paired 95% interval.{named} {stands}{own}"


def _print_indices(found: Sobol, console: Console) -> None:
    from rich.text import Text

    console.print(Text(f"{sobol_title(found)}.", style="bold"), highlight=False)
    if found.spread == 0.0:
        return
    table = plain_table("value", "alone", "95%", "with all others", "95%")
    for one in found.indices:
        first = between(_index(one.first_low), _index(one.first_high))
        total = between(_index(one.total_low), _index(one.total_high))
        table.add_row(one.name, _index(one.first), first, _index(one.total), total)
    print_fitting([table], console)
    note = (
        f"Sobol' indices: shares of the variance of the mean over {plural(found.luck, 'run')} of the same luck; "
        f"{found.points} points. Estimates may lie slightly outside 0 to 1."
    )
    console.print(Text(note, style="dim"), highlight=False)


def _index(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _print_luck(found: VarianceSplit, console: Console) -> None:
    from rich.text import Text

    console.print(Text(f"{variance_split_title(found)}.", style="bold"), highlight=False)
    name = band_name(found.runs)
    table = plain_table("", "", name, "luck", "95%", f"{name} if all were known")
    for one, band in zip(found.splits, found.bands, strict=True):
        metric = one.measure.terms[0].metric
        when = month_label(found.scenario.start_date, one.month)
        if not math.isfinite(one.luck):
            continue
        low, high = (shown_in(metric.unit, value) for value in band)
        share = between(f"{one.low:.0%}", f"{one.high:.0%}")
        table.add_row(metric.title, when, between(low, high), f"{one.luck:.0%}", share, f"{one.known:.0%} as wide")
    print_fitting([table], console)
    note = (
        f"Variance of {found.rows} sets of values with {plural(found.each, 'run')} of each; {name} over the "
        f"{plural(found.runs, 'run')} of t2d3 run."
    )
    console.print(Text(note, style="dim"), highlight=False)
