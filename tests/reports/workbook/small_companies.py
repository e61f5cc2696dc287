"""Small companies for the tests of workbooks: few runs, few months, played once each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter

from simulator.experiment.replications import simulate
from simulator.reports.page.report import sides_of
from simulator.reports.workbook.book import Book
from simulator.reports.workbook.cases import cases_of
from simulator.reports.workbook.styles import Styles
from simulator.reports.workbook.timeline import Timeline
from simulator.results.result import Result
from simulator.results.summaries import Summaries
from simulator.scenario.reading.files import load

MONTHS = 14


def played(name: str = "baseline", changes: Mapping[str, Any] | None = None, runs: int = 2) -> Result:
    """Return a few runs of a shipped scenario over little more than a year."""
    return _played(name, json.dumps({"horizon_months": MONTHS, **(changes or {})}), runs)


@cache
def _played(name: str, changes: str, runs: int) -> Result:
    return simulate(load(name, json.loads(changes)), runs=runs, workers=1)


def summarised(changes: Mapping[str, Any] | None = None) -> Summaries:
    """Return summaries of a few runs of the baseline, without the runs."""
    return simulate(
        load("baseline", {"horizon_months": MONTHS, **(changes or {})}), runs=2, workers=1, keep="summaries"
    )


def begun(path: Path, *results: Result) -> Book:
    """Return a workbook with all its sheets, still empty."""
    first = results[0]
    book = xlsxwriter.Workbook(str(path))
    return Book.of(book, Styles(book), cases_of(sides_of(results)), Timeline.of(first.scenario, first.labels))
