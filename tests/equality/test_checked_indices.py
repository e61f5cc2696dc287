"""With NUMBA_BOUNDSCHECK=1 compiled code really checks its indices, also where it finds a table by its place.

`.ci/run` plays the tests of this folder once more with that setting (`checked_indices.py`) when the kernel's sources
have changed; without these tests, nothing would tell that the setting had stopped to matter, or that a change was
overlooked.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from equality import checked_indices

from simulator.numerics.kernel_sources import PACKAGE, said

READS = """
import numpy as np

from simulator.engine.compiled.memory import place_of, table
from simulator.numerics.jit import in_machine_code

DAYS = np.dtype([("day", "f8")])
RECORD = np.dtype([(f"days_{part}", "i8") for part in ("at", "rows", "columns")])

the_days = table("days", DAYS)


@in_machine_code
def at(record, which):
    return the_days(record[0])[which].day


days = np.zeros(8, DAYS)
days["day"] = np.arange(8)
record = np.zeros(1, RECORD)
record["days_at"], record["days_rows"], record["days_columns"] = place_of(days), 4, 1
try:
    print(at(record, 3), at(record, 6))
except IndexError as error:
    print("IndexError")
"""


@pytest.mark.parametrize(("checks", "said"), [("1", "IndexError"), ("0", "3.0 6.0")])
def test_an_index_past_the_end_is_noticed(tmp_path: Path, checks: str, said: str) -> None:
    """The table has eight rows, of which the code is told of four: row 6 is there, but not for it to read."""
    (tmp_path / "reads.py").write_text(READS, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA")}
    environment |= {
        "NUMBA_BOUNDSCHECK": checks,
        "T2D3_CACHE_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "reads.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == said


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with a module in each place the kernel's code may stand, and one where none may."""
    for name in ("clock.py", "numerics/bits.py", "laws/money.py", "engine/compiled/kernel.py", "reports/page.py"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(MODULE, encoding="utf-8")
    return tmp_path


MODULE = '''"""What it is."""

RATE = 2.0
"""What it says."""


def rate(day: float) -> float:
    """Return it."""
    return RATE * day  # of a year
'''

KERNEL = ("clock.py", "numerics/bits.py", "laws/money.py", "engine/compiled/kernel.py")


@pytest.mark.parametrize(("old", "new"), [("2.0", "2"), ("RATE * day", "RATE + day"), ("day: float", "day: int")])
def test_an_edit_of_the_code_makes_the_check_due(package: Path, old: str, new: str) -> None:
    found = {said(package)}
    for file in KERNEL:
        (package / file).write_text(MODULE.replace(old, new), encoding="utf-8")
        found.add(said(package))
    assert len(found) == 1 + len(KERNEL)


WORDS = [
    ("What it is.", "What it was."),
    ('"""What it says."""', ""),
    ("    return", "\n    # so it is\n    return"),
    ("Return it.", ""),
    ("  # of a year", ""),
    ("RATE * day", "(RATE *\n            day)"),
]


@pytest.mark.parametrize(("old", "new"), WORDS)
def test_an_edit_of_words_or_layout_does_not(package: Path, old: str, new: str) -> None:
    before = said(package)
    text = MODULE.replace(old, new)
    assert text != MODULE
    for file in KERNEL:
        (package / file).write_text(text, encoding="utf-8")
    assert said(package) == before


def test_a_module_that_comes_goes_or_moves_makes_the_check_due(package: Path) -> None:
    found = {said(package)}
    (package / "laws" / "money.py").rename(package / "laws" / "cash.py")
    found.add(said(package))
    (package / "laws" / "cash.py").unlink()
    found.add(said(package))
    (package / "laws" / "deep").mkdir()
    (package / "laws" / "deep" / "money.py").write_text(MODULE, encoding="utf-8")
    found.add(said(package))
    assert len(found) == 4


def test_what_the_kernel_cannot_reach_counts_for_nothing(package: Path) -> None:
    before = said(package)
    (package / "reports" / "page.py").write_text("", encoding="utf-8")
    assert said(package) == before


class Played:
    """Stands for the tests that the check plays: they end as they are told to, and it counts how often they began."""

    def __init__(self, ends_with: int) -> None:
        self.began = 0
        self._ends_with = ends_with

    def __call__(self, command: list[str], *, env: dict[str, str], **_: object) -> subprocess.CompletedProcess[str]:
        assert env["NUMBA_BOUNDSCHECK"] == "1"
        assert all(Path(word).exists() for word in command if word.endswith(".py"))
        self.began += 1
        return subprocess.CompletedProcess(command, self._ends_with)


@pytest.mark.parametrize(
    ("kept", "arguments", "ends_with", "began", "code"),
    [
        ("fits", [], 0, 0, 0),
        ("fits", ["--full"], 0, 1, 0),
        ("of other sources", [], 0, 1, 0),
        ("", [], 0, 1, 0),
        ("of other sources", [], 1, 1, 1),
        ("fits", ["--full"], 1, 1, 1),
    ],
)
def test_the_check_is_made_when_it_is_due_and_leaves_a_digest_only_when_it_passed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kept: str,
    arguments: list[str],
    ends_with: int,
    began: int,
    code: int,
) -> None:
    fits = said(PACKAGE)
    digest, played = tmp_path / "digest", Played(ends_with)
    if kept:
        digest.write_text(fits if kept == "fits" else kept, encoding="utf-8")
    monkeypatch.setattr(checked_indices, "DIGEST", digest)
    monkeypatch.setattr(checked_indices, "ROOT", PACKAGE.parent)
    monkeypatch.setattr(checked_indices.subprocess, "run", played)
    monkeypatch.setattr(sys, "argv", ["checked_indices.py", *arguments])
    assert checked_indices.main() == code
    assert played.began == began
    assert digest.read_text(encoding="utf-8").strip() == (fits if code == 0 or kept == "fits" else kept)
