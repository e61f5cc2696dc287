"""An answer to what matters, read again from its folder: its finding, and what each value does at its two ends."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from simulator.errors import OutputError
from simulator.results.disk.regular import read_regular

_WORDS: Final = "sensitivity.json"
_TABLE: Final = "tornado.csv"


@dataclass(frozen=True)
class End:
    """What a measure changes by with one value at an end: how that is written, the mean and its interval."""

    label: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Moved:
    """One value that was moved: its words and both ends, in the unit of the measure."""

    words: str
    low: End
    high: End


@dataclass(frozen=True)
class StoredSensitivity:
    """The answer in words, and every value, that which moves the measure most first."""

    name: str
    finding: str
    how: str
    measure: str
    unit: str
    seed: int
    runs: int
    values: tuple[Moved, ...]

    @property
    def note(self) -> str:
        """What a speaker has at hand."""
        return f"What moves {self.measure}: t2d3 sensitivity, {self.how}, {self.runs:,} runs at each end."


def is_sensitivity(folder: Path) -> bool:
    """Tell whether a `folder` holds an answer to what matters."""
    return (folder / _TABLE).is_file()


def read_sensitivity(folder: Path) -> StoredSensitivity:
    """Return the answer in a `folder`; raise OutputError where there is none that can be read."""
    try:
        words: dict[str, Any] = json.loads(read_regular(folder / _WORDS))
        rows = list(csv.DictReader(read_regular(folder / _TABLE).decode().splitlines()))
        if words["format"] != "t2d3 sensitivity" or words["version"] != 1:
            raise ValueError
        return StoredSensitivity(
            name=str(words["name"]),
            finding=str(words["finding"]),
            how=str(words["how"]),
            measure=str(words["measure_in_words"]),
            unit=str(words["unit"]),
            seed=int(words["seed"]),
            runs=int(rows[0]["runs"]),
            values=tuple(_moved(row, told) for row, told in zip(rows, words["values"], strict=True)),
        )
    except FileNotFoundError:
        raise OutputError(f"{folder} holds an answer of an earlier t2d3, without its words; ask it again") from None
    except OSError as error:
        raise OutputError(f"{folder} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise OutputError(f"{folder} does not hold an answer to what matters as t2d3 sensitivity writes it") from None


def _moved(row: dict[str, str], told: dict[str, Any]) -> Moved:
    low, high = (
        End(str(told[end]), *(_figure(row[f"at_{end}_{part}"]) for part in ("difference", "from", "to")))
        for end in ("low", "high")
    )
    return Moved(str(told["words"]), low, high)


def _figure(text: str) -> float:
    return float(text) if text else math.nan
