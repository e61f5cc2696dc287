"""The library on one page."""

import csv
import math
from contextlib import nullcontext
from io import StringIO

import pytest
from click.testing import CliRunner
from ctrl_c import Stop

from simulator.cli import terminal
from simulator.cli.app import main
from simulator.experiment.replications import simulate
from simulator.reports.charts.contact_sheet import contact_sheet
from simulator.reports.terminal.library import as_csv
from simulator.reports.theme import as_png
from simulator.results.result import Result
from simulator.scenario.reading import files
from simulator.scenario.reading.files import load
from simulator.scenario.reading.inheritance import shipped


@pytest.fixture(scope="module")
def found() -> list[tuple[str, Result]]:
    short = {"horizon_months": 18}
    return [(name, simulate(load(name, short), runs=6, seed=3)) for name in ("baseline", "no_cs", "founder_led")]


def texts(figure) -> list[str]:
    return [text.get_text() for text in (*figure.texts, *(t for axes in figure.axes for t in axes.texts))]


def test_every_scenario_has_its_cell_and_its_two_panels(found) -> None:
    figure = contact_sheet(found)
    assert len(figure.axes) == 2 * len(found)
    assert {name for name, _ in found} <= set(texts(figure))
    assert as_png(figure)[:4] == b"\x89PNG"


def test_cells_share_their_scales(found) -> None:
    figure = contact_sheet(found)
    for panel in (0, 1):
        limits = {axes.get_ylim() for axes in figure.axes[panel::2]}
        assert len(limits) == 1


def test_a_panel_says_where_its_median_ends(found) -> None:
    result = found[0][1]
    told = texts(contact_sheet(found))
    assert f"people in CS {result.bands('headcount.cs').p50[-1]:,.0f}" in told
    assert f"NRR {result.bands('nrr').p50[-1]:.0%}" in told


def test_a_horizon_too_short_for_nrr_still_has_a_cell() -> None:
    short = simulate(load("baseline", {"horizon_months": 6}), runs=3, seed=1)
    figure = contact_sheet([("short", short)])
    assert "NRR" in texts(figure)


def test_the_table_holds_the_medians_of_the_last_month(found) -> None:
    rows = list(csv.DictReader(StringIO(as_csv(found))))
    assert [row["scenario"] for row in rows] == [name for name, _ in found]
    for row, (_, result) in zip(rows, found, strict=True):
        assert float(row["arr"]) == pytest.approx(result.bands("arr").p50[-1], rel=1e-6)
        nrr = result.bands("nrr").p50[-1]
        assert row["nrr"] == "" if math.isnan(nrr) else float(row["nrr"]) == pytest.approx(nrr, rel=1e-6)


SHEET = {"contact_sheet.png", "library.csv", "question.json"}


def library(folder, seed: str) -> str:
    run = CliRunner().invoke(main, ["library", "--runs", "2", "--seed", seed, "--out", str(folder)])
    assert run.exit_code == 0, run.output
    return run.output


def test_the_command_plays_every_shipped_scenario(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(files, "load", lambda path: load(path, {"horizon_months": 13}))
    said = library(tmp_path / "library", "1")
    names = {name for name, _ in shipped()}
    assert {path.name for path in (tmp_path / "library").iterdir()} == SHEET | names
    assert all(name in said for name in names)
    assert all((tmp_path / "library" / name / "manifest.json").is_file() for name in names)


def test_the_command_may_be_repeated(tmp_path, small_library) -> None:
    folder = tmp_path / "library"
    for seed in ("1", "2"):
        library(folder, seed)
    ours = SHEET | {name for name, _ in small_library}
    assert {path.name for path in folder.iterdir()} == {*ours, "previous"}
    assert {path.name for path in (folder / "previous").iterdir()} == ours


@pytest.mark.parametrize(("after", "place"), [(1, 0), (2, 0), (3, 1)])
def test_ctrl_c_writes_nothing_also_as_a_scenario_ends(tmp_path, monkeypatch, after: int, place: int) -> None:
    monkeypatch.setattr(terminal, "progress_of", lambda what, total, quiet: nullcontext(Stop(after)))
    run = CliRunner().invoke(main, ["library", "--runs", "2", "--workers", "1", "--out", str(tmp_path / "out")])
    assert run.exit_code == 130
    assert f"Stopped during {shipped()[place][0]}; nothing was written." in run.output
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    run = CliRunner().invoke(main, ["library", "--runs", "2", "--out", str(tmp_path)])
    assert run.exit_code == 3
    assert "mine.txt" in run.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
