"""Killed at any step of putting an answer in its place, a folder has the old one whole or the new one, and recovers."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from simulator.cli._folders.exchange import PREVIOUS, recover
from simulator.cli._folders.placement import place, staged, tidy
from simulator.cli._folders.question import Question, Source
from simulator.cli._folders.record import Record, record_of, unchanged
from simulator.errors import OutputError
from simulator.results.disk.ownership import Owner
from simulator.results.disk.staging import DECIDED, UNFINISHED
from simulator.results.disk.temporary import is_temporary, temporary_name

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child is killed in the middle")

ASKED = Question("run", (Source("shipped", "baseline"),))
FAN, RETENTION = "charts/01_arr_fan.png", "charts/02_retention.svg"
FIRST = {"summary.csv": "1", FAN: "1", RETENTION: "1", "trajectories.parquet": "1"}
SECOND = {"summary.csv": "2", "manifest.json": "2", FAN: "2"}
THIRD = {"summary.csv": "3", "manifest.json": "3", "hires.csv": "3"}
STEPS = ("rename", "replace", "unlink", "rmdir", "mkdir", "hardlink_to", "write_text", "open")


def put(folder: Path, files: dict[str, str], seed: int, command: str = ASKED.command) -> None:
    """Put an answer of such files into a folder, over that to another question too."""
    folder.mkdir(exist_ok=True)
    with staged(folder) as stage:
        for name, text in files.items():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).write_text(text)
        question = Question(command, ASKED.sources, (), {"seed": seed})
        place(stage, folder, Record.of(question, stage, interrupted=False), over_others=True)


def everything(folder: Path) -> dict[str, str]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def is_whole(folder: Path, seed: int, files: dict[str, str]) -> bool:
    """Tell whether a folder holds an answer with its record, each file as it was written."""
    record = record_of(folder)
    if record is None or record.question.asked != {"seed": seed} or set(record.files) != set(files):
        return False
    return all(unchanged(folder / name, about) for name, about in record.files.items())


def of_nobody(folder: Path) -> list[str]:
    """Return the names of what is half-written or half-placed in a folder."""
    return [path.name for path in folder.rglob("*") if is_temporary(path.name) or path.name.endswith(DECIDED)]


def killed_at(step: int, work: Callable[[], None]) -> bool:
    """Do some work in a child that ends, nothing cleared up, before its n-th change on the disk; tell if it did."""
    child = os.fork()
    if not child:
        left = step
        for name in STEPS:
            done = getattr(Path, name)

            def counted(self: Path, *args: object, done: Callable[..., object] = done, **how: object) -> object:
                nonlocal left
                left -= 1
                if left < 0:
                    os._exit(9)
                return done(self, *args, **how)

            setattr(Path, name, counted)
        try:
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 9


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # of threads, from Python 3.12 on
def test_at_every_step_one_answer_is_whole_and_the_next_one_finishes_the_work(tmp_path: Path) -> None:
    seen: set[str] = set()
    for step in range(1_000):
        folder = tmp_path / str(step)
        folder.mkdir()
        put(folder, FIRST, 1)
        put(folder, SECOND, 2)
        for own in ("notes.txt", "charts/mine.png"):
            (folder / own).write_text("mine")
        killed = killed_at(step, lambda folder=folder: put(folder, THIRD, 3))  # type: ignore[misc]
        old_here, old_aside = is_whole(folder, 2, SECOND), is_whole(folder / PREVIOUS, 2, SECOND)
        new_here = is_whole(folder, 3, THIRD)
        assert old_here or old_aside or new_here, step
        assert killed or (new_here and old_aside)
        recover(folder)
        tidy(folder)
        assert of_nobody(folder) == []
        assert is_whole(folder, 3, THIRD) or is_whole(folder, 2, SECOND), step
        seen.add("new" if is_whole(folder, 3, THIRD) else "old")
        if is_whole(folder, 3, THIRD):
            assert is_whole(folder / PREVIOUS, 2, SECOND), step
            assert not (folder / FAN).exists(), step
        put(folder, THIRD, 4)  # and life goes on
        assert is_whole(folder, 4, THIRD), step
        assert is_whole(folder / PREVIOUS, 3, THIRD) or is_whole(folder / PREVIOUS, 2, SECOND), step
        for own in ("notes.txt", "charts/mine.png"):
            assert (folder / own).read_text() == "mine", step
        if not killed:
            break
    assert step > 20
    assert seen == {"old", "new"}


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_the_first_answer_of_a_folder_is_finished_too(tmp_path: Path) -> None:
    for step in range(1_000):
        folder = tmp_path / str(step)
        folder.mkdir()
        killed = killed_at(step, lambda folder=folder: put(folder, FIRST, 1))  # type: ignore[misc]
        recover(folder)
        tidy(folder)
        assert of_nobody(folder) == []
        assert is_whole(folder, 1, FIRST) or not list(folder.iterdir()), step
        if not killed:
            break
    assert is_whole(folder, 1, FIRST)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("command", ["run", "sweep"])
def test_an_answer_of_an_earlier_version_is_never_lost(command: str, tmp_path: Path) -> None:
    """Its manifest is all that tells what is of it, and what is done next may have none."""
    new = {"summary.csv": "3", "manifest.json": "3", FAN: "3"} if command == "run" else {"sweep.csv": "3"}
    for step in range(1_000):
        folder = tmp_path / str(step)
        put(folder, {"summary.csv": "1", FAN: "1", RETENTION: "1"}, 1)
        signed = {"summary.csv": json.loads((folder / "question.json").read_text())["files"]["summary.csv"]}
        about = {"format": "t2d3 result", "version": 1, "scenario": {}, "today": None, "runs": 1, "seed": 1}
        (folder / "manifest.json").write_text(
            json.dumps(about | {"versions": {}, "interrupted": False, "files": signed})
        )
        (folder / "question.json").unlink()
        before = everything(folder)
        killed = killed_at(step, lambda folder=folder: put(folder, new, 3, command))  # type: ignore[misc]
        recover(folder)
        tidy(folder)
        assert of_nobody(folder) == []
        aside = {name: data for name, data in everything(folder / PREVIOUS).items() if name != "question.json"}
        if is_whole(folder, 3, new):
            assert aside == before, step
            assert {name for name in everything(folder) if not name.startswith(PREVIOUS)} == {"question.json", *new}
        else:
            assert killed
            assert everything(folder) == before, step
        if not killed:
            break
    assert is_whole(folder, 3, new)
    for seed in (4, 5):
        put(folder, new, seed, command)
    assert {name: data for name, data in everything(folder / PREVIOUS).items() if name != "question.json"} == before


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_killed_while_a_failure_is_taken_back_one_answer_is_whole(tmp_path: Path) -> None:
    """A file is locked, so the process takes back what it did, and is killed in the middle of that."""
    seen: set[str] = set()
    for step in range(1_000):
        folder = tmp_path / str(step)
        folder.mkdir()
        put(folder, FIRST, 1)
        put(folder, SECOND, 2)

        def work(folder: Path = folder) -> None:
            replace = Path.replace

            def locked(self: Path, target: Path) -> Path:
                if target == folder / "summary.csv":
                    raise PermissionError(1, "Operation not permitted")
                return replace(self, target)

            Path.replace = locked  # type: ignore[method-assign,assignment]  # in a child that ends
            with suppress(OutputError):
                put(folder, THIRD, 3)

        killed = killed_at(step, work)
        assert is_whole(folder, 2, SECOND) or is_whole(folder / PREVIOUS, 2, SECOND), step
        recover(folder)
        tidy(folder)
        assert of_nobody(folder) == []
        new = is_whole(folder, 3, THIRD)
        assert is_whole(folder / PREVIOUS, *((2, SECOND) if new else (1, FIRST))), step
        assert new or is_whole(folder, 2, SECOND), step
        seen.add("new" if new else "old")
        if not killed:
            break
    assert not new
    assert seen == {"old", "new"}


def test_an_answer_that_was_cut_short_does_not_drive_out_the_one_before_it(tmp_path: Path) -> None:
    put(tmp_path, FIRST, 1)
    question = Question(ASKED.command, ASKED.sources, (), {"seed": 2})
    for text, interrupted in (("half", True), ("whole", False)):
        with staged(tmp_path) as stage:
            (stage / "summary.csv").write_text(text)
            place(stage, tmp_path, Record.of(question, stage, interrupted))
    assert (tmp_path / "summary.csv").read_text() == "whole"
    assert is_whole(tmp_path / PREVIOUS, 1, FIRST)


def test_a_second_process_with_the_very_same_answer_drives_nothing_out(tmp_path: Path) -> None:
    put(tmp_path, FIRST, 1)
    question = Question(ASKED.command, ASKED.sources, (), {"seed": 2})
    for _ in range(2):  # both began before either was through
        with staged(tmp_path) as stage:
            (stage / "summary.csv").write_text("2")
            place(stage, tmp_path, Record.of(question, stage, interrupted=False))
    assert is_whole(tmp_path, 2, {"summary.csv": "2"})
    assert is_whole(tmp_path / PREVIOUS, 1, FIRST)


def test_a_disk_without_second_names_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(self: Path, target: Path) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", unknown)
    put(tmp_path, FIRST, 1)
    put(tmp_path, SECOND, 2)
    assert is_whole(tmp_path / PREVIOUS, 1, FIRST)


def test_a_file_called_previous_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path, FIRST, 1)
    (tmp_path / PREVIOUS).write_text("mine")
    put(tmp_path, SECOND, 2)
    assert is_whole(tmp_path, 2, SECOND)
    assert (tmp_path / PREVIOUS).read_text() == "mine"
    assert is_whole(tmp_path / f"{PREVIOUS}-2", 1, FIRST)
    assert of_nobody(tmp_path) == []


def dead() -> str:
    """Return a temporary name of a process that has ended."""
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    me = Owner.me()
    return temporary_name("summary.csv").replace(f"-{me.pid}-{me.born}.", f"-{child}-{int(me.born or 0) + 1}.")


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_what_the_dead_left_goes_and_what_the_living_write_stays(tmp_path: Path) -> None:
    (tmp_path / "charts").mkdir()
    (tmp_path / UNFINISHED).mkdir()
    gone = [
        ".trajectories.parquet.0123456789ab.t2d3.part",  # of an earlier version
        "charts/.01_arr_fan.png.123-456.part",
        f"{UNFINISHED}/.0123456789abcdef.0123456789ab.t2d3.part",
        dead(),
        f"charts/{dead()}",
    ]
    living = temporary_name("summary.csv")
    stays = [living, "summary.t2d3.part", ".mine.part", "notes.part", f"charts/{temporary_name('x')}"]
    for name in [*gone, *stays]:
        if name.startswith(UNFINISHED):
            (tmp_path / name / "parts").mkdir(parents=True)
        else:
            (tmp_path / name).write_text("half")
    (tmp_path / UNFINISHED / "0123456789abcdef").mkdir()
    tidy(tmp_path)
    assert not [name for name in gone if (tmp_path / name).exists()]
    assert not [name for name in stays if not (tmp_path / name).exists()]
    assert (tmp_path / UNFINISHED / "0123456789abcdef").is_dir()


def test_what_another_machine_writes_goes_when_it_is_old(tmp_path: Path) -> None:
    path = tmp_path / ".summary.csv.00000000-1-1.0123456789ab.t2d3.part"
    path.write_text("half")
    tidy(tmp_path)
    assert path.exists()
    os.utime(path, (0, 0))
    tidy(tmp_path)
    assert not path.exists()
