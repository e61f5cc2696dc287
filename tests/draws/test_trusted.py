"""What may be run is read only from where nobody but us and root can have put it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import trusted

STRANGER = 54_321

with_owners = pytest.mark.skipif(not trusted.HAS_OWNERS, reason="files have neither owner nor mode here")


@pytest.fixture(autouse=True, params=[0o022, 0o002, 0o000], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Try everything under the usual umask, under that of people with a group of their own, and under none."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def given_away(path: Path) -> Path:
    """Have somebody else own a path; only root can do that."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(path, STRANGER, STRANGER, follow_symlinks=False)
    return path


def opened(path: Path, mode: int) -> Path:
    """Make a folder of this mode, and closed ones above it where there are none."""
    if not path.parent.is_dir():
        opened(path.parent, 0o700)
    path.mkdir(exist_ok=True)
    path.chmod(mode)
    return path


def mode_of(path: Path) -> int:
    """Return the mode of what is at this place, be it a link."""
    return path.lstat().st_mode & 0o7777


@with_owners
def test_what_is_missing_on_the_way_is_made_for_us_alone(tmp_path: Path) -> None:
    trusted.make_folder(tmp_path / "a" / "b" / "c")
    assert [mode_of(tmp_path / way) for way in ("a", "a/b", "a/b/c")] == [0o700, 0o700, 0o700]
    trusted.make_folder(tmp_path / "a" / "b" / "c")


@with_owners
@pytest.mark.parametrize("mode", [0o777, 0o757, 0o775, 0o720, 0o702])
@pytest.mark.parametrize("open_one", ["on", "on/the", "on/the/way"])
def test_a_folder_on_the_way_that_others_can_write_is_refused_and_nothing_made_in_it(
    tmp_path: Path, mode: int, open_one: str
) -> None:
    opened(tmp_path / open_one, mode)
    with pytest.raises(trusted.UntrustedError, match=r"can be written by (everybody|a group)$"):
        trusted.make_folder(tmp_path / "on" / "the" / "way")
    assert list((tmp_path / open_one).iterdir()) == []


@with_owners
def test_a_folder_open_to_all_will_do_on_the_way_where_nobody_can_remove_what_is_not_his(tmp_path: Path) -> None:
    shared = opened(tmp_path / "shared", 0o1777)
    trusted.make_folder(shared / "ours")
    assert mode_of(shared / "ours") == 0o700


@with_owners
def test_a_folder_open_to_all_will_not_do_at_the_end(tmp_path: Path) -> None:
    for mode in (0o1777, 0o1770):
        with pytest.raises(trusted.UntrustedError, match="shared can be written by"):
            trusted.make_folder(opened(tmp_path / "shared", mode))


@with_owners
@pytest.mark.parametrize("theirs", ["on", "on/the", "on/the/way"])
def test_a_folder_of_somebody_else_is_refused_however_closed(tmp_path: Path, theirs: str) -> None:
    opened(tmp_path / "on" / "the" / "way", 0o700)
    given_away(tmp_path / theirs)
    with pytest.raises(trusted.UntrustedError, match=f"{theirs} belongs to another user \\(number {STRANGER}\\)"):
        trusted.make_folder(tmp_path / "on" / "the" / "way")


@with_owners
def test_a_folder_that_somebody_else_made_first_where_all_may_write_is_refused(tmp_path: Path) -> None:
    shared = opened(tmp_path / "shared", 0o1777)
    given_away(opened(shared / "ours", 0o700))
    with pytest.raises(trusted.UntrustedError, match="belongs to another user"):
        trusted.make_folder(shared / "ours" / "compiled")


@with_owners
def test_folders_of_root_are_trusted_by_everybody_and_ours_by_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = opened(tmp_path / "way", 0o755)
    given_away(way)
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
    trusted.make_folder(way)  # below folders of root
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER + 1)
    with pytest.raises(trusted.UntrustedError):
        trusted.make_folder(way)


@with_owners
def test_the_way_begins_at_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Path.lstat

    def of_a_stranger(path: Path) -> os.stat_result:
        status = look(path)
        return os.stat_result((*status[:4], STRANGER, *status[5:])) if path == Path(path.anchor) else status

    trusted.make_folder(tmp_path / "place")
    monkeypatch.setattr(Path, "lstat", of_a_stranger)
    with pytest.raises(trusted.UntrustedError, match=r"^/ belongs to another user"):
        trusted.make_folder(tmp_path / "place")


@with_owners
def test_what_we_made_is_trusted_by_no_other_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted.make_folder(tmp_path / "place")
    trusted.write(tmp_path / "place" / "code", b"x")
    if os.geteuid() == 0:
        for path in (tmp_path / "place", tmp_path / "place" / "code"):
            given_away(path)
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER + 1)
    with pytest.raises(trusted.UntrustedError, match="belongs to another user"):
        trusted.make_folder(tmp_path / "place")
    with pytest.raises(trusted.UntrustedError):
        trusted.make_private(tmp_path / "place")
    with pytest.raises(trusted.UntrustedError, match="code belongs to another user"):
        trusted.read(tmp_path / "place" / "code")


@with_owners
def test_a_link_is_followed_to_a_trusted_place(tmp_path: Path) -> None:
    opened(tmp_path / "place" / "inner", 0o700)
    (tmp_path / "relative").symlink_to("place/../place/inner")
    (tmp_path / "absolute").symlink_to(tmp_path / "relative")
    (tmp_path / "dangling").symlink_to("place/new")
    for link in ("relative", "absolute", "dangling"):
        trusted.make_folder(tmp_path / link / "code")
    assert (tmp_path / "place" / "inner" / "code").is_dir()
    assert (tmp_path / "place" / "new" / "code").is_dir()


@with_owners
def test_a_link_to_a_place_that_others_can_write_is_refused(tmp_path: Path) -> None:
    opened(tmp_path / "open", 0o777)
    (tmp_path / "link").symlink_to("open")
    (tmp_path / "chain").symlink_to(tmp_path / "link")
    (tmp_path / "through").symlink_to(tmp_path / "open" / "closed")
    opened(tmp_path / "open" / "closed", 0o700)
    for way in ("link", "link/closed", "chain", "chain/closed", "through", "through/code"):
        with pytest.raises(trusted.UntrustedError, match="open can be written by everybody"):
            trusted.make_folder(tmp_path / way)


@with_owners
def test_a_link_that_others_can_exchange_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    place = opened(tmp_path / "place", 0o700)
    shared = opened(tmp_path / "shared", 0o777)
    (shared / "link").symlink_to(place)
    with pytest.raises(trusted.UntrustedError, match="shared can be written by everybody"):
        trusted.make_folder(shared / "link")
    shared.chmod(0o1777)
    trusted.make_folder(shared / "link")
    given_away(shared / "link")
    with pytest.raises(trusted.UntrustedError, match="link belongs to another user"):
        trusted.make_folder(shared / "link")


@with_owners
def test_a_step_back_after_a_link_is_a_step_back_from_where_it_leads(tmp_path: Path) -> None:
    opened(tmp_path / "open" / "inner", 0o700)
    opened(tmp_path / "open" / "next", 0o700)
    opened(tmp_path / "next", 0o700)
    (tmp_path / "link").symlink_to("open/inner")
    (tmp_path / "open").chmod(0o777)
    with pytest.raises(trusted.UntrustedError):  # link/../next is open/next, not next
        trusted.make_folder(tmp_path / "link" / ".." / "next")


@with_owners
def test_links_that_lead_in_a_circle_are_given_up(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    with pytest.raises(OSError, match="too many links"):
        trusted.make_folder(tmp_path / "one" / "code")


def test_a_private_folder_is_made_once_and_found_again(tmp_path: Path) -> None:
    trusted.make_private(tmp_path / "mine")
    trusted.make_private(tmp_path / "mine")
    assert trusted.is_private(tmp_path / "mine")


@with_owners
def test_a_folder_is_not_private_when_others_may_look_in_or_own_it_or_it_is_a_link_or_a_file(tmp_path: Path) -> None:
    for mode in (0o755, 0o710, 0o701, 0o770):
        with pytest.raises(trusted.UntrustedError, match="is not a folder of ours alone"):
            trusted.make_private(opened(tmp_path / "mine", mode))
    (tmp_path / "link").symlink_to(opened(tmp_path / "mine", 0o700))
    with pytest.raises(trusted.UntrustedError):
        trusted.make_private(tmp_path / "link")
    (tmp_path / "file").touch(mode=0o600)
    assert not trusted.is_private(tmp_path / "file")
    with pytest.raises(OSError, match="exists"):
        trusted.make_private(tmp_path / "file")
    with pytest.raises(trusted.UntrustedError):
        trusted.make_private(opened(tmp_path / "open", 0o777) / "mine")
    given_away(tmp_path / "mine")
    with pytest.raises(trusted.UntrustedError):
        trusted.make_private(tmp_path / "mine")


def test_a_file_is_written_for_us_alone_and_read_back(tmp_path: Path) -> None:
    trusted.write(tmp_path / "code", b"first")
    trusted.write(tmp_path / "code", b"second")
    assert trusted.read(tmp_path / "code") == b"second"
    assert [path.name for path in tmp_path.iterdir()] == ["code"]
    if trusted.HAS_OWNERS:
        assert mode_of(tmp_path / "code") == 0o600


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    with pytest.raises(OSError):
        trusted.write(tmp_path / "code", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["code"]


@with_owners
def test_a_file_that_others_can_write_or_own_is_not_read(tmp_path: Path) -> None:
    trusted.write(tmp_path / "code", b"x")
    for mode in (0o620, 0o602, 0o666):
        (tmp_path / "code").chmod(mode)
        with pytest.raises(trusted.UntrustedError, match="code can be written by"):
            trusted.read(tmp_path / "code")
    (tmp_path / "code").chmod(0o644)
    assert trusted.read(tmp_path / "code") == b"x"
    given_away(tmp_path / "code")
    with pytest.raises(trusted.UntrustedError, match="code belongs to another user"):
        trusted.read(tmp_path / "code")


@with_owners
def test_a_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    trusted.write(tmp_path / "elsewhere", b"x")
    (tmp_path / "code").symlink_to("elsewhere")
    with pytest.raises(OSError) as caught:
        trusted.read(tmp_path / "code")
    assert caught.value.errno in (errno.ELOOP, errno.EMLINK)
    trusted.write(tmp_path / "code", b"new")  # takes the link's place
    assert (tmp_path / "elsewhere").read_bytes() == b"x"
    assert trusted.read(tmp_path / "code") == b"new"


@with_owners
@pytest.mark.timeout(20)
def test_what_is_no_file_is_not_read_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "folder").mkdir(mode=0o700)
    for name in ("pipe", "folder"):
        with pytest.raises(trusted.UntrustedError, match=f"{name} is not a file"):
            trusted.read(tmp_path / name)


@with_owners
def test_a_file_exchanged_while_it_is_looked_at_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted.write(tmp_path / "code", b"ours")
    look = os.fstat

    def exchange_then_look(descriptor: int) -> os.stat_result:
        (tmp_path / "planted").write_bytes(b"theirs")
        (tmp_path / "planted").replace(tmp_path / "code")
        return look(descriptor)

    monkeypatch.setattr(os, "fstat", exchange_then_look)
    assert trusted.read(tmp_path / "code") == b"ours"
    assert (tmp_path / "code").read_bytes() == b"theirs"


def test_where_files_have_no_owners_all_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted, "HAS_OWNERS", False)
    for name in ("geteuid", "getuid", "O_NOFOLLOW", "O_NONBLOCK"):
        monkeypatch.delattr(os, name, raising=False)
    place = tmp_path / "place" / "code"
    trusted.make_folder(place)
    trusted.make_private(place / "private")
    trusted.write(place / "file", b"x")
    assert trusted.read(place / "file") == b"x"
