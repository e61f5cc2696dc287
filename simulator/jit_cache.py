"""Where compiled machine code is kept between processes, and when it is too old to be used.

numba's own on-disk cache looks at the file of the cached function alone: an edited callee or constant in another file
goes unnoticed and stale machine code runs. Here all code lives in a folder named by a hash of every source the kernel
can reach, of the versions of numba and Python, and of the processor. An edit anywhere gives a new, empty folder.
So that this holds, compiled code takes functions and constants only from the package's root, the laws and the engine.

The cache is attached to each function on its own, so numba's configuration, and with it anybody else's use of numba in
the same process, stays as it was.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import llvmlite.binding
import numba
from numba.core import caching
from numba.core import config as numba_config
from numba.core.runtime.nrt import rtsys

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE: Final = Path(__file__).resolve().parent
OVERRIDE: Final = "T2D3_CACHE_DIR"
KEPT_FOLDERS: Final = 6
_CONFIG: Final[Any] = numba_config
_FOLDER_NAME: Final = re.compile(r"[0-9a-f]{24}")


def attach_cache(dispatcher: Any) -> None:
    """Give one numba dispatcher the source-keyed cache; leave it without one when no folder can be written."""
    file = Path(dispatcher.py_func.__code__.co_filename)
    if file.is_file() and cache_folder() is not None:
        make: Any = _SourceKeyedCache  # numba's classes are untyped
        dispatcher._cache = make(dispatcher.py_func)


@functools.cache
def cache_folder() -> Path | None:
    """Return the folder of this process's machine code, or None when no place can be written."""
    for root in _roots():
        folder = root / "compiled" / source_key()
        if _usable(folder):
            _remove_old_siblings(folder)
            return folder
    return None


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


def _roots() -> Iterator[Path]:
    """Name the places to try, best first: the user's own choice, the platform's cache folder, a temporary folder."""
    chosen = os.environ.get(OVERRIDE)
    if chosen:
        yield Path(chosen).expanduser()
    yield from _platform_root()
    private = Path(tempfile.gettempdir()) / f"t2d3-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"
    if _is_private(private):
        yield private


def _platform_root() -> Iterator[Path]:
    """Name the folder this platform keeps caches in, if there is a home at all."""
    try:
        if os.name == "nt":
            local = os.environ.get("LOCALAPPDATA")
            yield (Path(local) if local else Path.home() / "AppData" / "Local") / "t2d3" / "Cache"
        elif sys.platform == "darwin":
            yield Path.home() / "Library" / "Caches" / "t2d3"
        else:
            xdg = os.environ.get("XDG_CACHE_HOME", "")
            yield (Path(xdg) if Path(xdg).is_absolute() else Path.home() / ".cache") / "t2d3"
    except RuntimeError:  # no home folder can be told
        return


def _is_private(folder: Path) -> bool:
    """Tell whether a folder in a place shared with other users is ours alone; cached code is code that gets run."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(status.st_mode):
        return False
    return os.name == "nt" or (status.st_uid == os.getuid() and not status.st_mode & 0o077)


def _usable(folder: Path) -> bool:
    """Make the folder, mark it as used today, and tell whether files can be written into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
        os.utime(folder)
    except OSError:
        return False
    return True


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


class _SourceKeyedLocator:
    """Tells numba the folder and the freshness of one function's machine code."""

    def __init__(self, folder: Path, file: Path) -> None:
        self._folder = folder
        self._py_file = str(file)

    def ensure_cache_path(self) -> None:
        """Make the folder again if somebody removed it."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

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

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """Return cached machine code, or None when there is none or it is damaged.

        numba's own way in first imports and registers all that it can compile, half a second that machine code has no
        need of: it asks for the run-time library alone. Whatever is compiled later registers the rest itself.
        """
        numba_cache: Any = super()
        try:
            rtsys.initialize(target_context)
            return numba_cache._load_overload(signature, target_context)
        except Exception:  # a truncated file can fail in any way, and the answer is always to compile anew
            with contextlib.suppress(OSError):
                numba_cache.flush()
            return None

    def save_overload(self, signature: Any, data: Any) -> None:
        """Keep machine code, unless a source was edited since this process started: it would be filed wrongly."""
        numba_cache: Any = super()
        with contextlib.suppress(OSError):
            if read_source_key() == source_key():
                numba_cache.save_overload(signature, data)
