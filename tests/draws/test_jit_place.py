"""Where machine code is kept: the best place that nobody else can write, and a word to the user where it is another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from package_copy import ASK, Copy

from simulator import trusted
from simulator.numerics import jit_place
from simulator.numerics.jit_place import find_place

KEY = "0123456789abcdef01234567"

with_owners = pytest.mark.skipif(not trusted.HAS_OWNERS, reason="files have neither owner nor mode here")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a place of each kind: the chosen one, the platform's, and two that all may write."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "platform"))
    monkeypatch.setenv("T2D3_CACHE_DIR", str(tmp_path / "chosen"))
    monkeypatch.setenv("T2D3_CACHE_SAID", "")
    for name in ("shared", "shared too"):
        folder = tmp_path / name
        folder.mkdir()
        folder.chmod(0o1777)
    both = tmp_path / "shared", tmp_path / "shared too"
    monkeypatch.setattr(jit_place, "_temporary_folders", lambda: iter(both))
    return tmp_path


def block(folder: Path) -> None:
    """See to it that nothing can be made in a folder, whoever asks: there is a file in its place."""
    if folder.is_dir():
        folder.rename(folder.with_name(f"{folder.name} as it was"))
    folder.write_text("", encoding="utf-8")


def opened(folder: Path, mode: int = 0o777) -> Path:
    """Make a folder that others can write, or open it to them."""
    folder.mkdir(exist_ok=True)
    folder.chmod(mode)
    return folder


def own(folder: Path) -> Path:
    """Return the folder of our own in one that all may write, by its usual name."""
    return folder / (f"t2d3-{os.geteuid()}" if trusted.HAS_OWNERS else "t2d3-cache")


def test_each_place_is_taken_where_those_before_it_cannot_be_written(places: Path) -> None:
    roots = [places / "chosen", jit_place._platform_root(), own(places / "shared"), own(places / "shared too")]
    for root, folder in zip(roots, ("chosen", "platform", "shared", "shared too"), strict=True):
        assert find_place(KEY) == root / "compiled" / KEY
        block(places / folder)
    assert find_place(KEY) is None


@with_owners
def test_each_place_is_taken_where_those_before_it_can_be_written_by_others(places: Path) -> None:
    roots = [places / "chosen", jit_place._platform_root(), own(places / "shared"), own(places / "shared too")]
    for root, folder in zip(roots, ("chosen", "platform", "shared", "shared too"), strict=True):
        assert find_place(KEY) == root / "compiled" / KEY
        opened(places / folder)
    assert find_place(KEY) is None
    assert [path.name for path in (places / "shared").iterdir()] == [
        own(places).name
    ]  # and nothing else was left there


@with_owners
@pytest.mark.parametrize("inner", ["compiled", f"compiled/{KEY}"])
def test_a_place_is_left_when_a_folder_inside_it_was_opened_to_others(places: Path, inner: str) -> None:
    assert find_place(KEY) == places / "chosen" / "compiled" / KEY
    opened(places / "chosen" / inner, 0o770)
    assert find_place(KEY) == jit_place._platform_root() / "compiled" / KEY


@with_owners
def test_a_folder_open_to_all_may_be_chosen_where_nobody_can_remove_what_is_ours(
    places: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("T2D3_CACHE_DIR", str(places / "shared"))
    found = find_place(KEY)
    assert found == places / "shared" / "compiled" / KEY
    assert (found.lstat().st_mode & 0o777, found.parent.lstat().st_mode & 0o777) == (0o700, 0o700)
    assert capsys.readouterr().err == ""


@with_owners
def test_a_new_folder_is_ours_alone_whatever_the_umask(places: Path) -> None:
    before = os.umask(0)
    try:
        for root in ("chosen", "platform/t2d3"):
            found = find_place(KEY)
            assert found == places / root / "compiled" / KEY
            made = [path for path in (found, *found.parents) if path.is_relative_to(places) and path != places]
            assert {path.lstat().st_mode & 0o7777 for path in made} == {0o700}
            block(places / "chosen")
    finally:
        os.umask(before)


@with_owners
def test_our_name_taken_by_others_in_a_shared_folder_gives_another_folder_that_is_found_again(places: Path) -> None:
    block(places / "chosen")
    block(places / "platform")
    opened(own(places / "shared"), 0o755)  # whoever made it, others may look in
    opened(places / "shared" / f"{own(places).name}-aaaa", 0o777)
    (places / "shared" / f"{own(places).name}-bbbb").symlink_to(places)
    found = find_place(KEY)
    assert found is not None
    root = found.parents[1]
    assert root.parent == places / "shared"
    assert root.name.startswith(f"{own(places).name}-")
    assert trusted.is_private(root)
    assert find_place(KEY) == found


@with_owners
def test_a_refused_choice_is_said_with_the_reason_and_what_to_do(
    places: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(places / "chosen")
    find_place(KEY)
    assert capsys.readouterr().err == (
        f"Machine code is kept in {places}/platform/t2d3, not in T2D3_CACHE_DIR={places}/chosen: {places}/chosen can "
        "be written by everybody; set T2D3_CACHE_DIR to a folder that you alone can write.\n"
    )


def test_a_choice_that_cannot_be_written_or_told_is_said(
    places: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    block(places / "chosen")
    find_place(KEY)
    assert f"{places / 'chosen' / 'compiled'}: Not a directory; set" in capsys.readouterr().err
    monkeypatch.setenv("T2D3_CACHE_DIR", "~nobody-of-this-name/code")
    find_place(KEY)
    assert (
        "T2D3_CACHE_DIR=~nobody-of-this-name/code: Could not determine home directory; set" in capsys.readouterr().err
    )


def test_nothing_is_said_where_the_choice_is_taken_or_there_was_none(
    places: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert find_place(KEY)
    monkeypatch.delenv("T2D3_CACHE_DIR")
    assert find_place(KEY)
    block(places / "platform")
    assert find_place(KEY) == own(places / "shared") / "compiled" / KEY
    assert capsys.readouterr().err == ""


def test_without_any_place_it_is_said_that_every_start_compiles_anew(
    places: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("chosen", "platform", "shared", "shared too"):
        block(places / name)
    assert find_place(KEY) is None
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith(f"Machine code is not kept, so every start compiles it anew: {places / 'chosen'}")
    assert said.endswith("; set T2D3_CACHE_DIR to a folder that you alone can write.\n")
    assert all(f"{places / name}" in said for name in ("platform", "shared", "shared too"))


def test_what_was_said_is_not_said_again_by_this_process_or_one_that_it_starts(
    places: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    block(places / "chosen")
    assert find_place(KEY) == find_place(KEY)
    assert capsys.readouterr().err.count("Machine code is kept in") == 1
    block(places / "other")
    monkeypatch.setenv("T2D3_CACHE_DIR", str(places / "other"))
    find_place(KEY)
    assert f"T2D3_CACHE_DIR={places / 'other'}" in capsys.readouterr().err


def test_a_closed_or_missing_stream_for_what_is_said_is_no_matter(
    places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block(places / "chosen")
    for stream in (None, (places / "closed").open("w", encoding="utf-8")):
        if stream is not None:
            stream.close()
        monkeypatch.setattr("sys.stderr", stream)
        monkeypatch.setenv("T2D3_CACHE_SAID", "")
        assert find_place(KEY)


def test_a_choice_relative_to_the_working_folder_stays_where_it_was(
    places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(places)
    monkeypatch.setenv("T2D3_CACHE_DIR", "chosen")
    assert find_place(KEY) == places / "chosen" / "compiled" / KEY
    monkeypatch.setenv("T2D3_CACHE_DIR", "")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "home")
    monkeypatch.setenv("LOCALAPPDATA", "home")
    found = find_place(KEY)
    assert found is not None
    assert found.is_relative_to(places / "home")


def test_where_files_have_no_owners_the_choice_is_taken_as_it_is(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(places / "chosen")
    monkeypatch.setattr(trusted, "HAS_OWNERS", False)
    monkeypatch.delattr(os, "geteuid", raising=False)
    monkeypatch.delattr(os, "getuid", raising=False)
    assert find_place(KEY) == places / "chosen" / "compiled" / KEY
    block(places / "chosen")
    block(places / "platform")
    assert find_place(KEY) == places / "shared" / "t2d3-cache" / "compiled" / KEY


def test_the_usual_temporary_folders_are_tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(jit_place.tempfile, "tempdir", str(tmp_path))
    assert next(jit_place._temporary_folders()) == tmp_path
    if trusted.HAS_OWNERS:
        assert Path("/var/tmp") in list(jit_place._temporary_folders())

    def fail() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(jit_place.tempfile, "gettempdir", fail)
    assert list(jit_place._temporary_folders()) == ([Path("/tmp"), Path("/var/tmp")] if trusted.HAS_OWNERS else [])


def test_old_folders_are_removed_and_strangers_kept(places: Path) -> None:
    root = places / "chosen" / "compiled"
    for way in (root.parent, root):
        way.mkdir(mode=0o700)
    for age in range(12):
        folder = root / f"{age:024x}"
        folder.mkdir()
        (folder / "code.nbc").write_bytes(b"old")
        os.utime(folder, (1_000_000 - age, 1_000_000 - age))
    (root / "notes").mkdir()
    current = find_place(KEY)
    assert current == root / KEY
    left = {path.name for path in root.iterdir()}
    newest = {f"{age:024x}" for age in range(jit_place.KEPT_FOLDERS - 1)}
    assert left == {"notes", KEY} | newest


NO_PLACE = """
from simulator.numerics import jit_place

jit_place._temporary_folders = lambda: iter(())
"""

IN_WORKERS_TOO = """
import multiprocessing

from simulator.laws.probe_outer import outer
from simulator.numerics.jit import in_machine_code

def played(x):
    return in_machine_code(outer)(x)

if __name__ == "__main__":
    first = played(1.0)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        print(first, *pool.map(played, [2.0, 3.0]))
"""


def test_a_process_and_its_workers_say_it_once_for_all_their_functions(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    block(copy.cache)
    (tmp_path / "script.py").write_text(IN_WORKERS_TOO, encoding="utf-8")
    done = copy.finished("import runpy; runpy.run_path('script.py', run_name='__main__')", XDG_CACHE_HOME=str(tmp_path))
    assert done.stdout.split() == ["3.0", "5.0", "7.0"]
    assert done.stderr.count("Machine code is kept in") == done.stderr.count("\n") == 1


def test_without_any_place_functions_still_compile(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    block(tmp_path / "blocked")
    nowhere = str(tmp_path / "blocked" / "below")
    blocked = dict.fromkeys(("T2D3_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"), nowhere)
    done = copy.finished(NO_PLACE + ASK, **blocked)
    value, compilations = done.stdout.split()
    assert value == "21.0"
    assert int(compilations) > 0
    assert done.stderr.startswith("Machine code is not kept")
    assert done.stderr.count("\n") == 1
