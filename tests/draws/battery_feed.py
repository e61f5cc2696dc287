"""Write keyed draws as raw 32-bit words to standard output, for a battery of randomness tests (see BATTERY.md).

    python tests/draws/battery_feed.py run,decision,visit,entity | dieharder -g 200 -d 0

The argument names the coordinates from the slowest to the fastest. Of each block the upper halves of both words are
written, which are the bits that uniforms are made of.
"""

from __future__ import annotations

import os
import sys

import numpy as np

from simulator.numerics.draws import new_customer, pack, philox
from simulator.numerics.jit import in_machine_code

DECISIONS = (1, 2, 3, 4, 5, 30, 31, 32, 50, 51, 90, 91, 92, 110, 111, 112, 113, 200)
SIZES = {"seed": 1 << 20, "run": 1000, "entity": 2000, "decision": len(DECISIONS), "visit": 12}
NAMES = ("seed", "run", "entity", "decision", "visit")


@in_machine_code
def fill(out: np.ndarray, first: int, sizes: np.ndarray, strides: np.ndarray, decisions: np.ndarray) -> None:
    """Fill `out` with the blocks numbered from `first`, each block's place being spelled by the strides."""
    for i in range(out.size // 2):
        n = first + i
        seed = n // strides[0] % sizes[0]
        run = n // strides[1] % sizes[1]
        entity = new_customer(n // strides[2] % sizes[2])
        decision = decisions[n // strides[3] % sizes[3]]
        low, high, key = pack(seed, run, entity, decision, n // strides[4] % sizes[4])
        word, other = philox(low, high, key)
        out[2 * i] = word >> np.uint64(32)
        out[2 * i + 1] = other >> np.uint64(32)


def main(order: str) -> None:
    """Write words until the reader has had enough."""
    sizes = np.array([SIZES[name] for name in NAMES])
    strides = np.full(len(NAMES), np.iinfo(np.int64).max)  # a coordinate left out stays at its first value
    stride = 1
    for name in reversed(order.split(",")):
        strides[NAMES.index(name)] = stride
        stride *= SIZES[name]
    decisions = np.array(DECISIONS)
    out = np.empty(1 << 18, dtype=np.uint32)
    first = 0
    try:
        while first + out.size // 2 <= stride:
            fill(out, first, sizes, strides, decisions)
            sys.stdout.buffer.write(out)
            first += out.size // 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main(sys.argv[1])
