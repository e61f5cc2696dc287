"""A run or a customer on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.terminal.narration import (
    account_lines,
    account_title,
    hire_rows,
    losses,
    losses_by_state,
    run_lines,
    run_title,
)
from simulator.reports.terminal.room import print_fitting
from simulator.reports.terminal.run import plain_table
from simulator.reports.words import plural, short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.story import History, Story

__all__ = ["account_table", "print_account", "print_story", "turning_points_table"]


def print_story(found: Story, console: Console, hires: int = 40) -> None:
    """Print a run: its sentence, its turning points, its largest losses, the hiring log (at most `hires` lines).

    `found` tells the run; `console` is where to.
    """
    _title(console, run_title(found))
    for when, text in run_lines(found):
        console.print(f"{when}  {text}", highlight=False, markup=False, soft_wrap=True)
    console.print()
    for line in losses(found):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    more = len(found.lost()) - len(losses(found))
    if more > 0:
        console.print(f"and {more:,} more", highlight=False)
    state = losses_by_state(found)
    if state:
        console.print(state, highlight=False)
        console.print()
    table = plain_table("hire", "seat opened", "joined", "left", "")
    rows = hire_rows(found)
    for row in rows[:hires]:
        table.add_row(*row)
    print_fitting([table], console)
    if len(rows) > hires:
        console.print(f"and {f'{len(rows) - hires:,} more'}; --hires shows them", highlight=False)
    _source(found, console)


def print_account(found: Story, one: History, console: Console) -> None:
    """Print one customer's history, `one`, of the run that was `found`, to a `console`."""
    _title(console, account_title(found, one))
    print_fitting([account_table(found, one)], console)
    _source(found, console)


def account_table(found: Story, one: History) -> Table:
    """Return one customer's history, `one`, of the run that was `found`, a line an event."""
    return _table_of_sentences(("", "what happens", "ARR"), account_lines(found, one))


def turning_points_table(found: Story) -> Table:
    """Return the turning points of the run that was `found`, a line each."""
    return _table_of_sentences(("", "what happens"), run_lines(found))


def _table_of_sentences(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table whose second column holds sentences."""
    table = plain_table(*heads)
    table.columns[1].justify = "left"
    table.columns[1].no_wrap = False
    for row in rows:
        table.add_row(*row)
    return table


def _title(console: Console, text: str) -> None:
    from rich.text import Text

    console.print(Text(f"{text}.", style="bold"), highlight=False)
    console.print()


def _source(found: Story, console: Console) -> None:
    from rich.text import Text

    about = f"{short_name(found.scenario.name)} · run {found.run:,} · seed {found.result.seed}"
    console.print()
    console.print(
        Text(f"{about} · from the event log, {plural(len(found.events), 'line')}", style="dim"), highlight=False
    )
