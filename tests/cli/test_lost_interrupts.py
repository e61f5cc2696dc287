"""A Ctrl-C that strikes where Python can raise nothing is not lost."""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from simulator.cli import lost_interrupts
from simulator.cli.endings import STOPPED, exit_code_of
from simulator.cli.lost_interrupts import redelivered


@pytest.fixture(autouse=True)
def _listens_to_ctrl_c() -> Iterator[None]:
    """A shell without job control starts what runs in the background deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press() -> None:
    signal.raise_signal(signal.SIGINT)


class Finaliser:
    """Does something when it goes."""

    def __init__(self, does: Callable[[], None]) -> None:
        self.does = does

    def __del__(self) -> None:
        self.does()


def in_a_finaliser(does: Callable[[], None]) -> None:
    Finaliser(does)  # nobody holds it, so it goes at once


def in_a_callback(does: Callable[[], None]) -> None:
    ctypes.CFUNCTYPE(None)(does)()


@pytest.mark.parametrize("where", [in_a_finaliser, in_a_callback])
def test_it_strikes_again(where: Callable[[Callable[[], None]], None], capsys: pytest.CaptureFixture[str]) -> None:
    went_on = False
    with redelivered(), pytest.raises(KeyboardInterrupt):
        where(press)
        went_on = True  # there nothing is raised
        time.sleep(60.0)
        pytest.fail("it was lost")
    assert went_on
    assert capsys.readouterr().err == ""


def test_the_program_is_stopped_by_it(capsys: pytest.CaptureFixture[str]) -> None:
    def program() -> int:
        in_a_finaliser(press)
        time.sleep(60.0)
        return 0

    assert exit_code_of(program) == STOPPED
    assert capsys.readouterr().err == "Stopped.\n"


def test_lost_twice_at_once_it_strikes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    struck: list[int] = []
    monkeypatch.setattr(lost_interrupts, "REDELIVERY_SECONDS", 1.0)  # the second is lost within it on any machine
    monkeypatch.setattr(lost_interrupts, "_interrupt", lambda: struck.append(1))
    others = threading.enumerate()
    with redelivered():
        in_a_finaliser(press)
        in_a_callback(press)
        (timer,) = (thread for thread in threading.enumerate() if thread not in others)
        timer.join()
    assert struck == [1]


def test_nothing_strikes_once_the_program_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    struck: list[int] = []
    monkeypatch.setattr(lost_interrupts, "REDELIVERY_SECONDS", 1.0)
    monkeypatch.setattr(lost_interrupts, "_interrupt", lambda: struck.append(1))
    with redelivered():
        in_a_finaliser(press)
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()
    assert struck == []


def fails() -> None:
    raise ZeroDivisionError


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[type[BaseException]]:
    """What Python was to print of errors that nobody can catch."""
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda lost: told.append(lost.exc_type))
    return told


def test_other_errors_are_told_as_before(told: list[type[BaseException]], monkeypatch: pytest.MonkeyPatch) -> None:
    before = sys.unraisablehook
    with redelivered():
        in_a_finaliser(fails)
        monkeypatch.setattr(Finaliser.__del__, "__module__", "llvmlite.binding.ffi")
        in_a_finaliser(fails)
    assert told == [ZeroDivisionError]
    assert sys.unraisablehook is before


def test_what_a_stop_has_left_half_closed_is_not_told_afterwards(
    told: list[type[BaseException]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyboardInterrupt), redelivered():
        raise KeyboardInterrupt
    in_a_finaliser(fails)
    monkeypatch.setattr(Finaliser.__del__, "__module__", "llvmlite.binding.ffi")
    in_a_finaliser(fails)
    assert told == [ZeroDivisionError]
