"""Who worked for a company in one of its runs: role, name, and the dates between which somebody was there."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from typing import TYPE_CHECKING

import numpy as np

from simulator.engine.contract import FULLY_RAMPED
from simulator.errors import OutputError
from simulator.results.disk.regular import open_regular
from simulator.results.result import Result
from simulator.results.stored import Stored
from simulator.results.tables import dates_of, names_of
from simulator.spreadsheets import from_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from simulator.results.protocols import Summarised

__all__ = ["Employee", "people_of"]


@dataclass(frozen=True)
class Employee:
    """Somebody in one role: `number` counts those of the role from 0, `name` is the roster's, empty where it has none.

    `joined` is None for whoever was in place on the first day without a date in the roster, and `left` for whoever
    still is at the horizon. Who changes roles is there once for each.
    """

    role: str
    number: int
    name: str
    joined: date | None
    left: date | None

    def is_there(self, day: date) -> bool:
        """Tell whether they are in the role at the end of a `day`."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day < self.left)


def people_of(result: Summarised, runs: Iterable[int]) -> Mapping[int, tuple[Employee, ...]] | None:
    """Return all who worked in some `runs` of a `result` by the number of the run, as they were sought, one by one.

    Whoever is sought but has not joined by the horizon is left out. None where there is no log of hires; OutputError
    where the one in a folder cannot be read.
    """
    wanted = frozenset(runs)
    if isinstance(result, Result):
        return {run: tuple(_of_log(result.subset([run]))) for run in wanted}
    if isinstance(result, Stored):
        return _of_file(result.folder / "hires.csv", wanted)
    return None


def _of_log(result: Result) -> Iterable[Employee]:
    hires, roles = result.hires, result.scenario.roles.names()
    names = names_of(result)
    start = result.scenario.start_date
    started = dates_of(start, np.where(hires["joined"] <= -FULLY_RAMPED, np.nan, hires["joined"]))
    ended = dates_of(start, hires["left"])
    for row, hire in enumerate(hires):
        if not np.isnan(hire["joined"]):
            yield Employee(
                roles[hire["role"]],
                int(hire["ordinal"]),
                from_cell(names[row] or ""),
                started[row].item(),
                ended[row].item(),
            )


def _of_file(path: Path, runs: frozenset[int]) -> dict[int, tuple[Employee, ...]]:
    found: dict[int, list[Employee]] = {run: [] for run in runs}
    try:
        with TextIOWrapper(open_regular(path), encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if (run := int(row["run"])) in runs and (row["joined_date"] or not row["decided_day"]):
                    found[run].append(_employee(row))
    except (OSError, KeyError, ValueError) as error:
        raise OutputError(f"{path} cannot be read: {error}") from None
    return {run: tuple(people) for run, people in found.items()}


def _employee(row: Mapping[str, str]) -> Employee:
    joined, left = (date.fromisoformat(row[name]) if row[name] else None for name in ("joined_date", "left_date"))
    return Employee(row["role"], int(row["number"]), from_cell(row["name"]), joined, left)
