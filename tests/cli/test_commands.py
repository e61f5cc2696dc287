"""Every command does what its help says, and writes what it names."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Outcome
from rich.console import Console
from undrawn_pages import leave_undrawn

from simulator import Result, load, simulate
from simulator.cli.app import COMMANDS, main
from simulator.results.metrics import METRICS
from simulator.results.store import verify

SHORT = ("--set", "horizon_months=12", "--set", "opening.generated.accounts=20", "--workers", "1")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def t2d3(*arguments: str) -> Outcome:
    """Run the program in this process."""
    return CliRunner().invoke(main, arguments)


@pytest.fixture(scope="module")
def expected() -> Result:
    scenario = load("baseline", {"horizon_months": "12", "opening.generated.accounts": "20"})
    return simulate(scenario, runs=3, seed=7, workers=1)


@pytest.mark.parametrize("command", [(), *[(name,) for name in COMMANDS]])
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    for flag in ("--help", "-h"):
        done = t2d3(*command, flag)
        assert done.exit_code == 0
        assert "Usage: t2d3" in done.stdout
        assert "--debug" in done.stdout
        assert "\x1b" not in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_a_shell_leaves_the_commands_of_help_pages_as_they_are(command: str) -> None:
    """It puts something else in the place of $4M, unless that stands between single quotes."""
    shown = [line for line in t2d3(command, "--help").stdout.splitlines() if "t2d3 " in line]
    assert [line for line in shown if re.search(r"\$[\w{(]", re.sub("'[^']*'", "", line))] == []


def test_the_help_page_names_every_command_and_the_completion() -> None:
    help_page = t2d3("--help").stdout
    assert all(f" {name} " in help_page for name in COMMANDS)
    assert "_T2D3_COMPLETE=zsh_source" in help_page


def test_version() -> None:
    done = t2d3("--version")
    assert done.exit_code == 0
    assert done.stdout.startswith("t2d3 ")


# run ----------------------------------------------------------------------------------------------------------------


def test_run_writes_the_result_and_prints_it(expected: Result) -> None:
    done = t2d3("run", "--runs", "3", "--seed", "7", "--no-charts", *SHORT)
    assert done.exit_code == 0, done.output
    manifest = verify("results/baseline")
    assert manifest["digest"] == expected.digest()
    assert manifest["seed"] == 7
    assert manifest["run_numbers"] == [[0, 2]]
    assert "3 runs" in done.stdout
    assert "seed 7" in done.stdout
    assert "Dec 2027" in done.stdout
    assert str(Path("results/baseline")) in done.stdout
    assert "\x1b" not in done.output
    assert sorted(path.name for path in Path("results/baseline").iterdir()) == [
        "hires.csv",
        "manifest.json",
        "pnl.csv",
        "question.json",
        "summary.csv",
        "summary_quarters.csv",
        "summary_years.csv",
        "trajectories.parquet",
    ]


def test_run_draws_charts_and_puts_those_of_an_earlier_result_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("run", "--runs", "2", "--out", "here", "--quiet", *SHORT)
    done = t2d3(*arguments, "--svg")
    assert done.exit_code == 0
    assert done.output == ""
    charts = Path("here/charts")
    drawn = sorted(path.name for path in charts.iterdir())
    assert drawn == sorted(f"{Path(name).stem}.{kind}" for name in drawn[::2] for kind in ("png", "svg"))
    assert "01_arr_fan.png" in drawn
    leave_undrawn(monkeypatch)
    assert t2d3(*arguments, "--out", "there").exit_code == 0
    assert sorted(path.name for path in Path("there/charts").iterdir()) == drawn[::2]  # without being asked PNG alone
    (charts / "mine.txt").write_text("mine")
    assert t2d3(*arguments, "--no-charts", "--seed", "2").exit_code == 0
    assert [path.name for path in charts.iterdir()] == ["mine.txt"]
    assert sorted(path.name for path in Path("here/previous/charts").iterdir()) == drawn
    assert verify("here")["seed"] == 2


def test_run_takes_a_file_and_names_the_folder_after_it(tmp_path: Path, expected: Result) -> None:
    (tmp_path / "my plan.yaml").write_text("name: Baseline\nhorizon_months: 12\nopening: {generated: {accounts: 20}}\n")
    done = t2d3("run", "my plan.yaml", "-n", "3", "--seed", "7", "-w", "1", "--no-charts", "-q")
    assert done.exit_code == 0, done.output
    assert verify("results/my-plan")["digest"] == expected.digest()


def test_later_settings_win_and_numbers_may_be_written_with_commas() -> None:
    done = t2d3("run", "--runs", "1,0", "--no-charts", *SHORT)
    assert done.exit_code == 2
    done = t2d3("run", "--runs", "1e0", "--no-charts", "-q", *SHORT, "--set", "horizon_months=3", "--set", "name=a=b")
    assert done.exit_code == 0, done.output
    manifest = verify("results/baseline")
    assert manifest["scenario"]["horizon_months"] == 3
    assert manifest["scenario"]["name"] == "a=b"


def test_a_folder_made_for_a_run_that_fails_goes_away_again() -> None:
    done = t2d3("run", "--set", "segments.core.weight=0", "--out", "deep/down")
    assert done.exit_code == 2
    assert not Path("deep").exists()


# compare ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("undrawn")
def test_compare_says_what_differs_and_by_how_much() -> None:
    done = t2d3(
        "compare", "baseline", "baseline", "--runs", "3", *SHORT, "--set-b", "roles.cs_head.opens=[{arr: $14M}]"
    )
    assert done.exit_code == 0, done.output
    assert "roles.cs_head.opens: [{arr: $3M}, {founder_renewals: $1M}] in A, [{arr: $14M}] in B" in done.stdout
    assert "Dec 2027" in done.stdout
    assert "±" in done.stdout
    assert "3 common runs" in done.stdout
    assert "2 files (csv, png) in results/baseline/compare-baseline" in done.stdout


@pytest.mark.usefixtures("undrawn")
def test_compare_of_a_scenario_with_itself_is_zero() -> None:
    done = t2d3("compare", "baseline", "baseline", "--runs", "2", *SHORT)
    assert done.exit_code == 0, done.output
    assert "differ in nothing" in done.stdout
    assert "$0 ± $0" in done.stdout


def test_compare_writes_both_results_and_the_differences(expected: Result) -> None:
    arguments = ("compare", "baseline", "baseline", "--runs", "3", "--seed", "7", *SHORT, "--out", "both", "--quiet")
    for _ in range(2):  # a second time over the first
        done = t2d3(*arguments, "--set-a", "roles.csm.cost=1K", "--set-b", "roles.csm.cost=2K")
        assert done.exit_code == 0, done.output
    assert done.output == ""
    assert verify("both/a")["scenario"]["roles"]["csm"]["cost"] == 1000
    assert verify("both/b")["scenario"]["roles"]["csm"]["cost"] == 2000
    with Path("both/differences.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["metric"] == "arr"]
    assert [float(row["difference"]) for row in rows] == [0.0] * 13
    assert Path("both/difference.png").stat().st_size > 10_000
    assert float(rows[12]["mean_a"]) == pytest.approx(expected["arr"][:, 12].mean(), rel=1e-6)


def test_several_are_held_against_the_first() -> None:
    names = ("baseline", "head_of_cs_late", "no_cs")
    done = t2d3("compare", *names, "--runs", "2", *SHORT, "--out", "all")
    assert done.exit_code == 0, done.output
    assert "each minus Baseline" in done.stdout
    assert "Head of CS at $9M" in done.stdout
    found = sorted(path.name for path in Path("all").iterdir())
    assert found == ["a", "b", "c", "difference.png", "differences.csv", "question.json"]
    assert verify("all/c")["name"] == "No CS"


def test_one_run_of_several_has_no_interval() -> None:
    done = t2d3("compare", "baseline", "no_cs", "head_of_cs_late", "--runs", "1", *SHORT)
    assert done.exit_code == 0, done.output
    assert "±" not in done.stdout.split("By Dec")[0]


@pytest.mark.usefixtures("undrawn")
def test_one_run_can_be_compared() -> None:
    done = t2d3("compare", "baseline", "baseline", "--runs", "1", *SHORT, "--set-b", "roles.csm.in_place=2")
    assert done.exit_code == 0, done.output
    assert "roles.csm.in_place: 0 in A, 2 in B" in done.stdout


# the others ---------------------------------------------------------------------------------------------------------


def test_check_says_what_a_scenario_is() -> None:
    done = t2d3("check", "baseline", "today")
    assert done.exit_code == 0, done.output
    first, opening, cash, second, own, _ = done.stdout.splitlines()
    assert opening == "    Opening ARR $2M: 60 accounts made up afresh in every run, $33.3K on average."
    assert own == "    Opening ARR $4.2M: 100 accounts, $42K on average, $6K to $175K; the largest is 4.2%."
    assert re.fullmatch(
        r"    Opening cash \$3\.5M; plan, not simulated: not used up, lowest at \$\S+ in \w+ 2027\.", cash
    )
    assert first.startswith("baseline: fine. Baseline: 60 months from Jan 2027 to Dec 2031, 1 segment, about 1,")
    assert first.endswith("customers a run, nothing uncertain.")
    assert "100 accounts on the first day" in second


def test_check_counts_what_is_uncertain() -> None:
    Path("doubt.yaml").write_text("name: Doubt\ncs_effect: {triangular: [20%, 40%, 100%]}\n")
    assert t2d3("check", "doubt.yaml").stdout.splitlines()[0].endswith("1 uncertain value.")


def test_check_says_when_the_plan_would_use_up_the_cash() -> None:
    Path("short.yaml").write_text("name: Short\nmoney: {opening_cash: $500K, rounds: {}}\n")
    Path("none.yaml").write_text("name: None\nmoney: {opening_cash: $900M}\n")
    short, enough = (t2d3("check", name).stdout.splitlines()[2] for name in ("short.yaml", "none.yaml"))
    assert short == "    Opening cash $500K; plan, not simulated: used up in Feb 2027."
    assert enough.startswith("    Opening cash $900M; plan, not simulated: not used up, lowest at $8")


BOOK = "account,{},start,renewal,owner,onboarded\nA,{},2026-03-01,2027-03-01,,yes\nB,{},2026-03-01,2027-03-01,,yes\n"
OWN = "# ours\nname: Ours  # a name\nopening: {accounts_csv: a.csv}\nsegments: {core: {acv: $1M}}\n"
OWN += "money: {rounds: {series_a: {opens: []}}}\n"


def own_book(column: str, *amounts: str) -> None:
    Path("a.csv").write_text(BOOK.format(column, *amounts))
    Path("own.yaml").write_text(OWN)


def test_check_and_run_say_that_mrr_counts_twelve_times() -> None:
    own_book("mrr", "100_000", "80_000")
    said = "note: a.csv: mrr is taken for a month's revenue: ARR is 12 × mrr"
    checked = t2d3("check", "own.yaml")
    assert checked.exit_code == 0 and said in checked.stdout
    ran = t2d3("run", "own.yaml", "--runs", "2", "--set", "horizon_months=3", "--no-charts", "--workers", "1")
    assert ran.exit_code == 0 and ran.stderr.count(said) == 1
    quiet = t2d3("run", "own.yaml", "--runs", "2", "--set", "horizon_months=3", "--no-charts", "--quiet", "--out", "q")
    assert said not in quiet.stderr


@pytest.mark.parametrize(
    ("amounts", "slip"),
    [(("100_000", "80_000"), "name that column mrr"), (("1_200", "900"), "write 40.5K or 40500")],
)
def test_amounts_of_another_unit_are_told_with_what_was_opened_with(amounts: tuple[str, str], slip: str) -> None:
    """Monthly amounts, and thousands, taken for a year's dollars: refused, without offering to lower the path."""
    own_book("arr", *amounts)
    done = t2d3("check", "own.yaml")
    assert done.exit_code == 2
    assert "below the start of the path" in done.stderr and "path.start_arr: $" not in done.stderr
    assert "Opening ARR $" in done.stderr and "2 accounts" in done.stderr
    assert "smaller than segments.core.acv, $1M; about" in done.stderr and slip in done.stderr


def _warned(file: str) -> list[str]:
    """Return how each warning of a check begins, up to the first comma."""
    lines = t2d3("check", file).stdout.splitlines()
    return [line.partition("warning: ")[2].partition(",")[0] for line in lines if "warning: " in line]


def test_check_warns_of_accounts_far_from_the_acv() -> None:
    own_book("arr", "$1.5M", "$1.5M")
    assert _warned("own.yaml") == ["taken over from the made-up company of baseline"]
    Path("own.yaml").write_text(OWN.replace("$1M", "$100K"))
    done = t2d3("check", "own.yaml").stdout
    assert "warning: the accounts' mean of $1.5M is 15 times larger than segments.core.acv, $100K" in done
    assert "segments.core.acv: $1.5M would fit them" in done


def test_check_writes_how_files_are_read_into_the_scenario() -> None:
    own_book("arr", "1.500.000", "1.500.000")
    Path("a.csv").write_text(Path("a.csv").read_text().replace("2026-03-01", "01/03/2026"))
    assert t2d3("check", "own.yaml").exit_code == 2
    done = t2d3("check", "own.yaml", "--dates", "dmy", "--decimal", ",")
    assert done.exit_code == 0, done.output
    assert "Opening ARR $3M: 2 accounts" in done.stdout
    changed = OWN.replace("a.csv}", "a.csv, dates: dmy, decimal: ','}")
    assert Path("own.yaml").read_text() == changed
    assert t2d3("check", "own.yaml").exit_code == 0
    again = t2d3("check", "own.yaml", "--dates", "dmy")
    assert "now says" not in again.stdout and Path("own.yaml").read_text() == changed


def test_a_round_that_the_opening_arr_has_passed_is_doubted() -> None:
    """Its money would come on top of the cash in the bank, most likely a second time."""
    own_book("arr", "$5M", "$5M")
    said = (
        "opening ARR of $10M, series_b ($35M) will be in the bank on the first day, on top of the opening cash of $3.5M"
    )
    assert said in t2d3("check", "own.yaml").stdout
    Path("own.yaml").write_text(OWN.replace("series_a: {opens: []}", "series_a: {opens: []}, series_b: {opens: []}"))
    assert "money.rounds" not in t2d3("check", "own.yaml").stdout
    waits = "series_b: {opens: [{arr: $8M, in_place: cs_head}]}"
    Path("own.yaml").write_text(OWN.replace("series_a: {opens: []}", f"series_a: {{opens: []}}, {waits}"))
    assert "money.rounds" not in t2d3("check", "own.yaml").stdout


ASKED = {
    "run": ("own.yaml", "--no-charts"),
    "sweep": ("own.yaml", "--vary", "hiring.lookahead=0d,60d"),
    "branch": ("own.yaml", "--at", "1", "--decide", "csm=1", "--measure", "arr"),
    "compare": ("own.yaml", "own.yaml", "--set-b", "hiring.lookahead=10d"),
    "sensitivity": ("own.yaml", "--field", "segments.core.renewal", "--measure", "arr"),
    "when": ("own.yaml", "--hire", "csm", "--measure", "arr"),
    "why": ("own.yaml", "--measure", "arr"),
    "optimize": ("own.yaml", "--lever", "hiring.lookahead=0d,60d", "--measure", "arr"),
    "story": ("own.yaml",),
}


@pytest.mark.parametrize("command", ASKED)
def test_every_command_that_plays_refuses_an_opening_off_the_path_before_it_makes_ready(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what is likely a slip said before, once, and no engine compiled and no folder made for it."""
    import simulator.cli.terminal

    def never(*given: object) -> None:
        raise AssertionError("the engine was made ready")

    own_book("arr", "100_000", "80_000")
    monkeypatch.setattr(simulator.cli.terminal, "prepared", never)
    done = t2d3(command, *ASKED[command], "--set", "segments.core.acv=$1.1M")
    assert done.exit_code == 2, done.output
    assert "below the start of the path" in done.stderr
    said = 0 if command == "when" else 1  # its grid of points is along the path, and refused with it
    assert done.stderr.count("warning: the accounts' mean of $90K") == said
    assert not Path("results").exists()


def test_a_scenario_off_its_path_is_explained_all_the_same() -> None:
    own_book("arr", "100_000", "80_000")
    done = t2d3("explain", "own.yaml", "--set", "roles.csm.cost=5K")
    assert done.exit_code == 0 and "2 accounts with $180K" in done.stdout
    assert done.stderr.count("warning: the accounts' mean of $90K") == 1
    assert done.stderr.count("warning: roles.csm.cost is set to $5K") == 1


def test_check_changes_no_shipped_scenario_and_lays_no_file_out_anew() -> None:
    done = t2d3("check", "today", "--dates", "dmy")
    assert done.exit_code == 2 and "today comes with the project and is not changed" in done.stderr
    odd = "name: Odd\nopening:   {accounts_csv:   a.csv}\n"
    own_book("arr", "$1.5M", "$1.5M")
    Path("own.yaml").write_text(odd)
    done = t2d3("check", "own.yaml", "--decimal", ",")
    assert done.exit_code == 2 and 'opening: {decimal: ","}, written by hand' in done.stderr.replace("the line ", "")
    assert Path("own.yaml").read_text() == odd


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("segments.core.acv=2K", "segments.core.acv is set to $2K, 17.5 times less than the $35K of the baseline"),
        ("roles.csm.cost=0K", "roles.csm.cost is set to $0, far less than the $185K of the baseline"),
        ("segments.core.acv=$2K", ""),
        ("segments.core.acv=12K", ""),
        ("hiring.lookahead=2 days", ""),
    ],
)
def test_an_amount_from_which_a_shell_ate_the_dollar_is_doubted(setting: str, said: str) -> None:
    words = ("run", "--runs", "1", "--set", "horizon_months=1", "--no-charts", "--workers", "1", "--set", setting)
    done = t2d3(*words, "--out", "loud")
    assert done.exit_code == 0, done.output
    assert done.stderr.count("warning: ") == bool(said)
    assert said in done.stderr and ("in single quotes" in done.stderr) == bool(said)
    assert t2d3(*words, "--quiet", "--out", "quiet").stderr == ""


def test_check_names_bare_odds_where_a_term_is_not_of_a_year() -> None:
    def said(segment: str) -> str:
        Path("m.yaml").write_text(f"name: M\nsegments: {{core: {{{segment}}}}}\n")
        return t2d3("check", "m.yaml").stdout

    monthly = said("term_months: 1, renewal: 90%")
    assert "warning: segments.core.renewal is 90%, and a term has 1 month: odds are those of a year" in monthly
    assert "99.1% renew at its end" in " ".join(monthly.split())
    assert "write 90% a year to say so, or 90% a term if that was meant" in " ".join(monthly.split())
    for stated in (
        "term_months: 1",
        "renewal: 90%",
        "term_months: 36, renewal: 90% a year",
        "term_months: 36, renewal: 75% a term",
        "term_months: 36, renewal: {uniform: [70%, 75% a term]}",
    ):
        assert "warning" not in said(stated), stated
    for name in ("baseline", "contract_terms", "samsara", "today"):
        assert "warning" not in t2d3("check", name).stdout


def test_check_says_of_which_segments_new_customers_are() -> None:
    Path("two.yaml").write_text("name: Two\nsegments: {core: {weight: 75%}, big: {acv: $90K, weight: 25%}}\n")
    assert "    New customers: core 75%, big 25%.\n" in t2d3("check", "two.yaml").stdout
    Path("two.yaml").write_text("name: Two\nsegments: {core: {weight: 0}, big: {weight: 0}}\n")
    assert t2d3("check", "two.yaml").exit_code == 2


def test_check_warns_of_sellers_whose_selling_counts_for_nothing() -> None:
    own_book("arr", "$1.5M", "$1.5M")
    Path("r.csv").write_text(
        "name,role,start\nAda,seller,2026-01-01\nBea,seller,2026-01-01\nCy,VP of sales,2026-01-01\n"
    )
    won = OWN.replace("money: {", "money: {sales_marketing: {follows: won}, ")
    Path("own.yaml").write_text(won.replace("a.csv}", "a.csv, roster_csv: r.csv}"))
    said = "warning: the roster has 2 sellers and 1 VP of sales, but demand.selling is plan"
    as_won = t2d3("check", "own.yaml").stdout
    assert said in as_won
    assert "their pay comes on top of money.acquisition_cost while" in as_won
    Path("own.yaml").write_text(OWN.replace("a.csv}", "a.csv, roster_csv: r.csv}"))
    ahead = t2d3("check", "own.yaml").stdout
    assert said in ahead
    assert "their pay is part of money.acquisition_cost" in ahead
    Path("own.yaml").write_text(Path("own.yaml").read_text() + "demand: {selling: capacity}\n")
    assert _warned("own.yaml") == ["taken over from the made-up company of baseline"]


def test_check_warns_of_sellers_in_place_without_a_roster() -> None:
    Path("placed.yaml").write_text("name: Placed\nroles: {seller: {in_place: 2}, vp_sales: {in_place: 1}}\n")
    said = "warning: roles has in place 1 VP of sales and 2 sellers, but demand.selling is plan"
    assert said in t2d3("check", "placed.yaml").stdout
    Path("placed.yaml").write_text(Path("placed.yaml").read_text() + "demand: {selling: capacity}\n")
    assert "warning" not in t2d3("check", "placed.yaml").stdout


@pytest.mark.parametrize(
    "path", ["relations.log_odds", "sponsors.log_odds", "renewal.rise_log_odds", "renewal.poor_fit"]
)
def test_check_warns_of_a_harm_without_its_minus(path: str) -> None:
    part, field = path.split(".")
    Path("plus.yaml").write_text(f"name: Plus\n{part}: {{{field}: 0.7}}\n")
    said = f"warning: {path} is +0.7: it makes customers whom it strikes renew more readily; write -0.7 if"
    assert said in t2d3("check", "plus.yaml").stdout
    Path("plus.yaml").write_text(f"name: Plus\n{part}: {{{field}: -0.7}}\n")
    assert "warning" not in t2d3("check", "plus.yaml").stdout


def test_check_goes_on_after_a_mistake() -> None:
    Path("wrong.yaml").write_text("name: Wrong\nhorizon_month: 12\n")
    done = t2d3("check", "wrong.yaml", "baseline", "nosuch")
    assert done.exit_code == 2
    assert "wrong.yaml:2:1" in done.stderr
    assert "did you mean: horizon_months" in done.stderr
    assert "2 of 3 cannot be used" in done.stderr
    assert done.stdout.startswith("baseline: fine.")


def test_explain_tells_a_scenario_back() -> None:
    done = t2d3("explain", "baseline", "--set", "name=Ours", "--set", "path.start_arr=$3M")
    assert done.exit_code == 0
    assert done.stdout.startswith("Ours\n====")
    assert "$3M" in done.stdout


def test_scenarios_lists_what_is_shipped_with_its_purpose() -> None:
    lines = t2d3("scenarios").stdout.splitlines()
    assert lines[0].startswith("baseline  ")
    assert "Head of CS at $3M ARR" in lines[0]
    assert any(line.startswith("today ") for line in lines)


def test_metrics_are_one_aligned_line_each() -> None:
    lines = t2d3("metrics").stdout.splitlines()
    assert len(lines) == len(METRICS) + 1
    column = lines[0].index("Definition")
    for line, metric in zip(lines[1:], METRICS.values(), strict=True):
        assert re.match(rf"{re.escape(metric.name)} +{re.escape(metric.head)}  ", line)
        assert line[column:].startswith(metric.meaning)
        assert line.endswith(metric.source)


def test_metrics_on_a_narrow_screen_are_told_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    narrow = Console(file=out, width=80, force_terminal=True, color_system=None)
    monkeypatch.setattr("simulator.cli.terminal.output", lambda: narrow)
    assert CliRunner().invoke(main, ["metrics"]).exit_code == 0
    lines = out.getvalue().splitlines()
    assert max(len(line.rstrip()) for line in lines) <= 80
    right = " ".join(" ".join(line[37:] for line in lines).split())
    for metric in METRICS.values():
        assert metric.meaning in right, metric.name
        assert not metric.school or f"School: {metric.school}" in right, metric.name


def test_schema_is_json_for_editors() -> None:
    printed = json.loads(t2d3("schema").stdout)
    assert "horizon_months" in printed["properties"]
    done = t2d3("schema", "--out", "t2d3.json")
    assert done.stdout == "t2d3.json\n"
    assert json.loads(Path("t2d3.json").read_text()) == printed
