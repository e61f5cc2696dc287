"""What the terminal says about when to hire: the answer, how sure it is, what it gains, every candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.hiring_answer import answer_title, sureness
from simulator.reports.role_words import joined_label
from simulator.reports.screen import fits, plain_table, print_files
from simulator.reports.screen_sweep import with_interval
from simulator.reports.words import plural, short_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.when import Answer


def print_answer(found: Answer, console: Console, files: Sequence[Path] = ()) -> None:
    """Print when to hire for a reader with ten seconds; plain text where the console is no terminal."""
    from rich.text import Text

    console.print(Text(f"{answer_title(found)}.", style="bold"), highlight=False)
    console.print()
    for line in sureness(found):
        console.print(line, highlight=False)
    console.print(_gain(found), highlight=False)
    console.print()
    console.print(_candidates(found, console))
    note = (
        f"Means over the fresh runs; ± are 95% intervals that hold all at once, on the same luck. "
        f"What matters: {found.measure.size(found.selection.indifference)}. As good: behind by less than that; worse: "
        f"by more; close: not settled. {found.measure.explained}."
    )
    console.print(Text(note, style="dim"), highlight=False)
    console.print()
    print_files(files, console)
    spent = f"{plural(found.spent, 'run')} in all, {found.selection.spent:,} of them to select"
    about = f"{short_name(found.scenario.name)} · {spent} · seed {found.seed} · {found.engine} engine"
    console.print(Text(about, style="dim"), highlight=False)


def _gain(found: Answer) -> str:
    gains = [
        f"{measure.text} {with_interval(measure, found.gain(place))}" for place, measure in enumerate(found.measures)
    ]
    return f"Against the scenario as it stands: {', '.join(gains)}."


def _candidates(found: Answer, console: Console) -> Table:
    for count in range(len(found.measures), 0, -1):
        table = _table(found, count)
        if fits(table, console):
            break
    return table


def _table(found: Answer, count: int) -> Table:
    shown = found.measures[:count]
    heads = ["opens", *(["at work"] if found.joined is not None else [])]
    table = plain_table(*heads, shown[0].text, "against the best", "", *(one.text for one in shown[1:]))
    levels = [found.estimates(place) for place in range(count)]
    joined = found.months_joined()
    for row, (point, gap) in enumerate(zip(found.points, found.differences(), strict=True)):
        cells = [point.label]
        if found.joined is not None:
            cells.append(joined_label(found.scenario.start_date, joined[row]))
        cells.append(shown[0].shown(levels[0][row].mean))
        cells += ["", "selected"] if row == found.best else [with_interval(shown[0], gap), verdict(found, row)]
        cells += [one.shown(level[row].mean) for one, level in zip(shown[1:], levels[1:], strict=True)]
        table.add_row(*cells)
    return table


def verdict(found: Answer, place: int) -> str:
    """Return what the fresh runs say about a candidate: as good, worse, or not settled."""
    if found.equal[place]:
        return "as good"
    return "worse" if found.worse[place] else "close"
