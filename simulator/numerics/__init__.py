"""Numbers that are the same on every machine, and the compiler that makes them fast.

`draws` gives every random number by a key, `quantiles` turns one into a draw from a distribution; `portable`,
`elementary` and `special` are the mathematics that rounds alike everywhere, out of the operations in `bits`. `jit` is
the one decorator for compiled functions; `jit_cache` and `jit_place` keep their machine code between processes.
"""

__all__ = ["draws", "elementary", "jit", "jit_cache", "portable", "quantiles"]
