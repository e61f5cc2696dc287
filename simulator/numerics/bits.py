"""The three machine operations that Python has no word for, compiled and in plain Python with the same result.

Everything else in the numeric ground (`portable`, `draws`, `quantiles`) is ordinary arithmetic, written once and run
either compiled or as plain Python, where it takes whole arrays too (`along`). These three differ in how they are done
(`machine_bits`), never in what they return.
"""

from __future__ import annotations

import struct
from typing import Any, Final

from simulator.numerics.jit import in_compiled_code

MASK_64: Final = (1 << 64) - 1

_DOUBLE: Final = struct.Struct("<d")
_SIGNED: Final = struct.Struct("<q")


def bits_of(x: float) -> int:
    """Return the 64 bits of a double as a signed integer; in plain Python, those of each in an array as well."""
    given: Any = x
    bits: int = given.view("i8") if getattr(given, "ndim", 0) else _SIGNED.unpack(_DOUBLE.pack(x))[0]
    return bits


def float_of(bits: int) -> float:
    """Return the double that a signed 64-bit integer spells; in plain Python, that of each in an array as well."""
    given: Any = bits
    x: float = given.view("f8") if getattr(given, "ndim", 0) else _DOUBLE.unpack(_SIGNED.pack(bits))[0]
    return x


def multiply_wide(a: int, b: int) -> tuple[int, int]:
    """Return the high and the low 64 bits of the product of two unsigned 64-bit integers."""
    product = a * b
    return product >> 64, product & MASK_64


# numba wants the inner function's parameters to be spelled, and annotated, like the outer one's.
@in_compiled_code(bits_of)
def _compiled_bits_of(x: Any) -> Any:
    from simulator.numerics.machine_bits import double_to_bits

    def implementation(x: Any) -> Any:
        return double_to_bits(x)

    return implementation


@in_compiled_code(float_of)
def _compiled_float_of(bits: Any) -> Any:
    from simulator.numerics.machine_bits import bits_to_double

    def implementation(bits: Any) -> Any:
        return bits_to_double(bits)

    return implementation


@in_compiled_code(multiply_wide)
def _compiled_multiply_wide(a: Any, b: Any) -> Any:
    from simulator.numerics.machine_bits import multiply_128

    def implementation(a: Any, b: Any) -> Any:
        return multiply_128(a, b)

    return implementation
