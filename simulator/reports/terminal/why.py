"""What the terminal says about why: the whole, the parts that add up to it, how they were told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.charts.why import why_title
from simulator.reports.terminal.decision import as_it_stands_words
from simulator.reports.terminal.room import print_fitting
from simulator.reports.terminal.run import head_of, plain_table, print_files
from simulator.reports.terminal.sweep import with_interval
from simulator.reports.words import growth_words, plural, short_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.why import Why

__all__ = ["print_why", "why_note", "why_table"]


def print_why(found: Why, console: Console, files: Sequence[Path] = ()) -> None:
    """Print the causes that were `found` for a reader with ten seconds; plain text where the console is no terminal.

    `console` is where to; `files` are named at the end.
    """
    from rich.text import Text

    console.print(Text(f"{why_title(found)}.", style="bold"), highlight=False)
    console.print()
    print_fitting([why_table(found)], console, files)
    console.print(Text(why_note(found), style="dim"), highlight=False)
    console.print()
    print_files(files, console)
    spent = f"{plural(found.runs, 'run')} of each combination, {found.spent:,} in all"
    about = f"{short_name(found.scenario.name)} · {spent} · seed {found.seed} · {found.engine} engine"
    console.print(Text(about, style="dim"), highlight=False)


def why_table(found: Why) -> Table:
    """Return the table of the causes that were `found`, the whole below them."""
    lost = found.against is None
    table = plain_table("cause" if lost else "difference", *map(head_of, found.measures))
    for part in found.parts:
        cells = [with_interval(one, amount) for one, amount in zip(found.measures, part.amounts, strict=True)]
        table.add_row(part.words, *cells)
    table.add_section()
    whole = [with_interval(one, amount) for one, amount in zip(found.measures, found.whole, strict=True)]
    table.add_row("in all", *whole)
    return table


def why_note(found: Why) -> str:
    """Return how the parts of what was `found` were told apart, and what the scenario has as it stands."""
    how = (
        "Each cause is worth what it adds, averaged over all orders in which they could be switched (Shapley value)"
        if found.exact
        else "There are too many causes for all orders: they were switched one after the other, in the order given"
    )
    own = growth_words(found.own_growth, "The combinations")
    levels = as_it_stands_words(found.measures, found.as_it_stands)
    return f"{how}; the parts add up to the whole in every run. ± is the paired 95% interval. {levels}{own}"
