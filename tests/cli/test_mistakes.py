"""Whatever a user gets wrong: one clear message, the right exit code, no traceback, nothing left over."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Outcome

from simulator.cli import run as run_module
from simulator.cli.app import main
from simulator.cli.endings import exit_code_of

FILES = {
    "afile": b"not a folder",
    "other/precious.txt": b"mine",
    "open.yaml": b"name: x\nsegments: [1",
    "binary.yaml": b"\xff\xfe\x00",
    "empty.yaml": b"",
    "list.yaml": b"- 1\n- 2\n",
    "key.yaml": b"name: X\nroles:\n  csm:\n    cots: $1K\n",
    "circle.yaml": b"extends: circle.yaml\nname: X\n",
    "accounts.yaml": b"name: X\nopening:\n  accounts_csv: nowhere.csv\n",
    "escape.yaml": b'name: "\\e[31mred"\nhorizon_months: "\\e[31m"\n',
}

WRONG = [
    # commands and options
    (["rnu"], 2, 'There is no command "rnu". Did you mean "run"?'),
    (["xyzzy"], 2, "There are: run, compare"),
    (["--nope"], 2, "--nope"),
    (["run", "--nope"], 2, "Try: t2d3 run --help"),
    (["run", "a", "b"], 2, "unexpected extra argument"),
    (["run", "--runs", "0"], 2, "0 is too small; it must be 1 or more"),
    (["run", "--runs", "-5"], 2, "-5 is too small"),
    (["run", "--runs", "1e12"], 2, "1,000,000,000,000 runs are more than the 10,000,000"),
    (["run", "--runs", "1e20"], 2, "runs is 100000000000000000000"),
    (["run", "--runs", "9" * 100], 2, "is not a whole number"),
    (["run", "--runs", "many"], 2, '"many" is not a whole number'),
    (["run", "--runs", "2.5"], 2, '"2.5" is not a whole number'),
    (["run", "--runs", "nan"], 2, "is not a whole number"),
    (["run", "--runs", ""], 2, "is not a whole number"),
    (["run", "--runs"], 2, "requires an argument"),
    (["run", "--seed", "-1"], 2, "-1 is too small; it must be 0 or more"),
    (["run", "--seed", "1e25"], 2, "seed is 10000000000000000000000000"),
    (["run", "--workers", "0"], 2, "0 is too small"),
    (["run", "--workers", "1e6"], 2, "workers is 1000000"),
    (["run", "--engine", "warp"], 2, "warp"),
    # scenarios
    (["run", "baselin"], 2, "did you mean: baseline"),
    (["run", "nosuch"], 2, 'there is no scenario "nosuch"'),
    (["run", "nosuch.yaml"], 2, "nosuch.yaml"),
    (["run", "other"], 2, "is a folder"),
    (["run", "open.yaml"], 2, "open.yaml:2:"),
    (["run", "binary.yaml"], 2, "UTF-8"),
    (["run", "list.yaml"], 2, "a list stands where a scenario belongs"),
    (["run", "key.yaml"], 2, "did you mean: cost"),
    (["run", "circle.yaml"], 2, "in a circle"),
    (["run", "accounts.yaml"], 2, "there is no file"),
    (["run", "escape.yaml"], 2, "escape.yaml:2:"),
    (["run", "\x00"], 2, 'there is no scenario "�"'),
    (["check", "empty.yaml", "key.yaml"], 2, "key.yaml:4:5"),
    (["check"], 2, "Missing argument"),
    (["explain", "nosuch"], 2, "nosuch"),
    (["compare", "baseline"], 2, "Missing argument 'B'"),
    (["compare", *["baseline"] * 3, "--set-b", "horizon_months=9"], 2, "--set-a and --set-b are for two scenarios"),
    (["compare", *["baseline"] * 13], 2, "13 scenarios; up to 12"),
    (["compare", "baseline", "no_cs", "nosuch"], 2, 'there is no scenario "nosuch"'),
    (["compare", "baseline", "nosuch"], 2, 'there is no scenario "nosuch"'),
    (
        ["compare", "baseline", "baseline", "--set-a", "horizon_months=3"],
        2,
        "horizon_months: the scenarios have different",
    ),
    # settings
    (["run", "--set", "roles.csm.cost"], 2, "is not written as path=value"),
    (["run", "--set", "=3"], 2, "is not written as path=value"),
    (["run", "--set", "roles.csm.cots=3"], 2, "did you mean: roles.csm.cost"),
    (["run", "--set", "roles.csm.cost="], 2, "there is no value after the ="),
    (["run", "--set", "roles.csm.cost=dear"], 2, "is not an amount of money"),
    (["run", "--set", "horizon_months=0"], 2, "0 is not between 1 and 240"),
    (["run", "--set", "horizon_months=1e9"], 2, "1,000,000,000 is not between"),
    (["run", "--set", "segments.core.weight=0"], 2, "no segment has any weight"),
    (["run", "--set", "segments.core.acv=$1", "--set", "path.start_arr=$1B"], 2, "billion expected to close"),
    (["run", "--set", "path.start_arr=$1M", "--set", "opening.generated.arr=$10K"], 2, "below the start of the path"),
    # where results go
    (["run", "--out", "afile"], 3, "afile is a file, not a folder"),
    (["run", "--out", "afile/below"], 3, "cannot be made"),
    (["run", "--out", "other"], 3, "other holds something else (precious.txt)"),
    (["run", "--out", "x" * 300], 3, "File name too long"),
    (["compare", "baseline", "baseline", "--out", "other"], 3, "other holds something else"),
    (["schema", "--out", "other"], 3, "other is a folder, not a file"),
]


@pytest.fixture(autouse=True)
def _in_a_folder_with_mistakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)


def t2d3(*arguments: str) -> Outcome:
    """Run the program in this process."""
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize(
    ("arguments", "code", "said"), WRONG, ids=lambda value: " ".join(value)[:50] if isinstance(value, list) else ""
)
def test_a_mistake_gets_one_message_and_leaves_nothing_behind(arguments: list[str], code: int, said: str) -> None:
    done = t2d3(*arguments)
    assert done.exit_code == code, done.output
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert "Something went wrong" not in done.output
    assert "\x1b" not in done.output
    assert not Path("results").exists()
    assert sorted(path.relative_to(".").as_posix() for path in Path().rglob("*") if path.is_file()) == sorted(FILES)


def test_without_a_command_the_help_page_is_shown() -> None:
    done = t2d3()
    assert done.exit_code == 2
    assert "Usage: t2d3" in done.stdout


def test_an_unwritable_folder_is_found_before_anything_is_simulated(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("simulated although nothing can be written")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    monkeypatch.setattr("simulator.answers._simulate.simulated", never)
    done = t2d3("run", "--out", "locked")
    assert done.exit_code == 3
    assert done.stderr == "nothing can be written to locked: Permission denied\n"
    assert not Path("locked").exists()


def test_a_fault_of_the_program_is_owned_up_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("a wheel came off")

    monkeypatch.setattr("simulator.answers._simulate.simulated", break_down)
    for arguments in (["run", "--debug"], ["--debug", "run"]):
        shown = t2d3(*arguments)
        assert shown.exit_code == 70
        assert "Traceback" in shown.stderr
        assert "break_down" in shown.stderr
    done = t2d3("run")
    assert done.exit_code == 70
    assert "RuntimeError: a wheel came off" in done.stderr
    assert "--debug" in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_shows_the_traceback_of_a_mistake_too() -> None:
    done = t2d3("run", "nosuch", "--debug")
    assert done.exit_code == 2
    assert "Traceback" in done.stderr
    assert run_module.__file__ in done.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (MemoryError(), 3),
        (BrokenPipeError(), 1),
        (OSError("disk"), 70),
        (OSError(28, "No space left on device"), 3),
    ],
)
def test_every_end_has_its_code(error: BaseException, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        raise error

    assert exit_code_of(fails) == code
    assert "Traceback" not in capsys.readouterr().err
