"""Several scenarios held against the first: each difference is that of the two alone, on the same luck."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from ctrl_c import Stop

from simulator import InputError, Interrupted, compare, load
from simulator.answers import SeveralAnswer
from simulator.decisions import several as module
from simulator.decisions.paired import student_t
from simulator.decisions.several import Several, compare_all
from simulator.reports.charts.several import several_chart, several_title
from simulator.reports.theme import as_png

SHORT = {"horizon_months": "18", "opening.generated.accounts": "20"}
LATE = {**SHORT, "roles.cs_head.opens": "[{arr: $14M}]"}
RUNS = 6


@pytest.fixture(scope="module")
def found() -> Several:
    scenarios = [load("baseline", SHORT), load("baseline", LATE), load("no_cs", SHORT)]
    return compare_all(scenarios, runs=RUNS, seed=5, workers=1)


def test_each_is_compared_with_the_first_as_two_alone_are(found: Several) -> None:
    alone = compare(load("no_cs", SHORT), load("baseline", SHORT), runs=RUNS, seed=5, workers=1)
    assert np.array_equal(found.comparisons[1].difference("nrr"), alone.difference("nrr"), equal_nan=True)
    assert found.comparisons[1].at("arr", 18) == alone.at("arr", 18)
    assert found.at("arr", 18)[1].mean == alone.at("arr", 18).mean


def test_all_intervals_of_a_figure_hold_together(found: Several) -> None:
    together, alone = found.at("arr", 18), [one.at("arr", 18) for one in found.comparisons]
    for wide, narrow in zip(together, alone, strict=True):
        wider = student_t(1.0 - 0.05 / 4.0, RUNS - 1) / student_t(1.0 - 0.05 / 2.0, RUNS - 1)
        assert wide.half == pytest.approx((narrow.high - narrow.mean) * wider)


def test_those_of_one_name_are_told_apart(found: Several) -> None:
    assert found.names == ("Baseline (1)", "Baseline (2)", "No CS")


def test_the_table_names_the_scenario_of_every_row(found: Several, tmp_path: Path) -> None:
    with SeveralAnswer(found.results).write_tables(tmp_path)[0].open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["metric"] == "arr" and row["month"] == "18"]
    assert [(row["scenario"], row["against"]) for row in rows] == [
        ("Baseline (2)", "Baseline (1)"),
        ("No CS", "Baseline (1)"),
    ]
    assert float(rows[1]["difference"]) == pytest.approx(found.at("arr", 18)[1].mean, rel=1e-6)


def test_the_title_says_who_has_most(found: Several) -> None:
    assert "Baseline" in several_title(found)
    turned = Several(found.results[::-1])
    assert several_title(turned).startswith("Baseline")
    assert "has most ARR by Jun 2028" in several_title(turned)


def test_the_chart_has_the_same_bytes_each_time(found: Several) -> None:
    assert as_png(several_chart(found)) == as_png(several_chart(found))


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(InputError, match="13 scenarios; 2 to 12"):
        compare_all([load("baseline", SHORT)] * 13, runs=1)
    with pytest.raises(InputError, match="horizon_months"):
        compare_all([load("baseline", SHORT), load("baseline", SHORT), load("baseline")], runs=1)


def test_an_interruption_leaves_what_all_have(monkeypatch: pytest.MonkeyPatch) -> None:
    scenarios = [load("baseline", SHORT)] * 3
    part = compare_all(scenarios, runs=RUNS, workers=1, progress=Stop(2 * RUNS + 2))
    assert part.interrupted
    assert 0 < len(part.first.runs) < RUNS
    assert all(one.runs.tolist() == part.first.runs.tolist() for one in part.results)
    for after, number in ((RUNS, 1), (RUNS + 2, 2), (2 * RUNS, 2)):
        with pytest.raises(Interrupted, match=f"number {number} of 3"):
            module.compare_all(scenarios, runs=RUNS, workers=1, progress=Stop(after))
