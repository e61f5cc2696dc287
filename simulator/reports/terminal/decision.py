"""How an answer stands on the terminal: its sentence, how sure it is, what it gains, a table, where the files are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.terminal.room import print_fitting
from simulator.reports.terminal.run import print_files
from simulator.reports.terminal.sweep import with_interval
from simulator.reports.words import explained, growth_words, plural, unopposed_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.as_it_stands import AsItStands
    from simulator.decisions.paired import Estimate
    from simulator.results.measure import Measure
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["levels_note"]


def print_decision(
    console: Console,
    title: str,
    sentences: Sequence[str],
    table: Callable[[int], Table],
    measures: int,
    note: str,
    files: Sequence[Path],
    about: str,
    also: Callable[[], None] | None = None,
) -> None:
    """Print an answer for a reader with ten seconds; plain text where the console is no terminal.

    `table` makes the table with so many of the measures; it is printed with as many as the screen has room for. What
    `also` prints comes after it.
    """
    from rich.text import Text

    console.print(Text(f"{title}.", style="bold"), highlight=False)
    console.print()
    for line in sentences:
        console.print(line, highlight=False)
    console.print()
    print_fitting(map(table, range(measures, 0, -1)), console, files)
    console.print(Text(note, style="dim"), highlight=False)
    console.print()
    if also is not None:
        also()
    print_files(files, console)
    console.print(Text(about, style="dim"), highlight=False)


def as_it_stands_words(measures: Sequence[Measure], stands: AsItStands) -> str:
    """Return what the scenario as it stands has in all measures, and over which runs."""
    levels = [f"{one.within} {one.shown(mean)}" for one, mean in zip(measures, stands.means, strict=True)]
    return f"As it stands, over the {plural(stands.runs, 'run')} of t2d3 run: {', '.join(levels)}."


def levels_note(
    measures: Sequence[Measure],
    stands: AsItStands,
    scenario: Scenario,
    own_growth: Sequence[str] = (),
    varied: Sequence[str] = (),
) -> str:
    """Return what the levels of a table are made of, and its intervals.

    `measures` are what the table shows, `stands` the means of the `scenario` itself in each of them, and over how many
    runs. `own_growth` are the paths in which the choices differ for which value goes by the growth of each,
    and `varied` all of them.
    """
    return (
        f"{as_it_stands_words(measures, stands)} Levels are these plus the differences, which fresh runs tell; ± are "
        f"95% intervals of differences that hold all at once, on the same luck. {explained(measures, scenario)}."
        f"{growth_words(own_growth, 'The choices')}{unopposed_words(varied)}"
    )


def gains_words(measures: Sequence[Measure], gain: Callable[[int], Estimate]) -> str:
    """Return what the selected choice has over the scenario as it stands, in all measures."""
    gains = [f"{measure.within} {with_interval(measure, gain(place))}" for place, measure in enumerate(measures)]
    return f"Against the scenario as it stands: {', '.join(gains)}."
