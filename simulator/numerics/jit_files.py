"""The files in which the machine code of one function is kept, checked before anything in them is unpickled or run.

An index names the machine code for each signature by its checksum, and begins with a checksum of its own. A file that
is cut short, or in which a single bit has changed, or that belongs to another function, counts as absent.

A checksum guards against damage alone: whoever can write the file can write a checksum that fits. That nobody else can
have written it is seen to by `trusted`, for the folder when it is chosen and for each file when it is opened.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator import trusted

if TYPE_CHECKING:
    from collections.abc import Callable

_CHECKSUM_BYTES: Final = 32
_STRAY: Final = r"\.[0-9a-f]{16}\.nbc|\.(?:[0-9a-f]{16}\.nbc|nbi)\.tmp\.\w+"
_OLD: Final = 3600.0  # seconds
_Index = dict[Any, str]


def _put(path: Path, content: bytes) -> None:
    """Write a file of ours, also where a folder has come to stand in its place; raise OSError where that fails."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    trusted.write(path, content)


class CheckedFiles:
    """What is asked of the files of one function: to load, to save and to flush. `dumps` pickles what is saved."""

    def __init__(self, folder: Path, name: str, stamp: str, dumps: Callable[[Any], bytes] = pickle.dumps) -> None:
        self._folder = folder
        self._name = name
        self._stamp = stamp
        self._dumps = dumps
        self._index_path = folder / f"{name}.nbi"

    def load(self, key: Any) -> Any | None:
        """Return what was saved under a key, or None where it is absent, damaged or not to be trusted."""
        checksum = self._load_index().get(key)
        content = None if checksum is None else self._content(checksum)
        return None if content is None else pickle.loads(content)

    def _content(self, checksum: str) -> bytes | None:
        """Return the data of a checksum, or None where it is absent, damaged or not to be trusted."""
        try:
            content = trusted.read(self._data_path(checksum))
        except OSError:
            return None
        return content if self._checksum(content) == checksum else None

    def hold_any(self) -> bool:
        """Tell whether anything is kept, all of it undamaged."""
        kept = set(self._load_index().values())
        return bool(kept) and all(self._content(checksum) is not None for checksum in kept)

    def save(self, key: Any, data: Any) -> None:
        """Keep data under a key; OSError where it cannot be written. The index names only what is there already."""
        content = self._dumps(data)
        checksum = self._checksum(content)
        _put(self._data_path(checksum), content)
        index = self._load_index()
        former = index.get(key)
        index[key] = checksum
        self._save_index(index)
        if former is not None and former not in index.values():
            self._data_path(former).unlink(missing_ok=True)
        self._remove_strays(index)

    def flush(self) -> None:
        """Forget everything that was saved."""
        self._save_index({})

    def _load_index(self) -> _Index:
        """Return the checksum of the data of each key; empty where the index is absent, damaged or of other sources."""
        try:
            content = trusted.read(self._index_path)
        except OSError:
            return {}
        kept = content[_CHECKSUM_BYTES:]
        if content[:_CHECKSUM_BYTES].hex() != self._checksum(kept):
            return {}
        stamp, index = pickle.loads(kept)
        return index if stamp == self._stamp else {}

    def _save_index(self, index: _Index) -> None:
        kept = self._dumps((self._stamp, index))
        _put(self._index_path, bytes.fromhex(self._checksum(kept)) + kept)

    def _remove_strays(self, index: _Index) -> None:
        """Remove what nobody can come for: data that a lost index named, and what a killed process left half-written.

        What is younger than an hour may be another process's, which is about to name it.
        """
        named = {self._data_path(checksum).name for checksum in index.values()}
        for path in self._folder.glob(f"{self._name}.*"):
            if path.name not in named and re.fullmatch(_STRAY, path.name.removeprefix(self._name)):
                with contextlib.suppress(OSError):
                    if time.time() - path.stat().st_mtime > _OLD:
                        path.unlink()

    def _data_path(self, checksum: str) -> Path:
        return self._folder / f"{self._name}.{checksum[:16]}.nbc"

    def _checksum(self, content: bytes) -> str:
        """Return a hash of a file's content and of the function it is for, in hexadecimal."""
        digest = hashlib.blake2b(f"{self._name}\0".encode(), digest_size=_CHECKSUM_BYTES)
        digest.update(content)
        return digest.hexdigest()
