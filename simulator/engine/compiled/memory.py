"""Tables found by their place in memory, so that one record can stand for a whole world.

Compiled code looks at the memory directly; plain Python (NUMBA_DISABLE_JIT=1) looks the table up by its place.
"""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakValueDictionary

import numba
import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic, overload

_BY_PLACE: Final[WeakValueDictionary[int, npt.NDArray[Any]]] = WeakValueDictionary()


def place_of(table: npt.NDArray[Any]) -> int:
    """Return where a table lies; it must outlive every record that points to it."""
    if not table.flags.c_contiguous:
        raise ValueError("only a contiguous table can be found by its place")
    place = int(table.ctypes.data)
    if table.size:
        _BY_PLACE[place] = table
    return place


@intrinsic  # type: ignore[misc]
def _pointer(typing_context: Any, place: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], ir.IntType(8).as_pointer())

    return types.voidptr(types.int64), generate


def rows(place: int, count: int, of: np.dtype[Any]) -> Any:
    """Return the table at a place, one-dimensional."""
    if not count:
        return np.zeros(0, of).view(np.recarray)
    table = _BY_PLACE[int(place)]
    return table.view(np.recarray) if of.names else table


def grid(place: int, count: int, columns: int, of: np.dtype[Any]) -> Any:
    """Return the table at a place, two-dimensional."""
    return _BY_PLACE[int(place)]


@overload(rows, jit_options={"forceinline": True})
def _compiled_rows(place: Any, count: Any, of: Any) -> Any:
    def look(place: Any, count: Any, of: Any) -> Any:
        return numba.carray(_pointer(place), (count,), of)

    return look


@overload(grid, jit_options={"forceinline": True})
def _compiled_grid(place: Any, count: Any, columns: Any, of: Any) -> Any:
    def look(place: Any, count: Any, columns: Any, of: Any) -> Any:
        return numba.carray(_pointer(place), (count, columns), of)

    return look
