"""What the terminal says about a result: one sentence that answers, the years in a table, the milestones, the files."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from simulator.clock import month_label
from simulator.reports.cash_words import cash_headline, cash_lines, missing_words
from simulator.reports.terminal.room import narrower, print_fitting
from simulator.reports.theme import single
from simulator.reports.words import (
    band_name,
    band_note,
    between,
    even_money,
    money,
    month_of_day,
    number,
    percent,
    plural,
    short_name,
)
from simulator.results.cash_outlook import CashOutlook
from simulator.results.summary import year_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.results.measure import Measure
    from simulator.results.milestones import MilestoneOdds
    from simulator.results.protocols import Summarised
    from simulator.results.summary import Figure

__all__ = ["answer", "legend", "print_files", "print_result", "provenance", "years_table"]


_YEARS_SHOWN: Final = 12
_LONGEST_HEAD: Final = 16
STOPPED: Final = "The work was stopped early; the figures are those of the runs that had finished."


@dataclass(frozen=True)
class _Column:
    """A column of the table of years: its head, its metric, and how a figure is written in its cells.

    One with a `spread` is headed as the band is called over so many runs.

    On a narrow screen columns go, the most `dispensable` first; those of 0 stay.
    """

    head: str
    metric: str
    cell: Callable[[Figure], str]
    spread: bool = False
    dispensable: int = 0


def _median(words: Callable[[float], str]) -> Callable[[Figure], str]:
    return lambda figure: words(figure.p50)


def _spread(words: Callable[[float], str]) -> Callable[[Figure], str]:
    return lambda figure: between(words(figure.p5), words(figure.p95)) if math.isfinite(figure.p50) else ""


_COLUMNS: Final = (
    _Column("ARR", "arr", _median(even_money)),
    _Column("", "arr", _spread(even_money), spread=True, dispensable=2),
    _Column("plan", "arr.plan", _median(money)),
    _Column("NRR", "nrr", _median(percent)),
    _Column("", "nrr", _spread(percent), spread=True, dispensable=4),
    _Column("GRR", "grr", _median(percent), dispensable=1),
    _Column("CSMs", "headcount.csm", _median(number)),
    _Column("Onboarding", "headcount.onboarding", _median(number), dispensable=3),
    _Column("CS cost", "cs_cost.share", _median(lambda value: percent(value, 1))),
)


def answer(result: Summarised) -> str:
    """Return the `result` in one sentence: median ARR at the end against the plan.

    Where cash runs out in a fifth of the runs or more, that comes first, and how much is missing.
    """
    outlook = CashOutlook.of(result)
    if not outlook.alarming:
        return _growth(result)
    return f"{cash_headline(outlook)} {missing_words(outlook)}{_growth(result, found=outlook.low < 0.0)}"


def _growth(result: Summarised, found: bool = False) -> str:
    """Return what ARR reaches; `found` says that the cash that is missing would have to be found for it."""
    bands = result.bands("arr")
    last, plan = float(bands.p50[-1]), float(result.bands("arr.plan").p50[-1])
    when = month_label(result.scenario.start_date, result.months)
    against = f"; the plan is {money(plan)}." if plan > 0.0 else "."
    if not last > 0.0:
        return f"There is no ARR by {when}{against}"
    if single(result):
        if found:
            return f"Were it found, ARR would reach {money(last)} by {when}{against}"
        return f"In run {int(result.runs[0]):,} ARR reaches {money(last)} by {when}{against}"
    if found:
        return f"Were it found, ARR would reach {money(last)} or more by {when} in half of the runs{against}"
    return f"In half of {len(result.runs):,} runs ARR reaches {money(last)} or more by {when}{against}"


def print_result(result: Summarised, console: Console, files: Sequence[Path] = ()) -> None:
    """Print a `result` for a reader with ten seconds: the answer, the years, the milestones, where the files are.

    Fits 80 columns, and shows more at 100. Where the `console` is no terminal it is plain text. `files` are named at
    the end.
    """
    from rich.text import Text

    console.print(Text(answer(result), style="bold"), highlight=False)
    if result.interrupted:
        console.print(
            "The work was stopped early; the figures are those of the runs that had finished.", highlight=False
        )
    for line in cash_lines(CashOutlook.of(result)):
        console.print(line, highlight=False, markup=False)
    console.print()
    print_fitting(narrower(_columns(result), partial(years_table, result)), console)
    console.print(Text(legend(result), style="dim"), highlight=False)
    console.print()
    _print_milestones(result, console)
    console.print()
    print_files(files, console)
    console.print(Text(provenance(result), style="dim"), highlight=False)


def legend(result: Summarised) -> str:
    """Return what the figures of the table of years of a `result` are."""
    medians = "" if single(result) else f"Medians; {band_note(len(result.runs))}. "
    return f"{medians}CS cost as a share of ARR."


def provenance(result: Summarised) -> str:
    """Return of which scenario, runs, seed and engine a `result` is."""
    engine = f"{result.engine} engine{summed(result)}"
    return f"{short_name(result.scenario.name)} · {plural(len(result.runs), 'run')} · seed {result.seed} · {engine}"


def summed(result: Summarised) -> str:
    """Return the words that tell a summary apart from the runs themselves; nothing for runs."""
    accuracy = getattr(result, "accuracy", 0.0)
    return f" · summaries, quantiles within {percent(accuracy, 1)}" if accuracy else ""


def plain_table(*heads: str) -> Table:
    """Return a table ruled off by spaces whose cells never wrap, the first column to the left, figures to the right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 0, 0, 1), header_style="bold")
    for place, head in enumerate(heads):
        table.add_column(head, justify="left" if place == 0 else "right", vertical="bottom", no_wrap=True)
    return table


def head_of(measure: Measure) -> str:
    """Return what heads a column of a measure, in two lines where one would be wider than its figures."""
    head = measure.head
    spaces = [place for place, sign in enumerate(head) if sign == " "]
    if len(head) <= _LONGEST_HEAD or not spaces:
        return head
    commas = [place for place in spaces if head[place - 1] == ","]
    place = min(commas or spaces, key=lambda at: max(at, len(head) - at - 1))
    return f"{head[:place]}\n{head[place + 1 :]}"


def years_table(result: Summarised, columns: Sequence[_Column] = ()) -> Table:
    """Return the table of the years of a `result`, with the `columns` given, all of them if there are none."""
    columns = columns or _columns(result)
    table = plain_table("", *(column.head for column in columns))
    for row in year_ends(result, tuple(dict.fromkeys(column.metric for column in columns)))[-_YEARS_SHOWN:]:
        table.add_row(row.label, *(column.cell(row.figures[column.metric]) for column in columns))
    return table


def _columns(result: Summarised) -> list[_Column]:
    if single(result):
        return [column for column in _COLUMNS if not column.spread]
    name = band_name(len(result.runs))
    return [replace(column, head=name) if column.spread else column for column in _COLUMNS]


def _print_milestones(result: Summarised, console: Console) -> None:
    """Print the table of the milestones that the plan or any run reaches, without their spread on a narrow screen."""
    odds = result.milestone_probability()
    reached = [m for m in odds if math.isfinite(m.planned_day) or m.by_horizon.probability > 0.0]
    if not reached:
        console.print("No milestone is planned or reached within this horizon.")
        return
    spreads = (False,) if single(result) else (True, False)
    print_fitting((_milestone_table(result, reached, spread) for spread in spreads), console)


def _milestone_table(result: Summarised, odds: Sequence[MilestoneOdds], spread: bool) -> Table:
    alone = single(result)
    heads = ["Milestone", "planned", "on time", "reached" if alone else "median", band_name(len(result.runs))]
    table = plain_table(*heads[: 5 if spread else 4], f"by {month_label(result.scenario.start_date, result.months)}")
    for found in odds:
        cells = [money(found.milestone), _day(found, found.planned_day), _odds(found.by_plan.probability, alone)]
        cells.append(_day(found, found.p50))
        if spread:
            cells.append(between(_day(found, found.p5), _day(found, found.p95)))
        table.add_row(*cells, _odds(found.by_horizon.probability, alone))
    return table


def _odds(probability: float, alone: bool) -> str:
    if alone and math.isfinite(probability):
        return "yes" if probability > 0.0 else "no"
    return percent(probability)


def _day(found: MilestoneOdds, day: float) -> str:
    if not math.isfinite(day):
        return "later"
    return month_of_day(found.start, day) if day > 0.0 else "at the start"


def print_files(files: Sequence[Path], console: Console) -> None:
    """Name each folder of `files` once on the `console`, with how many are in it.

    Paths are never cut, so that they can be copied.
    """
    by_folder: dict[Path, list[Path]] = {}
    for file in files:
        by_folder.setdefault(file.parent, []).append(file)
    for folder, inside in by_folder.items():
        line = str(inside[0])
        if len(inside) > 1:
            kinds = ", ".join(sorted({file.suffix.lstrip(".") for file in inside}))
            line = f"{plural(len(inside), 'file')} ({kinds}) in {folder}"
        console.print(line, soft_wrap=True, highlight=False, markup=False)
