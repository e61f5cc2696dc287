"""A company that runs out of cash is told so first; every first screen has cash low, its month, odds and runway."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console
from synthetic_company import company, empty_company

from simulator import load
from simulator.decisions.branch import branch
from simulator.decisions.compare import Comparison
from simulator.decisions.several import Several
from simulator.decisions.story import story
from simulator.decisions.sweep import sweep
from simulator.decisions.tornado import tornado
from simulator.decisions.when import when
from simulator.decisions.why import why
from simulator.engine.ledger import Column
from simulator.experiment.replications import simulate
from simulator.reports.cash_words import cash_lines, in_runs, low_when, runway_words, share_words, warned
from simulator.reports.charts.arr import arr_fan, arr_title
from simulator.reports.charts.branch import branch_title
from simulator.reports.charts.cash import cash_title
from simulator.reports.charts.contact_sheet import contact_sheet
from simulator.reports.charts.difference import difference_title
from simulator.reports.charts.response import sweep_title
from simulator.reports.charts.retention import retention_fans
from simulator.reports.charts.several import several_title
from simulator.reports.charts.tornado import tornado_title
from simulator.reports.charts.why import why_title
from simulator.reports.terminal.comparison import print_comparison
from simulator.reports.terminal.library import as_csv, print_side_by_side
from simulator.reports.terminal.narration import run_lines, run_title
from simulator.reports.terminal.run import answer, print_result
from simulator.reports.terminal.several import print_several
from simulator.reports.terminal.when import answer_title, print_answer
from simulator.reports.words import money
from simulator.results.cash_outlook import CashOutlook
from simulator.results.measure import Measure
from simulator.results.result import Result
from simulator.results.summaries import Summaries
from simulator.results.tally import Layout, Tally
from simulator.scenario.reading.files import changed

BANKRUPT = {"horizon_months": "14", "money.opening_cash": "$200K", "money.rounds": "{}"}


def out_of_cash(broke: int, runs: int = 10, month: int = 10, name: str = "Short") -> Result:
    """Runs of which the first `broke` have $1M less than nothing from a month on."""
    result = company(runs, 24, {"name": name})
    ledger = result.ledger.copy()
    ledger[:, :, Column.CASH] = 5e6
    ledger[:broke, month:, Column.CASH] = -1e6
    ledger[:, :, Column.RUNWAY] = np.nan
    ledger[: min(6, runs), 1:, Column.RUNWAY] = 11.0
    return replace(result, ledger=ledger)


def summed(found: Result) -> Summaries:
    tally = Tally(Layout(found.scenario))
    tally.add(found)
    return Summaries(found.scenario, found.seed, found.engine, found.today, tally, found.interrupted)


def screen(show: object, found: object, width: int = 100) -> str:
    out = io.StringIO()
    show(found, Console(file=out, width=width, highlight=False))  # type: ignore[operator]
    return out.getvalue()


KEPT = pytest.mark.parametrize("kept", [lambda found: found, summed], ids=["runs", "summaries"])


@KEPT
def test_a_company_bankrupt_in_every_run_is_headed_by_that(kept: object) -> None:
    title = answer(kept(out_of_cash(10)))  # type: ignore[operator]
    assert re.fullmatch(
        r"Cash runs out in every one of 10 runs, in half of all runs by Oct 2027\. Half of the runs lack "
        r"\$(1M|999K|1\.00M) or more\. Were it found, ARR would reach \$\S+ or more by Dec 2028 in half of the runs; "
        r"the plan is \$18M\.",
        title,
    )


@KEPT
def test_from_a_fifth_of_the_runs_on_cash_comes_first(kept: object) -> None:
    fifth, tenth = (answer(kept(out_of_cash(broke))) for broke in (2, 1))  # type: ignore[operator]
    assert fifth.startswith("Cash runs out in 20% of 10 runs, in the first of them in Oct 2027. In half of 10 runs ARR")
    assert tenth.startswith("In half of 10 runs ARR reaches")


def test_a_single_run_that_runs_out_says_when() -> None:
    assert answer(out_of_cash(1, 1)).startswith(
        "Cash runs out in Oct 2027. It lacks $1M at its low. Were it found, ARR would reach $"
    )


@KEPT
@pytest.mark.parametrize("width", [100, 80])
def test_the_first_screen_has_cash_low_its_month_the_odds_and_runway(kept: object, width: int) -> None:
    text = screen(print_result, kept(out_of_cash(1, 10)), width)  # type: ignore[operator]
    flat = " ".join(text.split())
    assert re.search(
        r"Cash low: \$5M at the start \(range −\$1M to \$5M\), below zero in 10% of runs, first in Oct", flat
    )
    assert re.search(
        r"Runway in Dec 2028: 11\.0 months \(range 11\.0–no burn\), under 6, 12 and 18 in 0%, 60% and", flat
    )
    assert max(map(len, text.splitlines())) <= width
    assert text.index("Cash low") < text.index("NRR")


def test_titles_of_charts_tell_it_and_their_footers() -> None:
    assert arr_title(out_of_cash(5)).startswith("Cash runs out in 50% of runs. ARR reaches $")
    assert arr_title(out_of_cash(1)).startswith("ARR reaches $")
    for figure in (arr_fan(out_of_cash(5)), retention_fans(out_of_cash(5))):
        (footer,) = (text.get_text() for text in figure.texts if text.get_gid() == "footer")
        assert "cash runs out in 50% of runs" in footer
    (footer,) = (text.get_text() for text in arr_fan(out_of_cash(1)).texts if text.get_gid() == "footer")
    assert "cash" not in footer


def test_a_comparison_tells_whose_cash_runs_out() -> None:
    both = Comparison(out_of_cash(5, name="Early"), out_of_cash(10, name="Late"))
    assert difference_title(both).startswith("Cash runs out in 50% of runs with Early and in every run with Late. ")
    text = screen(print_comparison, Comparison(out_of_cash(1, name="Early"), out_of_cash(10, name="Late")))
    assert text.startswith("Cash runs out in every run with Late. ")
    rows = {line.split()[0]: line.split() for line in text.splitlines() if line.startswith(("Early ", "Late "))}
    assert rows["Early"] == ["Early", "$5M", "the", "start", "10%", "11.0", "months", "0%", "60%", "60%"]
    assert rows["Late"] == ["Late", "−$1M", "Oct", "2027", "100%", "11.0", "months", "0%", "60%", "60%"]


@pytest.mark.parametrize("width", [100, 80])
def test_comparisons_fit_and_keep_cash_low_month_odds_and_runway(width: int) -> None:
    found = Several(tuple(out_of_cash(broke, name=f"Plan {broke}") for broke in (0, 3, 10)))
    assert several_title(found).startswith("Cash runs out in 30% of runs with Plan 3 and in every run with Plan 10. ")
    for show, one in ((print_several, found), (print_comparison, found.comparisons[0])):
        text = screen(show, one, width)
        assert "…" not in text
        assert max(map(len, text.splitlines())) <= width
        assert all(head in text for head in ("cash low", "below zero", "runway at the end"))


def test_the_library_tells_whose_cash_runs_out(tmp_path: object) -> None:
    found = [("fine", out_of_cash(1)), ("broke", out_of_cash(10))]
    out = io.StringIO()
    print_side_by_side(found, Console(file=out, width=100, highlight=False), [])
    assert out.getvalue().startswith("Cash runs out in a fifth of the runs or more of broke.")
    assert [line.split(",")[-1] for line in as_csv(found).splitlines()] == ["cash.below_zero", "0.1", "1"]
    texts = [text.get_text() for axes in contact_sheet(found).axes for text in axes.texts]
    assert [text for text in texts if "cash" in text] == ["cash runs out in every run"]


def test_a_story_tells_when_cash_runs_out() -> None:
    found = story(load("no_cs", BANKRUPT), 0)
    title = run_title(found)
    assert re.match(r"Run 0: cash runs out in (Jan|Feb|Mar) 2027; ARR goes from \$", title)
    lines = [text for _, text in run_lines(found) if text.startswith("Cash runs out: −$")]
    assert len(lines) >= 1


def test_decisions_are_headed_by_it_where_no_choice_helps() -> None:
    scenario = load("baseline", BANKRUPT)
    points = sweep(scenario, ["hire.cs_head=$2M,$9M"], runs=3, workers=1)
    assert sweep_title(points).startswith("Cash runs out in every run at the best choice. ")
    futures = branch(scenario, 6, ["csm=1"], runs=3, workers=1)
    assert branch_title(futures).startswith(
        "Cash runs out in every run on the course as it stands and with 1 more CSM. "
    )


def test_when_to_hire_shows_the_cash_of_the_choice_and_of_the_scenario_as_it_stands() -> None:
    found = when(load("baseline", BANKRUPT), "cs_head", candidates=["$2M", "$9M"], most=10, workers=1)
    assert answer_title(found).startswith("Cash runs out in every run. ")
    text = " ".join(screen(print_answer, found).split())
    chosen, stands = (found.cash_outlook(place) for place in (found.best, found.now))
    label = found.points[found.best].label
    assert f"Cash with {label}: lowest at " in text
    assert "Cash as the scenario stands: lowest at " in text
    assert min(chosen.out, stands.out) > 0.95
    assert max(chosen.low, stands.low) < 0.0
    assert (chosen.runs, stands.runs) == (200, 200)
    own = CashOutlook.of(simulate(changed(found.scenario, found.points[found.best].changes()), workers=1))
    assert (chosen.low, chosen.out, chosen.runway) == (own.low, own.out, own.runway)


@KEPT
def test_an_outlook_of_runs_is_that_of_their_bands(kept: object) -> None:
    result = out_of_cash(3)
    last = [result[name][:, -1] for name in ("cash.low", "cash.low_month", "runway")]
    direct, read = CashOutlook.of_runs(result.scenario, *last), CashOutlook.of(kept(result))  # type: ignore[operator]
    assert (direct.out, direct.month) == (pytest.approx(read.out), read.month)
    assert direct.short == pytest.approx(dict(read.short))
    assert direct.low == pytest.approx(read.low, rel=1e-3)
    assert (read.first_out, read.half_out) == (10, None)
    assert np.isinf(direct.runway_p95) and np.isinf(read.runway_p95)


def test_odds_and_runways_in_words() -> None:
    assert [in_runs(share) for share in (0.0, 0.001, 0.31, 0.999, 1.0)] == [
        *("in no run", "in <1% of runs", "in 31% of runs", "in >99% of runs", "in every run"),
    ]
    assert [runway_words(months) for months in (4.24, 250.0, np.inf, np.nan)] == [
        *("4.2 months", ">100 months", "no burn", "n/a"),
    ]
    assert share_words(np.nan) == "n/a"
    assert warned("It grows", ("", 0.19), ("with B", float("nan"))) == "It grows"
    assert warned("It grows", ("with A", 1.0), ("with B", 0.4), ("with C", 1.0)) == (
        "Cash runs out in every run with A and C and in 40% of runs with B. It grows"
    )
    assert warned("It grows", *((f"with {name}", 0.5) for name in "ABCD"), ("with E", 0.0)) == (
        "Cash runs out in a fifth of the runs or more with 4 of 5 scenarios. It grows"
    )
    assert warned("It grows", ("with A", 1.0), ("with B", 1.0), alone=True) == "Cash runs out with A and B. It grows"
    assert warned("It grows", ("", 0.2)) == "Cash runs out in 20% of runs. It grows"


def test_a_company_without_customers_or_runs_has_no_bankruptcy() -> None:
    assert answer(empty_company()) == "There is no ARR by Dec 2028; the plan is $18M."
    none = company(3, 12).subset([])
    assert not CashOutlook.of(none).alarming


def test_causes_and_sensitivities_of_a_company_without_cash_begin_with_that() -> None:
    scenario = load("baseline", BANKRUPT)
    lost = why(scenario, causes=["poor_fit"], measures=["arr"], runs=3, workers=1)
    assert why_title(lost).startswith("Cash runs out in every run. ")
    against = why(scenario, against=load("no_cs", BANKRUPT), measures=["arr"], runs=2, workers=1)
    assert why_title(against).startswith("Cash runs out in every run with Baseline. ")
    bars = tornado(scenario, Measure.read("arr"), fields=["cs_effect"], runs=3, workers=1)
    assert tornado_title(bars).startswith("Cash runs out in every run. ")
    enough = load("baseline", {"horizon_months": "14"})
    fine = tornado(enough, Measure.read("arr"), fields=["cs_effect"], runs=3, workers=1)
    assert "Cash" not in tornado_title(fine)


def test_chart_and_screen_tell_one_cash_low() -> None:
    result = company(9, 24)
    outlook = CashOutlook.of(result)
    assert not outlook.out > 0.0
    title, (low, _) = cash_title(result), cash_lines(outlook)
    assert title.endswith(f"it is lowest {low_when(outlook)}, at {money(outlook.low)}")
    assert low.startswith(f"Cash low: {money(outlook.low)} {low_when(outlook)} ")
