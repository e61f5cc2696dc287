"""Freeze the digests of the shipped scenarios anew: `python tests/golden/refreeze.py`.

Run it only when simulated output is meant to change, and say so in CHANGELOG.md: whoever compares figures of two
versions must learn there why they differ.
"""

from __future__ import annotations

import json
from pathlib import Path

from simulator.experiment.replications import simulate
from simulator.scenario.files import shipped

FROZEN = Path(__file__).with_name("digests.json")
RUNS = 3
SEED = 20270101


def digest_of(name: str) -> str:
    """Return the digest of a few runs of a shipped scenario, at its full horizon."""
    return simulate(name, runs=RUNS, seed=SEED).digest()


def main() -> None:
    """Write the digest of every shipped scenario and say which have changed."""
    before = json.loads(FROZEN.read_text()) if FROZEN.exists() else {}
    now = {name: digest_of(name) for name, _ in shipped()}
    part = FROZEN.with_suffix(".part")
    part.write_text(json.dumps(now, indent=2) + "\n")
    part.replace(FROZEN)
    changed = [name for name in now if before.get(name) != now[name]]
    print(f"changed: {', '.join(changed) or 'nothing'}" + ("; tell it in CHANGELOG.md" if before and changed else ""))


if __name__ == "__main__":
    main()
