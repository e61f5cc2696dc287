"""What the kernel's instructions were when somebody last looked at them, and what is said when they have moved.

`instructions.json` holds the instructions of a run, and what made the machine code besides the sources: another numba,
LLVM or Python makes other code of them. It changes only by `python tests/benchmarks --note`.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.callgrind import PROCESSOR
from benchmarks.cases import Case
from benchmarks.figures import as_change, as_millions, change

FILE: Final = Path(__file__).with_name("instructions.json")
MUCH: Final = 0.05
"""A change of more is said."""
HOW: Final = "python tests/benchmarks --note"

NOTED: Final = (
    *(Case(name, name) for name in ("baseline", "contract_terms", "large_contracts", "no_cs", "product_led")),
    *(Case(name, name) for name in ("selling_by_capacity", "today", "without_launches")),
    Case("baseline with a digital pool", changes={"coverage.digital.opens": "[{arr: $1M}]"}),
)
"""What is counted for the note: small companies that between them have every mechanism at work."""


@dataclass(frozen=True)
class Note:
    """Instructions of a run by case, and what made the machine code."""

    made_by: Mapping[str, str]
    instructions: Mapping[str, float]

    @staticmethod
    def read(file: Path = FILE) -> Note:
        """Return what was noted; nothing where there is no note."""
        if not file.exists():
            return Note({}, {})
        found = json.loads(file.read_text(encoding="utf-8"))
        return Note(found["made_by"], found["instructions"])

    def write(self, file: Path = FILE) -> None:
        """Note it, in place of what was noted before."""
        whole = {name: round(count) for name, count in self.instructions.items()}
        text = json.dumps({"made_by": self.made_by, "instructions": whole}, indent=2)
        part = file.with_suffix(".part")
        part.write_text(f"{text}\n", encoding="utf-8")
        part.replace(file)


def makers() -> dict[str, str]:
    """Return what makes machine code of the sources here, version by version."""
    found = {name: version(name) for name in ("numba", "llvmlite")}
    return {"processor": PROCESSOR, "python": ".".join(platform.python_version_tuple()[:2]), **found}


def differing(note: Note, now: Mapping[str, str]) -> str:
    """Return how what makes machine code differs from what was noted; nothing where it is the same."""
    names = [name for name in now if note.made_by.get(name) != now[name]]
    return ", ".join(f"{name} {note.made_by.get(name, 'unknown')} then and {now[name]} here" for name in names)


def moved(note: Note, instructions: Mapping[str, float]) -> dict[str, float]:
    """Return by which share each case that is noted has changed."""
    known = {name: count for name, count in instructions.items() if name in note.instructions}
    return {name: change(count, note.instructions[name]) for name, count in known.items()}


def words(note: Note, instructions: Mapping[str, float]) -> list[str]:
    """Return what is to be said of a count, a line each: what has moved by much, or that nothing has."""
    shares = moved(note, instructions)
    lines = [
        f"kernel instructions: {name} {as_millions(instructions[name])} a run, "
        f"{as_change(share)} against what is noted "
        f"({as_millions(note.instructions[name])})"
        for name, share in shares.items()
        if abs(share) > MUCH
    ]
    if lines:
        lines.append(f"kernel instructions: where that is meant, {HOW} notes it")
    elif shares:
        lines.append(
            f"kernel instructions: {len(shares)} companies within {100 * MUCH:.0f} % of what is noted "
            f"({as_change(min(shares.values()))} to {as_change(max(shares.values()))})"
        )
    if unknown := [name for name in instructions if name not in shares]:
        lines.append(f"kernel instructions: nothing is noted of {', '.join(unknown)}; {HOW} notes it")
    return lines
