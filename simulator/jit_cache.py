"""Where compiled machine code is kept between processes, and when it is too old to be used.

numba's own on-disk cache looks at the file of the cached function alone: an edited callee or constant in another file
goes unnoticed and stale machine code runs. Here all code lives in a folder named by a hash of every source the kernel
can reach, of the versions of numba and Python, and of the processor. An edit anywhere gives a new, empty folder.
So that this holds, compiled code takes functions and constants only from the package's root, the laws and the engine.

What is kept is code that gets run. It lies where nobody else can write (`jit_place`), and is looked at before it is
unpickled: whose it is, and whether it is undamaged (`jit_files`).

The cache is attached to each function on its own, so numba's configuration, and with it anybody else's use of numba in
the same process, stays as it was.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import llvmlite.binding
import numba
from numba.core import caching
from numba.core import config as numba_config
from numba.core.runtime.nrt import rtsys

from simulator import trusted
from simulator.jit_files import CheckedFiles
from simulator.jit_place import find_place

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE: Final = Path(__file__).resolve().parent
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
    """Return the hash that names the cache folder, taken once, when the first function is decorated."""
    return read_source_key()


def read_source_key() -> str:
    """Return the hash of the sources as they are now, the versions, and the processor."""
    digest = hashlib.blake2b(digest_size=12)
    for part in _environment():
        digest.update(f"{part}\0".encode())
    for path in _sources():
        digest.update(f"{path.relative_to(PACKAGE).as_posix()}\0".encode())
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> list[Path]:
    """List what compiled code may reach: the modules at the package's root, the laws and the engine."""
    found = [*PACKAGE.glob("*.py"), *PACKAGE.glob("laws/**/*.py"), *PACKAGE.glob("engine/**/*.py")]
    return sorted(found)


def _environment() -> Iterator[str]:
    """Name everything besides the sources that machine code depends on."""
    yield numba.__version__
    yield llvmlite.__version__
    yield f"{sys.implementation.cache_tag} {sys.version}"
    yield _CONFIG.CPU_NAME or llvmlite.binding.get_host_cpu_name()
    yield _CONFIG.CPU_FEATURES or llvmlite.binding.get_host_cpu_features().flatten()
    yield f"{_CONFIG.OPT} {_CONFIG.BOUNDSCHECK} {_CONFIG.DEBUGINFO_DEFAULT}"


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
        own = hashlib.blake2b(Path(self._py_file).read_bytes()).hexdigest() if not self.in_package else ""
        return f"{source_key()} {own}"

    @property
    def in_package(self) -> bool:
        """Whether the function's file belongs to this package."""
        return Path(self._py_file).is_relative_to(PACKAGE)

    def get_disambiguator(self) -> str:
        """Return a short hash of the file's place, since many files share a name."""
        return hashlib.blake2b(self._py_file.encode(), digest_size=4).hexdigest()


class _SourceKeyedImplementation(caching.CompileResultCacheImpl):
    """Sets what numba's own class sets, without asking numba's configuration for a place."""

    def __init__(self, function: Any) -> None:
        folder = cache_folder()
        assert folder is not None
        code = function.__code__
        self._lineno = code.co_firstlineno
        self._locator = _SourceKeyedLocator(folder, Path(code.co_filename).resolve())
        name = re.sub(r"[^\w.]", "", f"{function.__module__}.{function.__qualname__}")
        self._filename_base = f"{name[-80:]}-{self._lineno}-{self._locator.get_disambiguator()}"


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
            rtsys.initialize(target_context)
            return numba_cache._load_overload(signature, target_context)
        except Exception:  # undamaged, and still of no use to this numba: the answer is always to compile anew
            with contextlib.suppress(OSError):
                numba_cache.flush()
            return None

    def save_overload(self, signature: Any, data: Any) -> None:
        """Keep machine code, unless a source was edited since this process started: it would be filed wrongly."""
        numba_cache: Any = super()
        with contextlib.suppress(OSError):
            if read_source_key() == source_key():
                numba_cache.save_overload(signature, data)
