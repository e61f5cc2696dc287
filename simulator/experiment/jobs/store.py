"""The store of a job: which batches are done, who works on which. An sqlite file that several processes share.

It only speeds things up: parts vouch for themselves, so a store that is lost or damaged is made anew from them.
The rollback journal of sqlite is used, not its write-ahead log: it needs no shared memory, so a folder on a network
will do, and leaves nothing beside the file when all have gone.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from simulator.results.disk.ownership import Owner
from simulator.results.disk.regular import is_regular

LEASE: Final = 60.0
"""Seconds after which a claim is void whose owner has not been heard of, where nothing else tells that it is gone."""
BEAT: Final = 5.0
"""Seconds between two signs of life."""
_PATIENCE: Final = 60.0  # for another process's transaction
_TABLES: Final = """
create table job (key text not null, batches integer not null, closed_by text);
create table owners (name text primary key, machine text not null, pid integer, born text, seen real not null);
create table batches (number integer primary key, owner text, part text);
"""
_FULL: Final = ("full", "disk i/o", "readonly", "read-only", "unable to open", "too large")


class StoreDamaged(Exception):  # noqa: N818  (nobody's error: it is made anew)
    """The file is no store of this job, or no longer."""


class JobStore:
    """One process's connection to the store; threads that share it take turns."""

    def __init__(self, path: Path, key: str, batches: int) -> None:
        self.path = path
        self._batches = batches
        _check_files(path)
        with _sqlite_errors_as_files(path):
            # Never made by being opened: a folder may be taken away at any moment.
            address = f"{path.absolute().as_uri()}?mode=rw"
            self._db = sqlite3.connect(
                address, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            try:
                # A kill loses nothing of what was written. A power failure may; then the parts, flushed one by one,
                # say what is done.
                self._db.execute("pragma synchronous = off")
                self._check(key)
            except BaseException:
                self._db.close()
                raise

    @classmethod
    def make(cls, path: Path, key: str, batches: int) -> None:
        """Write a store with nothing done."""
        with _sqlite_errors_as_files(path):
            db = sqlite3.connect(path.absolute(), isolation_level=None)  # `file:x` would be an address
            try:
                db.executescript(_TABLES)
                db.execute("begin")
                db.execute("insert into job values (?, ?, null)", (key, batches))
                db.executemany("insert into batches values (?, null, null)", ((number,) for number in range(batches)))
                db.execute("commit")
            finally:
                db.close()

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def _check(self, key: str) -> None:
        if [tuple(row) for row in self._db.execute("pragma quick_check")] != [("ok",)]:
            raise StoreDamaged(self.path)
        if [tuple(row) for row in self._db.execute("select key, batches from job")] != [(key, self._batches)]:
            raise StoreDamaged(self.path)
        numbers = [row[0] for row in self._db.execute("select number from batches order by number")]
        if numbers != list(range(self._batches)):
            raise StoreDamaged(self.path)

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        """A transaction that no other process's comes between."""
        with _sqlite_errors_as_files(self.path):
            self._db.execute("begin immediate")
            try:
                yield self._db
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("rollback")
                raise
            self._db.execute("commit")

    # who is there --------------------------------------------------------------------------------------------------

    def enter(self, me: Owner) -> bool:
        """Sign in; False where the last one to leave is taking the job away at this moment."""
        with self._alone() as db:
            (closed_by,) = db.execute("select closed_by from job").fetchone()
            if closed_by is not None and closed_by in self._living(db):
                return False
            db.execute("update job set closed_by = null")
            db.execute("insert into owners values (?, ?, ?, ?, ?)", (me.name, me.machine, me.pid, me.born, time.time()))
            return True

    def beat(self, me: Owner) -> None:
        """Give a sign of life."""
        with self._alone() as db:
            db.execute("update owners set seen = ? where name = ?", (time.time(), me.name))

    def leave(self, me: Owner, closing: bool = False) -> bool:
        """Give claims back and sign out; with `closing`, tell whether nobody else is there, who may then remove it."""
        with self._alone() as db:
            db.execute("update batches set owner = null where owner = ? and part is null", (me.name,))
            alone = self._living(db) <= {me.name}
            if closing and alone:
                db.execute("update job set closed_by = ?", (me.name,))
                return True
            db.execute("delete from owners where name = ?", (me.name,))
            return False

    def others(self, me: Owner) -> bool:
        """Tell whether anybody else is at work."""
        with self._alone() as db:
            return bool(self._living(db) - {me.name})

    def _living(self, db: sqlite3.Connection) -> set[str]:
        rows = db.execute("select name, machine, pid, born, seen from owners").fetchall()
        now = time.time()
        return {
            name
            for name, machine, pid, born, seen in rows
            if abs(now - seen) < LEASE and not Owner(name, machine, pid, born).is_dead()
        }

    # batches -------------------------------------------------------------------------------------------------------

    def claim(self, me: Owner) -> int | None:
        """Take the next batch that is not done and claimed by nobody; None where there is none."""
        with self._alone() as db:
            living = sorted(self._living(db) | {me.name})
            marks = ",".join("?" * len(living))
            found = db.execute(
                f"select number from batches where part is null and (owner is null or owner not in ({marks})) "
                "order by number limit 1",
                living,
            ).fetchone()
            if found is None:
                return None
            db.execute("update batches set owner = ? where number = ?", (me.name, found[0]))
            return int(found[0])

    def done(self, number: int, part: str) -> None:
        """Note the part of a batch, unless somebody else has been faster."""
        with self._alone() as db:
            db.execute("update batches set part = ?, owner = null where number = ? and part is null", (part, number))

    def reopen(self, number: int, part: str | None) -> None:
        """Note that a batch is not done after all: its part is not what it was, or whoever had it gave it up."""
        with self._alone() as db:
            db.execute("update batches set part = null, owner = null where number = ? and part is ?", (number, part))

    def parts(self) -> dict[int, str]:
        """Return the part of every batch that is done."""
        with _sqlite_errors_as_files(self.path):
            rows = self._db.execute("select number, part from batches where part is not null").fetchall()
        return {int(number): str(part) for number, part in rows}


def _check_files(path: Path) -> None:
    """Raise FileNotFoundError where no store is, StoreDamaged where a pipe or a link is in its place or its journal's.

    Sqlite would wait for what a pipe says. Of a folder IsADirectoryError is raised: it may be somebody's.
    """
    for file in (path, path.with_name(f"{path.name}-journal")):
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
        if os.path.lexists(file) and not is_regular(file):
            raise StoreDamaged(file)
    if not path.exists():
        raise FileNotFoundError(path)


@contextmanager
def _sqlite_errors_as_files(path: Path) -> Iterator[None]:
    """Turn sqlite's errors into those of files, or into the news that the store is damaged."""
    try:
        yield
    except sqlite3.OperationalError as error:
        said = str(error)
        if not path.exists():
            raise FileNotFoundError(path) from None
        if any(word in said.lower() for word in _FULL):
            raise OSError(0, said, str(path)) from None
        if "locked" in said:
            raise OSError(0, "another process holds its job store", str(path)) from None
        raise StoreDamaged(said) from None
    except (sqlite3.DatabaseError, TypeError, ValueError) as error:
        raise StoreDamaged(str(error)) from None
