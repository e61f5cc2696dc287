"""Names for what is still being written. They tell who writes, so that what a killed process left can be taken away."""

from __future__ import annotations

import re
import shutil
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from simulator.results.disk.ownership import Owner, is_ours

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ENDING", "is_temporary", "names_writer", "remove", "remove_leftovers", "temporary_name", "writer_is_gone"]

ENDING: Final = ".t2d3.part"
_NAMED: Final = re.compile(
    r"\..+?(?:\.(?P<machine>[0-9a-f]{8})-(?P<pid>\d+)-(?P<born>\d*))?\.[0-9a-f]{12}(?:\.damaged)?\.t2d3\.\w+"
)
_CHART: Final = re.compile(r"\..+\.(?:png|svg)\.\d+-\d+\.part")
_OLD: Final = 600.0
"""Seconds after which what another machine left is taken for left behind."""


def temporary_name(name: str) -> str:
    """Return the name under which this process may write what is to be called `name`: hidden, and nobody else's."""
    me = Owner.me()
    return f".{name}.{_short(me.machine)}-{me.pid}-{me.born}.{uuid4().hex[:12]}{ENDING}"


def is_temporary(name: str) -> bool:
    """Tell whether `name` is one of ours for what is still being written, of this version or an earlier one."""
    return bool(_CHART.fullmatch(name)) or (name.endswith(ENDING) and bool(_NAMED.fullmatch(name)))


def writer_is_gone(path: Path) -> bool:
    """Tell whether nobody writes any more what lies at `path` under such a name.

    Earlier versions did not say who they were; they are taken to be gone. Of another machine's processes nothing is
    known but how long ago they wrote.
    """
    return not names_writer(path.name) or _is_gone(path)


def names_writer(name: str) -> bool:
    """Tell whether `name` says which process of which machine writes."""
    found = _NAMED.fullmatch(name)
    return found is not None and found["machine"] is not None


def _is_gone(path: Path) -> bool:
    found = _NAMED.fullmatch(path.name)
    assert found is not None
    here = Owner.me().machine
    if found["machine"] == _short(here) and found["born"]:
        return Owner("", here, int(found["pid"]), found["born"]).is_dead()
    with suppress(OSError):
        return time.time() - max(one.stat().st_mtime for one in _with_all_in(path)) >= _OLD
    return False


def remove_leftovers(folder: Path) -> None:
    """Remove from `folder` what our own killed writers left in it; nothing is said of what cannot be removed."""
    with suppress(OSError):
        for path in list(folder.iterdir()):
            if is_temporary(path.name) and is_ours(path) and writer_is_gone(path):
                remove(path)


def remove(path: Path) -> None:
    """Remove `path`, a file, or a folder with all that is in it; nothing is said where that fails."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink()


def _with_all_in(path: Path) -> Iterator[Path]:
    yield path
    yield from path.rglob("*")


def _short(machine: str) -> str:
    return sha256(machine.encode(errors="replace")).hexdigest()[:8]
