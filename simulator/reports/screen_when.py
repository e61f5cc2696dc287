"""What the terminal says about when to hire: the answer, how sure it is, what it gains, every candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.cash_words import cash_line
from simulator.reports.hiring_answer import answer_title, sureness
from simulator.reports.role_words import joined_label
from simulator.reports.screen import head_of, plain_table
from simulator.reports.screen_decision import gains_words, levels_note, print_decision
from simulator.reports.screen_sweep import with_interval
from simulator.reports.verdict_words import spent_words, standing
from simulator.reports.words import short_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.when import Answer


def print_answer(found: Answer, console: Console, files: Sequence[Path] = ()) -> None:
    """Print when to hire for a reader with ten seconds; plain text where the console is no terminal."""
    spent = spent_words(found.verdict, found.spent - found.for_levels, found.seconds)
    print_decision(
        console,
        answer_title(found),
        [*sureness(found), gains_words(found.measures, found.gain), *_cash(found)],
        lambda count: _table(found, count),
        len(found.measures),
        levels_note(found.measures, found.as_it_stands),
        files,
        f"{short_name(found.scenario.name)} · {spent} · seed {found.seed} · {found.engine} engine",
    )


def _cash(found: Answer) -> list[str]:
    """Return how cash fares with the selected candidate, and as the scenario stands where that is another one."""
    lines = [f"Cash with {found.points[found.best].label}: {cash_line(found.cash_outlook(found.best))}."]
    if found.now != found.best:
        lines.append(f"Cash as the scenario stands: {cash_line(found.cash_outlook(found.now))}.")
    return lines


def _table(found: Answer, count: int) -> Table:
    shown = found.measures[:count]
    table = plain_table("opens", "at work", head_of(shown[0]), "against the best", "", *map(head_of, shown[1:]))
    levels = [found.levels(place) for place in range(count)]
    joined = found.months_joined()
    for row, (point, gap) in enumerate(zip(found.points, found.differences(), strict=True)):
        cells = [point.label, joined_label(found.scenario.start_date, joined[row]), shown[0].shown(levels[0][row])]
        cells += ["", "selected"] if row == found.best else [with_interval(shown[0], gap), standing(found.verdict, row)]
        cells += [one.shown(level[row]) for one, level in zip(shown[1:], levels[1:], strict=True)]
        table.add_row(*cells)
    return table
