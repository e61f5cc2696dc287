"""What the machine refuses is said in a sentence, with 3, and is nobody's "something went wrong inside"."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from in_process import refused, t2d3

from simulator.cli.endings import exit_code_of
from simulator.errors import InputError
from simulator.experiment import sizes
from simulator.machine import RoomError, check_room

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
PROGRAM = [sys.executable, "-c", "from simulator.cli import main; main()"]
posix = pytest.mark.skipif(os.name == "nt" or not Path("/dev/full").exists(), reason="what Linux has")

SMALL = ("run", "baseline", "--runs", "2", "--no-charts", "--set", "horizon_months=6", "--out", "out")


def program(folder: Path, *arguments: str, before: str = "", **streams: object) -> tuple[int, str]:
    """Run the program in a shell, after a command of the shell's own; return how it ended and its standard error."""
    words = " ".join(f"'{word}'" for word in (*PROGRAM, *arguments))
    done = subprocess.run(
        ["sh", "-c", f"{before}{words} {streams.get('to', '')}"],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "ignored" not in done.stderr
    assert "went wrong" not in done.stderr
    return done.returncode, done.stderr


UNPRINTED = "What was to be printed cannot be written to standard output: "


@posix
@pytest.mark.parametrize(
    ("to", "why"), [(">&-", "it is closed."), (">/dev/full", "No space left on device.")], ids=["closed", "full"]
)
@pytest.mark.parametrize("asked", [("explain",), ("--help",), ("--version",), SMALL], ids=lambda asked: asked[0])
def test_nowhere_to_print(to: str, why: str, asked: tuple[str, ...], tmp_path: Path) -> None:
    code, said = program(tmp_path, *asked, to=to)
    assert (code, said) == (3, f"{UNPRINTED}{why}\n")
    if asked is SMALL:  # what was asked for is there all the same
        assert (tmp_path / "out" / "manifest.json").is_file()


@posix
def test_who_prints_nothing_needs_nowhere_to_print(tmp_path: Path) -> None:
    assert program(tmp_path, *SMALL, to=">/dev/null 2>/dev/full")[0] == 0
    assert program(tmp_path, *SMALL, "--quiet", to="<&- >&- 2>&-")[0] == 0
    assert program(tmp_path, "run", "nosuch", to=">&- 2>&-")[0] == 2


@posix
def test_the_folder_it_was_started_in_is_gone(tmp_path: Path) -> None:
    gone = "mkdir gone; cd gone; rmdir ../gone; "
    assert program(tmp_path, "check", "baseline", before=gone)[0] == 0  # it needs no folder
    for asked in (("check", "x.yaml"), ("explain", "--set", "horizon_months=9"), SMALL[:-2]):
        code, said = program(tmp_path, *asked, before=gone)
        assert code == 3
        assert said.endswith("The folder that t2d3 was started in is gone; start it in another one.\n")


@posix
@pytest.mark.parametrize(
    ("limit", "what"), [(150_000, "any command takes 300 MB"), (900_000, "simulating takes 1,600 MB")]
)
def test_too_few_addresses(limit: int, what: str, tmp_path: Path) -> None:
    code, said = program(tmp_path, *SMALL, before=f"ulimit -v {limit}; ")
    assert code == 3
    assert (
        said
        == f"this process may use {limit * 1024 // 10**6} MB of addresses (ulimit -v), and {what}; raise that limit\n"
    )
    assert not (tmp_path / "out").exists()


def test_room_is_asked_of_the_process_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.machine.address_limit", lambda: 10**9)
    check_room(10**9, "this")
    with pytest.raises(RoomError, match=r"may use 1,000 MB of addresses \(ulimit -v\), and this takes 1,500 MB"):
        check_room(1_500_000_000, "this")
    monkeypatch.setattr("simulator.machine.address_limit", lambda: None)
    check_room(10**15, "this")
    monkeypatch.setattr(sizes, "address_limit", lambda: 2**50)
    most = sizes.available_memory()
    monkeypatch.setattr(sizes, "address_limit", lambda: 123)
    assert sizes.available_memory() == 0 < most


REFUSED: Mapping[str, tuple[Exception, str]] = {
    "memory": (MemoryError(), "There is not enough memory"),
    "library": (ImportError("x.so: failed to map segment from shared object"), "There is not enough memory"),
    "threads": (RuntimeError("can't start new thread"), "The system starts no more threads"),
    "file": (PermissionError(13, "Permission denied", "a\nb"), "The system refuses a\nb: Permission denied."),
    "too many": (OSError(24, "Too many open files"), "The system refuses: Too many open files."),
}


@pytest.mark.parametrize(("error", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_each_refusal_has_its_words(error: Exception, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(_raising(error)) == 3
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.parametrize("error", [ImportError("no module"), RuntimeError("else"), OSError("else")])
def test_faults_of_the_program_stay_its_own(error: Exception) -> None:
    assert exit_code_of(_raising(error)) == 70


def _raising(error: Exception) -> Callable[[], None]:
    def fails() -> None:
        raise error

    return fails


@posix
def test_pipes_in_the_folder_of_results_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("manifest.json", "question.json", "summary.csv"):
        Path("out").mkdir(exist_ok=True)
        os.mkfifo(Path("out") / name)
        refused(*SMALL)
        (Path("out") / name).unlink()
    assert t2d3(*SMALL).exit_code == 0
    for name in ("summary.csv", "trajectories.parquet"):
        (Path("out") / name).unlink()
        os.mkfifo(Path("out") / name)
        done = t2d3(*SMALL, "--seed", "2")
        assert done.exit_code in (0, 3), done.output
        assert "went wrong" not in done.output
        if done.exit_code == 3:
            (Path("out") / name).unlink()


def test_an_input_error_is_still_one() -> None:
    assert exit_code_of(_raising(InputError("x"))) == 2
