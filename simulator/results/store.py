"""A result on disk: a manifest, trajectories, summary, hires, profit and loss. The same result gives the same files.

Where summaries alone were kept there are no trajectories and no log of hires, but what the summaries are made of.

`manifest.json` holds all that is needed to simulate it again (the whole scenario, today's book, seed, runs, versions),
the digest of the figures, and the sha256 of each file; it is put in place last. No date is written, and nothing is
ever pickled.
"""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.errors import OutputError, not_allowed
from simulator.results.bands import holds_nine_in_ten
from simulator.results.disk.parquet import copy_tables, meanwhile
from simulator.results.disk.regular import open_regular, read_regular
from simulator.results.disk.staging import Staging, cannot_write, check_name, contents
from simulator.results.disk.temporary import remove_leftovers
from simulator.results.metrics import ASSUMED, assumed_in, metrics_with
from simulator.results.pnl import write_pnl
from simulator.results.tables import PERIOD_FILES, copy_trajectories, write_hires, write_summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.results.result import Result
    from simulator.results.summaries import Summaries

__all__ = ["MANIFEST", "TABLES", "csv_tables", "read_manifest", "sha256_of", "versions", "write"]

FORMAT: Final = "t2d3 result"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
PACKAGES: Final = ("t2d3", "numpy", "scipy", "simpy", "numba", "duckdb")

_TRAJECTORIES: Final = "trajectories.parquet"
_TALLY: Final = "summaries.parquet"
_OF_RUNS: Final[dict[str, Callable[[Result, Path], None]]] = {
    "summary.csv": write_summary,
    **PERIOD_FILES,
    "hires.csv": write_hires,
    "pnl.csv": write_pnl,
}
_OF_SUMMARIES: Final[dict[str, Callable[[Summaries, Path], None]]] = {
    "summary.csv": write_summary,
    **PERIOD_FILES,
    "pnl.csv": write_pnl,
}
_FILES: Final = {
    "runs": (_TRAJECTORIES, *_OF_RUNS),
    "summaries": (_TALLY, *_OF_SUMMARIES),
}
TABLES: Final = frozenset({MANIFEST, *_FILES["runs"], *_FILES["summaries"]})
"""Every file that a stored result can have, its manifest included."""


def write(result: Result | Summaries, folder: str | Path, on_summarised: Callable[[], object] = lambda: None) -> Path:
    """Write a `result` to a `folder`, which is made if need be, and return the path of its manifest.

    `on_summarised` is called once the bands of every metric are at hand, before most of the writing.

    The folder must be empty or hold an earlier result, which is replaced. All files appear together once each is whole;
    OutputError says why where that fails, and then nothing has changed.
    """
    import duckdb

    if not isinstance(folder, str | Path):
        raise not_allowed("folder", folder, "the path of a folder")
    target = Path(folder)
    check_name(target)
    check_free(target)
    remove_leftovers(target)
    earlier = _earlier_files(target)
    files: dict[str, Any] = {}
    try:
        with Staging(target) as staging:
            paths = {name: staging.path(name) for name in _FILES[_kind(result)]}
            manifest = _write_tables(result, paths, files, on_summarised)
            files |= {name: {"sha256": sha256_of(path), "bytes": path.stat().st_size} for name, path in paths.items()}
            text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False)
            staging.path(MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
    except duckdb.Error as error:
        raise cannot_write(target, OSError(str(error).splitlines()[0])) from None
    for name in earlier - set(files):
        (target / name).unlink(missing_ok=True)  # of an earlier result that kept something else
    return target / MANIFEST


def _write_tables(
    result: Result | Summaries, paths: dict[str, Path], files: dict[str, Any], on_summarised: Callable[[], object]
) -> dict[str, Any]:
    """Write all files but the manifest and return that, with `files` in it, still to be filled.

    The database writes its file, the largest, while this thread puts the others into words.
    """
    from simulator.results.summaries import Summaries

    if isinstance(result, Summaries):
        with meanwhile(partial(copy_tables, result.tally.tables(), paths[_TALLY])):
            on_summarised()
            for name, write_summaries in _OF_SUMMARIES.items():
                write_summaries(result, paths[name])
            return manifest_of(result, files)
    values = result.every_value()
    with meanwhile(partial(copy_trajectories, result, values, paths[_TRAJECTORIES])):
        result.remember_bands(values)
        del values  # the largest tables beside the ledgers
        on_summarised()
        for name, write_runs in _OF_RUNS.items():
            write_runs(result, paths[name])
        return manifest_of(result, files)


def csv_tables(result: Result | Summaries) -> dict[str, Callable[[Path], None]]:
    """Return what writes each CSV table of a `result` to a path, by the name of its file.

    The summary by month comes first.
    """
    from simulator.results.summaries import Summaries

    if isinstance(result, Summaries):
        return {name: partial(write_summaries, result) for name, write_summaries in _OF_SUMMARIES.items()}
    return {name: partial(write_runs, result) for name, write_runs in _OF_RUNS.items()}


def _kind(result: Result | Summaries) -> str:
    from simulator.results.summaries import Summaries

    return "summaries" if isinstance(result, Summaries) else "runs"


def check_free(folder: str | Path) -> None:
    """Raise OutputError unless a result may be written to this folder: new, empty, or holding an earlier result."""
    target = Path(folder)
    held = contents(target)
    if held and not _holds_result(target):
        shown = ", ".join(held[:3]) + (", ..." if len(held) > 3 else "")
        raise OutputError(
            f"{target} holds something else ({shown}) and no earlier result; name a new or an empty folder"
        )


def _earlier_files(folder: Path) -> set[str]:
    """Return the files of the result that a folder holds, as far as its manifest lists them and this version knows."""
    if not _holds_result(folder):
        return set()
    listed = json.loads(read_regular(folder / MANIFEST)).get("files")
    known = {name for names in _FILES.values() for name in names}
    return known & set(listed) if isinstance(listed, dict) else set()


def manifest_of(result: Result | Summaries, files: dict[str, Any]) -> dict[str, Any]:
    """Return what the manifest says of a result and of its files."""
    from simulator.results.summaries import Summaries
    from simulator.scenario.reading.files import resolved

    assumed = assumed_in(result.scenario)
    return {
        "format": FORMAT,
        "version": VERSION,
        "kept": _kind(result),
        "name": result.scenario.name,
        "seed": result.seed,
        "runs": len(result.runs),
        "run_numbers": _ranges(result),
        "interrupted": result.interrupted,
        "engine": result.engine,
        "digest": result.digest(),
        "p5_to_p95": "nine runs in ten" if holds_nine_in_ten(len(result.runs)) else "the range, lowest to highest",
        "accuracy": result.accuracy if isinstance(result, Summaries) else 0.0,
        "versions": versions(),
        "files": files,
        "metrics": {
            name: {
                **{"unit": m.unit.value, "kind": m.kind, "read": m.reading, "meaning": m.meaning},
                **{"school": m.school, "source": m.source, ASSUMED: assumed.get(name)},
            }
            for name, m in result.metrics.items()
        },
        "scenario": resolved(result.scenario),
        "today": None if result.today is None else result.today.to_json(),
    }


def read_manifest(folder: str | Path) -> dict[str, Any]:
    """Return the manifest of the result in `folder`, as it was written.

    Raises OutputError when there is none that this version can read.
    """
    path = Path(folder) / MANIFEST
    try:
        found = json.loads(read_regular(path))
    except OSError as error:
        raise OutputError(f"{folder} holds no result: {path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise OutputError(f"{path} is not a manifest: it is not JSON") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("files"), dict):
        raise OutputError(f"{path} is not the manifest of a t2d3 result")
    if found.get("version") != VERSION:
        raise OutputError(
            f"{path} is written in version {found.get('version')} of the format; this t2d3 reads version {VERSION}"
        )
    return found


def verify(folder: str | Path) -> dict[str, Any]:
    """Return the manifest after checking every file against it; raise OutputError naming each that differs."""
    manifest = read_manifest(folder)
    expected = _FILES["summaries" if manifest.get("kept") == "summaries" else "runs"]
    wrong = []
    for name, about in manifest["files"].items():
        if name not in expected:  # never follow a name out of the folder
            wrong.append(f"{name} is not a file of a result")
            continue
        try:
            same = sha256_of(Path(folder) / name) == about["sha256"]
        except OSError as error:
            wrong.append(f"{name} cannot be read: {error.strerror}")
        except (TypeError, KeyError):
            wrong.append(f"the manifest gives no sha256 for {name}")
        else:
            wrong += [] if same else [f"{name} has changed since it was written"]
    always = [name for name in expected if name not in PERIOD_FILES]  # earlier versions wrote no periods
    wrong += [f"the manifest does not list {name}" for name in always if name not in manifest["files"]]
    if wrong:
        raise OutputError(f"{folder} is not as it was written: " + "; ".join(wrong))
    return manifest


def sha256_of(path: Path) -> str:
    """Return the sha256 of the file at `path` (hexadecimal); raise OSError where it cannot be read."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that figures depend on."""
    return {"python": platform.python_version(), **{package: _version(package) for package in PACKAGES}}


@cache
def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # run from a checkout that is not installed
        return "not installed"


def _holds_result(folder: Path) -> bool:
    try:
        found = json.loads(read_regular(folder / MANIFEST))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("format") == FORMAT


def _ranges(result: Result | Summaries) -> list[list[int]]:
    """Return the numbers of the runs as closed ranges: 1, 2, 3, 7 becomes [[1, 3], [7, 7]]."""
    from simulator.results.summaries import Summaries

    if isinstance(result, Summaries):
        return [list(stretch) for stretch in result.tally.runs]
    found: list[list[int]] = []
    for run in result.runs.tolist():
        if found and found[-1][1] == run - 1:
            found[-1][1] = run
        else:
            found.append([run, run])
    return found


def read_summaries(folder: str | Path) -> Summaries:
    """Return the summaries that were written to a folder; raise OutputError where they are not as they were written."""
    import duckdb

    from simulator.results.disk.parquet import read_tables
    from simulator.results.summaries import Summaries
    from simulator.results.tally import COLUMNS, Layout, Tally
    from simulator.scenario.reading.files import from_resolved
    from simulator.scenario.schema.todays_book import TodaysBook

    manifest = verify(folder)
    if manifest.get("kept") != "summaries":
        raise OutputError(f"{folder} holds runs, not summaries")
    scenario = from_resolved(manifest["scenario"])
    today = None if manifest["today"] is None else TodaysBook.from_json(manifest["today"], tuple(scenario.segments))
    try:
        tables = read_tables(Path(folder) / "summaries.parquet", COLUMNS)
    except duckdb.Error as error:
        raise OutputError(f"{folder} cannot be read: {str(error).splitlines()[0]}") from None
    if list(manifest["metrics"]) != list(metrics_with(scenario)):  # its cells stand for those it was written with
        raise OutputError(f"{folder} holds summaries of other metrics, by another t2d3; simulate the scenario afresh")
    try:
        tally = Tally.of(Layout(scenario), tables)
    except ValueError:
        raise OutputError(
            f"the summaries in {folder} are laid out as by another version of t2d3; simulate the scenario afresh"
        ) from None
    return Summaries(scenario, manifest["seed"], manifest["engine"], today, tally, manifest["interrupted"])
