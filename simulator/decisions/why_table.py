"""The causes as a CSV file: one row a cause and a last one for the whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.decisions.sweep_table import as_it_stands_header, write_csv

if TYPE_CHECKING:
    from simulator.decisions.why import Why

WHY: Final = "why.csv"
WHOLE: Final = "in all"


def write_why(found: Why, folder: str | Path) -> Path:
    """Write `why.csv` and return it. Raises OutputError where it cannot be written."""
    header = ["cause"]
    stands = found.as_it_stands
    for measure in found.measures:
        header += [f"{measure.text} ({measure.unit.value})", f"{measure.text} low", f"{measure.text} high"]
    header += as_it_stands_header(found.measures)
    rows: list[list[object]] = []
    for words, amounts in [*((part.words, part.amounts) for part in found.parts), (WHOLE, found.whole)]:
        parts = (value for one in amounts for value in (one.mean, one.low, one.high))
        rows.append([words, *parts, stands.runs, *stands.means])
    return write_csv(Path(folder) / WHY, header, rows)
