"""Of fewer than 19 runs no table and no chart speaks of P5 and P95: what they show is the range, and they say so."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from synthetic_company import company

from simulator.decisions.compare import Comparison
from simulator.decisions.variance_split import VarianceSplit, split_of
from simulator.reports.charts.catalogue import CHARTS
from simulator.reports.charts.contact_sheet import contact_sheet
from simulator.reports.charts.difference import difference_chart
from simulator.reports.terminal.comparison import print_comparison
from simulator.reports.terminal.periods import print_periods
from simulator.reports.terminal.run import print_result
from simulator.reports.terminal.sensitivity import _print_luck
from simulator.reports.theme import styled
from simulator.results.bands import NINE_IN_TEN
from simulator.results.measure import Measure
from simulator.results.result import Result
from simulator.results.store import write

FEW, ENOUGH = NINE_IN_TEN - 1, NINE_IN_TEN
"""The last number of runs that has a range alone, and the first that has a band."""
MONTHS = 15


def of_runs(count: int) -> Result:
    return company(count, MONTHS, {"name": "A"})


def printed(result: Result) -> str:
    console = Console(file=io.StringIO(), width=160)
    print_result(result, console)
    print_periods(result, "years", console)
    print_comparison(Comparison(result, company(len(result.runs), MONTHS, {"name": "B"}, behind=0.3)), console)
    luck = split_of(Measure.read("arr"), MONTHS, result["arr"][:, [MONTHS - 1, MONTHS]])
    split = VarianceSplit(result.scenario, (luck,), ((1.0, 2.0),), len(result.runs), 18, 2, 1)
    _print_luck(split, console)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def drawn(result: Result) -> str:
    other = company(len(result.runs), MONTHS, {"name": "B"}, behind=0.3)
    with styled():
        figures = [chart.draw(result) for chart in CHARTS]
        figures += [difference_chart(Comparison(result, other)), contact_sheet([("a", result)])]
    from matplotlib.text import Text

    return "\n".join(text.get_text() for figure in figures for text in figure.findobj(Text))  # type: ignore[attr-defined]


BAND, RANGE = (
    re.compile(r"\bP5\b|\bP95\b|nine runs|90% of runs"),
    re.compile(r"\b(?:range|Lowest|Highest|all \d+ runs)\b"),
)


@pytest.mark.parametrize("told", [printed, drawn])
def test_a_range_is_called_so_and_a_band_by_its_ends(told: Callable[[Result], str]) -> None:
    few, enough = (told(of_runs(count)) for count in (FEW, ENOUGH))
    assert BAND.findall(few) == [] and len(RANGE.findall(few)) > 5
    assert RANGE.findall(enough) == [] and len(BAND.findall(enough)) > 5


@pytest.mark.parametrize(("count", "band", "manifest"), [(FEW, "range", "the range"), (ENOUGH, "nine in ten", "nine")])
def test_files_say_how_p5_and_p95_are_to_be_read(count: int, band: str, manifest: str, tmp_path: Path) -> None:
    write(of_runs(count), tmp_path / "out")
    for file in ("summary.csv", "summary_years.csv", "summary_quarters.csv"):
        with (tmp_path / "out" / file).open(encoding="utf-8", newline="") as rows:
            told = {(row["band"], row["n"]) for row in csv.DictReader(rows)}
        assert ("", "0") in told and (band, str(count)) in told
        assert all(name == ("range" if int(n) < NINE_IN_TEN else "nine in ten") for name, n in told if n != "0")
    text = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert json.loads(text)["p5_to_p95"].startswith(manifest)
