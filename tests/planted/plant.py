"""Plant each bug in a copy of the project and see whether the tests notice:  python tests/planted/plant.py

A bug counts as caught when the tests named beside it fail; one that lets all of them pass has survived. Every bug
costs a cold compile of the engine and the tests up to the first failure, so the whole list takes an hour or more.
Golden digests count for nothing here and are named beside no bug: they move with every change, and whoever believes in
a change freezes them anew. For a bug in a law, or in both engines alike, the engines' equality is none either.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bugs import BUGS, ROOT, Bug

LONGEST_SECONDS = 1800


@dataclass(frozen=True)
class Outcome:
    """What became of one bug: caught or not, by which test, and how long that took."""

    bug: Bug
    caught: bool
    by: str
    seconds: float


def planted(bug: Bug, folder: Path) -> None:
    """Put one bug into a copy of the project; refuse one whose text is not there exactly once."""
    for file, right, wrong in bug.edits:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        if text.count(right) != 1:
            raise ValueError(f"{bug.what}: its text stands {text.count(right)} times in {file}")
        path.write_text(text.replace(right, wrong), encoding="utf-8")


def copied(folder: Path) -> None:
    """Copy the project's own files."""
    ignored = shutil.ignore_patterns(".*", "__pycache__")
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("simulator", "scenarios", "notebooks", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)


def tried(bug: Bug) -> Outcome:
    """Plant one bug and run its tests, one folder after the other, until something fails."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="planted-") as name:
        folder = Path(name) / "project"
        folder.mkdir()
        copied(folder)
        planted(bug, folder)
        environment = {**os.environ, "PYTHONPATH": str(folder), "T2D3_CACHE_DIR": str(Path(name) / "cache")}
        for tests in bug.tests:
            command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", tests]
            run = subprocess.run(
                command,
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                timeout=LONGEST_SECONDS,
                check=False,
            )
            if run.returncode not in (0, 5):
                failed = [line for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
                return Outcome(bug, True, failed[0] if failed else run.stdout[-200:], time.monotonic() - began)
    return Outcome(bug, False, "", time.monotonic() - began)


def try_all(bugs: Sequence[Bug], hands: int) -> list[Outcome]:
    """Try bugs on so many hands, telling of each as it ends."""
    outcomes = []
    with ThreadPoolExecutor(hands) as pool:
        for outcome in pool.map(tried, bugs):
            verdict = "caught  " if outcome.caught else "SURVIVED"
            print(f"{verdict} {outcome.bug.what:55} {outcome.seconds:5.0f} s  {outcome.by[:110]}", flush=True)
            outcomes.append(outcome)
    return outcomes


def main() -> None:
    """Try the bugs asked for and end with how many were caught."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="bugs whose description holds this text")
    parser.add_argument("--hands", type=int, default=2, help="so many at a time")
    wanted = parser.parse_args()
    outcomes = try_all([bug for bug in BUGS if wanted.only in bug.what], wanted.hands)
    survivors = [outcome.bug.what for outcome in outcomes if not outcome.caught]
    print(f"\n{len(outcomes) - len(survivors)} of {len(outcomes)} caught")
    for what in survivors:
        print(f"survived: {what}")


if __name__ == "__main__":
    main()
