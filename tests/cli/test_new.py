"""`t2d3 new`: by options, by the two CSV files, and by what somebody types at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from in_process import t2d3
from typed import CTRL_C, typed

from simulator import load
from simulator.cli.new import ANSWERS
from simulator.cli.new import new as command
from simulator.scenario.founding.questions import NEEDED, QUESTIONS
from simulator.scenario.reading.inheritance import shipped

FOUNDER = (
    "new",
    "--arr",
    "2.7M",
    "--customers",
    "85",
    "--plan",
    "$6M,$14M,$25M",
    "--cash",
    "4M",
    "--start",
    "Jan 2027",
)
BOOKS = ("new", "--from", "accounts.csv", "roster.csv", "--plan", "t2d3", "--cash", "$4M", "--start", "Jan 2027")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(*arguments: str) -> str:
    """Return what is said of a command that writes nothing."""
    before = sorted(Path().iterdir())
    done = t2d3(*arguments)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert sorted(Path().iterdir()) == before
    return done.stderr


def copy_books(folder: Path) -> None:
    for name in ("accounts.csv", "roster.csv"):
        (folder / name).write_bytes((dict(shipped())["baseline"].parent / name).read_bytes())


def test_every_question_has_an_option_and_no_other_is_asked() -> None:
    assert set(ANSWERS) == {question.name for question in QUESTIONS}
    options = {option for parameter in command.params for option in parameter.opts}
    assert {question.option for question in QUESTIONS} <= options


def test_four_options_are_enough() -> None:
    done = t2d3(*FOUNDER)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("ours.yaml is written.\nours.yaml: fine. ")
    assert "t2d3 run ours.yaml\n" in done.stdout
    assert "t2d3 when ours.yaml --hire cs_head\n" in done.stdout
    for question in QUESTIONS:
        said = question.needed or question.name == "start"
        assert (f"  {question.option} " in done.stdout) is not said
    assert sorted(Path().iterdir()) == [Path("ours.yaml")]
    company = load("ours.yaml")
    assert company.money.rounds == {}
    assert (company.opening.generated.accounts, company.opening.generated.arr) == (85, 2.7e6)


def test_the_command_that_comes_next_works() -> None:
    assert t2d3(*FOUNDER).exit_code == 0
    done = t2d3("run", "ours.yaml", "--runs", "2", "--no-charts", "--set", "horizon_months=13")
    assert done.exit_code == 0, done.output
    assert "Dec 2027" in done.stdout and "$6M" in done.stdout


def test_the_files_say_arr_customers_and_people(tmp_path: Path) -> None:
    copy_books(tmp_path)
    done = t2d3(*BOOKS)
    assert done.exit_code == 0, done.output
    assert "--arr" not in done.stdout and "--team" not in done.stdout
    assert "12 months, as the accounts have it" in done.stdout
    assert "--hire onboarding\n" in done.stdout  # the roster has a head of CS to come
    company = load("ours.yaml")
    assert company.opening.accounts_csv is not None and company.opening.roster_csv is not None
    assert company.path.start_arr is None


def test_accounts_of_several_segments_bring_them_along(tmp_path: Path) -> None:
    Path("accounts.csv").write_text(
        "account,arr,start,renewal,segment,owner,onboarded\n"
        "Alder,36000,2025-03-04,2027-03-04,core,,yes\n"
        "Birch,24000,2025-06-01,2027-06-01,core,,yes\n"
        "Fern,4800,2025-11-20,2027-01-20,monthly,,yes\n",
        encoding="utf-8",
    )
    books = ("new", "--from", "accounts.csv", "--plan", "t2d3", "--cash", "$4M", "--start", "Jan 2027")
    assert "--term: the files say it already" in refused(*books, "--term", "3 years")
    done = t2d3(*books, "--retention", "GRR 80%")
    assert done.exit_code == 0, done.output
    company = load("ours.yaml")
    of_each = {name: (kind.acv, kind.term_months, kind.weight, kind.renewal) for name, kind in company.segments.items()}
    renewal = company.segments["core"].renewal
    assert renewal != load("baseline").segments["core"].renewal
    assert of_each == {"core": (30_000, 12, 2, renewal), "monthly": (4_800, 1, 1, renewal)}


def test_what_is_wrong_in_the_files_is_said_at_its_place(tmp_path: Path) -> None:
    copy_books(tmp_path)
    text = Path("accounts.csv").read_text(encoding="utf-8")
    Path("accounts.csv").write_text(text.replace("40500", "lots", 1), encoding="utf-8")
    assert "accounts.csv:2:" in refused(*BOOKS)


def test_without_a_terminal_the_options_that_lack_are_named() -> None:
    said = refused("new")
    assert all(question.option in said for question in QUESTIONS)
    assert "--arr, --customers, --plan and --cash are not said" in said
    assert "and --cash is not said" in refused(*FOUNDER[:7])


def test_a_file_that_is_there_is_left_and_a_free_name_is_given() -> None:
    Path("ours.yaml").write_text("mine\n", encoding="utf-8")
    Path("ours-2.yaml").write_text("mine too\n", encoding="utf-8")
    assert "such as ours-3.yaml" in refused(*FOUNDER)
    assert Path("ours.yaml").read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*FOUNDER, "--out", "ours"), "a name such as ours.yaml"),
        ((*FOUNDER, "--out", ""), "a name such as ours.yaml"),
        ((*FOUNDER, "--out", "nowhere/ours.yaml"), "there is no folder nowhere"),
        ((*FOUNDER, "--from", "accounts.csv"), "there is no file accounts.csv"),
        ((*FOUNDER, "roster.csv"), "--from accounts.csv roster.csv"),
        ((*FOUNDER, "--arr", "2.7"), "--arr: $2.7 is not between"),
        ((*FOUNDER, "--plan", "$1M"), "--plan: $1M after year 1 is less than the ARR of today"),
        ((*FOUNDER, "--round", "$5M at $2M"), "--round: a round at $2M ARR lies behind"),
        ((*FOUNDER, "--retention", "12%"), "did you mean: churn 12%"),
        ((*FOUNDER, "--acv", "$1", "--plan", "10x,10x,10x,10x,10x"), "customers"),
    ],
)
def test_mistakes_are_one_message_and_write_nothing(arguments: tuple[str, ...], words: str) -> None:
    assert words in refused(*arguments)


def test_all_mistakes_come_at_once() -> None:
    said = refused(*FOUNDER, "--cash", "x", "--term", "x", "--team", "2 wizards")
    assert [option in said for option in ("--cash:", "--term:", "--team:")] == [True] * 3


def test_what_the_files_say_is_not_said_twice(tmp_path: Path) -> None:
    copy_books(tmp_path)
    assert "--arr: the files say it already" in refused(*BOOKS, "--arr", "$5M")


def test_a_stated_grr_becomes_renewal_odds() -> None:
    done = t2d3(*FOUNDER, "--retention", "GRR 85%, NRR 103%")
    assert done.exit_code == 0, done.output
    assert "A GRR of 85% comes to renewal odds of" in done.stdout
    company = load("ours.yaml")
    assert 0.85 < float(company.segments["core"].renewal) < 0.9185  # type: ignore[arg-type]
    assert company.path.planned_nrr == (1.03,)


ASKED = (
    "Acme",
    "?",
    "Jan 2027",
    "",
    "don't know",
    "$2.7M",
    "85",
    "$1M",
    "$6M, $14M, $25M",
    "",
    "$4M",
    "none",
    "",
    "1 CSM",
    "",
    "",
    "Don't know",
    "",
)


def test_at_a_terminal_it_asks_until_it_can_read_the_answer(tmp_path: Path) -> None:
    session = typed(tmp_path, ["new"], ASKED)
    assert session.code == 0, session.text
    assert "1 of 14. What is the company called?" in session.text
    assert "Customers, cash and people are those of its first day" in session.text  # `?`
    assert session.text.count("This has to be known.") == 2  # Enter and "don't know", where nothing is usual
    assert "$1M after year 1 is less than the ARR of today, $2.7M." in session.text
    assert "ours.yaml: fine. Acme: 36 months from Jan 2027" in session.text
    company = load(tmp_path / "ours.yaml")
    assert company.roles.csm.in_place == 1
    assert not company.opening.generated.held_by_founders


def test_at_a_terminal_only_what_options_leave_open_is_asked(tmp_path: Path) -> None:
    said = [*FOUNDER[:7], *FOUNDER[9:], *(word for name in OPEN for word in (f"--{name}", OPEN[name]))]
    session = typed(tmp_path, said, ["$4M"])
    assert session.code == 0, session.text
    assert "1 of 1. How much cash is there on the first day?" in session.text
    assert "2 of" not in session.text


OPEN = {
    "name": "Acme",
    "fiscal-year": "Feb",
    "round": "none",
    "products": "1",
    "team": "none",
    "term": "12",
    "acv": "30K",
    "spend": "50%",
    "retention": "NRR 101%",
}


def test_with_all_that_is_needed_nothing_is_asked_at_a_terminal_either(tmp_path: Path) -> None:
    session = typed(tmp_path, FOUNDER, [])
    assert session.code == 0, session.text
    assert "> " not in session.text


@pytest.mark.parametrize("before", [0, 6, len(ASKED) - 1])
def test_ctrl_c_leaves_nothing_behind(before: int, tmp_path: Path) -> None:
    session = typed(tmp_path, ["new"], [*ASKED[:before], CTRL_C])
    assert session.code == 130, session.text
    assert session.text.rstrip().endswith("Stopped.")
    assert list(tmp_path.iterdir()) == []


def test_what_is_needed_is_marked_by_the_help() -> None:
    page = " ".join(t2d3("new", "--help").stdout.split())
    assert all(question.option in page for question in (*NEEDED, *QUESTIONS))
