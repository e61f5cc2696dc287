from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from synthetic_results import result

from simulator.engine.ledger import Column
from simulator.results.formatting import shown
from simulator.results.metrics import Unit
from simulator.results.summary import YEAR_END_METRICS, year_ends


@pytest.mark.parametrize(("months", "rows"), [(7, [7]), (12, [12]), (14, [12, 14]), (24, [12, 24])])
def test_a_row_each_year_end_and_for_the_last_month(months: int, rows: list[int]) -> None:
    found = result([1, 2], months)
    table = year_ends(found)
    assert [row.month for row in table] == rows
    assert [row.label for row in table] == [found.labels[month] for month in rows]
    assert all(tuple(row.figures) == YEAR_END_METRICS for row in table)


def test_figures_are_the_bands() -> None:
    found = result(range(20))
    bands = found.bands("nrr")
    figure = year_ends(found)[0].figures["nrr"]
    assert (figure.p5, figure.p50, figure.p95, figure.count) == (
        bands.p5[12],
        bands.p50[12],
        bands.p95[12],
        bands.count[12],
    )
    assert 0 < bands.count[12] < 20, "some are n/a"


def test_cells_are_ready_to_print() -> None:
    found = result([1, 2, 3])
    ledger = found.ledger.copy()
    ledger[:, 12, Column.COHORT_THEN] = 100.0
    ledger[:, 12, Column.COHORT_NOW] = [98.0, 104.25, 110.0]
    ledger[:, 12, Column.ARR] = 5.98e6
    ledger[:, 12, Column.COHORT_CAPPED] = np.nan
    figures = year_ends(replace(found, ledger=ledger))[0].figures
    assert figures["nrr"].text == "104.2% (98.0% – 110.0%)"
    assert figures["arr"].text == figures["arr"].middle == "$5.98M"
    assert figures["grr"].text == "n/a"
    assert figures["grr"].count == 0
    assert figures["arr.plan"].text == "$6M"


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        (Unit.USD, 36_040_000.0, "$36M"),
        (Unit.USD_A_MONTH, 355_352.0, "$355K"),
        (Unit.SHARE, 0.9126, "91.3%"),
        (Unit.RATIO, 10.46, "10.5"),
        (Unit.DAYS, 53.4, "53 days"),
        (Unit.PEOPLE, 18.6, "19"),
        (Unit.CUSTOMERS, 1498.0, "1,498"),
        (Unit.SHARE, math.nan, "n/a"),
    ],
)
def test_figures_are_written_in_their_unit(unit: Unit, value: float, text: str) -> None:
    assert shown(unit, value) == text
