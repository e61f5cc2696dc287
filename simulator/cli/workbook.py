"""`t2d3 workbook`: results as a workbook whose money is live."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.endings import debug_option
from simulator.cli.file_ending import check_ending
from simulator.cli.help_page import WithHelpPage

_FILE = click.Path(path_type=Path)


@click.command(cls=WithHelpPage)
@click.argument("results", nargs=-1, required=True, type=_FILE, metavar="RESULTS...")
@click.option("--out", "-o", type=_FILE, metavar="FILE", help="The file.  [default: RESULTS.xlsx, beside it]")
@click.option("--replace", is_flag=True, help="Replace a file that is there.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@debug_option
def workbook(results: tuple[Path, ...], out: Path | None, replace: bool, quiet: bool) -> None:
    """Put RESULTS, folders that t2d3 run or compare wrote, into a workbook for Excel.

    Customers, renewals and hires stand as values, for they need a run; what they cost is worked out in the cells:
    change pay, margin or a round on the sheet of assumptions, and the profit and loss, cash and balance follow. Several
    results are scenarios to choose from, such as a downside, a base and an upside.

    t2d3 workbook results/baseline

    t2d3 workbook results/down results/base results/up --out plan.xlsx
    """
    from simulator.answers import WorkbookRequest
    from simulator.cli.terminal import output

    check_ending(out, ".xlsx")
    first = results[0].absolute()
    path = out or results[0].parent / f"{first.name or 'workbook'}.xlsx"
    _check_free(path, replace)
    answer = WorkbookRequest.of(list(results)).answer()
    file = answer.save(path)
    if not quiet:
        answer.print(output(), [file])


def _check_free(path: Path, replace: bool) -> None:
    """Raise OutputError where something stands in the way; a workbook may hold actuals that somebody pasted."""
    from simulator.errors import OutputError

    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file, such as {path / 'workbook.xlsx'}")
    if path.exists() and not replace:
        raise OutputError(f"{path} is there already; name another file, or --replace it")
