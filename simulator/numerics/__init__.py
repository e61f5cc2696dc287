"""Numbers that are the same on every machine, and the compiler that makes them fast.

`draws` gives every random number by a key, `quantiles` turns one into a draw from a distribution; `portable`,
`elementary` and `special` are the mathematics that rounds alike everywhere, out of the operations in `bits`; `along` is
the part of it that works on whole arrays. `jit` marks what compiled code may call, and makes machine code of it;
`jit_cache` and `jit_place` keep that between processes, for the sources that `kernel_sources` looks at, and `jit_door`
loads it without the compiler.
"""

__all__ = ["along", "draws", "elementary", "jit", "jit_door", "jit_place", "portable", "quantiles"]
