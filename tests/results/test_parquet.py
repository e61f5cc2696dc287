"""The one database of a process: what is put into it is there for nobody else, and not afterwards."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import numpy as np
import pytest

from simulator.results.disk.parquet import one_thread, read_tables, write_tables


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


NAMES = [
    *("run=7", "part=7", "figure=1", "a*b", "**", "q?", "[x]", "[!a]", "a[b", "a]b[", "{a,b}", "~", "~root", "file:x"),
    *("s3:x", "http:", 'it\'s "so"', "two words", "$HOME", "%41", "a#b", "back\\slash", "b*\\s", "x.gz", "größe"),
]
"""Names of folders that a database could take for a pattern, a column, an address or somebody's home."""


@pytest.mark.skipif(os.name == "nt", reason="most of these names cannot be given there")
@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_folder_is_a_name_and_nothing_else(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside others that a pattern would find as well, by a path of its own and by one that starts with the name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for other in ("axb", "qx", "x", "a", "b", "home", "axs", "bx\\s"):
        Path(other).mkdir()
        write_tables({"runs": {"run": np.arange(9), "figure": np.arange(9.0)}}, Path(other, "t.parquet"))
    Path(name).mkdir(exist_ok=True)
    figures = np.array([0.5, 1.5])
    for path in (Path(name, "t.parquet"), tmp_path / name / "t.parquet"):
        path.unlink(missing_ok=True)
        write_tables({"runs": {"run": np.array([3, 4]), "figure": figures}}, path)
        assert (tmp_path / name / "t.parquet").is_file()
        found = read_tables(path, {"runs": {"run": np.int64, "figure": np.float64}})["runs"]
        assert (found["run"].tolist(), found["figure"].tolist()) == ([3, 4], [0.5, 1.5])
    assert len(list(tmp_path.rglob("*.parquet"))) == 9


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
