"""Tables found by their place in memory, so that one record can stand for all of a run's memory.

Compiled code looks at the memory directly; plain Python (NUMBA_DISABLE_JIT=1) looks the table up by its place.
"""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt
from numba.core import types
from numba.extending import intrinsic, overload
from numba.np.arrayobj import populate_array

from simulator.numerics.jit import without_machine_code

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
    """Return the table at a place, one-dimensional."""
    if not count:
        return np.zeros(0, of).view(np.recarray)
    table = _BY_PLACE[int(place)]
    return as_read(table) if of.names else table


def grid(place: int, count: int, columns: int, of: np.dtype[Any]) -> Any:
    """Return the table at a place, two-dimensional."""
    return _BY_PLACE[int(place)]


@intrinsic
def _rows(typing_context: Any, place: Any, count: Any, of: Any) -> Any:
    table = types.Array(of.dtype, 1, "C")
    return table(types.int64, types.int64, of), _looks_at(table)


@intrinsic
def _grid(typing_context: Any, place: Any, count: Any, columns: Any, of: Any) -> Any:
    table = types.Array(of.dtype, 2, "C")
    return table(types.int64, types.int64, types.int64, of), _looks_at(table)


def _looks_at(table: Any) -> Any:
    """Generate an array that looks at memory it neither owns nor counts."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place, *shape = arguments[:-1]
        size = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(table.dtype)))
        strides = [size] if len(shape) == 1 else [builder.mul(shape[1], size), size]
        array = context.make_array(table)(context, builder)
        pointer = builder.inttoptr(place, array.data.type)
        fill: Any = populate_array  # numba types none of its own functions
        fill(array, data=pointer, shape=shape, strides=strides, itemsize=size, meminfo=None)
        return array._getvalue()

    return generate


look_at_rows: Any = _rows
look_at_grid: Any = _grid


@overload(rows, inline="always")
def _compiled_rows(place: Any, count: Any, of: Any) -> Any:
    def look(place: Any, count: Any, of: Any) -> Any:
        return look_at_rows(place, count, of)

    return look


@overload(grid, inline="always")
def _compiled_grid(place: Any, count: Any, columns: Any, of: Any) -> Any:
    def look(place: Any, count: Any, columns: Any, of: Any) -> Any:
        return look_at_grid(place, count, columns, of)

    return look
