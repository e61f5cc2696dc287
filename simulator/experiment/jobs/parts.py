"""The parts of a job: Parquet files that appear whole or not at all, and whose names vouch for what is in them.

A name holds the number of the batch and a keyed hash of the file, the key being that of the job: a byte that has
changed is noticed, and so is a part of another job.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from simulator.results.disk.regular import open_regular

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    Tables = Mapping[str, Mapping[str, npt.NDArray[Any]]]

_NAME: Final = re.compile(r"(\d{6,})-([0-9a-f]{32})\.parquet")
_ENDING: Final = ".t2d3.part"


def write_part(folder: Path, key: str, number: int, tables: Tables) -> str:
    """Write a part and return its name: a temporary file, flushed to the disk, then renamed; raises OSError."""
    from simulator.results.disk.parquet import write_tables

    waiting = folder / f".{number:06}.{uuid4().hex[:12]}{_ENDING}"
    try:
        with _as_os_error(waiting):
            write_tables(tables, waiting)
        name = f"{number:06}-{_hash(waiting, key)}.parquet"
        with waiting.open("rb+") as file:
            os.fsync(file.fileno())
        _clear(folder / name)
        waiting.replace(folder / name)
    except BaseException:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise
    flush_folder(folder)
    return name


def is_intact(folder: Path, key: str, number: int, name: str) -> bool:
    """Tell whether a part is there and is what it was when it was written for this batch of this job."""
    found = _NAME.fullmatch(name)
    if found is None or int(found[1]) != number:
        return False
    try:
        return _hash(folder / name, key) == found[2]
    except OSError:
        return False


def parts_in(folder: Path) -> dict[int, list[str]]:
    """Return the names of all parts in a folder by the number of their batch, whether intact or not."""
    found: dict[int, list[str]] = {}
    for name in sorted(path.name for path in folder.iterdir()):
        match = _NAME.fullmatch(name)
        if match is not None:
            found.setdefault(int(match[1]), []).append(name)
    return found


def remove_part(folder: Path, name: str) -> None:
    """Remove a part, if it is there; a name that is none of a part is left alone."""
    if _NAME.fullmatch(name):
        _clear(folder / name)
        (folder / name).unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Move a folder aside that stands where a part belongs: no file can take its place, and it may be somebody's."""
    with suppress(FileNotFoundError):
        if stat.S_ISDIR(path.lstat().st_mode):
            path.rename(path.with_name(f".{path.name}.{uuid4().hex[:12]}{_ENDING}"))


def remove_leftovers(folder: Path, older: float = 0.0) -> None:
    """Remove what killed writers left, `older` than so many seconds; of any age only where nobody else is writing.

    A folder that was moved aside stays.
    """
    for path in folder.iterdir():
        if path.name.endswith(_ENDING):
            with suppress(FileNotFoundError):
                status = path.lstat()
                if not stat.S_ISDIR(status.st_mode) and time.time() - status.st_mtime >= older:
                    path.unlink()


def flush_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk, where the system lets us."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _hash(path: Path, key: str) -> str:
    digest = hashlib.blake2b(key=key.encode()[:64], digest_size=16)
    with open_regular(path) as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def _as_os_error(path: Path) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise OSError(0, str(error).splitlines()[0], str(path)) from None
