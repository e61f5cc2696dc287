"""What the terminal says about the futures of one past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.cash_words import in_runs
from simulator.reports.charts.branch import branch_title
from simulator.reports.sides import future_words
from simulator.reports.terminal.decision import as_it_stands_words
from simulator.reports.terminal.room import print_fitting
from simulator.reports.terminal.run import head_of, plain_table, print_files
from simulator.reports.terminal.sweep import with_interval
from simulator.reports.words import explained, growth_words, plural, short_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.branch import Branches

__all__ = ["branch_note", "branch_table", "print_branches"]


def print_branches(found: Branches, console: Console, files: Sequence[Path] = ()) -> None:
    """Print the futures that were `found` on `console` for a reader with ten seconds, and where the `files` are.

    Plain text where the console is no terminal.
    """
    from rich.text import Text

    console.print(Text(f"{branch_title(found)}.", style="bold"), highlight=False)
    console.print()
    for line in warnings(found):
        console.print(line, highlight=False)
        console.print()
    print_fitting((branch_table(found, count) for count in range(len(found.measures), 0, -1)), console, files)
    console.print(Text(branch_note(found), style="dim"), highlight=False)
    console.print()
    print_files(files, console)
    about = f"{short_name(found.scenario.name)} · {plural(found.runs, 'run')} of each future · seed {found.seed}"
    console.print(Text(f"{about} · {found.engine} engine", style="dim"), highlight=False)


def warnings(found: Branches) -> list[str]:
    """Return what has to be known of hires that would be alone with a work, in sentences."""
    lines = []
    for one in found.lone:
        many = f"{one.count} {'is' if one.count == 1 else 'are'}"
        lines.append(
            f"{one.count} more {one.role}: {in_runs(one.empty)} nobody is in that role by then, and whoever comes "
            f"first carves onboarding out of CS: until hiring opens {many} all there is to onboard every customer. "
            "Opening it at once, for as many as the work takes, is shown beside it."
        )
    return lines


def branch_note(found: Branches) -> str:
    """Return what the figures of the table of `found` are, and what the scenario has when the course is stayed."""
    return (
        f"Each future less staying the course, ± its 95% interval (all at once), on the same luck; until month "
        f"{found.month} all runs are the same to the last bit. "
        f"{as_it_stands_words(found.measures, found.as_it_stands)} {explained(found.measures, found.scenario)}."
        f"{growth_words(found.own_growth, 'The futures')}"
    )


def branch_table(found: Branches, count: int) -> Table:
    """Return the table of the futures that were `found`, with the first `count` of the measures."""
    shown = found.measures[:count]
    table = plain_table("decision", *map(head_of, shown))
    gaps = [found.differences(place) for place in range(count)]
    for row, future in enumerate(found.futures):
        cells = (with_interval(one, gap[row]) for one, gap in zip(shown, gaps, strict=True))
        table.add_row(future_words(found.scenario, future), *cells)
    return table
