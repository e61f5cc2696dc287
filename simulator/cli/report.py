"""`t2d3 report`: results as one HTML file that opens anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from simulator.cli.endings import debug_option
from simulator.cli.file_ending import check_ending
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import Varied, Whole

_KNOWN_BY: Final = 4_000
"""Bytes at the beginning of a page within which it says what made it."""


@click.command(cls=WithHelpPage)
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RESULTS...")
@click.option(
    "--levers",
    "-l",
    multiple=True,
    type=Varied(),
    metavar="PATH=FROM:TO:N",
    help="What a reader may drag, offline: roles.csm.book_high=2M:5M:7, hire.cs_head=2M:14M:7; may be repeated.",
)
@click.option(
    "--out", "-o", type=click.Path(path_type=Path), metavar="FILE", help="The file.  [default: RESULTS.html, beside it]"
)
@click.option("--replace", is_flag=True, help="Replace a file of that name that is no report of t2d3.")
@click.option("--workers", "-w", type=Whole(1), help="At most so many processes.  [default: one a core]")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@debug_option
def report(
    results: tuple[Path, ...],
    levers: tuple[str, ...],
    out: Path | None,
    replace: bool,
    workers: int | None,
    quiet: bool,
) -> None:
    """Put RESULTS, folders that t2d3 run or t2d3 when wrote, into one HTML file.

    It opens in any browser, on a telephone too, asks nothing of any network, prints a chart a page, and has behind each
    chart its table and a CSV file. Several results of t2d3 run stand side by side.

    With --levers the company is played at every stop of each, one lever at a time, and whoever opens the file drags
    them.

    t2d3 report results/baseline results/baseline/when-cs_head

    t2d3 report results/baseline --levers hire.cs_head=2M:14M:7
    """
    from simulator.answers import ReportRequest
    from simulator.cli.terminal import output, prepared, progress_of

    check_ending(out, ".html")
    path = _named(results) if out is None else out
    _check_free(path, replace)
    request = ReportRequest.of(list(results), levers=levers, workers=workers)
    if request.levers:
        prepared(request.results[0].engine, quiet)
        _tell(request.runs, request.seconds(), quiet)
    answer = request.answer(lambda what, total: progress_of(what, total, quiet))
    file = answer.save(path)
    if not quiet:
        answer.print(output(), [file])


def _named(results: tuple[Path, ...]) -> Path:
    """Return the file that belongs to results: beside the folder of the first, named after it."""
    first = results[0].absolute()
    return results[0].parent / f"{first.name or 'report'}.html"


def _check_free(path: Path, replace: bool) -> None:
    """Raise OutputError where a file that is no report stands in the way."""
    from simulator.errors import OutputError
    from simulator.reports.page.document import GENERATOR

    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file, such as {path / 'report.html'}")
    if replace or not path.exists():
        return
    try:
        with path.open("rb") as file:
            known = f'content="{GENERATOR}"'.encode() in file.read(_KNOWN_BY)
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}") from None
    if not known:
        raise OutputError(f"{path} is no report of t2d3; name another file, or --replace it")


def _tell(runs: int, seconds: float, quiet: bool) -> None:
    """Say how long the levers will take, before they are played."""
    from simulator.cli.terminal import say

    if not quiet:
        told = f"{seconds:.0f} s" if seconds < 90.0 else f"{seconds / 60.0:.0f} min"
        say(f"The levers take {runs:,} runs, about {told}", err=True)
