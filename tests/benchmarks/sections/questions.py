"""Whole questions, as a shell sees them: the best point to hire at, and a map of two levers."""

from __future__ import annotations

from typing import Final

from benchmarks.figures import as_seconds
from benchmarks.page import Section, Table
from benchmarks.programs import by_sides, t2d3
from benchmarks.sections.commands import cells, head
from benchmarks.sitting import Sitting

QUESTIONS: Final = (
    ("when to hire the head of CS, to the 95 % guarantee", ("when", "--hire", "cs_head")),
    (
        "a map of 11 x 11 points, 50 runs each",
        (
            *("sweep", "baseline", "--vary", "hire.cs_head=1M:11M:11"),
            *("--vary", "hiring.lookahead=0 days:200 days:11", "--runs", "50"),
        ),
    ),
)


def measured(sitting: Sitting) -> Section:
    """Ask each once, when a run has seen to it that machine code is at hand."""
    by_sides(sitting.sides, t2d3("run", "--runs", "1", "--no-charts", "--quiet", "--out", "out"), 1, warming=0)
    rows, took = [], []
    for name, question in QUESTIONS:
        played = by_sides(sitting.sides, t2d3(*question, "--quiet", "--out", "out"), 1, warming=0)
        rows.append([name, *cells(played)])
        took.append(played[0][0])
    return Section(
        "Questions",
        f"The best point to hire at takes {as_seconds(took[0].core)} on a core, a map of 121 points "
        f"{as_seconds(took[1].core)}.",
        (Table(["question", *head(sitting)], rows),),
        "Asked once on each side.",
    )
