"""The kernel's time a run beside an earlier commit's, in one sitting: `python tests/benchmarks/against.py COMMIT`.

Both are compiled from their own sources into caches of their own, then take turns, scenario by scenario, so that a busy
moment of the machine hits them alike. What counts is the time that the process had on a core. Of each scenario the
median of the pairs' ratios is printed, with the least and the most of them; below 1 is faster than COMMIT.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 0.15
"""How long each side plays a scenario in a pair, about."""
PLAYS: Final = """
import json, sys, time
from simulator.engine.compiled.batch import run_many
from simulator.engine.lowering import lower
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.uncertainty import central

records = {}
for line in sys.stdin:
    name, seconds = json.loads(line)
    if name not in records:
        scenario = load(name)
        records[name] = lower(central(scenario), read_today(scenario))
        for _ in run_many(records[name], 1, range(3)):
            pass
    started, runs = time.process_time(), 0
    while time.process_time() - started < seconds:
        for _ in run_many(records[name], 1, range(runs, runs + 4)):
            runs += 1
    print((time.process_time() - started) / runs, flush=True)
"""


class Side:
    """A process that plays runs from the sources of one tree."""

    def __init__(self, tree: Path, cache: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("NUMBA", "T2D3", "PYTHON"))}
        self._process = subprocess.Popen(
            [sys.executable, "-c", PLAYS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=tree,
            env={**kept, "PYTHONPATH": str(tree), "T2D3_CACHE_DIR": str(cache)},
        )

    def a_run(self, scenario: str, seconds: float = SECONDS) -> float:
        """Return the seconds on a core that a run of a scenario takes."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        asked.write(json.dumps([scenario, seconds]) + "\n")
        asked.flush()
        line = told.readline()
        if not line:
            sys.exit(f"the process of one side ended while it played {scenario}")
        return float(line)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()


def main() -> None:
    """Compare and print."""
    sys.path.insert(0, str(ROOT))
    from simulator.scenario.reading.inheritance import shipped

    names = [name for name, _ in shipped()]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("commit")
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="all that are shipped, unless some are named")
    parser.add_argument("--pairs", type=int, default=5)
    asked = parser.parse_args()
    for name in asked.scenarios:
        if name not in names:
            parser.error(f'there is no scenario "{name}"; there are {", ".join(names)}')
    with tempfile.TemporaryDirectory() as folder:
        earlier = Path(folder) / "earlier"
        unpack(asked.commit, earlier)
        sides = Side(earlier, Path(folder) / "a"), Side(ROOT, Path(folder) / "b")
        try:
            compare(sides, asked.scenarios or names, asked.pairs)
        finally:
            for side in sides:
                side.close()


def unpack(commit: str, folder: Path) -> None:
    """Put the sources of a commit into a folder; end with the reason where that fails."""
    made = subprocess.run(["git", "archive", "--", commit], cwd=ROOT, capture_output=True, check=False)
    if made.returncode:
        sys.exit(f"{commit} cannot be unpacked: {made.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(made.stdout)) as files:
        files.extractall(folder, filter="data")


def compare(sides: tuple[Side, Side], names: Sequence[str], pairs: int) -> None:
    """Let both sides play each scenario by turns and print the ratios."""
    print(f"{'scenario':28}{'before':>10}{'now':>10}{'ratio':>8}   of {pairs} pairs")
    ratios: list[float] = []
    for name in names:
        for side in sides:
            side.a_run(name, 0.01)  # compiles, and touches what it plays in
        played = [tuple(side.a_run(name) for side in sides) for _ in range(pairs)]
        found = [now / before for before, now in played]
        ratios.append(statistics.median(found))
        before, now = (1e3 * statistics.median(one) for one in zip(*played, strict=True))
        spread = f"{min(found):.3f} ... {max(found):.3f}"
        print(f"{name:28}{before:7.3f} ms{now:7.3f} ms{ratios[-1]:8.3f}   {spread}", flush=True)
    print(f"{'geometric mean':48}{statistics.geometric_mean(ratios):8.3f}   worst {max(ratios):.3f}")


if __name__ == "__main__":
    main()
