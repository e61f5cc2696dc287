"""The commands that decide: they do what their help says, write what they name, and refuse what makes no sense."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Outcome

from simulator.cli.app import main

SWEPT = ["pareto.png", "question.json", "sweep.csv", "sweep.json", "sweep.png"]
SHORT = ("--set", "horizon_months=18", "--set", "opening.generated.accounts=20", "--workers", "1")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def t2d3(*arguments: str) -> Outcome:
    """Run the program in this process."""
    return CliRunner().invoke(main, arguments)


def names(folder: str) -> list[str]:
    """Return the names of the files in a folder."""
    return sorted(path.name for path in Path(folder).iterdir())


def test_sweep_prints_the_answer_and_writes_table_and_chart() -> None:
    done = t2d3("sweep", "--vary", "hire.cs_head=$2M,$6M", "--runs", "3", *SHORT)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Hire the head of CS at $")
    assert "at work" in done.stdout
    assert "No choice tried has both more ARR and more cash at its low than $" in " ".join(done.stdout.split())
    assert "4 files (csv, json, png) in results/baseline/sweep-hire.cs_head" in done.stdout
    assert names("results/baseline/sweep-hire.cs_head") == SWEPT


@pytest.mark.usefixtures("undrawn")
def test_no_figure_on_the_screen_is_cut() -> None:
    done = t2d3("sweep", "--vary", "hire.cs_head=$2M,$3M,$4M", "--runs", "4", *SHORT)
    assert "months later" in done.stdout or "months earlier" in done.stdout
    assert "…" not in done.stdout


def test_sweep_over_two_axes_draws_a_map() -> None:
    done = t2d3(
        *("sweep", "--vary", "roles.csm.cost=100K,200K", "--vary", "hiring.lookahead=0 days,90 days"),
        *("--runs", "2", "--out", "map", *SHORT),
    )
    assert done.exit_code == 0, done.output
    assert "hiring lookahead" in " ".join(done.stdout.split())
    assert names("map") == SWEPT


@pytest.mark.usefixtures("undrawn")
def test_tables_are_headed_in_words_and_files_by_names() -> None:
    done = t2d3("sweep", "--vary", "hire.cs_head=$2M,$6M", "--runs", "2", "--also", "nrr@15", *SHORT)
    lines = done.stdout.splitlines()
    rule = next(place for place, line in enumerate(lines) if line.startswith("───"))
    heads = " ".join(lines[rule - 3 : rule]).split()
    expected = "Value less burn, month 18 against the best opens at work ARR NRR Cash low CS cost NRR, month 15"
    assert sorted(heads) == sorted(expected.split())
    assert "less_burn" not in done.stdout
    assert "cs_cost" not in done.stdout
    with Path("results/baseline/sweep-hire.cs_head/sweep.csv").open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    for name in ("value_less_burn@18", "arr", "cash.low", "cs_cost", "nrr@15"):
        assert any(column.startswith(f"{name} (") for column in columns), name
    assert "pareto_front" in columns


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("measure", ["cash.low", "arr@12 - cash.low@12"])
def test_any_decision_judges_by_the_cash_low(measure: str) -> None:
    small = ("--runs", "2", "--quiet", *SHORT)
    for words in (
        ("sweep", "--vary", "roles.csm.cost=100K,200K", "-m", measure, *small),
        ("why", "--causes", "poor_fit", "-m", measure, *small),
        ("branch", "--at", "3", "--decide", "csm=2", "-m", measure, *small),
        ("sensitivity", "--field", "roles.csm.cost", "-m", measure, *small),
        ("when", "--hire", "cs_head", "--candidates", "$2M,$9M", "--most", "10", "-m", measure, "-q", *SHORT),
    ):
        done = t2d3(*words)
        assert done.exit_code == 0, done.output


def test_when_reads_as_an_answer() -> None:
    done = t2d3("when", "--hire", "cs_head", "--candidates", "$2M,$12M", "--most", "30", *SHORT)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Open hiring for the head of CS at $")
    assert "probability of at least 95%" in " ".join(done.stdout.split())
    assert "fresh runs" in done.stdout
    assert "Against the scenario as it stands" in done.stdout
    assert names("results/baseline/when-cs_head") == [
        *("by_month.png", "question.json", "when.csv", "when.json", "when.png")
    ]


def test_sensitivity_names_what_matters_and_tells_luck_from_not_knowing() -> None:
    done = t2d3("sensitivity", "sceptic", "-m", "arr", "--runs", "2", "--sobol", "2", "--rows", "3", *SHORT)
    assert done.exit_code == 0, done.output
    assert "Sobol' indices" in done.stdout
    assert "of the spread of NRR by Jun 2028 is luck" in done.stdout
    kinds = [f"{name}.{kind}" for name in ("luck", "sobol", "tornado") for kind in ("csv", "png")]
    assert names("results/sceptic/sensitivity") == sorted([*kinds, "question.json", "sensitivity.json"])


@pytest.mark.usefixtures("undrawn")
def test_sensitivity_of_chosen_fields_is_a_tornado_alone() -> None:
    done = t2d3("sensitivity", "--field", "roles.csm.cost", "--runs", "2", *SHORT)
    assert done.exit_code == 0, done.output
    assert names("results/baseline/sensitivity-roles.csm.cost") == [
        "question.json",
        "sensitivity.json",
        "tornado.csv",
        "tornado.png",
    ]


def test_run_to_a_precision_says_what_was_reached() -> None:
    done = t2d3("run", "--precision", "nrr=3pts", "--runs", "40", "--no-charts", *SHORT)
    assert done.exit_code == 0, done.output
    assert "NRR is " in done.stdout
    assert "the first 40 runs told that" in done.stdout


def test_a_precision_out_of_reach_says_why() -> None:
    done = t2d3("run", "--precision", "0.01pts", "--runs", "40", "--no-charts", *SHORT)
    assert done.exit_code == 2
    assert "would need" in done.output
    assert "the 20,000 runs allowed give" in done.output
    assert not Path("results").exists()


def test_why_adds_up_on_screen_and_in_its_table() -> None:
    done = t2d3("why", "--causes", "failed_onboarding,poor_fit", "--runs", "3", "-m", "arr", *SHORT)
    assert done.exit_code == 0, done.output
    assert "Failed onboardings" in done.stdout
    assert "in all" in done.stdout
    assert names("results/baseline/why-failed_onboarding-poor_fit") == [
        "question.json",
        "why.csv",
        "why.png",
    ]
    lines = Path("results/baseline/why-failed_onboarding-poor_fit/why.csv").read_text(encoding="utf-8").splitlines()[1:]
    amounts = [float(line.split(",")[1]) for line in lines]
    assert abs(sum(amounts[:-1]) - amounts[-1]) < 1e-5 * abs(amounts[-1]) + 0.5


@pytest.mark.usefixtures("undrawn")
def test_why_against_another_names_what_differs() -> None:
    done = t2d3("why", "head_of_cs_late", "--against", "baseline", "--runs", "2", "-q", *SHORT)
    assert (done.exit_code, done.output) == (0, "")
    assert "roles.cs_head" in Path("results/head_of_cs_late/why-baseline/why.csv").read_text(encoding="utf-8")


def test_story_tells_a_run_and_a_customer() -> None:
    short = SHORT[:-2]
    whole = t2d3("story", "--run", "3", *short)
    assert whole.exit_code == 0, whole.output
    assert whole.stdout.startswith("Run 3: ARR goes from $2M to ")
    assert "seat opened" in whole.stdout
    one = t2d3("story", "--run", "3", "--account", "5", *short)
    assert one.exit_code == 0, one.output
    assert one.stdout.startswith("Account 5 was there on the first day")
    assert not Path("results").exists()


def test_optimize_names_the_best_combination() -> None:
    done = t2d3(
        *("optimize", "--lever", "hire.cs_head=$2M,$12M", "--lever", "roles.csm.cost=100K,185K"),
        *("--budget", "500", *SHORT),
    )
    assert done.exit_code == 0, done.output
    assert "All 4 combinations were tried." in done.stdout
    assert "selected" in done.stdout
    assert names("results/baseline/optimize-hire.cs_head-roles.csm.cost") == [
        "optimum.csv", "optimum.png", "question.json"
    ]  # fmt: skip


def test_branch_compares_futures_of_one_past() -> None:
    done = t2d3("branch", "--at", "6", "--decide", "csm=2", "--decide", "onboarding", "--runs", "3", *SHORT)
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert "2 more CSMs" in said
    assert "opening hiring for onboarding specialists" in said
    assert names("results/baseline/branch-6-csm-onboarding") == [
        "branch.csv", "branch.png", "question.json"
    ]  # fmt: skip


@pytest.mark.usefixtures("undrawn")
def test_quiet_prints_nothing() -> None:
    done = t2d3("sweep", "--vary", "roles.csm.cost=100K,200K", "--runs", "2", "--quiet", *SHORT)
    assert (done.exit_code, done.output) == (0, "")


WRONG = [
    (["sweep"], 2, "Missing option '--vary'"),
    (["sweep", "--vary", "roles.csm.cots=1K,2K"], 2, "did you mean: roles.csm.cost"),
    (["sweep", "--vary", "hire.csm_head=1M,2M"], 2, "did you mean: cs_head"),
    (["sweep", "--vary", "roles.csm.cost=1K,2K", "--measure", "nrrr"], 2, "did you mean: nrr"),
    (["sweep", "--vary", "roles.csm.cost=1K,2K", "--measure", "arr@99"], 2, "ends at month 60"),
    (["sweep", "--vary", "roles.csm.cost=1K,2K", "--also", "arr +"], 2, "is not a measure"),
    (["sweep", "--vary", "roles.csm.cost"], 2, "does not say what to vary"),
    (["when"], 2, "Missing option '--hire'"),
    (["when", "--hire", "hed"], 2, "cs_head, csm, onboarding"),
    (["when", "--hire", "cs_head", "--candidates", "$2M"], 2, "one candidate only"),
    (["when", "--hire", "cs_head", "--candidates", "$2M,soon"], 2, "no hiring point"),
    (["when", "--hire", "cs_head", "--indifference", "3 pts"], 2, "amount of money"),
    (["when", "--hire", "cs_head", "--indifference", "0"], 2, "above zero"),
    (["when", "--hire", "cs_head", "--measure", "customers"], 2, "--indifference"),
    (["when", "--hire", "cs_head", "--most", "1"], 2, "too small"),
    (["sensitivity", "--field", "roles.csm.cots"], 2, "did you mean: roles.csm.cost"),
    (["sensitivity", "--by", "0%"], 2, "above 0%"),
    (["sensitivity", "--by", "much"], 2, "is not a share"),
    (["sensitivity", "--quantiles", "90,10"], 2, "is not two quantiles"),
    (["sensitivity", "--quantiles", "a"], 2, "is not two quantiles"),
    (["sensitivity", "sceptic", "--sobol", "60"], 2, "no power of two"),
    (["sensitivity", "--measure", "nope"], 2, "no metric"),
    (["run", "--precision", "0"], 2, "above zero"),
    (["run", "--precision", "nope=1pts"], 2, "no metric"),
    (["run", "--precision", "3 days"], 2, "percentage points"),
    (["why", "--causes", "weather"], 2, 'no cause "weather"'),
    (["why", "--cause", "x"], 2, "is no cause"),
    (["why", "--cause", "x: roles.csm.cots=1"], 2, "did you mean: roles.csm.cost"),
    (["why", "--against", "baseline"], 2, "differ in nothing"),
    (["why", "--against", "no_cs", "--causes", "people"], 2, "leave the others out"),
    (["why", "--against", "nosuch"], 2, "nosuch"),
    (["why", "--measure", "nope"], 2, "no metric"),
    (["story", "--account", "99999", "--set", "horizon_months=6"], 2, "has no account 99,999"),
    (["story", "--run", "-1"], 2, "too small"),
    (["optimize"], 2, "Missing option '--lever'"),
    (["optimize", "--lever", "roles.csm.cots=1K,2K"], 2, "did you mean: roles.csm.cost"),
    (["optimize", "--lever", "roles.csm.cost=1K,2K", "--budget", "10"], 2, "500 is the least"),
    (["optimize", *["--lever", "roles.csm.cost=1K,2K"] * 2], 2, "is given twice"),
    (["branch", "--at", "6"], 2, "there is nothing to decide"),
    (
        ["branch", "--at", "6", "--then", "demand.attainment=[50%]"],
        2,
        "demand.attainment: this cannot change on the way",
    ),
    (["branch", "--at", "6", "--then", "horizon_months=24"], 2, "horizon_months: this cannot change on the way"),
    (["branch", "--at", "6", "--then", "hiring.lookahed=9d"], 2, "did you mean: hiring.lookahead"),
    (["branch", "--at", "6", "--then", "hiring.lookahead"], 2, "does not say what to change"),
    (["branch", "--at", "6", "--then", "hiring.utilisation=98%;"], 2, "that of the scenario already"),
    (["branch", "--at", "6", "--into", "lessons_to_300m"], 2, "horizon_months: this cannot change on the way"),
    (["branch", "--at", "6", "--into", "nosuch"], 2, "nosuch"),
    (["branch", "--at", "60", "--decide", "csm=1"], 2, "between 0 and 59"),
    (["branch", "--at", "6", "--decide", "csm=0"], 2, "how many to hire"),
    (["branch", "--at", "6", "--decide", "cms=1"], 2, "did you mean: csm"),
    (["sweep", "nosuch", "--vary", "roles.csm.cost=1K,2K"], 2, "nosuch"),
    (["sweep", "--vary", "roles.csm.cost=1K,2K", "--runs", "1e12"], 2, "1,000,000,000,000 runs"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG, ids=[" ".join(one[0])[:60] for one in WRONG])
def test_one_clear_message_and_nothing_left_over(arguments: list[str], code: int, message: str) -> None:
    done = t2d3(*arguments)
    assert done.exit_code == code, done.output
    assert message in done.output
    assert "Traceback" not in done.output
    assert not Path("results").exists()


def test_a_folder_that_holds_something_else_is_left_alone() -> None:
    Path("other").mkdir()
    Path("other/precious.txt").write_text("mine", encoding="utf-8")
    done = t2d3("sweep", "--vary", "roles.csm.cost=1K,2K", "--out", "other")
    assert done.exit_code == 3
    assert "holds something else" in done.output
    assert names("other") == ["precious.txt"]
