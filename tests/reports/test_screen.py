from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from synthetic_company import company, empty_company

from simulator.decisions.compare import Comparison
from simulator.decisions.several import Several
from simulator.engine.ledger import Column
from simulator.reports.terminal.comparison import print_comparison
from simulator.reports.terminal.run import answer, print_result
from simulator.reports.terminal.several import print_several
from simulator.reports.words import money
from simulator.results.result import Result

WIDTHS = [100, 80, 60]
RESULTS: dict[str, Callable[[], Result]] = {
    "ordinary": company,
    "one run": lambda: company(1, 24),
    "a start in July": lambda: company(3, 30, {"start_date": "2027-07-01"}),
    "huge": lambda: company(3, 24, scale=1e4),
    "empty": empty_company,
}


def printed(result: Result, width: int = 100, files: tuple[Path, ...] = ()) -> str:
    out = io.StringIO()
    print_result(result, Console(file=out, width=width), files)
    return out.getvalue()


def compared(comparison: Comparison, width: int = 100) -> str:
    out = io.StringIO()
    print_comparison(comparison, Console(file=out, width=width), [Path("difference.png")])
    return out.getvalue()


def row(text: str, begins: str) -> list[str]:
    return next(line for line in text.splitlines() if line.startswith(begins)).split()


def test_the_answer_is_the_median_against_the_plan() -> None:
    result = company()
    median = f"${result.bands('arr').p50[-1] / 1e6:.0f}M"
    assert answer(result) == f"In half of 40 runs ARR reaches {median} or more by Dec 2031; the plan is $144M."
    assert answer(company(1)).startswith("In run 0 ARR reaches $")
    assert answer(empty_company()) == "There is no ARR by Dec 2028; the plan is $18M."


def test_a_row_a_year_with_the_figures_of_the_result() -> None:
    result = company()
    text = printed(result)
    assert [line[:8] for line in text.splitlines() if re.match(r"Dec 20\d\d", line)] == [
        f"Dec {year}" for year in range(2027, 2032)
    ]
    arr, nrr, grr = result.bands("arr"), result.bands("nrr"), result.bands("grr")
    share = result.bands("cs_cost.share").p50[-1]
    assert row(text, "Dec 2031")[2:] == [
        f"${arr.p50[-1] / 1e6:.0f}M",
        f"${arr.p5[-1] / 1e6:.0f}M–${arr.p95[-1] / 1e6:.0f}M",
        "$144M",
        f"{100 * nrr.p50[-1]:.0f}%",
        f"{100 * nrr.p5[-1]:.0f}%–{100 * nrr.p95[-1]:.0f}%",
        f"{100 * grr.p50[-1]:.0f}%",
        f"{math.floor(result.bands('headcount.csm').p50[-1] + 0.5)}",
        f"{math.floor(result.bands('headcount.onboarding').p50[-1] + 0.5)}",
        f"{100 * share:.1f}%",
    ]


def test_milestones_with_odds_and_median_date() -> None:
    result = company()
    text = printed(result)
    for found, name in zip(result.milestone_probability(), ["$6M", "$18M", "$36M", "$72M", "$144M"], strict=True):
        cells = row(text, f"{name} ")
        assert cells[3] == f"{100 * found.by_plan.probability:.0f}%"
        assert cells[-1] == f"{100 * found.by_horizon.probability:.0f}%"
    assert row(text, "$6M ")[1:3] == ["Dec", "2027"]


def test_an_undefined_figure_is_not_available() -> None:
    text = printed(company(3, 6))
    assert row(text, "Jun 2027").count("n/a") == 2
    assert "No milestone is planned or reached within this horizon." in text


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "result",
    [
        company(),
        company(1, 24),
        company(3, 30, {"start_date": "2027-07-01"}),
        company(3, 24, scale=1e4),
        empty_company(),
    ],
    ids=["ordinary", "one run", "July", "huge", "empty"],
)
def test_no_line_is_too_long_no_cell_is_cut_and_nothing_is_coloured(result: Result, width: int) -> None:
    text = printed(result, width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert "…" not in text
    assert "\x1b" not in text
    assert "nan" not in text.lower()


def test_figures_are_aligned_to_the_right() -> None:
    lines = printed(company()).splitlines()
    head = next(place for place, line in enumerate(lines) if line.lstrip().startswith("ARR"))
    ends = [len(lines[head].rstrip())] + [len(line.rstrip()) for line in lines[head + 2 : head + 7]]
    assert len(set(ends)) == 1
    assert lines[head + 2].index("$") >= lines[head].index("ARR") - 4


def test_files_are_named_with_their_folder() -> None:
    files = (Path("runs/7/01_arr_fan.png"), Path("runs/7/01_arr_fan.svg"))
    assert "2 files (png, svg) in runs/7" in printed(company(3, 12), files=files)
    both = (*files, Path("runs/7/summary.csv"), Path("runs/7/pnl.csv"), Path("runs/8/a.png"), Path("runs/8/b.png"))
    assert "2 files (png) in runs/8" in printed(company(3, 12), files=both)
    long = (Path("x" * 150 + "/result.parquet"),)
    assert str(long[0]) in printed(company(3, 12), 80, long).splitlines()


def test_unfinished_work_is_said_to_be() -> None:
    assert "stopped early" in printed(company(3, 12, interrupted=True))
    assert "stopped early" not in printed(company(3, 12))


def test_a_terminal_gets_colour() -> None:
    out = io.StringIO()
    print_result(company(3, 12), Console(file=out, width=100, force_terminal=True, color_system="standard"))
    assert "\x1b[" in out.getvalue()


def pair() -> Comparison:
    return Comparison(
        company(30, 36, {"name": "Early"}),
        company(30, 36, {"name": "Late", "roles.cs_head.opens": [{"arr": "$14M"}]}, behind=0.15),
    )


def test_differences_by_year_with_interval_and_odds() -> None:
    comparison = pair()
    text = compared(comparison)
    for month, year in ((12, 2027), (24, 2028), (36, 2029)):
        found, csms = comparison.at("arr", month), comparison.at("headcount.csm", month)
        cells = row(text, f"Dec {year}")
        assert cells[2:6] == [
            f"+{money(found.mean)}",
            "±",
            money(found.high - found.mean),
            f"{100 * found.probability:.0f}%",
        ]
        sign = "+" if csms.mean > 0.0 else ""
        value = comparison.at("value_less_burn", month)
        assert cells[9:12] == [
            f"{'+' if value.mean > 0.0 else ''}{money(value.mean)}",
            "±",
            money(value.high - value.mean),
        ]
        assert cells[15:18] == [f"{sign}{csms.mean:.1f}", "±", f"{csms.high - csms.mean:.1f}"]
    assert "roles.cs_head.opens: [{arr: $3M}, {founder_renewals: $1M}] in A, [{arr: $14M}] in B" in text
    assert text.startswith("Early has $")
    assert "30 common runs · seed 1" in text


def test_an_undefined_difference_is_not_available() -> None:
    comparison = Comparison(company(4, 6), company(4, 6, behind=0.2))
    assert row(compared(comparison), "Jun 2027").count("n/a") == 2


def test_a_single_run_has_a_difference_but_no_interval() -> None:
    comparison = Comparison(company(1, 12), company(1, 12, behind=0.2))
    cells = row(compared(comparison), "Dec 2027")
    assert cells[2].startswith("+")
    assert "±" not in " ".join(cells)


def test_no_difference_is_zero_without_a_sign() -> None:
    same = company(4, 12)
    text = compared(Comparison(same, replace(same)))
    assert row(text, "Dec 2027")[2:7] == ["$0", "±", "$0", "0%", "100%"]
    assert "A has more ARR, level: in which both have the same." in " ".join(text.split())
    assert "The two scenarios differ in nothing." in text


def test_no_run_is_called_ahead_that_is_level() -> None:
    """Of 40 runs 36 have the same ARR and 4 less: A is ahead in none."""
    one, other = company(40, 12, {"name": "A"}), company(40, 12, {"name": "B"})
    ledger = one.ledger.copy()
    ledger[:4, 12, Column.ARR] *= 0.9
    fewer = replace(other, ledger=ledger)
    assert row(compared(Comparison(fewer, one)), "Dec 2027")[5:7] == ["0%", "90%"]
    assert row(compared(Comparison(one, fewer)), "Dec 2027")[5:7] == ["10%", "90%"]
    out = io.StringIO()
    print_several(Several((one, fewer, fewer)), Console(file=out, width=100))
    assert row(out.getvalue(), "B (2)")[5:7] == ["0%", "90%"]
    assert "level: in which both have the same" in " ".join(out.getvalue().split())


def test_without_ties_nothing_is_said_of_them() -> None:
    assert "level" not in compared(pair())


@pytest.mark.parametrize("width", WIDTHS)
def test_comparisons_fit_the_screen(width: int) -> None:
    text = compared(pair(), width)
    lines = [line for line in text.splitlines() if not line.startswith("roles.")]  # a field is never cut
    assert max(len(line) for line in lines) <= width
    assert "…" not in text
    assert sum(line.startswith("Dec 2029") for line in lines) == 1


def test_a_difference_in_one_run_only_counts_that_run() -> None:
    a = company(2, 24)
    ledger = a.ledger.copy()
    ledger[0, :, Column.COHORT_THEN] = 0.0
    partly = replace(a, ledger=ledger)
    assert np.isnan(partly["nrr"][0, 24])
    assert "n/a" not in " ".join(row(compared(Comparison(partly, a)), "Dec 2028"))
