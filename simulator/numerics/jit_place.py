"""Which folder machine code is kept in, and what is said where it is not the one that was asked for.

Cached code is unpickled and run. So a folder is used only if nobody but us and root can have put anything into it (see
`trusted`): the user's own choice, else the platform's cache folder, else one that is ours alone in a folder for what
is temporary. Where none is left, nothing is kept. What the user has to know is said once, not by every worker.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from simulator import trusted
from simulator.visible import visible

__all__ = [
    "find_place",
]

OVERRIDE: Final = "T2D3_CACHE_DIR"
KEPT_FOLDERS: Final = 6
_SAID: Final = "T2D3_CACHE_SAID"
_FOLDER_NAME: Final = re.compile(r"[0-9a-f]{24}")


def find_place(key: str, silent: bool = False) -> Path | None:
    """Return the first folder that can be trusted and written, for what is kept under `key`; None without any.

    Where it is not the folder that was asked for, that is said, unless `silent`.
    """
    refusals: list[str] = []
    for root_of in _roots():
        try:
            root = root_of()
            if root is None:
                continue
            root = root.absolute()  # wherever the process goes
            folder = root / "compiled" / key
            _make_ready(folder)
        except (OSError, RuntimeError) as error:
            refusals.append(_reason(error))
            continue
        if refusals and os.environ.get(OVERRIDE) and not silent:
            _say(
                f"Machine code is kept in {root}, not in {OVERRIDE}={os.environ[OVERRIDE]}: {refusals[0]}; "
                f"set {OVERRIDE} to a folder that you alone can write."
            )
        _remove_old_siblings(folder)
        return folder
    if silent:
        return None
    say_not_kept("; ".join(dict.fromkeys(refusals)))
    return None


def say_not_kept(why: str) -> None:
    """Tell the user, once, that machine code is not kept; `why` is part of a sentence."""
    _say(
        f"Machine code is not kept, so every start compiles it anew: {why}; "
        f"set {OVERRIDE} to a folder that you alone can write."
    )


def _roots() -> Iterator[Callable[[], Path | None]]:
    """Name the places to try, best first; each returns its folder, None where there is no such place, or raises."""
    yield _chosen_root
    yield _platform_root
    for folder in _temporary_folders():
        yield partial(_own_root_in, folder)


def _chosen_root() -> Path | None:
    chosen = os.environ.get(OVERRIDE)
    return Path(chosen).expanduser() if chosen else None


def _platform_root() -> Path:
    """Return the folder that this platform keeps caches in; RuntimeError where there is no home."""
    if os.name == "nt":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "t2d3" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "t2d3"
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(xdg) if Path(xdg).is_absolute() else Path.home() / ".cache") / "t2d3"


def _temporary_folders() -> Iterator[Path]:
    """Name folders for what is temporary: the one set for this process first, then those that every machine has."""
    with suppress(FileNotFoundError):  # none can be written
        yield Path(tempfile.gettempdir())
    if trusted.HAS_OWNERS:
        yield from (Path("/tmp"), Path("/var/tmp"))


def _own_root_in(shared: Path) -> Path:
    """Return a folder of ours alone in one that all may write: by its usual name, or where that is taken by another."""
    trusted.make_way(shared)
    name = f"t2d3-{os.geteuid() if trusted.HAS_OWNERS else 'cache'}"
    usual = shared / name
    try:
        trusted.make_private(usual)
    except OSError:
        for found in sorted(shared.glob(f"{name}-*")):  # made by an earlier process for the same reason
            with suppress(OSError):
                if trusted.is_private(found):
                    return found
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=shared))
    return usual


def _make_ready(folder: Path) -> None:
    """Make the folder, mark it as used today, and raise OSError unless it can be trusted and written."""
    trusted.make_folder(folder)
    tempfile.TemporaryFile(dir=folder).close()
    os.utime(folder)


def _remove_old_siblings(folder: Path) -> None:
    """Remove the code of former sources, all but the folders used last."""
    try:
        siblings = [path for path in folder.parent.iterdir() if _FOLDER_NAME.fullmatch(path.name)]
        by_age = sorted(siblings, key=lambda path: path.stat().st_mtime, reverse=True)
    except OSError:  # another process is tidying up at this moment
        return
    for path in by_age[KEPT_FOLDERS:]:
        if path != folder:
            shutil.rmtree(path, ignore_errors=True)


def _reason(error: Exception) -> str:
    """Return why a place is not used, as part of a sentence."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error).rstrip(".")


def _say(text: str) -> None:
    """Tell the user, once for this process and all that it starts: they inherit what was said."""
    printable = visible(text)
    if os.environ.get(_SAID) == printable or sys.stderr is None:
        return
    os.environ[_SAID] = printable
    with suppress(OSError, ValueError):  # closed
        print(printable, file=sys.stderr)
