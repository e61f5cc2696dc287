"""What all tests share: the kernel is compiled once before any test begins, and Hypothesis plays the same examples
each time.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
import rich_click.rich_click  # noqa: F401  reads FORCE_COLOR once, when it is loaded: not within a test that sets it
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from undrawn_pages import leave_undrawn

from simulator import simulate

LONGEST = (
    "tests/equality/test_without_jit.py",
    "tests/conservation/test_any_company.py",
    "tests/notebooks/test_notebooks.py",
    "tests/packaging/test_wheel.py",
)
"""Files of few tests that take a minute or more."""

settings.register_profile(
    "same examples each time",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("same examples each time")


def pytest_configure(config: pytest.Config) -> None:
    """Keep Hypothesis from trying numbers it reads in whichever of our modules happen to be loaded.

    Which those are depends on the tests that ran before in the same process, and so would the examples. In the long
    tier, which is there to find something new, it may.
    """
    os.environ.pop("COLUMNS", None)  # how wide the window of whoever runs the tests is
    if config.option.markexpr == "not long":
        providers.HypothesisProvider._local_constants = providers.Constants()  # type: ignore[method-assign, assignment]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Give each file to one worker, so that what its tests share is played once and not once a worker.

    Those with the most tests come first, and before them a few with single tests of a minute: what is still at work
    when nothing else is left is short.
    """
    from xdist.scheduler import LoadFileScheduling

    class LongestFirst(LoadFileScheduling):  # type: ignore[misc]
        def _assign_work_unit(self, node: Any) -> None:
            for file in reversed(LONGEST):
                if file in self.workqueue:
                    self.workqueue.move_to_end(file, last=False)
            super()._assign_work_unit(node)

    return LongestFirst(config, log) if config.option.dist == "load" else None


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the kernel before the first test and before xdist starts its workers, which then find it on disk.

    Otherwise every worker compiles it for itself, a minute of work within the time limit of whichever test comes first.
    """
    if not hasattr(session.config, "workerinput") and not session.config.option.collectonly:
        simulate("baseline", runs=1, workers=1)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for nothing to free until all is collected: whatever is made meanwhile stays."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Leave what has been imported and collected to itself: it stays, and each full collection would walk all of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave pages undrawn for the length of a test."""
    leave_undrawn(monkeypatch)


@pytest.fixture
def small_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Path]]]:
    """Leave two shipped scenarios: all of them take `t2d3 library` ten seconds."""
    from simulator.cli._folders.question import names_of
    from simulator.scenario.reading import inheritance

    two = inheritance.shipped()[:2]
    names_of.cache_clear()
    monkeypatch.setattr(inheritance, "shipped", lambda: two)
    yield two
    names_of.cache_clear()
