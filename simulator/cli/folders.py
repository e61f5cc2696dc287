"""The folder that results go to: tried before any work is done, taken away again if nothing comes of it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.errors import OutputError

if TYPE_CHECKING:
    from simulator.results.result import Result
    from simulator.results.summaries import Summaries

RESULTS: Final = "results"
CHARTS: Final = "charts"
_LONGEST_NAME: Final = 60


def default_folder(*scenarios: str) -> Path:
    """Return where the results of scenarios go unless told otherwise: `results/<name>`."""
    names = (re.sub(r"[^\w.+-]+", "-", Path(scenario).stem)[:_LONGEST_NAME].strip(".-") for scenario in scenarios)
    return Path(RESULTS) / ("-vs-".join(name for name in names if name) or "scenario")


def decision_folder(command: str, *scenarios: str) -> Path:
    """Return where the answer of a command goes unless told otherwise: `results/<command>-<name>`."""
    folder = default_folder(*scenarios)
    return folder.with_name(f"{command}-{folder.name}")


@contextmanager
def usable_for(folder: Path, files: tuple[str, ...]) -> Iterator[None]:
    """A context in which a few files can be written to a folder that holds nothing else (or nothing yet).

    Entering it makes the folder and writes a first byte; leaving it with an error takes away again what was made and
    is empty. Raises OutputError where the folder holds something else or cannot be written to.
    """
    made: list[Path] = []
    try:
        _check_holds_only(folder, set(files))
        _make(folder, made)
        _try(folder)
        yield
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):  # it holds something by now
                path.rmdir()
        raise


@contextmanager
def usable(folder: Path, parts: tuple[str, ...] = (), beside: tuple[str, ...] = ()) -> Iterator[None]:
    """A context in which a result can be written to a folder, or one to each of its parts and the files beside them.

    Entering it makes the folder and writes a first byte; leaving it with an error takes away again what was made and
    is empty. Raises OutputError where the folder holds something else or cannot be written to.
    """
    from simulator.results.store import check_free

    made: list[Path] = []
    try:
        if parts:
            _check_holds_only(folder, {*parts, *beside})
        for target in [folder / part for part in parts] or [folder]:
            check_free(target)
            _make(target, made)
            _try(target)
        yield
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):  # it holds something by now
                path.rmdir()
        raise


def _check_holds_only(folder: Path, names: set[str]) -> None:
    from simulator.results.staging import contents

    other = [name for name in contents(folder) if name not in names]
    if other:
        raise OutputError(f"{folder} holds something else ({', '.join(other[:3])}); name a new or an empty folder")


def _make(folder: Path, made: list[Path]) -> None:
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir()
            made.append(path)
    except OSError as error:
        raise OutputError(f"the folder {folder} cannot be made: {error.strerror}") from None
    if not folder.is_dir():
        raise OutputError(f"{folder} is a file, not a folder")


def _try(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError as error:
        raise OutputError(f"nothing can be written to {folder}: {error.strerror}") from None


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all; raise OutputError where it cannot be written."""
    from simulator.results.staging import Staging

    if path.is_dir():
        raise OutputError(f"{path} is a folder, not a file")
    with Staging(path.parent) as staging:
        staging.path(path.name).write_text(text, encoding="utf-8", newline="\n")


def write_tables(
    result: Result | Summaries, folder: Path, on_summarised: Callable[[], object] = lambda: None
) -> list[Path]:
    """Write a result's files and return them, the manifest last; charts of an earlier result are taken away.

    `on_summarised` is called once the bands of every metric are at hand.
    """
    from simulator.results.store import MANIFEST, read_manifest, write

    write(result, folder, on_summarised)
    _clear_charts(folder / CHARTS)
    return [folder / name for name in (*read_manifest(folder)["files"], MANIFEST)]


def _clear_charts(folder: Path) -> None:
    """Remove the charts drawn by an earlier run of the command, and the folder if nothing else is in it."""
    if not folder.is_dir():  # and then the modules of charts are not needed either
        return
    from simulator.reports.charts import CHARTS as DRAWN
    from simulator.reports.charts import FORMATS

    names = {f"{place:02}_{chart.name}.{kind}" for place, chart in enumerate(DRAWN, start=1) for kind in FORMATS}
    with suppress(OSError):
        for path in [path for path in folder.iterdir() if path.name in names]:
            path.unlink()
        folder.rmdir()
