"""The consoles that commands print to, plain text where the output is no terminal, and a file in their place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Final

import click

from simulator.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

_PIPED_WIDTH: Final = 100
_MOST_DIGITS: Final = 4
_LEAST_WIDTH: Final = 20


def say(text: str = "", *, err: bool = False, end: str = "\n") -> None:
    """Print a text, on standard error if asked to, with `�` for what could act on the terminal unseen.

    Raises OSError where standard output cannot be written to; what is only said, and cannot be, is left unsaid.
    """
    with suppress(OSError) if err else nullcontext():
        click.echo(visible(text, lines=True) + end, nl=False, err=err)


def output(piped_width: int = _PIPED_WIDTH) -> Console:
    """Return the console for results, on standard output; what is piped is as wide as COLUMNS or `piped_width` say."""
    from simulator.reports.terminal.consoles import VisibleConsole

    console = VisibleConsole(highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = _asked_width() or piped_width
    return console


def _asked_width() -> int:
    """Return how many characters a line is to have by the variable COLUMNS, 0 where it says nothing of use."""
    asked = os.environ.get("COLUMNS", "").strip()
    said = int(asked) if asked.isdecimal() and len(asked) <= _MOST_DIGITS else 0
    return max(said, _LEAST_WIDTH) if said else 0


def prepared(engine: str, quiet: bool) -> None:
    """Make the engine ready to start, with a word about it where that takes long: only the first use does."""
    from simulator.experiment.engines import is_prepared, prepare

    if is_prepared(engine):
        return
    from simulator.reports.terminal.consoles import VisibleConsole

    console = VisibleConsole(stderr=True, quiet=quiet)
    what = "Compiling the engine, once for this version on this machine: some twenty seconds"
    if not console.is_terminal:
        console.print(what, highlight=False)
    with console.status(what):
        prepare(engine)


@contextmanager
def progress_of(what: str, total: int, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show progress on standard error, unless asked to be quiet."""
    if quiet:
        yield lambda steps: None
        return
    from simulator.reports.terminal.progress import progress

    with progress(what, total) as advance:
        yield advance


def print_or_write(text: str, out: Path | None) -> None:
    """Print a text, or write it to a file, whole or not at all, and say where; raise OutputError where that fails."""
    if out is None:
        say(text, end="")
        return
    from simulator.errors import OutputError
    from simulator.results.disk.staging import Staging

    if out.is_dir():
        raise OutputError(f"{out} is a folder, not a file")
    with Staging(out.parent) as staging:
        staging.path(out.name).write_text(text, encoding="utf-8", newline="\n")
    say(str(out))
