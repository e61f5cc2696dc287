"""Functions that are written once and run in two ways: as the plain Python they are, and as machine code.

`compiled` marks a law or a function of the kernel as one that compiled code may call, and returns it as it stands: the
laws can be read, imported and called without numba, which takes longer to import than most commands to run.
`in_machine_code` makes one function, and with it all that it reaches, into machine code that Python calls; what is
called in every run is a door (`jit_door`), whose machine code is loaded without numba.

That is `numba.njit` with the settings the project relies on: no fastmath and numpy's error model, so that machine code
and plain Python return the same bits; the interpreter lock released, so that runs can share the processor's cores; and
an on-disk cache that notices an edit in any file of the kernel (see `jit_cache`). With `NUMBA_DISABLE_JIT=1` it is the
function as it stands.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Literal, ParamSpec, TypeVar, cast, overload

from simulator.numerics import kernel_sources

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["compiled", "in_instructions", "without_machine_code"]

P = ParamSpec("P")
R = TypeVar("R")


_INLINE: Final[dict[Callable[..., Any], bool]] = {}
"""Every marked function, and whether its machine code is copied into its callers."""

_UNTOLD: Final[list[Callable[[], None]]] = []
"""What numba has still to be told before it compiles anything."""

_ONE_AT_A_TIME: Final = Lock()


@overload
def compiled(function: Callable[P, R], /) -> Callable[P, R]: ...


@overload
def compiled(*, inline: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]: ...


def compiled(
    function: Callable[P, R] | None = None, /, *, inline: bool = False
) -> Callable[P, R] | Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark `function` as one that compiled code may call, and return it as it stands.

    Use it bare (`@compiled`) or with an argument. `inline` copies the function's machine code into its callers: for
    short functions in the innermost loops, where a call costs as much as the work.
    """

    kernel_sources.written_at_start()

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        _INLINE[function] = inline
        _UNTOLD.append(lambda: _tell_of(function))
        return function

    return mark if function is None else mark(function)


def in_compiled_code(
    function: Callable[..., Any], inline: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark what writes `function` for compiled code, where its own words are not for a compiler.

    What is marked is given the types of the arguments and returns the function to compile for them, None where they do
    not suit. `inline` is that of `compiled`.
    """

    def mark(writes: Callable[..., Any]) -> Callable[..., Any]:
        _UNTOLD.append(lambda: _tell_of_words(function, writes, inline))
        return writes

    return mark


def in_instructions(function: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark what gives `function` to compiled code as instructions, where there is no need to compile anything.

    What is marked is what `numba.extending.intrinsic` takes: it returns a signature and what generates the code.
    """

    def mark(writes: Callable[..., Any]) -> Callable[..., Any]:
        _UNTOLD.append(lambda: _tell_of_instructions(function, writes))
        return writes

    return mark


def in_machine_code(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` as machine code for calls from Python: compiled at the first call, or loaded from the cache."""
    if without_machine_code():
        return function
    with _ONE_AT_A_TIME:  # made twice, it would be compiled twice
        return cast("Callable[P, R]", _entry(function))


@cache
def without_machine_code() -> bool:
    """Tell whether numba was told to leave everything in plain Python, as by NUMBA_DISABLE_JIT=1."""
    from simulator.numerics.jit_key import settings

    return not settings().compiles


@cache
def _entry(function: Callable[..., Any]) -> Any:
    """Return numba's dispatcher of a function, for calls from Python."""
    from simulator.numerics.jit_cache import attach_cache

    dispatcher = dispatcher_of(function, called_by="Python")
    _give_compiled_callers(dispatcher)
    attach_cache(dispatcher)
    return dispatcher


@cache
def _inner(function: Callable[..., Any]) -> Any:
    """Return numba's dispatcher of a function, for calls from compiled code alone."""
    return dispatcher_of(function, called_by="compiled code")


def dispatcher_of(function: Callable[..., Any], called_by: Literal["Python", "compiled code", "address"]) -> Any:
    """Return a numba dispatcher of a marked function, for calls by one kind of caller."""
    import numba

    from simulator.numerics.jit_link import EntryCompiler, InnerCompiler, linked_as_one

    options: dict[str, Any] = {"no_cfunc_wrapper": True, "no_cpython_wrapper": called_by != "Python"}
    options["forceinline"] = _INLINE.get(function, False)
    if linked_as_one():
        options["pipeline_class"] = InnerCompiler if called_by == "compiled code" else EntryCompiler
    dispatcher = numba.njit(nogil=True, error_model="numpy", fastmath=False, **options)(function)
    _tell_before_compiling(dispatcher)
    _take_types_not_values(dispatcher)
    return dispatcher


def _tell_before_compiling(dispatcher: Any) -> None:
    """Let numba know all that is marked before it compiles: machine code that is loaded has no need of that."""
    compiler = dispatcher._compiler
    compile_one = compiler.compile

    def tell_and_compile(*arguments: Any) -> Any:
        while _UNTOLD:
            _UNTOLD.pop()()
        return compile_one(*arguments)

    compiler.compile = tell_and_compile


def _tell_of(function: Any) -> None:
    """Tell numba of a marked function: this is the attribute by which it asks any value for its type."""
    function._numba_type_ = _inner(function)._numba_type_


def _tell_of_words(function: Callable[..., Any], writes: Callable[..., Any], inline: bool) -> None:
    from numba.extending import overload as write_for

    write_for(function, jit_options={"forceinline": inline})(writes)


def _tell_of_instructions(function: Any, writes: Callable[..., Any]) -> None:
    from numba.core.registry import cpu_target
    from numba.extending import intrinsic

    context: Any = cpu_target.typing_context
    written = intrinsic(writes)
    context.refresh()
    function._numba_type_ = context.resolve_value_type(written)


def _give_compiled_callers(dispatcher: Any) -> None:
    """Let compiled code that calls an entry have the function for calls from compiled code alone."""
    from simulator.numerics.jit_link import linked_as_one

    if linked_as_one():
        function = dispatcher.py_func
        dispatcher.get_call_template = lambda *arguments: _inner(function).get_call_template(*arguments)
        dispatcher.get_overload = lambda signature: _inner(function).get_overload(signature)


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
