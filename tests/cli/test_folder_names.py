"""Whatever a folder is called, results go to it and to no other place, and its name changes no figure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Outcome
from undrawn_pages import leave_undrawn

from simulator.cli.app import main
from simulator.experiment.jobs import plan, resumable
from simulator.results.store import read_summaries, verify

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="most of these names cannot be given there"),
    pytest.mark.usefixtures("undrawn"),
]

SHORT = ("--set", "horizon_months=6", "--set", "opening.generated.accounts=20", "--workers", "1")
RUN = ("run", "--runs", "70", "--no-charts", *SHORT)
SWEEP = ("sweep", "--vary", "roles.csm.cost=100K,200K", "--runs", "70", "--measure", "arr", *SHORT)
COMPARE = ("compare", "baseline", "no_cs", "--runs", "70", *SHORT)
WHEN = (
    *("when", "--hire", "cs_head", "--candidates", "$2M,$6M", "--most", "10", "--measure", "arr"),
    *("--indifference", "$1K", *SHORT),
)
NAMES = [
    "run=7",
    "part=7",
    "a*b",
    "[x]",
    "q?",
    "~",
    "~/x",
    "file:x",
    "file:///x",
    "s3:x",
    'it\'s "so" or',
    "b*\\s",
    "{a,b}",
]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in a folder beside a home of its own; neither is to get anything it was not meant to."""
    (tmp_path / "home").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "here")
    yield
    assert list((tmp_path / "home").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "home"]


def t2d3(*arguments: str) -> Outcome:
    """Run the program in this process."""
    return CliRunner().invoke(main, arguments)


def files(folder: str) -> dict[str, bytes]:
    """Return the files of an answer, the record aside; of a manifest the digest, having checked all that it lists."""
    found = {}
    for path in Path(folder).rglob("*"):
        if path.is_file() and path.name != "question.json":
            digest = path.name == "manifest.json"
            found[path.relative_to(folder).as_posix()] = (
                verify(path.parent)["digest"].encode() if digest else path.read_bytes()
            )
    return found


def answered(name: str, *command: str) -> dict[str, bytes]:
    """Write an answer to a folder and return its files, having seen that they are all there is."""
    before = {path for path in Path().rglob("*") if path.is_file()}
    done = t2d3(*command, "--quiet", "--out", name)
    assert (done.exit_code, done.output) == (0, "")
    after = {path for path in Path().rglob("*") if path.is_file()}
    assert after - before == {path for path in Path(name).rglob("*") if path.is_file()}
    assert not list(Path().rglob(".*"))
    return files(name)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], dict[str, bytes]]:
    """What each command writes to a folder with a plain name, without keeping work on the way where it need not."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        leave_undrawn(patch)
        for command in (RUN, SWEEP, COMPARE, WHEN):
            out = str(tmp_path_factory.mktemp("plain") / "out")
            assert t2d3(*command, "--out", out).exit_code == 0
            found[command] = files(out)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_run_writes_there_and_the_same(name: str, plain: dict[tuple[str, ...], dict[str, bytes]]) -> None:
    assert answered(name, *RUN) == plain[RUN]


@pytest.mark.parametrize("name", NAMES)
def test_kept_on_the_way_the_figures_are_the_same(
    name: str, plain: dict[tuple[str, ...], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job writes parts there and reads them again: of runs, and of a few figures of each."""
    monkeypatch.setattr(resumable, "LARGE_SECONDS", 0.0)
    monkeypatch.setattr(plan, "BATCH_CUSTOMERS", 1)
    assert answered(f"{name}/deeper", *RUN) == plain[RUN]
    assert answered(f"{name}/sweep", *SWEEP) == plain[SWEEP]


@pytest.mark.parametrize("name", ["run=7", "a*b", "~", "file:x"])
def test_the_commands_that_compare_and_decide_write_there(
    name: str, plain: dict[tuple[str, ...], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answered(f"{name}/when", *WHEN) == plain[WHEN]
    monkeypatch.setattr(resumable, "LARGE_SECONDS", 0.0)
    monkeypatch.setattr(plan, "BATCH_CUSTOMERS", 1)
    assert answered(f"{name}/both", *COMPARE) == plain[COMPARE]


@pytest.mark.parametrize("name", ["part=7", "a*b", "[x]", "~"])
def test_summaries_are_read_from_there(name: str, plain: dict[tuple[str, ...], dict[str, bytes]]) -> None:
    answered(name, *RUN, "--keep", "summaries")
    assert plain[RUN]
    assert read_summaries(name).digest() == read_summaries(Path(name).absolute()).digest()


@pytest.mark.parametrize("name", ["\udcff", "a/\udce4b", "line\nbreak", "bell\x07", "\x1b[31m"])
@pytest.mark.parametrize("command", [RUN, SWEEP, COMPARE, WHEN])
def test_names_that_are_not_text_are_refused_before_any_run(
    name: str, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("played although nothing can be written there")

    monkeypatch.setattr("simulator.cli.terminal.prepared", never)
    done = t2d3(*command, "--out", name)
    assert done.exit_code == 3, done.output
    assert "name another one" in done.stderr
    assert done.stderr.count("\n") == 1
    assert "\x1b" not in done.stderr
    assert list(Path().iterdir()) == []


def test_a_current_folder_whose_name_is_not_text_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path / "here") + b"/\xff")
    try:
        Path(odd).mkdir()
    except OSError:
        pytest.skip("this disk takes no such names")
    monkeypatch.chdir(odd)
    for out in ((), ("--out", "plain")):
        done = t2d3(*RUN, *out)
        assert (done.exit_code, "is not text" in done.stderr) == (3, True), done.output
    assert list(Path().iterdir()) == []
