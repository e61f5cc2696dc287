"""Where compiled machine code is kept between processes, and when it is too old to be used.

numba's own on-disk cache looks at the file of the cached function alone: an edited callee or constant in another file
goes unnoticed and stale machine code runs. Here all code lives in a folder named by a hash of what every source the
kernel can reach says, of the versions of numba and Python, and of the processor (see `jit_key`).
So that this holds, compiled code takes functions and constants only from the package's root, the numerics, the laws
and the engine.

What is kept is code that gets run. It lies where nobody else can write (`jit_place`), and is looked at before it is
unpickled: whose it is, and whether it is undamaged.

The cache is attached to each function on its own, so numba's configuration, and with it anybody else's use of numba in
the same process, stays as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import Any, Final

import llvmlite.binding
from numba.core import caching, serialize
from numba.core.runtime._nrt_python import c_helpers
from numba.core.runtime.nrt import rtsys

from simulator import trusted
from simulator.numerics import kernel_sources
from simulator.numerics.jit_files import CheckedFiles
from simulator.numerics.jit_key import cache_folder, name_of, stamp
from simulator.numerics.jit_link import linked_as_one
from simulator.numerics.jit_place import say_not_kept
from simulator.numerics.kernel_sources import PACKAGE

_DUMPS: Final[Any] = serialize.dumps  # numba is untyped


def attach_cache(dispatcher: Any) -> None:
    """Give one numba dispatcher the source-keyed cache; leave it without one when there is no folder for it."""
    file = Path(dispatcher.py_func.__code__.co_filename)
    if file.is_file() and cache_folder() is not None:
        make: Any = _SourceKeyedCache  # numba's classes are untyped
        dispatcher._cache = make(dispatcher.py_func)


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
        return stamp(hashlib.blake2b(Path(self._py_file).read_bytes()).hexdigest() if not self.in_package else "")

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
        self._filename_base = f"{name_of(function)}{self._locator.get_disambiguator()}"


class _SourceKeyedCache(caching.FunctionCache):
    """A cache that never gets in the way: what cannot be read is compiled, what cannot be written is not kept."""

    _impl_class = _SourceKeyedImplementation

    def __init__(self, function: Any) -> None:
        numba_cache: Any = super()
        numba_cache.__init__(function)
        made: Any = self._impl
        folder = made.locator.get_cache_path()
        files: Any = CheckedFiles(Path(folder), made.filename_base, made.locator.get_source_stamp(), _DUMPS)
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
