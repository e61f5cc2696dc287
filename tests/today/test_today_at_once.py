"""Many problems at once, and files that are too large."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from todays_files import ACCOUNTS, GOOD, HEAD, ROSTER, ROSTER_HEAD, START, problems, read

from simulator.errors import Problem, ScenarioError, SizeError
from simulator.scenario.reading import accounts as accounts_csv
from simulator.scenario.reading import csv_text
from simulator.scenario.reading import roster as roster_csv
from simulator.scenario.reading.problems import Problems
from simulator.scenario.reading.today import read_books, read_today

# many problems -------------------------------------------------------------------------------------------------------


def test_every_problem_of_both_files_is_told_at_once(company: Any) -> None:
    accounts = HEAD + "Z,x,soon,2020-01-01,Ada,maybe\n" + GOOD + "B,$1K,2026-03-01,2027-03-01,Bea,yes\n"
    roster = ROSTER_HEAD + "Ada,lawyer,2026-01-01,Zed,\nCy,CSM,never,,\n"
    found = problems(company(accounts, roster))
    places = [(Path(one.file).name, one.line, one.column) for one in found]
    assert places == [
        ("roster.csv", 2, 5),
        ("roster.csv", 2, 23),
        ("roster.csv", 3, 8),
        ("accounts.csv", 2, 3),
        ("accounts.csv", 2, 5),
        ("accounts.csv", 2, 10),
        ("accounts.csv", 2, 25),
        ("accounts.csv", 4, 29),
    ]


def test_somebody_whose_row_is_wrong_is_still_known(company: Any) -> None:
    """One mistake in the roster is one problem, not one for every account of that person."""
    (found,) = problems(company(ACCOUNTS, ROSTER.replace("Theo Ade,csm", "Theo Ade,cms2")))
    assert (Path(found.file).name, found.line) == ("roster.csv", 4)


def test_a_broken_line_takes_no_others_with_it(company: Any) -> None:
    """Whom a roster names that could not be read in full, and what accounts there are, is then unknown."""
    roster = ROSTER.replace("Theo Ade,csm", '"Theo Ade,csm')
    (found,) = problems(company(ACCOUNTS, roster))
    assert "never closed" in found.message
    accounts = ACCOUNTS.replace("Alder Foods", '"Alder Foods')
    (found,) = problems(company(accounts, ROSTER.replace("2025-11-03,,", "2025-11-03,Alder Foods,")))
    assert (Path(found.file).name, found.line, found.column) == ("accounts.csv", 2, 1)


def test_an_unusable_roster_hides_no_problem_of_the_accounts(company: Any) -> None:
    found = problems(company(ACCOUNTS.replace("$40K", "x"), "who,what\n"))
    assert [(Path(one.file).name, one.line) for one in found] == [("roster.csv", 1), ("accounts.csv", 2)]


def test_of_fifty_kinds_of_problems_the_first_are_shown_and_the_rest_counted() -> None:
    found = Problems()
    for kind in range(73):
        for line in range(1, 3 + kind % 4):
            found.add_alike(kind, lambda line=line, kind=kind: Problem(f"kind {kind}", "f", line, kind))
    both = Problems([Problem("before", "f")])
    both.extend(found)
    told = both.in_order()
    assert len({one.message for one in told[:-1]}) == 50
    assert {one.count for one in told} == {1, 4, 5}
    counted = sum(one.count for one in told[:-1]) - 1
    assert (
        told[-1].message == f"and {sum(2 + n % 4 for n in range(73)) - counted} more problems; the first 50 are shown"
    )


def test_reading_is_given_up_where_the_quoting_never_comes_right(company: Any) -> None:
    alike, last = problems(company(HEAD + 'A,"x" y,\n' * 80))
    assert alike.count == 50
    assert "reading was given up" in last.message


def test_the_message_shows_the_line_with_a_caret(company: Any) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_today(company(HEAD + "A,$1K,2026-03-01,2027-03-01,Mira,yes\n"))
    lines = str(caught.value).splitlines()
    assert lines[0].endswith('accounts.csv:2:29: owner: there is no roster to find "Mira" in')
    assert lines[1].index("Mira") == lines[2].index("^")


# sizes ---------------------------------------------------------------------------------------------------------------


def test_a_file_beyond_its_megabytes_is_refused_with_the_arithmetic(company: Any, tmp_path: Path) -> None:
    scenario = company(HEAD + GOOD)
    with (tmp_path / "accounts.csv").open("r+b") as file:
        file.truncate(267 * csv_text.MEGABYTE)
    words = r"279,969,792 bytes ÷ 1,048,576 = 267.0 MB, which is 11.0 MB too much"
    with pytest.raises(SizeError, match=words) as caught:
        read_today(scenario)
    assert caught.value.problems[0].allowed == "at most 256 MB (268,435,456 bytes)"


def test_too_many_accounts_are_refused_with_the_arithmetic(company: Any, monkeypatch: Any) -> None:
    assert accounts_csv.MAX_ACCOUNTS == 1_000_000
    monkeypatch.setattr(accounts_csv, "MAX_ACCOUNTS", 3)
    rows = "".join(f"A{n},$1K,2026-03-01,2027-03-01,,yes\n" for n in range(5))
    with pytest.raises(SizeError, match="5 accounts, 2 more than the 3 allowed"):
        read_today(company(HEAD + rows))
    assert len(read(company(HEAD + rows.replace("A3", "A3").split("A3")[0])).accounts) == 3


def test_too_many_people_are_refused_with_the_arithmetic(company: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(roster_csv, "MAX_PEOPLE", 2)
    rows = "".join(f"P{n},CSM,2026-01-01,,\n" for n in range(5))
    with pytest.raises(SizeError, match="5 people, 3 more than the 2 allowed"):
        read_today(company(HEAD + GOOD, ROSTER_HEAD + rows))


def test_a_hundred_thousand_accounts_are_read(company: Any) -> None:
    days = [START + timedelta(days=n) for n in range(300)]
    rows = "".join(
        f'"Account {n}, Inc","${5000 + n % 90000:,}",2026-0{1 + n % 9}-1{n % 9},{days[n % 300]},Mira Lind,yes\n'
        for n in range(100_000)
    )
    scenario = company(HEAD + rows, ROSTER)
    book = read(scenario)
    assert len(book.accounts) == 100_000
    assert sum(account.arr for account in book.accounts) == sum(5000 + n % 90000 for n in range(100_000))


def many(count: int) -> str:
    return HEAD + "".join(
        f"Account {n:07},{5000 + n % 90000},2026-0{1 + n % 9}-1{n % 9},2027-03-01,,yes\n" for n in range(count)
    )


def test_reading_shows_its_progress(company: Any) -> None:
    said: list[tuple[str, int]] = []
    done: list[int] = []

    @contextmanager
    def stage(what: str, total: int) -> Iterator[Callable[[int], None]]:
        said.append((what, total))
        yield done.append

    scenario = company(many(50_000))
    books = read_books(scenario, stage)
    assert said == [("Reading accounts.csv", 50_002)]
    assert sum(done) == 40_000 and len(done) == 2
    assert read_books(scenario, stage) is books and len(said) == 1


def test_books_are_read_again_once_a_file_or_what_it_is_read_by_changes(company: Any) -> None:
    scenario = company(HEAD + GOOD)
    before = read_books(scenario)
    assert read_books(scenario) is before
    other = scenario.model_copy(update={"opening": scenario.opening.model_copy(update={"dates": "dmy"})})
    assert read_books(other) is not before and read_books(other) == before
    changed = read(company(HEAD + GOOD.replace("$1K", "$2K")))
    assert changed.accounts[0].arr == 2_000.0


def test_a_million_accounts_fit_in_the_memory_that_is_stated(company: Any) -> None:
    """The guide says 0.7 GB for a file of 64 MB: so many bytes an account, the file's text and the book at once."""
    count = 20_000
    scenario = company(many(count))
    read_today(company(HEAD + GOOD))  # what is loaded once has no part in it
    tracemalloc.start()
    try:
        book = read_today(company(many(count).replace("Account", "Customer")))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert book is not None and len(book.accounts) == count and scenario is not None
    assert most / count < 700
