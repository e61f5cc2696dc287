"""Freeze the digests of the shipped scenarios anew: `python tests/golden/refreeze.py`.

Run it only when simulated output is meant to change, and list in CHANGELOG.md what moved, with the reason: whoever
compares figures of two versions must learn there why they differ. With `--dry` it tells what has moved and writes
nothing.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TypeAlias

from simulator.experiment.replications import simulate
from simulator.results.digest import digests_of as digests_by_name
from simulator.scenario.reading.inheritance import shipped

Digests: TypeAlias = "dict[str, dict[str, str]]"
"""Of each scenario the digest of every ledger column and table, by name."""

FROZEN = Path(__file__).with_name("digests.json")
RUNS = 3
SEED = 20270101


def digests_of(name: str) -> dict[str, str]:
    """Return the digests of a few runs of a shipped scenario, at its full horizon."""
    return digests_by_name(simulate(name, runs=RUNS, seed=SEED))


def moved(before: Digests, now: Digests) -> list[str]:
    """Return what differs, a line each: every scenario with the columns that moved, came or went in it."""
    lines = []
    for name in sorted(before | now):
        old, new = before.get(name, {}), now.get(name, {})
        changed = [column for column in new if column in old and old[column] != new[column]]
        came, went = [column for column in new if column not in old], [column for column in old if column not in new]
        told = (("moved", changed), ("came", came), ("went", went))
        lines += [f"{name}: {what} {', '.join(columns)}" for what, columns in told if columns]
    return lines


def main() -> None:
    """Write the digests of every shipped scenario and say which have changed."""
    before: Digests = json.loads(FROZEN.read_text()) if FROZEN.exists() else {}
    now = {name: digests_of(name) for name, _ in shipped()}
    lines = moved(before, now)
    print("\n".join(lines) or "nothing has moved")
    scenarios = defaultdict(set)
    for line in lines:
        name, _, columns = line.partition(": ")
        for column in columns.split(" ", 1)[1].split(", "):
            scenarios[column].add(name)
    for column, names in sorted(scenarios.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"  {column}: {len(names)} of {len(now)} scenarios")
    if "--dry" in sys.argv[1:]:
        return
    part = FROZEN.with_suffix(".part")
    part.write_text(json.dumps(now, indent=1) + "\n")
    part.replace(FROZEN)
    if before and lines:
        print("Tell it in CHANGELOG.md.")


if __name__ == "__main__":
    main()
