"""The baseline explained in words, and what several tests ask of a text."""

from __future__ import annotations

from typing import Any

from simulator.scenario.explain.scenario import explain
from simulator.scenario.reading.files import load

BASELINE = load("baseline")


def flat(text: str) -> str:
    """The text as one line, so that line breaks do not hide a phrase."""
    return " ".join(text.split())


def explained(**overrides: Any) -> str:
    """The baseline with dotted paths changed (two underscores for a dot), explained in one line."""
    return flat(explain(load("baseline", {path.replace("__", "."): value for path, value in overrides.items()})))
