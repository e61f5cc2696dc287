"""Doors: what of the kernel Python calls, kept as bare machine code that runs without numba.

What numba keeps of a function can be loaded by numba alone, whose import takes a third of a second and tens of
megabytes. A door takes and returns nothing but whole numbers, and everything it reaches is linked into it (`jit_link`),
so that its machine code stands for itself: LLVM's loader puts it into memory, and Python calls it there.
"""

from __future__ import annotations

import contextlib
import ctypes
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from simulator.numerics import kernel_sources
from simulator.numerics.jit import in_machine_code
from simulator.numerics.jit_files import CheckedFiles
from simulator.numerics.jit_key import cache_folder, name_of, settings, stamp
from simulator.numerics.jit_place import say_not_kept

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["door", "is_kept"]

_KINDS: Final = {"int64": ctypes.c_int64, "uint64": ctypes.c_uint64}
_OF_C: Final = frozenset({"memcpy", "memmove", "memset", "sqrt"})
"""What bare code may call: LLVM's loader finds these in every process."""
_LOADED: Final[list[Any]] = []
"""The loaders of code in use; with them it would be gone."""
_ONE_AT_A_TIME: Final = Lock()


class _Bare(NamedTuple):
    """Machine code that stands for itself."""

    name: str
    """What its entry is called."""
    code: bytes
    """An object file."""


def door(function: Callable[..., int], takes: tuple[str, ...]) -> Callable[..., int]:
    """Return `function`, a marked one, as machine code for calls from Python, loaded without numba where it is kept.

    It takes whole numbers of the kinds `takes` ("int64" or "uint64") and returns one that fits in 64 bits with a sign.
    It raises nothing, and lets go of the interpreter lock while it runs.
    """
    with _ONE_AT_A_TIME:  # made twice, it would be compiled twice
        return _opened(function, takes)


def is_kept(function: Callable[..., int]) -> bool:
    """Tell whether machine code of the door `function` is kept for these sources on this machine.

    What is damaged, or could have been written by others, is not: it will be compiled again.
    """
    folder = cache_folder()
    if folder is None:
        return False
    return any(files.hold_any() for files in (_files(function), CheckedFiles(folder, name_of(function), stamp())))


@cache
def _opened(function: Callable[..., int], takes: tuple[str, ...]) -> Callable[..., int]:
    if settings().checks_indices:  # and says so by exceptions, which bare code cannot raise
        return _numbas_own(function, takes)
    bare = _kept(function, takes)
    if bare is None:
        bare = _made(function, takes)
        if bare is None:
            return _numbas_own(function, takes)
        _keep(function, takes, bare)
    return _callable(bare, takes)


def _numbas_own(function: Callable[..., int], takes: tuple[str, ...]) -> Callable[..., int]:
    """Return what numba compiles, told of each argument's kind: it would take a whole number for one with a sign."""
    compiled, kinds = in_machine_code(function), [getattr(np, kind) for kind in takes]
    return lambda *arguments: compiled(*(kind(one) for kind, one in zip(kinds, arguments, strict=True)))


def _files(function: Callable[..., int]) -> CheckedFiles:
    folder = cache_folder()
    assert folder is not None
    return CheckedFiles(folder, f"{name_of(function)}-door", stamp())


def _kept(function: Callable[..., int], takes: tuple[str, ...]) -> _Bare | None:
    """Return what is kept; None where it is absent, damaged or not to be trusted."""
    kept = None if cache_folder() is None else _files(function).load(takes)
    return None if kept is None else _Bare(*kept)


def _keep(function: Callable[..., int], takes: tuple[str, ...], bare: _Bare) -> None:
    """Keep it, unless a source was edited since this process started: it would be filed wrongly."""
    folder = cache_folder()
    if folder is None or kernel_sources.written() != kernel_sources.written_at_start():
        return
    try:
        _files(function).save(takes, tuple(bare))
    except OSError as error:
        say_not_kept(f"{folder}: {error.strerror or error}")


def _made(function: Callable[..., int], takes: tuple[str, ...]) -> _Bare | None:
    """Compile it; None where this numba links in its own way, or the code calls what a bare one cannot."""
    from numba.core import types

    from simulator.numerics.jit import dispatcher_of
    from simulator.numerics.jit_link import linked_as_one

    if not linked_as_one():
        return None
    dispatcher = dispatcher_of(function, called_by="address")
    signature = tuple(getattr(types, kind) for kind in takes)
    dispatcher.compile(signature)
    made = dispatcher.overloads[signature]
    if made.signature.return_type != types.int64 or not made.library.calls_only(_OF_C):
        return None
    return _Bare(made.fndesc.llvm_func_name, made.library._get_compiled_object())


def _callable(bare: _Bare, takes: tuple[str, ...]) -> Callable[..., int]:
    """Put bare code into memory and return it as a function of Python's.

    numba has every function return its status, 0 for one that went well, and place its value and an exception where its
    first two arguments say.
    """
    call = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *(_KINDS[kind] for kind in takes))
    run = call(_address(bare))

    def open_door(*arguments: int) -> int:
        value, exception = ctypes.c_int64(), ctypes.c_void_p()
        if run(ctypes.byref(value), ctypes.byref(exception), *arguments):
            raise RuntimeError(f"machine code of {bare.name} has failed")
        return value.value

    return open_door


def _address(bare: _Bare) -> int:
    """Load an object file and return the address of its entry."""
    import llvmlite.binding as llvm

    with contextlib.suppress(RuntimeError):  # newer ones begin by themselves, and say so
        llvm.initialize()
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    module = llvm.parse_assembly("")
    module.triple = llvm.get_process_triple()
    loader = llvm.create_mcjit_compiler(module, llvm.Target.from_triple(module.triple).create_target_machine(jit=True))
    loader.add_object_file(llvm.ObjectFileRef.from_data(bare.code))
    loader.finalize_object()
    _LOADED.append(loader)
    return int(loader.get_function_address(bare.name))
