"""The one database of a process: what is put into it is there for nobody else, and not afterwards."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import numpy as np
import pytest

from simulator.results.parquet import one_thread, read_tables, write_tables


def test_nothing_is_left_for_the_next_one() -> None:
    with one_thread() as first:
        first.register("mine", {"figure": np.arange(3)})
        with one_thread() as beside, pytest.raises(duckdb.CatalogException, match="mine"):
            beside.sql("select * from mine")
    with one_thread() as after, pytest.raises(duckdb.CatalogException, match="mine"):
        after.sql("select * from mine")


def test_threads_write_tables_of_one_name_at_once(tmp_path: Path) -> None:
    def kept(number: int) -> bool:
        path, figures = tmp_path / f"{number}.parquet", np.arange(1000.0) + number
        write_tables({"runs": {"figure": figures}}, path)
        return np.array_equal(read_tables(path, {"runs": {"figure": np.float64}})["runs"]["figure"], figures)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(kept, range(24)))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # of threads, from Python 3.12 on
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_process_has_one_of_its_own(tmp_path: Path) -> None:
    with one_thread() as connection:
        connection.sql("select 1").fetchall()
    child = os.fork()
    if not child:
        try:
            write_tables({"runs": {"figure": np.arange(9.0)}}, tmp_path / "child.parquet")
            os._exit(0)
        except BaseException:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (tmp_path / "child.parquet").stat().st_size > 0
