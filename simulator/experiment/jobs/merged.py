"""What the parts of a job add up to: the result of each of its rows, and one digest over all of them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.errors import OutputError
from simulator.experiment.batches import Gathered, Job
from simulator.results.digest import digest_of_figures
from simulator.results.disk.parquet import read_tables
from simulator.results.exact import columns_of, figure_columns, figures_of, result_of
from simulator.results.summaries import Summaries
from simulator.results.tally import COLUMNS, Layout, Tally

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.experiment.jobs.job import StoredJob
    from simulator.experiment.jobs.plan import Row
    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

FORMAT: Final = b"t2d3 job digest 1\n"


def merged(job: StoredJob, place: int, engine: str) -> Result | Summaries | None:
    """Return the result of a row from the parts that are done, in the order of their runs; None where there is none.

    It is interrupted where some are missing. Raises OutputError where a part cannot be read.
    """
    row = job.plan.rows[place]
    scenario, today = about(row)
    names = job.finished()
    numbers = [batch.number for batch in job.plan.batches if batch.row == place]
    there = [number for number in numbers if number in names]
    if not there:
        return None
    short = len(there) < len(numbers)
    if job.plan.keep == "summaries":
        tally = Tally(Layout(scenario))
        for number in there:
            tables = _read(job, names[number], COLUMNS)
            try:
                tally.merge(Tally.of(tally.layout, tables))
            except ValueError:
                raise OutputError(
                    f"{job.parts / names[number]} is laid out as by another version of t2d3; give {job.folder} up"
                ) from None
        return Summaries(scenario, job.plan.seed, engine, today, tally, short)
    columns = columns_of(scenario)
    gathered = Gathered(Job(scenario, today, job.plan.seed, engine, None), row.runs)
    for number in there:  # one after the other, so that no run is in memory twice
        gathered.put(result_of(_read(job, names[number], columns), scenario, job.plan.seed, engine, today))
    return gathered.result(interrupted=short)


def figures(job: StoredJob) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return the figures (rows, figures, runs) of those runs (runs,) that every row has finished, in their order.

    All rows of the job have the same runs. Raises OutputError where a part cannot be read.
    """
    rows, count, names = job.plan.rows, len(job.plan.figures), job.finished()
    runs, columns = np.array(rows[0].runs, dtype=np.int64), figure_columns(count)
    values, there = np.empty((len(rows), count, len(runs))), np.zeros((len(rows), len(runs)), dtype=bool)
    for batch in job.plan.batches:
        if batch.number in names:
            found, figured = figures_of(_read(job, names[batch.number], columns), count)
            values[batch.row][:, found - runs[0]] = figured
            there[batch.row, found - runs[0]] = True
    shared = there.all(axis=0)
    return runs[shared], values if shared.all() else values[:, :, shared]


def digest(job: StoredJob, engine: str) -> str:
    """Return the sha256 over the digests of all rows: the same however the work was shared out and interrupted."""
    if job.plan.keep == "figures":
        runs, values = figures(job)
        if len(runs) < max(len(row.runs) for row in job.plan.rows):
            raise OutputError(f"{job.folder} is not finished")
        return digest_of_figures(values)
    hashed = hashlib.sha256(FORMAT)
    for place in range(len(job.plan.rows)):
        found = merged(job, place, engine)
        if found is None or found.interrupted:
            raise OutputError(f"{job.folder} is not finished")
        hashed.update(found.digest().encode() + b"\n")
    return hashed.hexdigest()


def about(row: Row) -> tuple[Scenario, TodaysBook | None]:
    """Return the scenario of a row and its book of the first day."""
    from simulator.scenario.reading.files import from_resolved
    from simulator.scenario.schema.todays_book import TodaysBook

    found = json.loads(row.text)
    today = None if found["today"] is None else TodaysBook.from_json(found["today"])
    return from_resolved(found["scenario"]), today


def _read(job: StoredJob, name: str, columns: Any) -> Any:
    import duckdb

    try:
        return read_tables(job.parts / name, columns)
    except duckdb.Error as error:
        raise OutputError(f"{job.parts / name} cannot be read: {str(error).splitlines()[0]}") from None
