"""The command as it is typed: its cheapest section to the end, and what is said of a mistake."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from playing import needs_machine_code

from benchmarks import sides
from benchmarks.cases import BASELINE, HORIZONS, MECHANISMS, SIZES, Case
from benchmarks.command import main
from benchmarks.events import SEED, events, logged, record
from benchmarks.players import Player, RefusedError, Work
from benchmarks.programs import by_sides, ran
from benchmarks.sections import SECTIONS
from benchmarks.sides import Side, UnpackError, here, unpacked
from simulator.engine.compiled import run_compiled


def test_a_page_is_printed_and_written_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "page.md"
    assert main(["--only", "events", "--out", str(out), "large_contracts"]) == 0
    said = capsys.readouterr()
    assert said.out == out.read_text(encoding="utf-8")
    assert said.err == "measuring events ...\n"
    case = Case("large_contracts", "large_contracts")
    happened, lines = events(case, range(8)), sum(logged(case, range(8)).values())
    (row,) = [line for line in said.out.splitlines() if line.startswith("| large_contracts ")]
    assert [cell.strip() for cell in row.split("|")][3:5] == [f"{happened:,.0f}", f"{lines:,.0f}"]
    assert "Python 3." in said.out
    assert "numba " in said.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "commit"], "--only commit needs --against COMMIT"),
        (["bseline"], 'there is no scenario "bseline"; did you mean "baseline"?'),
        (["company"], 'there is no scenario "company"; there are baseline, '),
        (["--only", "evnts"], "invalid choice: 'evnts'"),
        (["--out", "/nowhere/page.md"], "there is no folder /nowhere"),
        (["--moved", "--note"], "not allowed with"),
        (["--against", "no-such-commit"], "no commit no-such-commit"),
    ],
)
def test_a_mistake_is_answered_in_a_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_every_section_is_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    assert not [name for name in SECTIONS if name not in told]


@pytest.mark.parametrize("case", [*MECHANISMS, *HORIZONS, *SIZES], ids=lambda case: case.name)
def test_every_case_is_a_company_of_its_own(case: Case) -> None:
    """Else its row would tell nothing. Over five years and at $35K it is the baseline itself."""
    as_it_stands = case.changes in ({"horizon_months": 60}, {"segments.core.acv": 35_000})
    here, whole = (run_compiled(record(one), SEED, 0).ledger for one in (case, BASELINE))
    assert np.array_equal(here, whole, equal_nan=True) == as_it_stands


def test_names_of_cases_tell_them_apart() -> None:
    names = [case.name for case in (BASELINE, *MECHANISMS, *HORIZONS, *SIZES)]
    assert len(set(names)) == len(names)


@needs_machine_code
def test_a_process_plays_what_it_knows_and_refuses_the_rest() -> None:
    player = Player(here())
    try:
        cost = player.play(Work("large_contracts", runs=(0, 1, 2)))
        assert 0.0 < cost.core < 10.0
        with pytest.raises(RefusedError, match="no_such_field"):
            player.play(Work("baseline", {"no_such_field": 1}))
        assert player.play(Work("large_contracts", {"horizon_months": 1})).core > 0.0
    finally:
        player.close()


def test_a_program_is_measured_with_all_that_it_started() -> None:
    burn = "import time\nwhile time.process_time() < 0.2: pass"
    took = ran(
        here(), "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}]); print('through')"
    )
    assert took.said == "through\n"
    assert took.ended_well()
    assert took.core >= 0.2
    assert took.peak == 0 or took.peak > 2**20


def test_what_this_checkout_fails_to_do_ends_the_sitting_and_what_a_commit_does_not_is_left_out(tmp_path: Path) -> None:
    only_before = "import os, sys; sys.exit(os.environ['PYTHONPATH'] != {!r})"
    before = Side("before", tmp_path)
    fails_here = ["-c", only_before.format(str(before.tree))]
    with pytest.raises(RefusedError, match="ended with 1"):
        by_sides([here(), before], fails_here, 1)
    fails_there = ["-c", only_before.format(str(here().tree))]
    now, then = by_sides([here(), before], fails_there, 1)
    assert (now[0].status, then[0].status) == (0, 1)


def test_settings_of_who_measures_are_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("T2D3_CACHE_DIR", "/mine")
    environment = Side("before", tmp_path, tmp_path / "cache").environment(NUMBA_CPU_NAME="x86-64-v3")
    assert not {"NUMBA_DISABLE_JIT", "PYTHONHASHSEED"} & set(environment)
    assert environment["T2D3_CACHE_DIR"] == str(tmp_path / "cache")
    assert environment["NUMBA_CPU_NAME"] == "x86-64-v3"
    assert here().environment()["T2D3_CACHE_DIR"] == "/mine"


@pytest.mark.skipif(shutil.which("git") is None, reason="without git there are no commits")
def test_the_sources_of_a_commit_are_unpacked_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.setattr(sides, "ROOT", project)
    for said in ("one", "two"):
        (project / "file.txt").write_text(said, encoding="utf-8")
        if said == "one":
            git(project, "init", "--quiet")
        git(project, "add", "file.txt")
        git(project, "-c", "user.name=n", "-c", "user.email=e", "commit", "--quiet", "--message", said)
    before = unpacked("HEAD~1", tmp_path / "before")
    assert (before.tree / "file.txt").read_text(encoding="utf-8") == "one"
    assert git(project, "rev-parse", "HEAD~1").startswith(before.name)
    assert sides.commit_here() == git(project, "rev-parse", "--short", "HEAD").strip()
    (project / "file.txt").write_text("three", encoding="utf-8")
    assert sides.commit_here().endswith(", with changes not committed")
    with pytest.raises(UnpackError, match="no commit HEAD~7"):
        unpacked("HEAD~7", tmp_path / "long ago")


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout
