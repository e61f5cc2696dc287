from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
from synthetic_results import MONTHS, result, scenario

from simulator.engine.contract import FULLY_RAMPED
from simulator.errors import OutputError
from simulator.results.disk.parquet import meanwhile
from simulator.results.metrics import METRICS
from simulator.results.result import Result
from simulator.results.store import MANIFEST, check_free, read_manifest, verify, write
from simulator.results.summaries import Summaries
from simulator.results.tally import Layout, Tally
from simulator.scenario.reading.files import from_resolved
from simulator.scenario.schema.todays_book import Account, Person, TodaysBook
from simulator.spreadsheets import as_cell

PERIODS = ["summary_quarters.csv", "summary_years.csv"]
FILES = ["hires.csv", MANIFEST, "pnl.csv", "summary.csv", *PERIODS, "trajectories.parquet"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def refusal_of(folder: Path, *handicap: str) -> str:
    """Return the one line that `write` is refused with in a process of its own, after lines that make it hard."""
    here = Path(__file__).parent
    lines = [
        "import os, sys",
        f"sys.path.insert(0, {str(here)!r})",
        "import duckdb",
        "from synthetic_results import result",
        "from simulator.errors import OutputError",
        "from simulator.results.store import write",
        "import simulator.scenario.reading.files",
        "found = result([1, 2])",
        *handicap,
        "try:",
        f"    write(found, {str(folder)!r})",
        "except OutputError as error:",
        "    print(error)",
    ]
    done = subprocess.run(
        [sys.executable, "-B", "-c", "\n".join(lines)], check=False, cwd=here.parents[1], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1, done.stdout
    return done.stdout


def test_the_files_and_nothing_else(tmp_path: Path) -> None:
    assert write(result([1, 2]), tmp_path / "deep" / "out") == tmp_path / "deep" / "out" / MANIFEST
    assert names(tmp_path / "deep" / "out") == FILES


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    write(result(range(40)), tmp_path / "a")
    write(Result.concatenate([result(range(25, 40)), result(range(25))]), tmp_path / "b")
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")


def test_the_manifest_is_enough_to_simulate_it_again(tmp_path: Path) -> None:
    account = Account("Acme", "core", -2, True, 5e4, -100.0, -100.0, 265.0)
    book = TodaysBook((account,), (Person("Kim", "csm", True, float("nan")),))
    found = replace(result([1, 2, 3, 8], interrupted=True), today=book)
    manifest = read_manifest(write(found, tmp_path).parent)
    assert from_resolved(manifest["scenario"]) == scenario()
    assert TodaysBook.from_json(manifest["today"]) == book
    assert (manifest["seed"], manifest["engine"], manifest["interrupted"]) == (7, "reference", True)
    assert (manifest["runs"], manifest["run_numbers"]) == (4, [[1, 3], [8, 8]])
    assert manifest["digest"] == found.digest()
    assert set(manifest["versions"]) == {"python", "t2d3", "numpy", "scipy", "simpy", "numba", "duckdb"}
    assert manifest["versions"]["numpy"] == np.__version__
    assert manifest["metrics"]["nrr"]["unit"] == "share"
    for name, about in manifest["files"].items():
        content = (tmp_path / name).read_bytes()
        assert about == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    json.dumps(manifest, allow_nan=False)


def test_trajectories_hold_every_figure_exactly(tmp_path: Path) -> None:
    found = result([2, 9, 11])
    write(found, tmp_path)
    with duckdb.connect() as connection:
        table = connection.sql(f"select * from read_parquet('{tmp_path}/trajectories.parquet')")
        assert table.columns == ["run", "month", "date", *result([1]).metrics]
        stored = table.fetchnumpy()
        dates = connection.sql(
            f"select distinct month, date from read_parquet('{tmp_path}/trajectories.parquet') order by 1"
        ).fetchall()
    assert stored["run"].tolist() == [run for run in (2, 9, 11) for _ in range(MONTHS + 1)]
    assert stored["month"].tolist() == [*range(MONTHS + 1)] * 3
    for name in METRICS:
        wanted = found[name].ravel()
        column = np.ma.masked_array(stored[name])
        np.testing.assert_array_equal(np.ma.getmaskarray(column), np.isnan(wanted), err_msg=name)
        np.testing.assert_array_equal(column.filled(np.nan), wanted, err_msg=name)
    assert dates[0] == (0, date(2026, 12, 31)), "the opening bears the day before the start"
    assert dates[1] == (1, date(2027, 1, 31))
    assert dates[12] == (12, date(2027, 12, 31))
    assert dates[13] == (13, date(2028, 1, 31))


def test_years_of_the_trajectories_dates_hold_the_months_of_those_years(tmp_path: Path) -> None:
    found = result(range(3), months=25)
    write(found, tmp_path)
    with duckdb.connect() as connection:
        by_year = connection.sql(
            f"select year(date), sum(revenue), count(revenue) from '{tmp_path}/trajectories.parquet' "
            "group by 1 order by 1"
        ).fetchall()
    assert [(year, count) for year, _, count in by_year] == [(2026, 0), (2027, 36), (2028, 36), (2029, 3)]
    for (_, total, _), (first, last) in zip(by_year[1:], [(1, 12), (13, 24), (25, 25)], strict=True):
        assert total == pytest.approx(found["revenue"][:, first : last + 1].sum(), rel=1e-12)


def test_trajectories_need_neither_pandas_nor_pyarrow(tmp_path: Path) -> None:
    here = Path(__file__).parent
    code = (
        "import sys; sys.modules.update(pandas=None, pyarrow=None)\n"
        f"sys.path.insert(0, {str(here)!r})\n"
        "from synthetic_results import result\n"
        "from simulator.results.store import write\n"
        f"write(result([1, 2]), {str(tmp_path / 'bare')!r})\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd=here.parents[1])
    write(result([1, 2]), tmp_path / "full")
    assert bytes_of(tmp_path / "bare") == bytes_of(tmp_path / "full")


def test_the_summary_is_the_bands(tmp_path: Path) -> None:
    found = result(range(30))
    write(found, tmp_path)
    rows = rows_of(tmp_path / "summary.csv")
    assert len(rows) == len(result([1]).metrics) * (MONTHS + 1)
    (row,) = [r for r in rows if r["metric"] == "nrr" and r["month"] == "13"]
    bands = found.bands("nrr")
    assert (row["label"], row["unit"], row["n"]) == ("Jan 2028", "share", str(bands.count[13]))
    for name in ("mean", "p5", "p25", "p50", "p75", "p95"):
        assert row[name] == f"{getattr(bands, name)[13]:.4f}"
    assert float(row["se"]) == pytest.approx(bands.se[13], rel=5e-3)
    (early,) = [r for r in rows if r["metric"] == "nrr" and r["month"] == "3"]
    assert (early["n"], early["mean"], early["se"], early["p50"]) == ("0", "", "", "")
    (arr,) = [r for r in rows if r["metric"] == "arr.plan" and r["month"] == "12"]
    assert (arr["mean"], arr["se"], arr["p95"]) == ("6000000", "0", "6000000")
    assert not any("e" in cell or "nan" in cell for r in rows for cell in [r["mean"], r["se"], r["p50"]])


def test_hires_tell_days_months_and_dates(tmp_path: Path) -> None:
    found = result([6])
    hires = found.hires.copy()
    hires[0] = (6, 1, 0, np.nan, -FULLY_RAMPED, 365.0, 0, 2.5e6, 1, 0.0)
    hires[1] = (6, 0, 0, 31.0, np.nan, np.nan, 1, 0.0, -1, 0.0)
    write(replace(found, hires=hires), tmp_path)
    first, second = rows_of(tmp_path / "hires.csv")
    in_place = {
        "run": "6",
        "role": "csm",
        "number": "0",
        "name": "",
        "mis_hire": "no",
        "full_book": "2500000",
        "attainment": "",
        "converted_from": "cs_head",
    }
    in_place |= {f"decided_{unit}": "" for unit in ("day", "month", "date")}
    in_place |= {f"joined_{unit}": "" for unit in ("day", "month", "date")}
    in_place |= {"left_day": "365.00", "left_month": "12.00", "left_date": "2027-12-31"}
    assert first == in_place
    assert (second["role"], second["mis_hire"], second["full_book"]) == ("cs_head", "yes", "")
    assert (second["decided_day"], second["decided_month"], second["decided_date"]) == ("31.00", "1.02", "2027-02-01")
    assert second["joined_date"] == second["left_day"] == ""


def test_hires_bear_the_names_of_the_roster(tmp_path: Path) -> None:
    """Of every run, and none of whoever is hired later; nothing in a name is taken for more than a name."""
    from simulator import load, simulate

    people = ["Dana O'Hara", "=1+1", 'Anna "Bo" Li', "x']), pi(), list_extract(['"]
    rows = "".join(f'"{name.replace(chr(34), 2 * chr(34))}",CSM,2026-01-01,in place\n' for name in people)
    (tmp_path / "roster.csv").write_text(f"name,role,start,status\n{rows}")
    (tmp_path / "accounts.csv").write_text(
        "account,arr,start,renewal,owner,onboarded\nA,$9M,2026-03-01,2027-03-01,,yes\n"
    )
    own = {f"opening.{name}_csv": str(tmp_path / f"{name}.csv") for name in ("accounts", "roster")}
    found = simulate(load("baseline", {**own, "horizon_months": 12}), runs=2, seed=2, workers=1)
    write(found, tmp_path / "out")
    table = rows_of(tmp_path / "out" / "hires.csv")
    for run in ("0", "1"):
        of_run = [row["name"] for row in table if row["run"] == run]
        assert of_run[: len(people)] == [as_cell(name) for name in people]
        assert len(of_run) > len(people) and not any(of_run[len(people) :])


class TestFolders:
    def test_an_earlier_result_is_replaced(self, tmp_path: Path) -> None:
        write(result([1, 2]), tmp_path)
        (tmp_path / "chart.svg").write_text("kept")
        write(result([1, 2, 3]), tmp_path)
        assert verify(tmp_path)["runs"] == 3
        assert names(tmp_path) == sorted([*FILES, "chart.svg"])

    @pytest.mark.parametrize("manifest", [None, '{"name": "a browser extension"}', "[]", "not json", "[" * 100_000])
    def test_a_folder_that_holds_something_else_is_refused(self, tmp_path: Path, manifest: str | None) -> None:
        (tmp_path / "thesis.tex").write_text("x")
        if manifest is not None:
            (tmp_path / MANIFEST).write_text(manifest)
        before = bytes_of(tmp_path)
        with pytest.raises(OutputError, match="holds something else") as caught:
            write(result([1]), tmp_path)
        assert caught.value.exit_code == 3
        assert bytes_of(tmp_path) == before
        with pytest.raises(OutputError):
            check_free(tmp_path)

    def test_leftovers_of_a_killed_writer_do_not_count(self, tmp_path: Path) -> None:
        (tmp_path / ".summary.csv.0123456789ab.t2d3.part").write_text("half")
        write(result([1]), tmp_path)
        assert verify(tmp_path)["runs"] == 1
        assert names(tmp_path) == FILES

    def test_only_files_that_the_manifest_lists_are_removed(self, tmp_path: Path) -> None:
        write(result([1]), tmp_path)
        manifest = json.loads((tmp_path / MANIFEST).read_text())
        del manifest["files"]["hires.csv"]
        (tmp_path / MANIFEST).write_text(json.dumps(manifest))
        found = result([1, 2])
        tally = Tally(Layout(found.scenario))
        tally.add(found)
        write(Summaries(found.scenario, found.seed, found.engine, found.today, tally), tmp_path)
        periods = ["summary_quarters.csv", "summary_years.csv"]
        assert names(tmp_path) == ["hires.csv", MANIFEST, "pnl.csv", "summaries.parquet", "summary.csv", *periods]

    @pytest.mark.parametrize("name", ["\udcff", "line\nbreak"])
    def test_a_name_that_is_not_text_is_refused(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(OutputError, match="name another one"):
            write(result([1]), tmp_path / name)
        assert names(tmp_path) == []

    def test_a_file_in_the_way(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("x")
        with pytest.raises(OutputError, match="is a file, not a folder"):
            write(result([1]), tmp_path / "out")
        with pytest.raises(OutputError, match="cannot be written"):
            write(result([1]), tmp_path / "out" / "below")
        assert (tmp_path / "out").read_text() == "x"

    @pytest.mark.parametrize("below", ["", "new"])
    def test_a_folder_without_permission(self, below: str) -> None:
        folder = Path(tempfile.mkdtemp())
        folder.chmod(0o555)
        try:
            said = refusal_of(folder / below, "if os.geteuid() == 0: os.seteuid(65534)")  # root may write everywhere
            assert re.search(r"cannot be written to .*[Pp]ermission denied", said), said
            assert names(folder) == []
        finally:
            folder.chmod(0o755)
            folder.rmdir()

    def test_a_file_that_cannot_be_put_in_place(self, tmp_path: Path) -> None:
        write(result([1]), tmp_path)
        (tmp_path / "hires.csv").unlink()
        (tmp_path / "hires.csv").mkdir()
        with pytest.raises(OutputError, match=r"hires\.csv cannot be put in place"):
            write(result([1, 2]), tmp_path)
        assert names(tmp_path) == FILES

    @pytest.mark.parametrize("earlier", [True, False])
    @pytest.mark.parametrize("room", [100, 30_000])
    def test_a_full_disk_leaves_everything_as_it_was(self, tmp_path: Path, earlier: bool, room: int) -> None:
        """A limit on the size of a file stands in for the disk: writes beyond it fail just so."""
        folder = tmp_path / "deep" / "out"
        if earlier:
            write(result([1]), folder)
        before = bytes_of(folder) if earlier else None
        said = refusal_of(
            folder,
            "import resource, signal",
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)",
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))",
        )
        assert "cannot be written" in said
        if earlier:
            assert bytes_of(folder) == before
        else:
            assert not (tmp_path / "deep").exists()

    def test_an_interruption_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(self: Result) -> str:
            raise KeyboardInterrupt

        monkeypatch.setattr(Result, "digest", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write(result([1]), tmp_path / "out")
        assert names(tmp_path) == []

    def test_an_interruption_ends_the_database_in_the_middle_of_its_work(self) -> None:
        begun, ended = threading.Event(), []

        def endless(connection: duckdb.DuckDBPyConnection) -> None:
            begun.set()
            try:
                connection.execute("select count(*) from range(1000000000) a, range(1000000000) b").fetchall()
            except Exception as error:
                ended.append(type(error))
                raise

        with pytest.raises(KeyboardInterrupt), meanwhile(endless):
            assert begun.wait(60.0)
            raise KeyboardInterrupt
        assert ended == [duckdb.InterruptException]

    def test_the_database_shows_no_progress_of_its_own(self) -> None:
        code = """if True:
            import duckdb
            from simulator.results.disk.parquet import one_thread
            asked = "select current_setting('enable_progress_bar')"
            with duckdb.connect() as theirs, one_thread() as ours:
                print(*theirs.execute(asked).fetchone(), *ours.execute(asked).fetchone())
        """
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.split()[1] == "False", done.stdout

    def test_what_the_database_cannot_do_is_said_at_the_end(self) -> None:
        with pytest.raises(duckdb.Error, match="nothing_there"), meanwhile(lambda db: db.execute("from nothing_there")):
            pass


class TestReading:
    def test_what_was_written_verifies(self, tmp_path: Path) -> None:
        write(result([1]), tmp_path)
        assert verify(tmp_path) == read_manifest(tmp_path)

    @pytest.mark.parametrize("name", [name for name in FILES if name != MANIFEST])
    def test_a_changed_or_lost_file_is_named(self, tmp_path: Path, name: str) -> None:
        write(result([1]), tmp_path)
        content = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(OutputError, match=f"{name} has changed"):
            verify(tmp_path)
        (tmp_path / name).unlink()
        with pytest.raises(OutputError, match=f"{name} cannot be read: No such file"):
            verify(tmp_path)

    def test_a_manifest_cannot_lead_out_of_the_folder(self, tmp_path: Path) -> None:
        manifest = json.loads(write(result([1]), tmp_path).read_text())
        manifest["files"]["../secret"] = {"sha256": "0"}
        manifest["files"]["hires.csv"] = 5
        del manifest["files"]["summary.csv"]
        (tmp_path / MANIFEST).write_text(json.dumps(manifest))
        with pytest.raises(OutputError) as caught:
            verify(tmp_path)
        for part in ("../secret is not a file of a result", "no sha256 for hires.csv", "does not list summary.csv"):
            assert part in str(caught.value)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (None, "cannot be read: No such file"),
            ("{", "not JSON"),
            ("\xff", "not the manifest|not JSON"),
            ("3", "not the manifest"),
            ('{"format": "t2d3 result"}', "not the manifest"),
            ('{"format": "t2d3 result", "version": 99, "files": {}}', "version 99"),
        ],
    )
    def test_what_is_no_manifest_is_refused(self, tmp_path: Path, text: str | None, message: str) -> None:
        if text is not None:
            (tmp_path / MANIFEST).write_bytes(text.encode("latin-1"))
        with pytest.raises(OutputError, match=message):
            read_manifest(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_put_in_place_leaves_all_of_the_earlier_result(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(result([1, 2]), tmp_path)
    before = bytes_of(tmp_path)
    done = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if target == tmp_path / name:
            raise PermissionError(1, "Operation not permitted", str(target))
        return done(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(OutputError, match="cannot be put in place: Operation not permitted; nothing was changed there"):
        write(result([3, 4, 5]), tmp_path)
    assert bytes_of(tmp_path) == before
