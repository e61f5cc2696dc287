from __future__ import annotations

import io
import threading
import time

import pytest
from rich.console import Console

from simulator.reports.terminal.progress import progress


def plain(out: io.StringIO) -> Console:
    return Console(file=out, width=100)


def terminal(out: io.StringIO) -> Console:
    return Console(file=out, width=100, force_terminal=True)


@pytest.mark.parametrize("console", [plain, terminal])
def test_short_work_shows_nothing(console: object) -> None:
    out = io.StringIO()
    with progress("Simulating", 100, console(out), patience=60.0) as advance:  # type: ignore[operator]
        for _ in range(100):
            advance(1)
    assert out.getvalue() == ""


def test_without_a_terminal_every_tenth_is_a_line() -> None:
    out = io.StringIO()
    with progress("Simulating", 1000, plain(out), patience=0.0) as advance:
        for _ in range(1000):
            advance(1)
    lines = out.getvalue().splitlines()
    assert [line.split(",")[0] for line in lines[:9]] == [f"Simulating: {100 * tenth} of 1" for tenth in range(1, 10)]
    assert all("about" in line and line.endswith("left") for line in lines[:9])
    assert lines[9].startswith("Simulating: 1,000 of 1,000, took ")
    assert len(lines) == 10
    assert "\x1b" not in out.getvalue()


def test_a_large_step_is_one_line() -> None:
    out = io.StringIO()
    with progress("Simulating", 10, plain(out), patience=0.0) as advance:
        advance(0)
        advance(7)
    assert len(out.getvalue().splitlines()) == 1


def test_nothing_to_do_is_no_error() -> None:
    with progress("Simulating", 0, plain(io.StringIO()), patience=0.0) as advance:
        advance(0)


def test_a_terminal_gets_a_bar_even_while_the_first_step_takes_long() -> None:
    out = io.StringIO()
    with progress("Simulating", 10, terminal(out), patience=0.02):
        patience = time.monotonic() + 20.0
        while "Simulating" not in out.getvalue() and time.monotonic() < patience:
            time.sleep(0.01)
    assert "0/10" in out.getvalue()
    assert "left:" in out.getvalue()


def test_threads_may_advance_at_once() -> None:
    out = io.StringIO()
    with progress("Simulating", 4000, plain(out), patience=0.0) as advance:
        threads = [threading.Thread(target=lambda: [advance(1) for _ in range(1000)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert out.getvalue().splitlines()[-1].startswith("Simulating: 4,000 of 4,000")


def test_an_error_inside_is_passed_on_and_the_bar_is_gone() -> None:
    out = io.StringIO()
    with pytest.raises(RuntimeError, match="broken"), progress("Simulating", 10, terminal(out), patience=0.0):
        raise RuntimeError("broken")
    assert threading.active_count() < 10
