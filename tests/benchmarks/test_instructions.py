"""Instructions: what callgrind writes is read, and what has moved is said, without ever ending CI."""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks import callgrind, command, note
from benchmarks.callgrind import CountError, counted, per_run
from benchmarks.cases import Case
from benchmarks.counted import Callgrind
from benchmarks.events import events
from benchmarks.note import FILE, NOTED, Note, differing, makers, moved, words
from benchmarks.sections import instructions
from benchmarks.sides import ROOT, Side, here
from benchmarks.sitting import Sitting

HERE = makers()
LONG = {"baseline": 25_000_000, "pod": 80_000_000}


def written(trigger: str, total: int, events: str = "Ir") -> str:
    """What callgrind writes at a request, cut to a function or two."""
    return (
        "# callgrind format\nversion: 1\ncreator: callgrind-3.19.0\npid: 24799\ncmd:  python counted.py\npart: 3\n\n\n"
        f"desc: I1 cache: \ndesc: Timerange: Basic block 0 - 1\ndesc: Trigger: {trigger}\n\npositions: line\n"
        f"events: {events}\n\nob=(1) ???\nfl=(1) ???\nfn=(1) 0x00000000173669c0\n0 {total}\n\ntotals: {total}\n"
    )


def test_what_a_run_takes_is_the_difference_of_more_runs_and_fewer() -> None:
    start_up = 5_000_000
    files = [
        written("Client Request: 0 2", start_up + 2 * 25_000_000),
        written("Client Request: 0 4", start_up + 4 * 25_000_000),
        written("Client Request: the larger 4", 4 * 80_000_000 + 7),
        written("Client Request: the larger 2", 2 * 80_000_000 + 7),
        written("Program termination", 187_000_000),
    ]
    assert per_run(files) == {"0": 25_000_000.0, "the larger": 80_000_000.0}


def test_what_was_not_counted_to_the_end_is_left_out() -> None:
    whole = [written("Client Request: 0 2", 50), written("Client Request: 0 4", 100)]
    assert per_run(whole) == {"0": 25.0}
    assert per_run(whole[:1]) == {}
    assert per_run([whole[0], whole[1].rpartition("totals")[0]]) == {}
    assert per_run([whole[0], written("Client Request: 0 4", 100, events="Ir Dr Dw")]) == {}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the requests are bytes for x86-64")
def test_a_request_does_nothing_where_nobody_listens() -> None:
    requests = Callgrind()
    requests.start()
    requests.begin()
    requests.end("baseline 2")


def test_what_has_moved_by_more_than_a_twentieth_is_said() -> None:
    noted = Note(HERE, LONG)
    now = {"baseline": 26_780_000.0, "pod": 76_100_000.0}
    assert moved(noted, now) == pytest.approx({"baseline": 0.0712, "pod": -0.04875})
    assert words(noted, now) == [
        "kernel instructions: baseline 26.78 M a run, +7.1 % against what is noted (25.00 M)",
        "kernel instructions: where that is meant, python tests/benchmarks --note notes it",
    ]


def test_that_less_is_taken_is_said_as_well() -> None:
    (said, _) = words(Note(HERE, LONG), {"baseline": 25_000_000.0, "pod": 72_000_000.0})
    assert said == "kernel instructions: pod 72.00 M a run, -10.0 % against what is noted (80.00 M)"


def test_a_twentieth_is_not_said() -> None:
    (said,) = words(Note(HERE, LONG), {"baseline": 26_200_000.0, "pod": 76_100_000.0})
    assert said == "kernel instructions: 2 companies within 5 % of what is noted (-4.9 % to +4.8 %)"


def test_what_is_not_noted_is_named() -> None:
    said = words(Note(HERE, LONG), {"baseline": 25_000_000.0, "today": 1.0})
    assert said[-1] == "kernel instructions: nothing is noted of today; python tests/benchmarks --note notes it"


def test_another_compiler_makes_other_code() -> None:
    noted = Note({**HERE, "numba": "0.60.0"}, LONG)
    assert differing(noted, HERE) == f"numba 0.60.0 then and {HERE['numba']} here"
    assert not differing(Note(HERE, LONG), HERE)
    assert differing(Note({}, {}), HERE).count("unknown then") == len(HERE)


def test_a_note_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "instructions.json"
    assert Note.read(file) == Note({}, {})
    Note(HERE, {"baseline": 25_311_324.5}).write(file)
    assert Note.read(file) == Note(HERE, {"baseline": 25_311_324})
    assert [path.name for path in tmp_path.iterdir()] == ["instructions.json"]


def test_all_that_is_counted_is_noted() -> None:
    noted = json.loads(FILE.read_text(encoding="utf-8"))
    assert set(noted["made_by"]) == set(HERE)
    assert list(noted["instructions"]) == [case.name for case in NOTED]
    assert all(count > 100_000 for count in noted["instructions"].values())


def test_the_section_sets_a_count_beside_the_note_the_whole_and_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def instead(side: Side, cases: Sequence[Case]) -> Mapping[str, float]:
        takes = {"now": 20e6, "before": 25e6}[side.name]
        return {case.name: takes for case in cases if side.name == "now" or case.scenario != "today"}

    monkeypatch.setattr(instructions, "counted", instead)
    monkeypatch.setattr(instructions, "Note", type("Noted", (), {"read": staticmethod(lambda: Note(HERE, LONG))}))
    found = instructions.measured(Sitting(here(), Side("before", tmp_path), ["baseline", "today"]))
    happened = events(Case("baseline"), range(2, 4))
    assert found.finding == (
        f"A run of the baseline takes 20.00 M instructions, {20e6 / happened:,.0f} an event, 0.800 of what it took at "
        "before (geometric mean of 1); baseline 20.00 M a run, -20.0 % against what is noted (25.00 M); where that is "
        f"meant, {note.HOW} notes it; nothing is noted of today; {note.HOW} notes it."
    )
    noted, others = found.tables
    assert list(noted.head) == ["scenario", "a run", "an event", "noted", "now/noted", "before", "now/before"]
    assert [row[3:] for row in noted.rows] == [["25.00 M", "0.800", "25.00 M", "0.800"], ["n/a"] * 4]
    assert {tuple(row[3:5]) for row in others.rows} == {("20.00 M", "1.000")}


# what CI runs ---------------------------------------------------------------------------------------------------------


def fix_note(monkeypatch: pytest.MonkeyPatch, file: Path, found: Note) -> None:
    found.write(file)
    monkeypatch.setattr(command, "Note", type("Noted", (), {"read": staticmethod(lambda: Note.read(file))}))


def count(monkeypatch: pytest.MonkeyPatch, found: Mapping[str, float] | CountError) -> list[str]:
    asked: list[str] = []

    def instead(side: Side, cases: Sequence[Any], *_: float) -> Mapping[str, float]:
        asked.append(side.name)
        if isinstance(found, CountError):
            raise found
        return found

    monkeypatch.setattr(command, "counted", instead)
    return asked


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"baseline": 30e6, "pod": 80e6}, "baseline 30.00 M a run, +20.0 % against what is noted (25.00 M)"),
        ({"baseline": 25e6, "pod": 80e6}, "2 companies within 5 %"),
        (CountError("valgrind is not here"), "not counted, valgrind is not here"),
    ],
)
def test_ci_is_told_and_never_fails(
    found: Any, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fix_note(monkeypatch, tmp_path / "note.json", Note(HERE, LONG))
    count(monkeypatch, found)
    assert command.main(["--moved"]) == 0
    assert capsys.readouterr().out.startswith(f"kernel instructions: {said}")


def test_nothing_is_counted_where_other_code_was_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fix_note(monkeypatch, tmp_path / "note.json", Note({**HERE, "llvmlite": "0.1"}, LONG))
    asked = count(monkeypatch, LONG)
    assert command.main(["--moved"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("kernel instructions: not counted; what is noted was counted with llvmlite 0.1 then and")
    assert not asked


def test_without_valgrind_there_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CountError, match="valgrind is not here"):
        counted(here(), NOTED)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import sys; sys.exit('no room')", "ended with 1: no room"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGILL)", "ended with -4: without a word"),
        ("import time; time.sleep(60)", "not through after 1 seconds"),
    ],
)
def test_a_count_that_does_not_come_to_an_end_has_a_reason(
    code: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "counted.py"
    child.write_text(code, encoding="utf-8")
    monkeypatch.setattr(callgrind, "_CHILD", child)
    monkeypatch.setattr(shutil, "which", lambda name: f"/somewhere/{name}")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    with pytest.raises(CountError, match=reason):
        counted(here(), NOTED, longest=1.0)


@pytest.mark.skipif(not (ROOT / ".ci" / "run").exists(), reason="a copy of the project without what CI runs")
def test_ci_runs_it() -> None:
    assert "tests/benchmarks --moved" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert note.HOW == "python tests/benchmarks --note"
