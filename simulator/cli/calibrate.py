"""`t2d3 calibrate`: whether the defaults come out with what they must, and the search for defaults that do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import Whole, seed_option

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.calibrate.arms import Arms
    from simulator.calibrate.expectations import Expectation, Measured


@click.command(cls=WithHelpPage)
@click.option("--runs", "-n", type=Whole(2), default=1000, show_default=True, help="How many runs of each company.")
@seed_option
@click.option("--search", type=Whole(1), metavar="ROUNDS", help="Search for better defaults first, so many rounds.")
@click.option(
    "--search-runs", type=Whole(2), default=200, show_default=True, help="Runs of each company in the search."
)
@debug_option
def calibrate(runs: int, seed: int, search: int | None, search_runs: int) -> None:
    """Measure what must come out of the default company, beside its targets; ends with 1 if anything is missed.

    With --search the defaults are moved first, within the ranges their evidence leaves, and the values found are
    printed; the table is then measured with other draws than those of the search.
    """
    from simulator.calibrate.arms import Arms
    from simulator.calibrate.expectations import expectations
    from simulator.cli.terminal import output, prepared
    from simulator.experiment.engines import ENGINE

    console = output(120)
    prepared(ENGINE, False)
    values = _searched(console, search, search_runs, seed) if search else {}
    arms = Arms(runs, seed + 1 if search else seed, values)
    wanted = expectations()
    found = _measured(wanted, arms)
    _print(console, wanted, found)
    missed = sum(not one.met(figure) for one, figure in zip(wanted, found, strict=True))
    console.print(f"\n{len(wanted) - missed} of {len(wanted)} met, {runs:,} runs of each company, seed {arms.seed}")
    if missed:
        raise click.exceptions.Exit(1)


def _measured(wanted: tuple[Expectation, ...], arms: Arms) -> list[Measured]:
    from simulator.cli.terminal import progress_of

    with progress_of("Measuring", len(wanted), False) as advance:
        found = []
        for one in wanted:
            found.append(one.measure(arms))
            advance(1)
    return found


def _searched(console: Console, rounds: int, runs: int, seed: int) -> dict[str, float]:
    from simulator.calibrate.expectations import expectations
    from simulator.calibrate.search import LEVERS, search, values_of
    from simulator.cli.terminal import progress_of
    from simulator.scenario.reading.files import load

    start = values_of(load("baseline"))
    with progress_of("Searching", rounds * (len(LEVERS) + 2), False) as advance:
        best = search(
            LEVERS, start, expectations(), runs=runs, seed=seed, rounds=rounds, heard=lambda found: advance(1)
        )
    for lever in LEVERS:
        before, after = start[lever.path], best.values[lever.path]
        console.print(f"{lever.path:36} {before:9.4g} → {after:9.4g}   {lever.low:g} to {lever.high:g}  {lever.source}")
    console.print()
    return best.values


def _print(console: Console, wanted: tuple[Expectation, ...], found: list[Measured]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("", no_wrap=True)
    table.add_column("Expectation")
    for head in ("found", "± s.e.", "target"):
        table.add_column(head, justify="right", no_wrap=True)
    for one, figure in zip(wanted, found, strict=True):
        verdict = "met" if one.met(figure) else "MISSED"
        cells = [_words(one, value) for value in (figure.value, figure.se, one.low, one.high)]
        table.add_row(verdict, one.name, *cells[:2], f"{cells[2]} to {cells[3]}")
    console.print(table)


def _words(one: Expectation, value: float) -> str:
    if not math.isfinite(value):
        return "n/a" if math.isnan(value) else "…"
    if one.unit == "points":
        return f"{value * 100.0:.1f} pts"
    if one.unit == "times":
        return f"{value:.2f}×"
    if one.unit == "errors":
        return f"{value:.1f} s.e."
    return f"{value:.1%}" if one.unit == "share" else f"{value:.1f}"
