"""An answer to when to hire, read again from its folder: its words, and every candidate."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from simulator.errors import OutputError
from simulator.results.disk.regular import read_regular
from simulator.spreadsheets import from_cell

__all__ = ["StoredWhen", "is_when", "read_when"]


_WORDS: Final = "when.json"
_TABLE: Final = "when.csv"


@dataclass(frozen=True)
class Hiring:
    """One candidate: when hiring opens, the month in which the first joined (NaN for never), its level of what is
    judged, the difference from the leader with its interval (all in the unit of what is judged), and how it stands.
    """

    opens: str
    joined: float
    level: float
    difference: float
    low: float
    high: float
    selected: bool
    leader: bool
    as_good: bool
    worse: bool


@dataclass(frozen=True)
class StoredWhen:
    """The answer in words, and its candidates in order."""

    name: str
    start: date
    role: str
    finding: str
    sureness: tuple[str, ...]
    judged: str
    unit: str
    candidates: tuple[Hiring, ...]


def is_when(folder: Path) -> bool:
    """Tell whether a `folder` holds an answer to when to hire."""
    return (folder / _TABLE).is_file()


def read_when(folder: Path) -> StoredWhen:
    """Return the answer in a `folder`; raise OutputError where there is none that can be read."""
    try:
        words: dict[str, Any] = json.loads(read_regular(folder / _WORDS))
        rows = list(csv.DictReader(read_regular(folder / _TABLE).decode().splitlines()))
        if words["format"] != "t2d3 when" or words["version"] != 1:
            raise ValueError
        return StoredWhen(
            name=str(words["name"]),
            start=date.fromisoformat(words["start_date"]),
            role=str(words["role"]),
            finding=str(words["finding"]),
            sureness=tuple(map(str, words["sureness"])),
            judged=str(words["judged_in_words"]),
            unit=str(words["unit"]),
            candidates=tuple(_hiring(row, str(words["judged"])) for row in rows),
        )
    except FileNotFoundError:
        raise OutputError(f"{folder} holds an answer of an earlier t2d3, without its words; ask it again") from None
    except OSError as error:
        raise OutputError(f"{folder} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise OutputError(f"{folder} does not hold an answer to when to hire as it was written") from None


def _hiring(row: dict[str, str], judged: str) -> Hiring:
    difference, low, high = (_figure(row[f"{judged} {part}"]) for part in ("minus leader", "low", "high"))
    return Hiring(
        opens=from_cell(row["opens"]),
        joined=_figure(row["first_joined_month"]),
        level=_figure(row[judged]),
        difference=difference,
        low=low,
        high=high,
        **{name: row[name] == "yes" for name in ("selected", "leader", "as_good", "worse")},
    )


def _figure(text: str) -> float:
    return float(text) if text else math.nan
