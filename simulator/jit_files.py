"""The files in which the machine code of one function is kept, checked before anything in them is unpickled or run.

An index names the machine code for each signature by its checksum, and begins with a checksum of its own. A file that
is cut short, or in which a single bit has changed, or that belongs to another function, counts as absent.

A checksum guards against damage alone: whoever can write the file can write a checksum that fits. That nobody else can
have written it is seen to by `trusted`, for the folder when it is chosen and for each file when it is opened.
"""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path
from typing import Any, Final

from numba.core import serialize

from simulator import trusted

_CHECKSUM_BYTES: Final = 32
_DUMPS: Final[Any] = serialize.dumps  # numba is untyped
_Index = dict[Any, str]


class CheckedFiles:
    """What numba asks of the files of one function: to load, to save and to flush."""

    def __init__(self, folder: Path, name: str, stamp: str) -> None:
        self._folder = folder
        self._name = name
        self._stamp = stamp
        self._index_path = folder / f"{name}.nbi"

    def load(self, key: Any) -> Any | None:
        """Return what was saved under a key, or None where it is absent, damaged or not to be trusted."""
        checksum = self._load_index().get(key)
        if checksum is None:
            return None
        try:
            content = trusted.read(self._data_path(checksum))
        except OSError:
            return None
        return pickle.loads(content) if self._checksum(content) == checksum else None

    def save(self, key: Any, data: Any) -> None:
        """Keep data under a key; OSError where it cannot be written. The index names only what is there already."""
        content: bytes = _DUMPS(data)
        checksum = self._checksum(content)
        trusted.write(self._data_path(checksum), content)
        index = self._load_index()
        former = index.get(key)
        index[key] = checksum
        self._save_index(index)
        if former is not None and former not in index.values():
            self._data_path(former).unlink(missing_ok=True)

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
        kept: bytes = _DUMPS((self._stamp, index))
        trusted.write(self._index_path, bytes.fromhex(self._checksum(kept)) + kept)

    def _data_path(self, checksum: str) -> Path:
        return self._folder / f"{self._name}.{checksum[:16]}.nbc"

    def _checksum(self, content: bytes) -> str:
        """Return a hash of a file's content and of the function it is for, in hexadecimal."""
        digest = hashlib.blake2b(f"{self._name}\0".encode(), digest_size=_CHECKSUM_BYTES)
        digest.update(content)
        return digest.hexdigest()
