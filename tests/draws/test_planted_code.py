"""Code that somebody else put where ours is kept is never run.

Each test plants what a stranger who knows everything would: an index with a checksum that fits, whose pickle makes a
file when it is read. The first test shows that it does so where it is trusted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from package_copy import Copy

from simulator import trusted

STRANGER = 54_321

pytestmark = pytest.mark.skipif(not trusted.HAS_OWNERS, reason="files have neither owner nor mode here")


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copied package whose code is kept in a folder of its own: the platform's, where the choice is refused."""
    copy = Copy(tmp_path_factory.mktemp("warm"))
    copy.cache = copy.folder / "platform" / "t2d3"
    copy.run()
    return copy


class Plant:
    """A chosen folder with planted code for every function, and the file that is made when any of it is read."""

    def __init__(self, warm: Copy, folder: Path) -> None:
        self.warm = warm
        self.mark = folder / "it ran"
        self.chosen = folder / "on" / "the" / "way"
        self.compiled = self.chosen / "compiled"
        self.code = self.compiled / warm.folders()[0].name
        self.code.mkdir(parents=True)
        for name in ("on", "on/the", "on/the/way", "on/the/way/compiled"):
            (folder / name).chmod(0o700)
        self.code.chmod(0o700)
        for path in warm.folders()[0].iterdir():
            (self.code / path.name).write_bytes(self.planted(path))
        self.files = sorted(self.code.iterdir())
        self.indices = [path for path in self.files if path.suffix == ".nbi"]
        assert self.indices
        for path in self.files:
            path.chmod(0o600)

    def planted(self, path: Path) -> bytes:
        """Return a file as it would be if it were sound, but for what its pickle does."""
        command = f"open({str(self.mark)!r}, 'w').close()".encode()
        pickled = b"cbuiltins\nexec\n(V" + command + b"\ntR."
        if path.suffix != ".nbi":
            return pickled
        return hashlib.blake2b(path.stem.encode() + b"\0" + pickled, digest_size=32).digest() + pickled

    def ask(self, chosen: Path | None = None) -> tuple[list[str], str]:
        """Return what the copied package says, and what it tells the user, with this choice of folder."""
        choice, platform = str(chosen or self.chosen), str(self.warm.folder / "platform")
        home = {"XDG_CACHE_HOME": platform, "LOCALAPPDATA": platform, "HOME": platform}
        done = self.warm.finished(T2D3_CACHE_DIR=choice, **home)
        return done.stdout.split(), done.stderr


@pytest.fixture
def plant(warm: Copy, tmp_path: Path) -> Plant:
    return Plant(warm, tmp_path)


def give_away(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(path, STRANGER, STRANGER, follow_symlinks=False)


def test_what_is_planted_would_run_where_it_is_trusted(plant: Plant) -> None:
    words, told = plant.ask()
    assert plant.mark.exists()
    assert words[0] == "21.0"  # what it returned was of no use, and the code was compiled
    assert told == ""


OPENED: dict[str, Callable[[Plant], Path]] = {
    "the chosen folder": lambda plant: plant.chosen,
    "the folder in it": lambda plant: plant.compiled,
    "the folder of the code itself": lambda plant: plant.code,
    "the folder above": lambda plant: plant.chosen.parent,
    "one further up": lambda plant: plant.chosen.parent.parent,
}


@pytest.mark.parametrize("mode", [0o777, 0o770], ids=["everybody", "a group"])
@pytest.mark.parametrize("which", OPENED)
def test_nothing_is_read_below_a_folder_that_others_can_write(plant: Plant, which: str, mode: int) -> None:
    OPENED[which](plant).chmod(mode)
    refused(plant, plant.ask(), f"{OPENED[which](plant)} can be written by {'everybody' if mode & 2 else 'a group'}")


@pytest.mark.parametrize("which", OPENED)
def test_nothing_is_read_below_a_folder_that_belongs_to_somebody_else(plant: Plant, which: str) -> None:
    give_away(OPENED[which](plant))
    refused(plant, plant.ask(), f"{OPENED[which](plant)} belongs to another user (number {STRANGER})")


def test_nothing_is_read_from_a_folder_made_by_a_stranger_where_all_may_write(plant: Plant) -> None:
    plant.chosen.chmod(0o1777)
    give_away(plant.compiled)
    refused(plant, plant.ask(), f"{plant.compiled} belongs to another user (number {STRANGER})")


def test_nothing_is_read_through_a_link_to_a_folder_that_others_can_write(plant: Plant, tmp_path: Path) -> None:
    plant.chosen.chmod(0o777)
    (tmp_path / "link").symlink_to(plant.chosen)
    refused(plant, plant.ask(tmp_path / "link"), f"{plant.chosen} can be written by everybody")


def test_nothing_is_read_through_a_link_that_others_can_exchange(plant: Plant, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    (shared / "link").symlink_to(plant.chosen)
    refused(plant, plant.ask(shared / "link"), f"{shared} can be written by everybody")


def test_nothing_is_read_through_a_link_of_somebody_else(plant: Plant, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    (shared / "link").symlink_to(plant.chosen)
    give_away(shared / "link")
    refused(plant, plant.ask(shared / "link"), f"{shared / 'link'} belongs to another user (number {STRANGER})")


def refused(plant: Plant, answer: tuple[list[str], str], reason: str) -> None:
    """Check that another folder's code was run, that nothing planted was, and that the user was told why, once."""
    words, told = answer
    assert not plant.mark.exists()
    assert words == ["21.0", "0"]
    assert told.count("\n") == 1
    assert f": {reason}; set T2D3_CACHE_DIR" in told
    for path in plant.files:
        assert path.read_bytes() == plant.planted(path)  # not even replaced


def swap_for_link(path: Path) -> None:
    elsewhere = path.parents[4] / path.name
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere)


FILES: dict[str, Callable[[Path], None]] = {
    "everybody can write": lambda path: path.chmod(0o666),
    "a group can write": lambda path: path.chmod(0o660),
    "belongs to somebody else": give_away,
    "is a link": swap_for_link,
}


@pytest.mark.parametrize("which", FILES)
def test_a_file_is_not_read_that(plant: Plant, which: str) -> None:
    for path in plant.files:
        FILES[which](path)
    words, told = plant.ask()
    assert not plant.mark.exists()
    assert words[0] == "21.0"
    assert int(words[1]) > 0
    assert told == ""
    assert plant.ask()[0] == ["21.0", "0"]  # sound files have taken their place
    assert not plant.mark.exists()
