"""The files of a stored result: trajectories as Parquet, the summary and the log of hires as CSV."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR, ROUNDING, add_months
from simulator.engine.contract import FULLY_RAMPED
from simulator.results.bands import band_told
from simulator.results.csv_files import write_rows
from simulator.results.disk.parquet import copy_query, one_thread
from simulator.results.formatting import DECIMALS, decimals, errors
from simulator.results.metrics import ASSUMED, assumed_in
from simulator.results.periods import BY, periods_of
from simulator.roles import RoleId
from simulator.spreadsheets import as_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb
    import numpy.typing as npt

    from simulator.fiscal import By
    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised, SummarisedByPeriod
    from simulator.results.result import Result


_FIGURES: Final = ("n", "mean", "se", "p5", "p25", "p50", "p75", "p95", "band", ASSUMED)
_MOMENTS: Final = (("decided", "opened"), ("joined", "joined"), ("left", "left"))


def copy_trajectories(
    result: Result, values: Mapping[str, Floats], path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    """Write every metric of every run and month: run, month, date, a column a metric; n/a is null.

    The date is the last day of the month, so that flows fall into the year and quarter in which they flow; the opening
    bears the day before the start.

    `values` are those of `Result.every_value`.
    """
    per_run = result.months + 1
    dates = [add_months(result.scenario.start_date, month) - timedelta(days=1) for month in range(per_run)]
    columns: dict[str, npt.NDArray[Any]] = {
        "run": np.repeat(result.runs, per_run),
        "month": np.tile(np.arange(per_run, dtype=np.int32), len(result.runs)),
        "date": np.tile(np.array(dates, dtype="datetime64[us]"), len(result.runs)),
    }
    columns |= {name: of_metric.ravel() for name, of_metric in values.items()}
    connection.register("trajectories", columns)
    copy_query("select * replace (cast(date as date) as date) from trajectories", path, connection)
    connection.unregister("trajectories")


def write_summary(result: Summarised, path: Path) -> None:
    """Write the bands of every metric at every month; an empty cell is n/a, n the number of runs with a figure.

    `inf` is a runway without end, in runs that burn no cash. `band` says how p5 and p95 are to be read: they hold nine
    in ten runs, or are the range of fewer than 19, lowest to highest. `assumed` marks what the scenario gives, put in
    another form.
    """
    header = ("month", "label", "metric", "unit", *_FIGURES)
    with path.open("x", encoding="utf-8", newline="") as file:
        write_rows(file, header, _summary_rows(result))


def _summary_rows(result: Summarised) -> Iterable[Sequence[object]]:
    months = range(len(result.labels))
    assumed = assumed_in(result.scenario)
    for name, metric in result.metrics.items():
        bands = result.bands(name)
        places = DECIMALS.get(metric.unit, 2)
        spread = (bands.p5, bands.p25, bands.p50, bands.p75, bands.p95)
        yield from zip(
            months,
            result.labels,
            repeat(name),
            repeat(metric.unit.value),
            bands.count.tolist(),
            decimals(bands.mean, places),
            errors(bands.se, places),
            *(decimals(band, places) for band in spread),
            map(band_told, bands.count.tolist()),
            repeat(_mark(name, assumed)),
            strict=False,  # what is repeated has no end
        )


def write_hires(result: Result, path: Path) -> None:
    """Write who was hired when, in every run: decided, joined and left as day, month and date since the start.

    People in place on the first day have no day of decision, and none of joining unless the roster says it. `name` is
    that of the roster, empty for whoever it does not name.
    """
    hires, start = result.hires, result.scenario.start_date
    columns: dict[str, npt.NDArray[Any]] = {name: np.ascontiguousarray(hires[name]) for name in hires.dtype.names or ()}
    columns["full_book"] = np.where(hires["role"] == RoleId.CSM, hires["full_book"], np.nan)
    columns["before"] = _role_before(result)
    columns["name"] = names_of(result)
    shown = ["run", f"{_choice('role', result.scenario.roles.names())} as role", "ordinal as number", "name"]
    for title, field in _MOMENTS:
        days = np.where(hires[field] <= -FULLY_RAMPED, np.nan, hires[field])
        columns |= {f"{title}_day": days, f"{title}_month": days * MONTHS_PER_YEAR / DAYS_PER_YEAR}
        columns[f"{title}_date"] = dates_of(start, days).astype("datetime64[us]")
        shown += [f"{title}_{unit}::decimal(18, 2) as {title}_{unit}" for unit in ("day", "month")]
        shown.append(f"{title}_date::date as {title}_date")
    columns["attainment"] = np.where(hires["role"] == RoleId.SELLER, hires["attainment"], np.nan)
    shown += [
        f"{_choice('wrong', ('no', 'yes'))} as mis_hire",
        "full_book::decimal(18, 0) as full_book",
        "attainment::decimal(18, 4) as attainment",
    ]
    shown.append(f"{_choice('before', result.scenario.roles.names())} as converted_from")
    with one_thread() as connection:
        connection.register("hires", columns)
        connection.sql(f"select {', '.join(shown)} from hires").write_csv(str(path.absolute()))


def names_of(result: Result) -> npt.NDArray[np.object_]:
    """Return the name of each hire as a cell: the people of the roster are the first hires of every run, in its order.

    Whoever it does not name has none (null).
    """
    hires, people = result.hires, () if result.today is None else result.today.people
    names = np.array([*(as_cell(person.name) or None for person in people), None], dtype=object)
    place = np.arange(len(hires)) - _first_of_run(result)
    found: npt.NDArray[np.object_] = names[np.minimum(place, len(people))]
    return found


def _first_of_run(result: Result) -> npt.NDArray[np.int64]:
    """Return for each hire the row of the first of its run."""
    runs = result.hires["run"]
    return np.searchsorted(runs, runs, side="left").astype(np.int64)


def _role_before(result: Result) -> npt.NDArray[np.int64]:
    """Return the role that each hire had in the company before, -1 for those from outside."""
    hires = result.hires
    first = _first_of_run(result)
    inside = hires["converted_from"] >= 0
    rows = np.where(inside, first + hires["converted_from"], 0)
    before: npt.NDArray[np.int64] = np.full(len(hires), -1, dtype=np.int64)
    before[inside] = hires["role"][rows[inside]]
    return before


def _choice(column: str, words: Sequence[str]) -> str:
    """Return the SQL that turns a column of numbers 0, 1, ... into these words."""
    return f"list_extract({[as_cell(word) for word in words]}, {column} + 1)"


def _mark(name: str, assumed: Mapping[str, str]) -> str:
    return ASSUMED if name in assumed else ""


HEADER: Final = (
    *("period", "first_day", "last_day", "months", "metric", "unit", "read"),
    *_FIGURES,
)


def write_period_summary(result: SummarisedByPeriod, path: Path, by: By) -> None:
    """Write the bands of every metric over every quarter or year; an empty cell is n/a, n the runs with a figure.

    `read` says how a run's figure comes about: the sum of the months, the value at the period's end, or rebuilt from
    the sums of the period. `band` and `assumed` are those of the summary by month.
    """
    with path.open("x", encoding="utf-8", newline="") as file:
        write_rows(file, HEADER, _period_rows(result, by))


PERIOD_FILES: Final[dict[str, Callable[[Any, Path], None]]] = {
    f"summary_{by}.csv": partial(write_period_summary, by=by) for by in BY
}
"""The files by name, and what writes each."""


def _period_rows(result: SummarisedByPeriod, by: By) -> Iterator[Sequence[object]]:
    about = [
        (period.label, *period.days(result.scenario.start_date), period.months)
        for period in periods_of(result.scenario, by)
    ]
    assumed = assumed_in(result.scenario)
    for name, metric in result.metrics.items():
        bands, unit = result.period_bands(name, by), metric.unit_of_periods
        places = DECIMALS.get(unit, 2)
        spread = (bands.p5, bands.p25, bands.p50, bands.p75, bands.p95)
        columns = (bands.count.tolist(), decimals(bands.mean, places), errors(bands.se, places))
        told = map(band_told, bands.count.tolist())
        figures = zip(*columns, *(decimals(band, places) for band in spread), told, strict=True)
        for period, figure in zip(about, figures, strict=True):
            yield (*period, name, unit.value, metric.reading, *figure, _mark(name, assumed))


# Simulated days as calendar dates.

_SPECK: Final = 1e-6


def _months_holding(days: Floats) -> npt.NDArray[np.int64]:
    """Return `clock.month_holding` of each day, a hundred thousand in the time that it takes for some."""
    months = np.ceil(days * MONTHS_PER_YEAR / DAYS_PER_YEAR - ROUNDING).astype(np.int64)
    months[days == 0.0] = 1
    return months


def dates_of(start: date, days: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return the calendar dates (datetime64[D]) of simulated days, NaT for NaN.

    Whole months go by the calendar, the rest as a share of its month: `clock.simulated_day` backwards, to the day. A
    date lies in the month that `clock.month_holding` tells for its day, so a month's end is that month's last day.
    """
    at = np.atleast_1d(np.asarray(days, dtype=np.float64))
    dates = np.full(at.shape, np.datetime64("NaT"), dtype="datetime64[D]")
    known = ~np.isnan(at)
    if not known.any():
        return dates
    month = _months_holding(at[known])
    low, high = int(month.min()), int(month.max())
    firsts = np.array([add_months(start, m - 1) for m in range(low, high + 2)], dtype="datetime64[D]")
    first, following = firsts[month - low], firsts[month - low + 1]
    length = (following - first).astype(np.int64)
    passed = at[known] * MONTHS_PER_YEAR / DAYS_PER_YEAR - (month - 1)
    # A speck keeps rounding from turning the first second of a date into the evening before.
    days_in = np.clip(np.floor(passed * length + _SPECK).astype(np.int64), 0, length - 1)
    dates[known] = first + days_in.astype("timedelta64[D]")
    return dates
