"""A job in its folder: begun, taken up again, finished, read."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import uuid4

from simulator.errors import OutputError
from simulator.experiment.jobs.parts import flush_folder, is_intact, parts_in, remove_leftovers, remove_part, write_part
from simulator.experiment.jobs.provenance import ABOUT, described, read_description, refusal
from simulator.experiment.jobs.store import BEAT, JobStore, StoreDamaged
from simulator.results.disk.ownership import Owner
from simulator.results.disk.regular import read_regular

if TYPE_CHECKING:
    from types import TracebackType

    from simulator.experiment.jobs.parts import Tables
    from simulator.experiment.jobs.plan import Plan

T = TypeVar("T")

STORE: Final = "ledger.sqlite"
PARTS: Final = "parts"
_TRIES: Final = 20
_PAUSE: Final = 0.25
_OLD: Final = 600.0


class StoredJob:
    """A context in which this process works on a job in a folder, alone or beside others.

    Entering it makes the folder or takes up what is there; leaving it gives back what was claimed. Raises OutputError
    where the folder cannot be used or holds something else.
    """

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder, self.plan = folder, plan
        self.parts = folder / PARTS
        self._me = Owner.me()
        self._over = threading.Event()
        self._lock = threading.RLock()
        self._store: JobStore | None = None

    def __enter__(self) -> StoredJob:
        with self.explained():
            for _ in range(_TRIES):
                if self._taken_up():
                    break
                time.sleep(_PAUSE)  # somebody is taking the finished job away
            else:
                raise OutputError(f"{self.folder} is being removed by another process; try again in a minute")
        self._heart = threading.Thread(target=self._beat, daemon=True)
        self._heart.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._heart.join()
        with self._lock, contextlib.suppress(OSError, StoreDamaged):  # the next one sees that this process is gone
            if self._store is not None:
                self._store.leave(self._me)
                self._store.close()
                self._store = None

    # the folder ----------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        """Make what is missing, each file at once and whole."""
        self.parts.mkdir(parents=True, exist_ok=True)
        self._describe()
        if not os.path.lexists(self.folder / STORE):
            self._make_ledger()

    def _describe(self) -> None:
        path = self.folder / ABOUT
        text = described(self.plan)
        try:
            held = read_regular(path).decode()
        except IsADirectoryError:  # it may be somebody's
            raise
        except (OSError, UnicodeDecodeError):
            held = ""
        if held == text:
            return
        self._refuse_another(held)
        waiting = self.folder / f".{ABOUT}.{uuid4().hex[:12]}.t2d3.part"
        try:
            with waiting.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            waiting.replace(path)
        finally:
            waiting.unlink(missing_ok=True)

    def _refuse_another(self, held: str) -> None:
        """Raise OutputError where a description is whole, by its own key, and not that of this job as begun here."""
        about = read_description(held)  # where damaged it is written anew: parts of another job do not fit this key
        if about is not None and about["key"] != self.plan.key:
            other = f"{self.folder} holds another job; name a new or an empty folder"
            raise OutputError(refusal(self.folder, about, self.plan) or other)

    def _make_ledger(self) -> None:
        waiting = self.folder / f".{STORE}.{uuid4().hex[:12]}.t2d3.part"
        try:
            JobStore.make(waiting, self.plan.key, len(self.plan.batches))
            with contextlib.suppress(FileExistsError):  # another process was faster
                _put(waiting, self.folder / STORE)
        finally:
            waiting.unlink(missing_ok=True)
        flush_folder(self.folder)

    def _taken_up(self) -> bool:
        """Make what is missing, sign in and take stock; False where that has to be tried again."""
        try:
            self._prepare()
            self._store = self._connected()
            if not self._store.enter(self._me):
                self._store.close()
                return False
            self._take_stock(self._store)
        except StoreDamaged:
            self._replace_ledger()
            return False
        except FileNotFoundError:  # taken away in the middle
            return False
        return True

    def _connected(self) -> JobStore:
        return JobStore(self.folder / STORE, self.plan.key, len(self.plan.batches))

    def _replace_ledger(self) -> None:
        """Put a damaged store aside; a new one is made, and filled with the parts that are there."""
        if self._store is not None:
            self._store.close()
            self._store = None
        aside = self.folder / f".{STORE}.{uuid4().hex[:12]}.damaged.t2d3.part"
        for name, new in ((STORE, aside.name), (f"{STORE}-journal", f"{aside.name}-journal")):
            with contextlib.suppress(FileNotFoundError):
                (self.folder / name).replace(self.folder / new)

    def _take_stock(self, store: JobStore) -> None:
        """Note intact parts that the store does not know: of a process killed in between, or of a store made anew."""
        if not store.others(self._me):
            remove_leftovers(self.parts)
        remove_leftovers(self.folder, _OLD)  # one who is about to sign in may be writing here
        known = store.parts()
        for number, names in parts_in(self.parts).items():
            for name in names:
                if number < len(self.plan.batches) and number not in known and self._intact(number, name):
                    store.done(number, name)
                    break

    def _open(self) -> JobStore:
        if self._store is None:
            raise StoreDamaged
        return self._store

    def _intact(self, number: int, name: str) -> bool:
        return is_intact(self.parts, self.plan.key, number, name)

    # batches -------------------------------------------------------------------------------------------------------

    def claim(self) -> int | None:
        """Take the next batch to be played; None where all are done or claimed."""
        return self._asked(lambda store: store.claim(self._me))

    def give_back(self, number: int) -> None:
        """Give a batch back that was claimed and not played."""
        self._asked(lambda store: store.reopen(number, None))

    def finish(self, number: int, tables: Tables) -> None:
        """Write the part of a batch and note it."""
        with self.explained():
            name = write_part(self.parts, self.plan.key, number, tables)
        self._asked(lambda store: store.done(number, name))

    def finished(self) -> dict[int, str]:
        """Return the name of the part of every batch that is done."""
        return self._asked(lambda store: store.parts())

    def damaged(self) -> list[int]:
        """Look through all parts, and have those played again that are gone or have changed; return their batches."""
        wrong = [(number, name) for number, name in self.finished().items() if not self._intact(number, name)]
        for number, name in wrong:
            self._asked(partial(JobStore.reopen, number=number, part=name))
            with self.explained():
                remove_part(self.parts, name)
        return [number for number, _ in wrong]

    def remove(self) -> None:
        """Remove the job's folder, unless another process is still at work in it."""
        with self._lock, self.explained(), contextlib.suppress(StoreDamaged):
            if not self._open().leave(self._me, closing=True):
                return
            self._open().close()
            self._store = None
            aside = self.folder.with_name(f".{self.folder.name}.{uuid4().hex[:12]}.t2d3.part")
            self.folder.rename(aside)
            shutil.rmtree(aside, ignore_errors=True)

    # the store ----------------------------------------------------------------------------------------------------

    def _asked(self, question: Callable[[JobStore], T]) -> T:
        """Ask the store; where it turns out damaged, make it anew from the parts and ask again."""
        with self._lock, self.explained():
            for _ in range(_TRIES):
                try:
                    return question(self._open())
                except StoreDamaged:
                    self._replace_ledger()
                    for _ in range(_TRIES):
                        if self._taken_up():
                            break
                        time.sleep(_PAUSE)
            raise OutputError(f"{self.folder / STORE} is damaged again and again; is the disk in order?")

    def _beat(self) -> None:
        """Give signs of life; a store that cannot be reached just now is tried again."""
        while not self._over.wait(BEAT):
            with self._lock, contextlib.suppress(OSError, StoreDamaged):
                if self._store is not None:
                    self._store.beat(self._me)

    @contextlib.contextmanager
    def explained(self) -> Iterator[None]:
        """A context in which what the machine refuses becomes one OutputError."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            if isinstance(error, IsADirectoryError) and error.filename is not None:
                reason = f"{error.filename} is a folder"
            raise OutputError(
                f"the work cannot be kept in {self.folder}: {reason}; what has been finished is safe, "
                "and the same command carries on once that is put right"
            ) from None


def _put(waiting: Path, path: Path) -> None:
    """Give a file its name, unless the name is taken: FileExistsError."""
    try:
        path.hardlink_to(waiting)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        waiting.replace(path)
