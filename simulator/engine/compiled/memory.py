"""Tables found by their place in memory, so that one record can stand for all of a run's memory.

Compiled code looks at the memory directly; plain Python (NUMBA_DISABLE_JIT=1) looks the table up by its place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt

from simulator.engine.record import POLICY
from simulator.numerics.jit import in_instructions, without_machine_code

_BY_PLACE: Final[WeakValueDictionary[int, npt.NDArray[Any]]] = WeakValueDictionary()


def place_of(table: npt.NDArray[Any]) -> int:
    """Return where a table lies; it must outlive every record that points to it."""
    if not table.flags.c_contiguous:
        raise ValueError("only a contiguous table can be found by its place")
    place = int(table.ctypes.data)
    if without_machine_code() and table.size:
        _BY_PLACE[place] = table
    return place


def as_read(table: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return a table of records as the kernel reads it: plain Python finds a field by its name only in a recarray."""
    return table.view(np.recarray) if without_machine_code() else table


def rows(place: int, count: int, of: np.dtype[Any]) -> Any:
    """Return the table at a place, in plain Python."""
    if not count:
        return np.zeros(0, of).view(np.recarray)
    found = _BY_PLACE[int(place)]
    return as_read(found) if of.names else found


def one_row(of: np.dtype[Any]) -> Callable[[int], Any]:
    """Return the function that finds a table of a single row, which holds `of`, by its place."""

    def find(place: int) -> Any:
        return rows(place, 1, of)

    @in_instructions(find)
    def _(typing_context: Any, place: Any) -> Any:
        from numba.core import types
        from numba.np.numpy_support import from_dtype

        found = types.Array(from_dtype(of), 1, "C")

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            size = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(found.dtype)))
            one = context.get_constant(types.intp, 1)
            return _looking_at(context, builder, found, arguments[0], [one], [size], size)

        return found(place), generate

    return find


def table(name: str, of: np.dtype[Any], dimensions: int = 1) -> Callable[[Any], Any]:
    """Return the function that finds a table of a run through its record, which says where it lies and how long it is.

    `of` is what the table holds, `dimensions` is 1 or 2.
    """

    def find(w: Any) -> Any:
        return rows(getattr(w, f"{name}_at"), getattr(w, f"{name}_rows"), of)

    @in_instructions(find)
    def _(typing_context: Any, w: Any) -> Any:
        from numba.core import types
        from numba.np.numpy_support import from_dtype

        found = types.Array(from_dtype(of), dimensions, "C")
        return found(w), _looks_at(found, name)

    return find


def _looks_at(found: Any, name: str) -> Any:
    """Generate an array that looks at memory it neither owns nor counts.

    Where a table lies never changes in a run, so that it has to be read once: but for what a policy changes.
    """
    from numba.core import types

    stays = name not in POLICY

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        (record,) = signature.args
        (w,) = arguments

        def read(part: str) -> Any:
            return _field(context, builder, record, w, f"{name}_{part}", stays)

        shape = [read("rows"), read("columns")][: found.ndim]
        size = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(found.dtype)))
        strides = [size] if found.ndim == 1 else [builder.mul(shape[1], size), size]
        return _looking_at(context, builder, found, read("at"), shape, strides, size)

    return generate


def _looking_at(
    context: Any, builder: Any, found: Any, place: Any, shape: list[Any], strides: list[Any], size: Any
) -> Any:
    """Generate an array of the type `found` at a place."""
    from numba.np.arrayobj import populate_array

    array = context.make_array(found)(context, builder)
    fill: Any = populate_array  # numba types none of its own functions
    data = builder.inttoptr(place, array.data.type)
    fill(array, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None)
    return array._getvalue()


def _field(context: Any, builder: Any, record: Any, w: Any, name: str, stays: bool) -> Any:
    """Generate the reading of a whole number in a record; one that `stays` may be read at any time instead."""
    from numba.core import cgutils

    pointer: Any = cgutils
    place = pointer.get_record_member(builder, w, record.offset(name), context.get_data_type(record.typeof(name)))
    found = builder.load(place)
    if stays:
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
    return found
