"""`t2d3 deck`: results as native slides."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.endings import debug_option
from simulator.cli.file_ending import check_ending
from simulator.cli.help_page import WithHelpPage

_FILE = click.Path(path_type=Path)


@click.command(cls=WithHelpPage)
@click.argument("results", nargs=-1, required=True, type=_FILE, metavar="RESULTS...")
@click.option("--template", "-t", type=_FILE, metavar="FILE", help="A .pptx or .potx whose master the slides take.")
@click.option("--layout", metavar="NAME", help="The layout of it for the slides.  [default: found by itself]")
@click.option(
    "--into",
    type=_FILE,
    metavar="FILE",
    help="A deck of t2d3, edited since: what t2d3 put there gets the new figures, nothing else is touched.",
)
@click.option("--only", multiple=True, metavar="KEY,...", help="These slides alone: arr,nrr,cash; may be repeated.")
@click.option("--out", "-o", type=_FILE, metavar="FILE", help="The file.  [default: RESULTS.pptx, beside it]")
@click.option("--replace", is_flag=True, help="Replace a file that is there.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@debug_option
def deck(
    results: tuple[Path, ...],
    template: Path | None,
    layout: str | None,
    into: Path | None,
    only: tuple[str, ...],
    out: Path | None,
    replace: bool,
    quiet: bool,
) -> None:
    """Put RESULTS, folders that t2d3 run, when, why, sensitivity or compare wrote, onto slides for PowerPoint.

    Every title is a finding, every chart a native one with its data and formulas within, every slide has notes. Ten
    slides at most, then an appendix. What there is no data for is left out, and said with the command that brings it.

    With --into the deck of an earlier month takes the new figures; a copy of it as it was is kept beside it.

    t2d3 deck results/baseline results/baseline/when-cs_head

    t2d3 deck results/baseline --template ours.potx

    t2d3 deck results/baseline --into board.pptx
    """
    from simulator.answers import DeckRequest
    from simulator.cli.terminal import output

    check_ending(out, ".pptx")
    path = out or into or _named(results)
    _check_free(path, replace or path == into)
    request = DeckRequest.of(list(results), template=template, layout=layout, into=into, only=only)
    answer = request.answer()
    answer.notices  # noqa: B018  (what cannot be used is refused before a copy is made)
    files = [] if into is None or path != into else [_copied(into)]
    file = answer.save(path)
    if not quiet:
        answer.print(output(), [file, *files])


def _named(results: tuple[Path, ...]) -> Path:
    """Return the file that belongs to results: beside the folder of the first, named after it."""
    first = results[0].absolute()
    return results[0].parent / f"{first.name or 'deck'}.pptx"


def _check_free(path: Path, replace: bool) -> None:
    """Raise OutputError where something stands in the way; slides may have been edited by hand."""
    from simulator.errors import OutputError

    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file, such as {path / 'deck.pptx'}")
    if path.exists() and not replace:
        raise OutputError(f"{path} is there already; name another file, --replace it, or refresh it with --into {path}")


def _copied(path: Path) -> Path:
    """Keep a copy of a deck as it was and return it; an earlier copy is kept too."""
    from simulator.results.disk.regular import read_regular
    from simulator.results.disk.staging import Staging

    number = 1
    while (copy := path.with_name(f"{path.stem}.before{f'-{number}' if number > 1 else ''}{path.suffix}")).exists():
        number += 1
    with Staging(copy.parent) as staging:
        staging.path(copy.name).write_bytes(read_regular(path))
    return copy
