"""What a report or a deck is made of: results, and folders of other answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final, NoReturn

from simulator.errors import InputError, OutputError, Problem
from simulator.results.store import MANIFEST
from simulator.results.stored import read_stored

if TYPE_CHECKING:
    from simulator.results.protocols import Summarised

MOST_SIDES: Final = len(ascii_lowercase)


def parts_of(results: str | Path | Summarised | Sequence[str | Path | Summarised]) -> Iterator[Summarised | Path]:
    """Give each result, read where it is a folder's, and each folder that holds none.

    A folder of a comparison stands for the results in it.
    """
    for one in results if isinstance(results, list | tuple) else (results,):
        if not isinstance(one, str | Path):
            yield one
            continue
        for folder in _inside(Path(one)):
            yield read_stored(folder) if (folder / MANIFEST).is_file() else folder


def _inside(folder: Path) -> list[Path]:
    """Return a folder, or those in it that hold the results of a comparison."""
    inner = [folder / letter for letter in ascii_lowercase if (folder / letter / MANIFEST).is_file()]
    return inner if inner and not (folder / MANIFEST).is_file() else [folder]


def put_whole(target: Path, data: bytes) -> Path:
    """Write a file, whole or not at all, and return it; raise OutputError where that fails."""
    from simulator.results.disk.staging import Staging

    with Staging(target.parent) as staging:
        staging.path(target.name).write_bytes(data)
    return target


def refuse(folder: Path, what: str) -> NoReturn:
    """Raise OutputError for a folder that holds nothing of `what` is wanted."""
    told = f"holds {what}" if folder.is_dir() else "is no folder"
    raise OutputError(f"{folder} {told}; t2d3 run writes a result to results/<scenario>")


def check_number(sides: int, what: str) -> None:
    """Raise InputError where there is no result to do `what` with, or where there are too many."""
    if not sides:
        raise InputError([Problem(f"there is no result to {what}", allowed="a folder that t2d3 run wrote")])
    if sides > MOST_SIDES:
        raise InputError([Problem(f"there are {sides} results", allowed=f"{MOST_SIDES} at most")])
