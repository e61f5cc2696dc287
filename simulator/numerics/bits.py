"""The three machine operations that Python has no word for, compiled and in plain Python with the same result.

Everything else in the numeric ground (`portable`, `draws`, `quantiles`) is ordinary arithmetic, written once and run
either compiled or as plain Python. These three differ in how they are done, never in what they return.
"""

from __future__ import annotations

import struct
from typing import Any, Final

import numba
from llvmlite import ir
from numba.extending import intrinsic, overload

types: Final[Any] = numba.types
MASK_64: Final = (1 << 64) - 1

_DOUBLE: Final = struct.Struct("<d")
_SIGNED: Final = struct.Struct("<q")


def bits_of(x: float) -> int:
    """Return the 64 bits of a double as a signed integer."""
    bits: int = _SIGNED.unpack(_DOUBLE.pack(x))[0]
    return bits


def float_of(bits: int) -> float:
    """Return the double that a signed 64-bit integer spells."""
    x: float = _DOUBLE.unpack(_SIGNED.pack(bits))[0]
    return x


def multiply_wide(a: int, b: int) -> tuple[int, int]:
    """Return the high and the low 64 bits of the product of two unsigned 64-bit integers."""
    product = a * b
    return product >> 64, product & MASK_64


def _cast_double_to_bits(typing_context: Any, x: Any) -> Any:
    """Reinterpret a double as int64: no instruction at all on most processors."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(types.float64), generate


def _cast_bits_to_double(typing_context: Any, bits: Any) -> Any:
    """Reinterpret an int64 as a double."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64), generate


def _multiply_128(typing_context: Any, a: Any, b: Any) -> Any:
    """Multiply in 128 bits, which is one instruction on 64-bit processors, and return (high, low)."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        wide, narrow = ir.IntType(128), ir.IntType(64)
        left, right = (builder.zext(argument, wide) for argument in arguments)
        product = builder.mul(left, right)
        high = builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), narrow)
        low = builder.trunc(product, narrow)
        return context.make_tuple(builder, signature.return_type, (high, low))

    return types.Tuple((types.uint64, types.uint64))(types.uint64, types.uint64), generate


_bits_intrinsic: Any = intrinsic(_cast_double_to_bits)
_double_intrinsic: Any = intrinsic(_cast_bits_to_double)
_multiply_intrinsic: Any = intrinsic(_multiply_128)


# numba wants the inner function's parameters to be spelled, and annotated, like the outer one's.
def _compiled_bits_of(x: Any) -> Any:
    def implementation(x: Any) -> Any:
        return _bits_intrinsic(x)

    return implementation


def _compiled_float_of(bits: Any) -> Any:
    def implementation(bits: Any) -> Any:
        return _double_intrinsic(bits)

    return implementation


def _compiled_multiply_wide(a: Any, b: Any) -> Any:
    def implementation(a: Any, b: Any) -> Any:
        return _multiply_intrinsic(a, b)

    return implementation


overload(bits_of)(_compiled_bits_of)
overload(float_of)(_compiled_float_of)
overload(multiply_wide)(_compiled_multiply_wide)
