"""Several tables in one Parquet file, exact to the last bit: a column `part` says which table a row belongs to.

The database takes the name of a file for a pattern, for the home of a user, for an address, and a folder `run=7` for a
column. Here a name is a name: it is given as an absolute path, its signs of a pattern are taken out of use, and
folders tell nothing of what is in a file.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import duckdb
    import numpy.typing as npt

    Columns = Mapping[str, npt.NDArray[Any]]

__all__ = ["read_tables", "write_tables"]

_ROW_GROUP: Final = 4_096
"""Rows that are held until they are written: all of a group, so that their number says how much memory that takes."""
_LOOK: Final = 0.02
_PATTERN: Final = re.compile(r"[*?[]")


@contextmanager
def one_thread() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that keeps rows in order and writes the same bytes every time; empty each time."""
    with _database(os.getpid()).cursor() as connection:
        connection.execute(
            "set enable_progress_bar = false"
        )  # it would print one of its own in `python -c` or a notebook
        try:
            yield connection
        except RuntimeError as error:
            if "interrupted" in str(error).lower():  # how duckdb puts a Ctrl-C
                raise KeyboardInterrupt from None
            raise


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:
    """Return the database of a process: starting one takes some 10 ms, which jobs would pay for every part.

    What is registered with a cursor belongs to that cursor alone. A forked process has one of its own.
    """
    import duckdb

    alone: dict[str, Any] = {"threads": 1}
    try:
        return duckdb.connect(":memory:", config={**alone, "async_threads": 1})  # else eight, of some MB each
    except duckdb.Error:  # a version that has none of those
        return duckdb.connect(":memory:", config=alone)


@contextmanager
def meanwhile(work: Callable[[duckdb.DuckDBPyConnection], None]) -> Iterator[None]:
    """A context in which work of the database goes on beside that of this thread; leaving it waits for its end.

    Leaving it with an exception, such as a Ctrl-C, ends the work early.
    """
    with one_thread() as connection, ThreadPoolExecutor(1) as thread:
        done = thread.submit(work, connection)
        del work  # and with it, once it is done, what it works on
        try:
            yield
            done.result()
        except BaseException:
            while not done.done():  # again and again: what has not begun yet cannot be interrupted
                connection.interrupt()
                wait([done], _LOOK)
            raise


def write_tables(tables: Mapping[str, Columns], path: Path) -> None:
    """Write `tables` of whole numbers and floats to the file `path`; columns of one name share a type.

    Each table is named and maps its columns to arrays of shape (rows,); NaN becomes null. Raises duckdb.Error where the
    file cannot be written.
    """
    with one_thread() as connection:
        copy_tables(tables, path, connection)


def copy_tables(tables: Mapping[str, Columns], path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Write tables as `write_tables` does, by a database that is there already."""
    selects = []
    for name, columns in tables.items():
        connection.register(name, {column: np.ascontiguousarray(values) for column, values in columns.items()})
        selects.append(f"select '{name}' as part, * from {_quoted(name)}")
    copy_query(" union all by name ".join(selects), path, connection)


def copy_query(query: str, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Write what a query finds."""
    connection.sql(query).write_parquet(str(path.absolute()), compression="zstd", row_group_size=_ROW_GROUP)


def read_tables(path: Path, tables: Mapping[str, Mapping[str, type[np.generic]]]) -> dict[str, Columns]:
    """Read again the tables that `write_tables` wrote to `path`; null becomes NaN.

    `tables` says which columns each has, and of which type. Arrays have shape (rows,). Raises duckdb.Error where the
    file cannot be read or has other columns.
    """
    with one_thread() as connection, _as_pattern(path) as pattern:
        found: dict[str, Columns] = {}
        for name, columns in tables.items():
            shown = ", ".join(map(_quoted, columns))
            query = f"select {shown} from read_parquet(?, hive_partitioning = false) where part = ?"
            fetched = connection.execute(query, [pattern, name]).fetchnumpy()
            found[name] = {column: _plain(fetched[column], kind) for column, kind in columns.items()}
    return found


def read_column(path: Path, name: str) -> npt.NDArray[np.float64]:
    """Return one column of numbers of the file `path`, in the order of its rows (rows,); null becomes NaN.

    Raises OutputError where the file cannot be read or has no such column.
    """
    import duckdb

    try:
        with one_thread() as connection, _as_pattern(path) as pattern:
            query = f"select {_quoted(name)} from read_parquet(?, hive_partitioning = false)"
            fetched = connection.execute(query, [pattern]).fetchnumpy()
    except duckdb.Error as error:
        raise OutputError(f"{path} cannot be read: {str(error).splitlines()[0]}") from None
    return _plain(fetched[name], np.float64)


@contextmanager
def _as_pattern(path: Path) -> Iterator[str]:
    """A context that gives the pattern which means this file and no other."""
    absolute = str(path.absolute())
    if os.sep == "/" and "\\" in absolute and _PATTERN.search(absolute):  # a pattern knows no way to write this sign
        with tempfile.TemporaryDirectory() as folder:
            link = Path(folder) / "table.parquet"
            link.symlink_to(absolute)
            yield _PATTERN.sub(r"[\g<0>]", str(link))
    else:
        yield _PATTERN.sub(r"[\g<0>]", absolute)


def _plain(values: Any, kind: type[np.generic]) -> npt.NDArray[Any]:
    masked = np.ma.masked_array(values)
    whole = not np.ma.getmaskarray(masked).any()
    filled: npt.NDArray[Any] = masked.data if whole else np.ma.filled(masked.astype(kind), np.nan)
    return np.ascontiguousarray(filled, dtype=kind)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
