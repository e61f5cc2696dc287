"""The three operations of `bits` as the machine has them, for compiled code; imported when code is compiled."""

from __future__ import annotations

from typing import Any, Final

import numba
from llvmlite import ir
from numba.extending import intrinsic

types: Final[Any] = numba.types


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


double_to_bits: Any = intrinsic(_cast_double_to_bits)
bits_to_double: Any = intrinsic(_cast_bits_to_double)
multiply_128: Any = intrinsic(_multiply_128)
