"""Worker processes hear when they are to stop, and one that was killed holds nobody up."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from simulator.experiment.workers import Workers, told_to_stop

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")


def until_told(seconds: float) -> bool:
    """Work until told to stop; tell whether that came within so many seconds."""
    deadline = time.monotonic() + seconds
    while not told_to_stop() and time.monotonic() < deadline:
        time.sleep(0.01)
    return told_to_stop()


def test_work_in_hand_hears_of_it() -> None:
    with Workers(None, 2) as workers:
        both = [workers.submit(until_told, 60.0) for _ in range(2)]
        deadline = time.monotonic() + 60.0
        while not all(one.running() for one in both) and time.monotonic() < deadline:
            time.sleep(0.01)
        workers.stop()
        assert [one.result(60.0) for one in both] == [True, True]


def test_one_that_was_killed_does_not_hold_up_who_stops_them() -> None:
    workers = Workers(None, 1)
    os.kill(workers.submit(os.getpid).result(60.0), signal.SIGKILL)
    stopping = threading.Thread(target=workers.stop, daemon=True)
    stopping.start()
    stopping.join(20.0)
    assert not stopping.is_alive()
    workers.shutdown(cancel_futures=True)
