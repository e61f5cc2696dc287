"""When to hire, as an answer: its sentence, its sureness in words, its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.cash_words import cash_line, warned
from simulator.reports.charts.response import curve_chart, curve_subtitle
from simulator.reports.terminal.decision import gains_words, levels_note, print_decision
from simulator.reports.terminal.run import head_of, plain_table
from simulator.reports.terminal.sweep import with_interval
from simulator.reports.verdict_words import matters_words, promise, spent_words, standing
from simulator.reports.words import first_of, joined_label, short_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.when import Answer

__all__ = ["answer_chart", "answer_title", "print_answer", "when_table"]


def answer_title(found: Answer) -> str:
    """Return the answer that was `found` in one sentence; where cash runs out with it, that comes first."""
    return warned(_answer(found), ("", found.cash_outlook(found.best).out), alone=found.shown.shape[2] == 1)


def _answer(found: Answer) -> str:
    who = first_of(found.role)
    if found.same:
        return f"When hiring for {who} opens makes no difference to {found.measure.within} among these candidates"
    best = found.points[found.best]
    if best.kind == "never":
        return f"Do not hire {who}: none of the other candidates is better"
    months = found.months_joined()
    joined = joined_label(found.scenario.start_date, months[found.best])
    depends = any(month != months[found.best] for month in months)  # founders may hire the first before that
    at_work = f", at work by {joined} on average" if joined != "never" and depends else ""
    first, last = found.plateau
    if first == last:
        return f"Open hiring for {who} {best.words}{at_work}"
    return (
        f"Open hiring for {who} {best.words}{at_work}; anything from {found.points[first].label} to "
        f"{found.points[last].label} is as good"
    )


def sureness(found: Answer) -> list[str]:
    """Return how sure the answer is, in sentences."""
    if found.same:
        return [f"All {len(found.points)} candidates gave the same {found.measure.within} in every run."]
    lines = [matters_words(found.matters, found.measure)]
    lines += promise(found.verdict, found.measure, "candidate", "--most")
    if found.at_the_end:
        end = "first" if found.best == 0 else "last"
        lines.append(f"It is the {end} candidate: a better one may lie beyond; try more with --candidates.")
    return lines


def answer_chart(found: Answer) -> Figure:
    """Draw every candidate that was `found` against the selected one on fresh runs; return the page."""
    fewest, most = min(len(row) for row in found.verdict.rows), len(found.verdict.rows[found.best])
    runs = f"{fewest:,} to {most:,} fresh runs of each, seed {found.seed}"
    bars = "bars: 95% intervals of the difference from the selected one, all at once, same luck"
    note = f"t2d3 · {short_name(found.scenario.name)} · {runs} · {bars} · shaded: as good"
    return curve_chart(found, answer_title(found), curve_subtitle(found), note, found.matters.amount)


# What the terminal says about when to hire: the answer, how sure it is, what it gains, every candidate.


def print_answer(found: Answer, console: Console, files: Sequence[Path] = ()) -> None:
    """Print when to hire for a reader with ten seconds; plain text where the console is no terminal.

    `found` has the answer; `console` is where to, and `files` are named at the end.
    """
    spent = spent_words(found.verdict, found.spent - found.for_levels, found.seconds)
    print_decision(
        console,
        answer_title(found),
        [*sureness(found), gains_words(found.measures, found.gain), *_cash(found)],
        lambda count: when_table(found, count),
        len(found.measures),
        levels_note(found.measures, found.as_it_stands, found.scenario),
        files,
        f"{short_name(found.scenario.name)} · {spent} · seed {found.seed} · {found.engine} engine",
    )


def _cash(found: Answer) -> list[str]:
    """Return how cash fares with the selected candidate, and as the scenario stands where that is another one."""
    lines = [f"Cash with {found.points[found.best].label}: {cash_line(found.cash_outlook(found.best))}."]
    if found.now != found.best:
        lines.append(f"Cash as the scenario stands: {cash_line(found.cash_outlook(found.now))}.")
    return lines


def when_table(found: Answer, count: int) -> Table:
    """Return the table of the candidates that were `found`, with the first `count` of the measures."""
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
