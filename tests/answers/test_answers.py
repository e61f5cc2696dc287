"""Answers in Python: the command's sentence, its table, its charts, a face for notebooks; and its messages."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from simulator import (
    Answer,
    InputError,
    Result,
    ScenarioError,
    Summaries,
    branch,
    check,
    compare,
    explain,
    load,
    optimize,
    sensitivity,
    simulate,
    story,
    sweep,
    when,
    why,
)
from simulator.answers import SimulateAnswer
from simulator.answers._table import cells_in, figure
from simulator.cli.app import main
from simulator.results.frames import MissingExtra
from simulator.results.measure import Measure

SHORT = {"horizon_months": "13", "opening.generated.accounts": "20"}
SET = [word for path, value in SHORT.items() for word in ("--set", f"{path}={value}")]
ONE = ["--workers", "1"]

ASKED: dict[str, tuple[Callable[[], Answer], list[str], list[str]]] = {
    "run": (
        lambda: simulate("baseline", runs=3, workers=1, set=SHORT),
        ["run", "--runs", "3", "--no-charts", *ONE, *SET],
        ["summary.csv", "summary_quarters.csv", "summary_years.csv", "hires.csv", "pnl.csv"],
    ),
    "run, summaries": (
        lambda: simulate("baseline", runs=3, workers=1, set=SHORT, keep="summaries"),
        ["run", "--runs", "3", "--no-charts", "--keep", "summaries", *ONE, *SET],
        ["summary.csv", "summary_quarters.csv", "summary_years.csv", "pnl.csv"],
    ),
    "compare": (
        lambda: compare("head_of_cs_late", "baseline", runs=3, workers=1, set=SHORT, set_b={"cs_effect": "40%"}),
        ["compare", "head_of_cs_late", "baseline", "--runs", "3", "--set-b", "cs_effect=40%", *ONE, *SET],
        ["differences.csv"],
    ),
    "compare, several": (
        lambda: compare("baseline", "head_of_cs_early", "no_cs", runs=3, workers=1, set=SHORT),
        ["compare", "baseline", "head_of_cs_early", "no_cs", "--runs", "3", *ONE, *SET],
        ["differences.csv"],
    ),
    "when": (
        lambda: when(hire="cs_head", candidates="$2M,$6M,never", most=10, runs=2, workers=1, set=SHORT),
        ["when", "--hire", "cs_head", "--candidates", "$2M,$6M,never", "--most", "10", "--runs", "2", *ONE, *SET],
        ["when.csv"],
    ),
    "sweep": (
        lambda: sweep(vary="hire.cs_head=$2M,$6M", also="nrr@12", runs=3, workers=1, set=SHORT),
        ["sweep", "--vary", "hire.cs_head=$2M,$6M", "--also", "nrr@12", "--runs", "3", *ONE, *SET],
        ["sweep.csv"],
    ),
    "sweep, a map": (
        lambda: sweep(
            vary=["roles.csm.cost=100K,200K", "hiring.lookahead=0 days,90 days"], runs=2, workers=1, set=SHORT
        ),
        [
            *("sweep", "--vary", "roles.csm.cost=100K,200K", "--vary", "hiring.lookahead=0 days,90 days"),
            *("--runs", "2", *ONE, *SET),
        ],
        ["sweep.csv"],
    ),
    "optimize": (
        lambda: optimize(lever="roles.csm.cost=100K,185K", budget=500, runs=2, workers=1, set=SHORT),
        ["optimize", "--lever", "roles.csm.cost=100K,185K", "--budget", "500", "--runs", "2", *ONE, *SET],
        ["optimum.csv"],
    ),
    "sensitivity": (
        lambda: sensitivity("sceptic", measure="arr", runs=2, sobol=2, rows=3, workers=1, set=SHORT),
        ["sensitivity", "sceptic", "-m", "arr", "--runs", "2", "--sobol", "2", "--rows", "3", *ONE, *SET],
        ["tornado.csv", "sobol.csv", "luck.csv"],
    ),
    "why": (
        lambda: why(causes="failed_onboarding,poor_fit", measure="arr", runs=3, workers=1, set=SHORT),
        ["why", "--causes", "failed_onboarding,poor_fit", "-m", "arr", "--runs", "3", *ONE, *SET],
        ["why.csv"],
    ),
    "branch": (
        lambda: branch(at=6, decide=["csm=2", "onboarding"], runs=3, workers=1, set=SHORT),
        ["branch", "--at", "6", "--decide", "csm=2", "--decide", "onboarding", "--runs", "3", *ONE, *SET],
        ["branch.csv"],
    ),
    "story": (lambda: story(run=3, set=SHORT), ["story", "--run", "3", *SET], []),
    "story, a customer": (
        lambda: story(run=3, account=5, set=SHORT),
        ["story", "--run", "3", "--account", "5", *SET],
        [],
    ),
    "check": (lambda: check("baseline", "sceptic"), ["check", "baseline", "sceptic"], []),
    "explain": (lambda: explain("baseline", set=SHORT), ["explain", "baseline", *SET], []),
}
EACH = pytest.mark.parametrize("name", ASKED)


@cache
def answered(name: str) -> Answer:
    """Return the answer to one of the questions; asked once."""
    return ASKED[name][0]()


@pytest.fixture(scope="module")
def commanded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[str, Path]]:
    """Return what gives a command's output and the folder of its answer, run once."""

    @cache
    def run(name: str) -> tuple[str, Path]:
        folder = tmp_path_factory.mktemp("answer")
        words = [*ASKED[name][1], *(["--out", str(folder)] if ASKED[name][2] else [])]
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
        return done.stdout, folder

    return run


def flat(text: str) -> str:
    return " ".join(text.split())


@EACH
def test_the_sentence_is_what_the_command_prints_first(name: str, commanded: Callable[[str], tuple[str, Path]]) -> None:
    said = str(answered(name))
    assert said.strip()
    assert flat(commanded(name)[0]).startswith(flat(said))
    assert flat(said)[:20] in flat(repr(answered(name))) or name == "explain"


@EACH
def test_printed_it_is_what_the_command_prints(name: str, commanded: Callable[[str], tuple[str, Path]]) -> None:
    out = StringIO()
    answered(name).print(Console(file=out, width=100, highlight=False, emoji=False, markup=False))
    printed, shown = out.getvalue().splitlines(), commanded(name)[0].splitlines()
    spent = ("seconds", " s ", "minutes", "No room here")  # the command names the file that has more columns
    strangers = [line for line in printed if line not in shown and not any(word in line for word in spent)]
    assert strangers == []


@EACH
def test_the_table_is_the_commands_csv(name: str, commanded: Callable[[str], tuple[str, Path]]) -> None:
    answer, files = answered(name), ASKED[name][2]
    written = [table for table in answer.tables if f"{table}.csv" in files]
    assert [f"{table}.csv" for table in written] == files
    for table in written:
        frame = answer.to_pandas(table)
        with (commanded(name)[1] / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert list(frame.columns) == header
        assert len(frame) == len(rows) > 0
        for mine, theirs in zip(frame.itertuples(index=False), rows, strict=True):
            assert [as_csv(cell) for cell in mine] == [as_csv(number(cell)) for cell in theirs]


def number(cell: str) -> object:
    """Return a cell of a CSV file as a number, where it is one."""
    try:
        return float(cell) if cell else float("nan")
    except ValueError:
        return cell


def as_csv(cell: object) -> str:
    """Return a cell as the file writes it."""
    try:
        return figure(float(cell))  # type: ignore[arg-type]
    except ValueError:
        return str(cell)


@EACH
def test_there_is_a_table_and_a_chart_and_unknown_names_are_refused(name: str) -> None:
    answer = answered(name)
    assert answer.tables
    assert answer.charts
    first = answer.to_pandas()
    assert len(first) > 0
    assert list(first.columns) == list(answer.to_pandas(answer.tables[0]).columns)
    drawn = answer.chart()
    width, height = drawn.get_size_inches()
    assert width / height == pytest.approx(16.0 / 9.0)
    assert drawn.axes
    assert drawn._repr_png_().startswith(b"\x89PNG")  # type: ignore[attr-defined]
    with pytest.raises(InputError, match='there is no chart "pie"'):
        answer.chart("pie")
    with pytest.raises(InputError, match=f'there is no table "pie"\n.*{answer.tables[0]}'):
        answer.to_pandas("pie")


class Tags(HTMLParser):
    """What tags a text has, whether each is closed, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@EACH
def test_the_face_in_a_notebook_is_small_whole_html(name: str) -> None:
    html = answered(name)._repr_html_()
    tags = Tags(html)
    assert not tags.open
    assert tags.seen <= {"p", "strong", "small", "br", "table", "thead", "tbody", "tr", "th", "td", "pre"}
    assert flat(str(answered(name))) in flat(tags.text)
    assert ("table" in tags.seen) == (name not in ("check", "explain"))
    assert html.count("<tr") <= 22


def test_names_of_the_users_own_are_escaped() -> None:
    scenario = load("baseline", {**SHORT, "name": "<script>alert(1)</script> & Co"})
    for answer in (
        simulate(scenario, runs=1, workers=1),
        compare(scenario, "baseline", runs=2, workers=1, set_b=SHORT),
        sweep(scenario, vary="roles.csm.cost=100K,200K", runs=2, workers=1),
        check(scenario),
        explain(scenario),
    ):
        html = answer._repr_html_()
        assert "<script" not in html
        assert not Tags(html).open
    assert "&lt;script&gt;" in check(scenario)._repr_html_()


def test_a_result_still_is_one() -> None:
    result, summaries = answered("run"), answered("run, summaries")
    assert isinstance(result, SimulateAnswer)
    assert isinstance(result, Result)
    assert isinstance(summaries, Summaries)
    assert result.to_pandas().shape == (3 * 14, 3 + len(result.names()))
    some = result.subset([1, 2])
    assert isinstance(some, SimulateAnswer)
    assert str(some).startswith(("In half of 2 runs", "Cash runs out"))


def test_a_precision_may_be_asked_for() -> None:
    found = simulate("baseline", runs=30, workers=1, set=SHORT, precision="nrr=9pts")
    assert found.precise is not None
    assert found.precise.half <= 0.09
    assert answered("run").precise is None  # type: ignore[attr-defined]
    with pytest.raises(InputError, match="leave first_run and keep out"):
        simulate("baseline", precision="nrr=9pts", first_run=3)


def test_a_scenario_and_its_name_are_the_same_question() -> None:
    by_name = sweep("baseline", vary="roles.csm.cost=100K,200K", runs=2, workers=1, set=SHORT)
    loaded = sweep(load("baseline", SHORT), vary=["roles.csm.cost=100K,200K"], runs=2, workers=1)
    laid_over = sweep(load("baseline"), vary=["roles.csm.cost=100K,200K"], runs=2, workers=1, set=SHORT)
    assert by_name.result.digest() == loaded.result.digest() == laid_over.result.digest()


def test_progress_hears_of_every_run() -> None:
    heard: list[int] = []
    sweep(vary="roles.csm.cost=100K,200K", runs=3, workers=1, set=SHORT, progress=heard.append)
    assert sum(heard) == 2 * 3
    heard.clear()
    when(hire="cs_head", candidates="$2M,$6M", most=10, runs=2, workers=1, set=SHORT, progress=heard.append)
    assert sum(heard) > 2 * 10


WRONG: list[tuple[Callable[[], object], list[str]]] = [
    (lambda: sweep(vary="roles.csm.cots=1K,2K"), ["sweep", "--vary", "roles.csm.cots=1K,2K"]),
    (lambda: sweep(vary="hire.csm_head=1M,2M"), ["sweep", "--vary", "hire.csm_head=1M,2M"]),
    (
        lambda: sweep(vary="roles.csm.cost=1K,2K", runs=10**12),
        ["sweep", "--vary", "roles.csm.cost=1K,2K", "-n", "1e12"],
    ),
    (lambda: when(hire="hed"), ["when", "--hire", "hed"]),
    (lambda: when(hire="cs_head", indifference="0"), ["when", "--hire", "cs_head", "--indifference", "0"]),
    (lambda: when(hire="cs_head", candidates="$2M"), ["when", "--hire", "cs_head", "--candidates", "$2M"]),
    (
        lambda: optimize(lever="roles.csm.cost=1K,2K", budget=10),
        ["optimize", "--lever", "roles.csm.cost=1K,2K", "--budget", "10"],
    ),
    (lambda: sensitivity(by="much"), ["sensitivity", "--by", "much"]),
    (lambda: sensitivity(quantiles="90,10"), ["sensitivity", "--quantiles", "90,10"]),
    (lambda: sensitivity("sceptic", sobol=60), ["sensitivity", "sceptic", "--sobol", "60"]),
    (lambda: why(causes="weather"), ["why", "--causes", "weather"]),
    (lambda: why(against="baseline"), ["why", "--against", "baseline"]),
    (lambda: branch(at=6), ["branch", "--at", "6"]),
    (lambda: branch(at=60, decide="csm=1"), ["branch", "--at", "60", "--decide", "csm=1"]),
    (lambda: compare("baseline", "lessons_to_300m"), ["compare", "baseline", "lessons_to_300m"]),
    (
        lambda: story(account=99_999, set={"horizon_months": "6"}),
        ["story", "--account", "99999", "--set", "horizon_months=6"],
    ),
    (lambda: simulate("nosuch"), ["run", "nosuch"]),
    (lambda: simulate(precision="0"), ["run", "--precision", "0"]),
    (lambda: explain("nosuch"), ["explain", "nosuch"]),
]


@pytest.mark.parametrize(("ask", "words"), WRONG, ids=[" ".join(words)[:50] for _, words in WRONG])
def test_what_makes_no_sense_is_refused_in_the_commands_words(
    ask: Callable[[], object], words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as refused:
        ask()
    assert CliRunner().invoke(main, words).stderr == f"{refused.value}\n"


def test_a_mistaken_file_is_an_answer_of_check(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: Bad\nhorizon_monhs: 12\n", encoding="utf-8")
    answer = check("baseline", bad)
    assert not answer.fine
    assert [one.error is None for one in answer.files] == [True, False]
    rows = answer.to_pandas().to_dict("records")
    assert [(row["fine"], row["line"]) for row in rows] == [("yes", 0), ("no", 2)]
    assert rows[1]["meant"] == "horizon_months"
    assert answer.charts == ("baseline",)
    with pytest.raises(InputError, match="there is no chart here"):
        check(bad).chart()
    with pytest.raises(ScenarioError):
        load(bad)


def test_explain_has_every_value_with_its_unit() -> None:
    fields = explain("sceptic").to_pandas().set_index("field")
    assert fields.loc["roles.csm.book_low", "canonical"] == 2e6
    assert fields.loc["roles.csm.book_low", "value"] == "$2M"
    assert fields.loc["cs_effect", "value"] == "{triangular: [0.2, 0.4, 0.7]}"
    assert fields.loc["cs_effect", "canonical"] == pytest.approx(1.3 / 3)
    assert fields.index.is_unique


def test_without_pandas_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    for name in ("run", "run, summaries", "sweep", "story", "check"):
        with pytest.raises(MissingExtra, match=r"t2d3\[frames\]"):
            answered(name).to_pandas()


def test_written_files_are_those_of_the_command(tmp_path: Path, commanded: Callable[[str], tuple[str, Path]]) -> None:
    for name in ("sweep", "why", "compare"):
        folder = tmp_path / name
        written = answered(name).write(folder)
        theirs = commanded(name)[1]
        mine = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}
        kept = {path.relative_to(theirs).as_posix(): path.read_bytes() for path in theirs.rglob("*.*")}
        kept.pop("question.json")
        assert mine == kept
        assert all(path.is_file() for path in written)


def test_no_table_has_a_fraction_of_a_cent() -> None:
    """A small amount has digits to spare: what is left of 1,234.5678 dollars are cents, of a share all digits."""
    dollars, share = Measure.read("arr"), Measure.read("nrr")
    assert cells_in(dollars, 1234.5678, -4.66e-10, -0.126) == [1234.57, 0.0, -0.13]
    assert cells_in(share, 0.0123456789) == [0.0123456789]
    found = why(causes="poor_fit", runs=2, workers=1, set=SHORT).to_pandas()["arr (usd)"].tolist()
    assert found == [round(cell, 2) for cell in found]
