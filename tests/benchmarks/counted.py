"""What callgrind counts: batches of runs from the sources of one tree, with its counting started and cut at each batch.

It is started with that tree on its path and a list in JSON, `[[label, scenario, {field: value}], ...]`, and plays of
each case N runs and then 2 N; the difference is N runs and nothing else, neither start-up nor memory made. What is
counted goes into a file of callgrind's for each batch, under the name "label N". A case that the tree refuses has none.

A program speaks to callgrind by client requests (Valgrind's manual, "The Client Request mechanism"): instructions that
do nothing, in an order that no compiler writes. Here they are bytes, for x86-64, since Python has no other way to them.
Counting starts when all is imported, loaded and has been played once: to count that as well takes three times as long.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import sys
from typing import Any

from simulator.engine.compiled.batch import run_many
from simulator.engine.lowering import lower
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.uncertainty import central

SEED = 1
CALLGRIND = ord("C") << 24 | ord("T") << 16
DUMP_AT = CALLGRIND + 3
ZERO = CALLGRIND + 1
START = CALLGRIND + 4
REQUEST = bytes.fromhex(
    "48 89 f8"  # mov  rax, rdi: the request and its arguments, six words
    "31 d2"  # xor  edx, edx: the answer where nobody listens
    "48 c1 c7 03  48 c1 c7 0d  48 c1 c7 3d  48 c1 c7 33"  # rol  rdi by 3, 13, 61, 51: as it was
    "48 87 db"  # xchg rbx, rbx
    "48 89 d0"  # mov  rax, rdx
    "c3"  # ret
)


class Callgrind:
    """Speaks to callgrind; where the process does not run under it, nothing happens."""

    def __init__(self) -> None:
        self._code = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        self._code.write(REQUEST)
        address = ctypes.addressof(ctypes.c_char.from_buffer(self._code))
        self._request = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_void_p)(address)

    def start(self) -> None:
        """Count from now on."""
        self._ask(START)

    def begin(self) -> None:
        """Begin at zero."""
        self._ask(ZERO)

    def end(self, name: str) -> None:
        """Write what was counted since, under a name."""
        text = ctypes.create_string_buffer(name.encode())
        self._ask(DUMP_AT, ctypes.addressof(text))

    def _ask(self, request: int, argument: int = 0) -> None:
        words = (ctypes.c_uint64 * 6)(request, argument)
        self._request(ctypes.addressof(words))


def main() -> None:
    """Play every case twice as often as counted, without being counted, and then count."""
    runs = int(sys.argv[1])
    cases = json.loads(sys.argv[2])
    records = {label: found for label, *case in cases if (found := record(*case)) is not None}
    for what in records.values():
        play(what, 2 * runs)
    callgrind = Callgrind()
    callgrind.start()
    for label, what in records.items():
        for count in (runs, 2 * runs):
            callgrind.begin()
            play(what, count)
            callgrind.end(f"{label} {count}")


def play(what: Any, runs: int) -> None:
    """Play the first so many runs, in memory made for them: how much a run takes depends on how large that is."""
    for _ in run_many(what, SEED, range(runs)):
        pass


def record(scenario: str, changes: dict[str, Any]) -> Any:
    """Return the numeric record of a case; None where this tree has no such scenario or field."""
    try:
        found = load(scenario, changes)
        return lower(central(found), read_today(found))
    except Exception as error:
        print(f"{scenario}: {error}", file=sys.stderr)
        return None


if __name__ == "__main__":
    main()
