"""What a job is to do, to the last run, and the key that tells it from any other.

A scenario is written with its segments, products, roles and rounds of funding in their order, which means something:
another order is another job.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from simulator.experiment.expected import Expected
from simulator.experiment.jobs.versions import code, releases
from simulator.results.moments import BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

FORMAT: Final = "t2d3 job"
VERSION: Final = 3
Kept = Literal["runs", "summaries", "figures"]
"""What a part holds: every run, a summary of its runs, or a few figures of each."""
BATCH_CUSTOMERS: Final = 1_000_000
"""Customers that a batch should have about: a second or two of work that a kill may cost."""
MOST_BATCHES: Final = 2_000
"""Batches that a job is cut into, about, unless it has more scenarios; larger simulations get larger ones."""
FEWEST_BATCHES: Final = 32
"""Batches that a job with as many blocks is cut into at least, so that there is something to share."""
_LARGEST: Final = 4096


@dataclass(frozen=True)
class Row:
    """Some runs of one scenario; `text` is the scenario with its book of the first day, as JSON."""

    text: str
    runs: range
    batch: int

    @classmethod
    def of(cls, scenario: Scenario, today: TodaysBook | None, runs: range, rows: int = 1) -> Row:
        """Return the row, one of so many, cut into batches by how many customers a run is expected to have."""
        from simulator.scenario.reading.files import resolved

        about = {"scenario": resolved(scenario), "today": None if today is None else today.to_json()}
        expected = Expected.of(scenario, today)
        return cls(canonical(about), runs, batch_size(expected.opening + expected.deals, len(runs), rows))

    def batches(self) -> list[range]:
        """Return the runs of each batch: they are cut at multiples of the batch's size, so that blocks stay whole."""
        cuts = range(self.runs.start // self.batch * self.batch, self.runs.stop, self.batch)
        return [range(max(cut, self.runs.start), min(cut + self.batch, self.runs.stop)) for cut in cuts]


@dataclass(frozen=True)
class Batch:
    """One piece of work: its number in the job, the place of its row, its runs."""

    number: int
    row: int
    runs: range


@dataclass(frozen=True)
class Plan:
    """Rows of scenarios to be simulated under one seed, and what is kept of their runs: of which `figures`, if so."""

    rows: Sequence[Row]
    seed: int
    keep: Kept
    figures: tuple[str, ...] = ()

    @functools.cached_property
    def batches(self) -> list[Batch]:
        """Every batch, in order: the first runs of all rows, then the next, so that rows advance side by side."""
        pieces = [(row, runs) for row, one in enumerate(self.rows) for runs in one.batches()]
        pieces.sort(key=lambda piece: piece[1].start)
        return [Batch(number, row, runs) for number, (row, runs) in enumerate(pieces)]

    @functools.cached_property
    def key(self) -> str:
        """The sha256 of all that the figures depend on: what is to be done, and by which code and packages."""
        return hashlib.sha256(canonical(self.to_json()).encode()).hexdigest()

    @property
    def total(self) -> int:
        """How many runs there are in all."""
        return sum(len(row.runs) for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """Return the plan for a file that people can read."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "code": code(),
            "releases": releases(),
            "seed": self.seed,
            "keep": self.keep,
            "figures": list(self.figures),
            "rows": [
                {**json.loads(row.text), "first_run": row.runs.start, "runs": len(row.runs), "batch": row.batch}
                for row in self.rows
            ],
        }


def batch_size(customers: float, runs: int, rows: int = 1) -> int:
    """Return how many runs make a batch: whole blocks, a power of two of them, so that they join without a rest."""
    total = runs * rows
    wanted = max(min(BATCH_CUSTOMERS / max(customers, 1.0), total / FEWEST_BATCHES), total / MOST_BATCHES) / BLOCK
    return int(min(_LARGEST, BLOCK * 2 ** round(math.log2(max(wanted, 1.0)))))


def canonical(value: Any) -> str:
    """Return a value as JSON that reads back as it is, the order of its mappings included."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
