"""Folders and files that nobody but this process's user and root can have written: what is in them may be run.

A folder is trusted when it and every folder on the way to it belong to us or to root, and nobody else can write them.
On the way, not at the end, a folder that all may write is good enough where the sticky bit keeps people from removing
what is not theirs, as in /tmp. A link must belong to us or to root as well, and so must all that it leads to. Such a
place stays trusted while it is used: whoever could change it is one of the two.

Owners and modes are all that is looked at. A list of further rights that the mode does not show (macOS, NFSv4) goes
unseen; a POSIX one shows as the group's rights. Windows has neither owner nor mode to ask for: there the folders of
the user's profile are closed to others by the system, and a folder that the user names is taken as it is.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import Final

__all__ = ["HAS_OWNERS", "is_private", "make_folder", "make_private", "make_way", "read", "write"]

HAS_OWNERS: Final = hasattr(os, "geteuid")
_BY_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH
_MOST_LINKS: Final = 40


class UntrustedError(OSError):
    """Somebody else could have written there. The message says where and who, without a full stop."""


def make_folder(folder: Path) -> None:
    """Make `folder`, and whatever is missing on the way, with mode 0700.

    UntrustedError where somebody else could write into it or exchange it; another OSError where it cannot be made.
    """
    make_way(folder)
    if HAS_OWNERS:
        _check(folder, folder.stat())


def make_way(folder: Path) -> None:
    """Make `folder` like `make_folder`, for what has an owner of its own: it may be open to all with the sticky bit.

    Raises UntrustedError and OSError as `make_folder` does.
    """
    if HAS_OWNERS:
        _follow(folder)
    else:
        folder.mkdir(parents=True, exist_ok=True)


def make_private(folder: Path) -> None:
    """Make `folder` ours alone, in one that others may write, or find it so; otherwise raise UntrustedError."""
    make_way(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not is_private(folder):
        raise UntrustedError(f"{folder} is not a folder of ours alone")


def is_private(folder: Path) -> bool:
    """Tell whether `folder` is a folder, no link to one, that belongs to us and is open to nobody else."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        return False
    return not HAS_OWNERS or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)


def read(path: Path) -> bytes:
    """Return what is in the file at `path`, no link, that only we and root can have written.

    Raises UntrustedError where others could have; another OSError where it cannot be read. What is looked at is the
    opened file itself, so that none can be put in its place in between.
    """
    descriptor = os.open(path, os.O_RDONLY | _flags("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UntrustedError(f"{path} is not a file")
        if HAS_OWNERS:
            _check(path, status)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)


def write(path: Path, content: bytes) -> None:
    """Put `content` in place at `path`, whole or not at all, in a file that we alone can read or write.

    Raises OSError where that fails.
    """
    part = path.with_name(f"{path.name}.tmp.{secrets.token_hex(8)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _flags("O_NOFOLLOW", "O_BINARY"), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _flags(*names: str) -> int:
    """Add up the flags of `os.open` that this platform knows."""
    return sum(getattr(os, name, 0) for name in names)


def _follow(folder: Path) -> None:
    """Walk from the root to a folder through all links, making what is missing.

    Each step is looked at before the next is taken: nobody but us and root can exchange what lies behind.
    """
    first, *rest = folder.absolute().parts
    here, ahead, links = Path(first), rest[::-1], 0
    _check(here, here.lstat(), on_the_way=True)
    while ahead:
        name = ahead.pop()
        if name == os.pardir:
            here = here.parent  # where it is: all links up to here were followed
            continue
        step = here / name
        status = _found_or_made(step)
        if not stat.S_ISLNK(status.st_mode):
            _check(step, status, on_the_way=True)
            here = step
            continue
        _check_owner(step, status)
        links += 1
        if links > _MOST_LINKS:
            raise OSError(f"{folder} leads through too many links")
        target = step.readlink()
        here = Path(target.anchor) if target.is_absolute() else here
        ahead += [part for part in target.parts if part != target.anchor][::-1]


def _found_or_made(folder: Path) -> os.stat_result:
    try:
        return folder.lstat()
    except FileNotFoundError:
        folder.mkdir(mode=0o700, exist_ok=True)  # another process of ours may make it at this moment
        return folder.lstat()


def _check(path: Path, status: os.stat_result, on_the_way: bool = False) -> None:
    """Raise UntrustedError where a folder or a file belongs to somebody else or can be written by them."""
    _check_owner(path, status)
    if status.st_mode & _BY_OTHERS and not (on_the_way and status.st_mode & stat.S_ISVTX):
        who = "everybody" if status.st_mode & stat.S_IWOTH else "a group"
        raise UntrustedError(f"{path} can be written by {who}")


def _check_owner(path: Path, status: os.stat_result) -> None:
    if status.st_uid not in (0, os.geteuid()):
        raise UntrustedError(f"{path} belongs to another user (number {status.st_uid})")
