"""Where compiled machine code is kept between processes, and when it is too old to be used.

numba's own on-disk cache looks at the file of the cached function alone: an edited callee or constant in another file
goes unnoticed and stale machine code runs. Here all code lives in a folder named by a hash of what every source the
kernel can reach says, of the versions of numba and Python, and of the processor. An edit anywhere gives a new, empty
folder; another copy of the same sources, or other comments in them, the same one.
So that this holds, compiled code takes functions and constants only from the package's root, the numerics, the laws
and the engine.

What is kept is code that gets run. It lies where nobody else can write (`jit_place`), and is looked at before it is
unpickled: whose it is, and whether it is undamaged.

The cache is attached to each function on its own, so numba's configuration, and with it anybody else's use of numba in
the same process, stays as it was.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import pickle
import re
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import llvmlite.binding
import numba
import numpy as np
from numba.core import caching, serialize
from numba.core import config as numba_config
from numba.core.runtime._nrt_python import c_helpers
from numba.core.runtime.nrt import rtsys

from simulator import trusted
from simulator.numerics import kernel_sources
from simulator.numerics.jit_link import linked_as_one
from simulator.numerics.jit_place import find_place, say_not_kept
from simulator.numerics.kernel_sources import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_kept"]

_SAID: Final = "said"
_CONFIG: Final[Any] = numba_config


def attach_cache(dispatcher: Any) -> None:
    """Give one numba dispatcher the source-keyed cache; leave it without one when there is no folder for it."""
    file = Path(dispatcher.py_func.__code__.co_filename)
    if file.is_file() and cache_folder() is not None:
        make: Any = _SourceKeyedCache  # numba's classes are untyped
        dispatcher._cache = make(dispatcher.py_func)


@functools.cache
def cache_folder() -> Path | None:
    """Return the folder of this process's machine code, or None when no place can be trusted and written."""
    return find_place(source_key())


@functools.cache
def source_key() -> str:
    """Return the hash that names the cache folder: of what the sources say, the versions, and the processor."""
    digest = hashlib.blake2b(digest_size=12)
    for part in (*_environment(), _said(kernel_sources.written_at_start())):
        digest.update(f"{part}\0".encode())
    return digest.hexdigest()


def _said(written: str) -> str:
    """Return the hash of what sources of this hash say; it is kept, since to find it takes a while."""
    folder = find_place(_SAID)
    kept = None if folder is None else folder / written
    if kept is not None:
        with contextlib.suppress(OSError, ValueError):
            said = trusted.read(kept).decode()
            if re.fullmatch("[0-9a-f]{64}", said):
                return said
    said = kernel_sources.said()
    if kernel_sources.written() != written:
        return written  # edited since they were read: what they said is known no more
    if kept is not None:
        with contextlib.suppress(OSError):
            trusted.write(kept, said.encode())
    return said


def _environment() -> Iterator[str]:
    """Name everything besides the sources that machine code depends on."""
    yield numba.__version__
    yield np.__version__
    yield llvmlite.__version__
    yield f"{sys.implementation.cache_tag} {sys.version}"
    yield _CONFIG.CPU_NAME or llvmlite.binding.get_host_cpu_name()
    yield _CONFIG.CPU_FEATURES or llvmlite.binding.get_host_cpu_features().flatten()
    yield f"{_CONFIG.OPT} {_CONFIG.BOUNDSCHECK} {_CONFIG.DEBUGINFO_DEFAULT} {linked_as_one()}"


def is_kept(function: Any) -> bool:
    """Tell whether machine code of `function`, one of this package, is kept for these sources on this machine.

    What is damaged, or could have been written by others, is not: it will be compiled again.
    """
    folder = cache_folder()
    return folder is not None and CheckedFiles(folder, _name_of(function), _stamp()).hold_any()


def _name_of(function: Any) -> str:
    """Return what the files of a function are called, but for their place."""
    return re.sub(r"[^\w.]", "", f"{function.__module__}.{function.__qualname__}")[-80:]


def _stamp(own: str = "") -> str:
    """Return what must be equal for cached code to be used; `own` is the hash of a file outside the package."""
    return f"{source_key()} {own}"


class _SourceKeyedLocator:
    """Tells numba the folder and the freshness of one function's machine code."""

    def __init__(self, folder: Path, file: Path) -> None:
        self._folder = folder
        self._py_file = str(file)

    def ensure_cache_path(self) -> None:
        """Make the folder again if somebody removed it; OSError where it can no longer be trusted."""
        trusted.make_folder(self._folder)

    def get_cache_path(self) -> str:
        """Return the folder."""
        return str(self._folder)

    def get_source_stamp(self) -> str:
        """Return what must be equal for cached code to be used: for a file outside the package, its own contents."""
        return _stamp(hashlib.blake2b(Path(self._py_file).read_bytes()).hexdigest() if not self.in_package else "")

    @property
    def in_package(self) -> bool:
        """Whether the function's file belongs to this package."""
        return Path(self._py_file).is_relative_to(PACKAGE)

    def get_disambiguator(self) -> str:
        """Return a short hash of the file's place, since many files share a name; none for a file of this package."""
        return "" if self.in_package else f"-{hashlib.blake2b(self._py_file.encode(), digest_size=4).hexdigest()}"


class _SourceKeyedImplementation(caching.CompileResultCacheImpl):
    """Sets what numba's own class sets, without asking numba's configuration for a place."""

    def __init__(self, function: Any) -> None:
        folder = cache_folder()
        assert folder is not None
        self._locator = _SourceKeyedLocator(folder, Path(function.__code__.co_filename).resolve())
        self._filename_base = f"{_name_of(function)}{self._locator.get_disambiguator()}"


class _SourceKeyedCache(caching.FunctionCache):
    """A cache that never gets in the way: what cannot be read is compiled, what cannot be written is not kept."""

    _impl_class = _SourceKeyedImplementation

    def __init__(self, function: Any) -> None:
        numba_cache: Any = super()
        numba_cache.__init__(function)
        made: Any = self._impl
        folder, stamp = made.locator.get_cache_path(), made.locator.get_source_stamp()
        files: Any = CheckedFiles(Path(folder), made.filename_base, stamp)
        self._cache_file = files

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """Return cached machine code, or None when there is none, it is damaged, or others could have written it.

        numba's own way in first imports and registers all that it can compile, half a second that machine code has no
        need of: it asks for the run-time library alone. Whatever is compiled later registers the rest itself.
        """
        numba_cache: Any = super()
        try:
            _name_run_time(target_context)
            return numba_cache._load_overload(signature, target_context)
        except Exception:  # undamaged, and still of no use to this numba: the answer is always to compile anew
            with contextlib.suppress(OSError):
                numba_cache.flush()
            return None

    def save_overload(self, signature: Any, data: Any) -> None:
        """Keep machine code, unless a source was edited since this process started: it would be filed wrongly."""
        numba_cache: Any = super()
        made: Any = self._impl
        try:
            if kernel_sources.written() == kernel_sources.written_at_start():
                numba_cache.save_overload(signature, data)
        except OSError as error:
            say_not_kept(f"{made.locator.get_cache_path()}: {error.strerror or error}")


def _name_run_time(target_context: Any) -> None:
    """Let LLVM know by name what machine code calls of numba's run-time library.

    A part of that library is compiled by each process: for 20 MB of the compiler's pages, and for nothing where code
    was linked as one, which has taken in what it needs of it.
    """
    if not linked_as_one():
        rtsys.initialize(target_context)
        return
    for name, address in c_helpers.items():  # the names that `rtsys` gives them
        llvmlite.binding.add_symbol(name if name.startswith("_") else f"NRT_{name}", address)


# The files in which the machine code of one function is kept, checked before anything in them is unpickled or run.
# An index names the machine code for each signature by its checksum, and begins with a checksum of its own. A file that
# is cut short, or in which a single bit has changed, or that belongs to another function, counts as absent.
#
# A checksum guards against damage alone: whoever can write the file can write a checksum that fits. That nobody else
# can have written it is seen to by `trusted`, for the folder when it is chosen and for each file when it is opened.

_CHECKSUM_BYTES: Final = 32
_STRAY: Final = r"\.[0-9a-f]{16}\.nbc|\.(?:[0-9a-f]{16}\.nbc|nbi)\.tmp\.\w+"
_OLD: Final = 3600.0  # seconds
_DUMPS: Final[Any] = serialize.dumps  # numba is untyped
_Index = dict[Any, str]


def _put(path: Path, content: bytes) -> None:
    """Write a file of ours, also where a folder has come to stand in its place; raise OSError where that fails."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    trusted.write(path, content)


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
        content: bytes = _DUMPS(data)
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
        kept: bytes = _DUMPS((self._stamp, index))
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
