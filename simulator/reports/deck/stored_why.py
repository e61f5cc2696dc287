"""An answer to why, read again from its folder: what each cause takes away."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.errors import OutputError
from simulator.reports.words import money
from simulator.results.disk.regular import read_regular
from simulator.spreadsheets import from_cell

_TABLE: Final = "why.csv"
_WHOLE: Final = "in all"
_DOLLARS: Final = " (usd)"


@dataclass(frozen=True)
class Cause:
    """One cause: its words, what it takes away in dollars (below zero) with its interval."""

    words: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class StoredWhy:
    """Causes, those that take most first, and the whole, in dollars of one measure."""

    measure: str
    causes: tuple[Cause, ...]
    whole: Cause
    runs: int

    @property
    def finding(self) -> str:
        """The finding in a clause: `most of what is lost goes to failed onboardings ($2.7M of $9.8M of ARR)`."""
        first = self.causes[0]
        if not self.whole.mean < 0.0 or not first.mean < 0.0:
            return f"these causes take no {self.measure} away"
        words = first.words[:1].lower() + first.words[1:]
        return f"most is lost to {words}: {money(-first.mean)} of {money(-self.whole.mean)} of {self.measure}"

    @property
    def note(self) -> str:
        """What a speaker has at hand."""
        return f"What is lost to what: t2d3 why; levels over {self.runs:,} runs; bars of error are 95% intervals."

    def told(self, cause: Cause) -> str:
        """Return what a cause does, in words."""
        return f"{money(cause.mean)} ({money(cause.low)} to {money(cause.high)})"


def is_why(folder: Path) -> bool:
    """Tell whether a `folder` holds an answer to why."""
    return (folder / _TABLE).is_file()


def read_why(folder: Path) -> StoredWhy:
    """Return the answer in a `folder`; raise OutputError where there is none in dollars that can be read."""
    try:
        rows = list(csv.DictReader(read_regular(folder / _TABLE).decode().splitlines()))
        head = next(name for name in rows[0] if name.endswith(_DOLLARS))
        measure = head.removesuffix(_DOLLARS)
        found = [
            Cause(
                from_cell(row["cause"]), float(row[head]), float(row[f"{measure} low"]), float(row[f"{measure} high"])
            )
            for row in rows
        ]
        whole = next(one for one in found if one.words == _WHOLE)
        causes = sorted((one for one in found if one is not whole), key=lambda one: one.mean)
        runs = int(rows[0]["level_runs"])
    except OSError as error:
        raise OutputError(f"{folder} cannot be read: {error.strerror}") from None
    except (StopIteration, ValueError, KeyError, TypeError, IndexError):
        raise OutputError(f"{folder} does not hold an answer to why in dollars, as t2d3 why writes it") from None
    if not causes:
        raise OutputError(f"{folder} holds an answer to why without a cause")
    return StoredWhy(measure.upper() if measure == "arr" else measure, tuple(causes), whole, runs)
