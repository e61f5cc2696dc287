"""One decorator, `compiled`, for every law and every function of the kernel.

It is `numba.njit` with the settings the project relies on: no fastmath and numpy's error model, so that compiled and
plain Python return the same bits; the interpreter lock released, so that runs can share the processor's cores; and an
on-disk cache that notices an edit in any file of the kernel (see `jit_cache`). With `NUMBA_DISABLE_JIT=1` it returns
the function as it stands.

Importing this module is cheap: numba is imported when the first function is decorated.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast, overload

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["compiled"]

P = ParamSpec("P")
R = TypeVar("R")


@overload
def compiled(function: Callable[P, R], /) -> Callable[P, R]: ...


@overload
def compiled(
    *, inline: bool = False, inner: bool = False, parallel: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]: ...


def compiled(
    function: Callable[P, R] | None = None, /, *, inline: bool = False, inner: bool = False, parallel: bool = False
) -> Callable[P, R] | Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile `function` at its first call, or load its machine code from the cache.

    Use it bare (`@compiled`) or with an argument. `inline` copies the function's machine code into its callers: for
    short functions in the innermost loops, where a call costs as much as the work. `inner` leaves out what is needed to
    call it from Python, a good part of the compilation, and keeps no copy of its own on disk: for what only compiled
    code calls. `parallel` lets numba split `prange` loops over threads; a sum over such a loop may depend on their
    number, so laws and kernels never use it. The interpreter lock is released in every case.
    """
    if function is None:

        def decorate(function: Callable[P, R]) -> Callable[P, R]:
            return _compile(function, inline, inner, parallel)

        return decorate
    return _compile(function, inline, inner, parallel)


def _compile(function: Callable[P, R], inline: bool, inner: bool, parallel: bool) -> Callable[P, R]:
    from numba import config as numba_config

    numbas: Any = numba_config
    if numbas.DISABLE_JIT:
        return function
    from simulator.numerics.jit_cache import attach_cache

    made = partial(_dispatcher, function, {"parallel": parallel, "forceinline": inline})
    dispatcher = made(inner=inner)
    if not inner:
        _give_compiled_callers(dispatcher, cache(partial(made, inner=True)))
        attach_cache(dispatcher)
    return cast("Callable[P, R]", dispatcher)


def _dispatcher(function: Callable[..., Any], options: dict[str, Any], *, inner: bool) -> Any:
    """Return numba's dispatcher of a function, for calls from compiled code alone or for those from Python."""
    import numba

    from simulator.numerics.jit_link import EntryCompiler, InnerCompiler, linked_as_one

    options = {**options, "no_cfunc_wrapper": True, "no_cpython_wrapper": inner}
    if linked_as_one():
        options["pipeline_class"] = InnerCompiler if inner else EntryCompiler
    dispatcher = numba.njit(nogil=True, error_model="numpy", fastmath=False, **options)(function)
    _take_types_not_values(dispatcher)
    return dispatcher


def _give_compiled_callers(dispatcher: Any, twin: Callable[[], Any]) -> None:
    """Let compiled code that calls a function have one for calls from compiled code alone.

    It is made when it is first wanted: machine code that is loaded needs none.
    """
    from simulator.numerics.jit_link import linked_as_one

    if linked_as_one():
        dispatcher.get_call_template = lambda *arguments: twin().get_call_template(*arguments)
        dispatcher.get_overload = lambda signature: twin().get_overload(signature)


def _take_types_not_values(dispatcher: Any) -> None:
    """Compile a function once for all integers: numba would compile it anew for every constant it is called with, and
    for the members of every enumeration of integers.
    """
    from numba.core import types

    without_value: Any = types.unliteral

    def type_of(argument: Any) -> Any:
        plain = without_value(argument)
        return plain.dtype if isinstance(plain, types.IntEnumMember) else plain

    resolve = dispatcher.get_call_template

    def get_call_template(arguments: Any, keywords: Any) -> Any:
        plain = tuple(type_of(argument) for argument in arguments)
        return resolve(plain, {name: type_of(argument) for name, argument in keywords.items()})

    dispatcher.get_call_template = get_call_template
