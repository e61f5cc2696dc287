"""The sheet of bands shows the runs' own figures by month, quarter and year, of whichever scenario is chosen."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from small_books import at, few_runs, written

from simulator.reports.workbook.book import BANDS, Book, Choice
from simulator.reports.workbook.sheets.bands import BandRows, write_bands
from simulator.results.ratio_of_means import ratio_of_means
from simulator.results.store import write
from simulator.results.stored import read_stored

NAMES = ("arr", "nrr", "gross_margin", "burn", "runway", "quick_ratio", "headcount.csm")

DIGITS = 1e-15
"""Workbooks hold sixteen digits."""


def told(value: float) -> object:
    return "n/a" if math.isnan(value) else "no burn" if math.isinf(value) else pytest.approx(value, rel=DIGITS)


@pytest.fixture(scope="module")
def of_one(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, BandRows], object]:
    found: dict[str, BandRows] = {}
    path = tmp_path_factory.mktemp("bands") / "one.xlsx"
    shown, _ = written(path, [few_runs()], lambda book, choice: found.update(write_bands(book, choice)), BANDS)
    return found, shown


@pytest.mark.parametrize("name", NAMES)
def test_months_quarters_and_years_are_the_runs_own(of_one: tuple[dict[str, BandRows], object], name: str) -> None:
    found, shown = of_one
    result, rows = few_runs(), found[name]
    for stat, row in (("p5", rows.p5), ("p25", rows.p25), ("p50", rows.median), ("p75", rows.p75), ("p95", rows.p95)):
        months = getattr(result.bands(name), stat)
        places = {"quarter": 0, "year": 0}
        for span in row.timeline.spans:
            if span.kind == "month":
                wanted = months[span.period.first]
            else:
                by = "quarters" if span.kind == "quarter" else "years"
                wanted = getattr(result.period_bands(name, by), stat)[places[span.kind]]  # type: ignore[arg-type]
                places[span.kind] += 1
            assert at(shown, row.at(span)) == told(wanted), (stat, span)  # type: ignore[arg-type]


def test_a_result_read_again_shows_the_same(of_one: tuple[dict[str, BandRows], object], tmp_path: Path) -> None:
    write(few_runs(), tmp_path / "out")
    stored = read_stored(tmp_path / "out")
    again, _ = written(tmp_path / "again.xlsx", [stored], write_bands, BANDS)
    first = of_one[1]
    assert list(again.values) == list(first.values)  # type: ignore[attr-defined]


def test_ratios_say_of_which_means_they_are(of_one: tuple[dict[str, BandRows], object]) -> None:
    rows, result = of_one[0]["quick_ratio"], few_runs()
    assert rows.of_means is not None and of_one[0]["arr"].of_means is None
    gains, losses = (
        sum(result.period_values(name, "years").mean(axis=0) for name in names)
        for names in (
            ("arr.new", "arr.expansion", "arr.renewal_gains", "arr.mid_term_rises"),
            ("arr.contraction", "arr.churn"),
        )
    )
    years = [rows.of_means.at(span).number for span in rows.median.timeline.spans if span.kind == "year"]
    assert years == pytest.approx((gains / losses).tolist(), rel=1e-12)
    means = [rows.mean.at(span).number for span in rows.median.timeline.spans if span.kind == "year"]
    assert means != pytest.approx(years, rel=1e-6)
    nrr = ratio_of_means(result, "nrr")
    assert nrr is not None
    then = result["arr"][:, 12].mean()
    assert nrr[0][24] == pytest.approx((result["nrr"][:, 24] * result["arr"][:, 12]).mean() / then, rel=1e-12)


def test_each_scenario_can_be_chosen(tmp_path: Path) -> None:
    results = [few_runs(), few_runs("3M")]
    found: dict[str, BandRows] = {}

    def write_both(book: Book, choice: Choice) -> None:
        found.update(write_bands(book, choice))

    shown, formulas = written(tmp_path / "two.xlsx", results, write_both, BANDS)
    cell = found["cash"].p5.month(30)
    assert at(shown, cell) == told(results[0].bands("cash").p5[30])
    formula = at(formulas, cell)
    block, number = formula.removeprefix("=INDEX(").removesuffix(")").split(",")
    assert number == "scenario_number"
    behind = [one.value for (one,) in shown[block]]
    assert behind == [told(result.bands("cash").p5[30]) for result in results]
    assert not np.isclose(*behind)
    hidden = formulas[block][0][0].row
    assert formulas.row_dimensions[hidden].hidden
