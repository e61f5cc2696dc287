"""What is measured: a section of the page each, in the page's order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from benchmarks.page import Section
from benchmarks.sections import (
    commands,
    commit,
    engines,
    events,
    horizons,
    instructions,
    mechanisms,
    questions,
    starting,
    threads,
)
from benchmarks.sitting import Sitting

SECTIONS: Final[Mapping[str, Callable[[Sitting], Section]]] = MappingProxyType(
    {
        "engines": engines.measured,
        "commit": commit.measured,
        "mechanisms": mechanisms.measured,
        "horizons": horizons.measured,
        "threads": threads.measured,
        "instructions": instructions.measured,
        "starting": starting.measured,
        "commands": commands.measured,
        "questions": questions.measured,
        "events": events.measured,
    }
)
