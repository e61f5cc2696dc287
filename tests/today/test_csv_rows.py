"""Rows of a CSV: the same cells as the csv module reads, each in its place."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import InputError, Problem
from simulator.scenario.reading.csv_records import LONGEST_CELL, record
from simulator.scenario.reading.csv_table import CsvTable
from simulator.scenario.reading.files import load
from simulator.scenario.reading.nearest import folded
from simulator.scenario.reading.today import read_today

CELLS = st.text(
    alphabet=st.one_of(
        st.sampled_from(list(',;\t" \nabcé東$')), st.characters(codec="utf-8", exclude_characters="\0\r")
    ),
    max_size=8,
)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6)
KNOWN = {"one": True, "two": True, "three": True}


def table_of(text: str, folder: Path) -> CsvTable:
    file = folder / "rows.csv"
    file.write_bytes(text.encode())
    return CsvTable(str(file), KNOWN)


def written(rows: list[list[str]], delimiter: str, quoting: Any) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows([list(KNOWN), *rows])
    return out.getvalue()


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(rows=ROWS)
def test_what_the_csv_module_writes_is_read_in_its_place(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str, quoting: Any
) -> None:
    text = written(rows, delimiter, quoting)
    table = table_of(text, tmp_path_factory.getbasetemp())
    found = list(table.rows())
    assert table.problems.kept == []
    kept = [[cell.strip() for cell in row] for row in rows]
    assert [[table.raw(row, name) for name in KNOWN] for row in found] == [row for row in kept if any(row)]
    lines = text.split("\n")
    for row in found:
        for index, cell in enumerate(row.cells):
            line, column = table.spot(row, index)
            here = lines[line - 1][column - 1 :]
            nothing = here[:1] in ("", delimiter, '"') or here[:1].isspace()
            assert here.startswith(('"', cell.split("\n")[0])) if cell else nothing


@given(line=st.text(alphabet=st.sampled_from(list('a,"\n ')), max_size=40))
def test_any_line_is_split_into_cells_or_refused_with_a_place(line: str) -> None:
    lines = line.split("\n")
    row, following = record(lines, 0, ",")
    assert 0 < following <= len(lines)
    if isinstance(row, Problem):
        assert 1 <= row.line <= len(lines)
        assert 1 <= row.column <= len(lines[row.line - 1])
    else:
        assert row.spots is None or len(row.spots) == len(row.cells)


@given(line=st.text(alphabet=st.sampled_from(list('ab,"')), max_size=30))
def test_a_line_the_csv_module_reads_strictly_is_read_alike(line: str) -> None:
    try:
        expected = next(csv.reader([line], strict=True), [])
    except csv.Error:
        return
    row, _ = record([line], 0, ",")
    assert not isinstance(row, Problem)
    assert row.cells == [cell.strip() for cell in expected] or line == ""


def test_a_cell_longer_than_any_is_a_quote_never_closed() -> None:
    lines = ['a,"b', *["x" * 1000] * (LONGEST_CELL // 1000 + 1), 'c"']
    assert record(lines, 0, ",") == (Problem("this quote is never closed", line=1, column=3), 1)
    assert record([lines[0], *lines[-3:]], 0, ",")[1] == 4


def test_names_are_compared_without_case_space_and_encoding_of_accents() -> None:
    assert folded("  Élan   NORD ") == folded("e\u0301lan nord")
    assert folded("Straße") == folded("STRASSE")
    assert folded("Elan") != folded("Élan")


SAME = {
    "a zero-width space": "Al\u200bder Foods",
    "a joiner": "Alder\u2060 Foods",
    "a soft hyphen": "Al\u00adder Foods",
    "a byte order mark": "\ufeffAlder Foods",
    "marks of direction": "\u202aAlder Foods\u202c",
    "a variation selector": "Alder\ufe0e Foods",
    "a control character": "Alder\x07 Foods",
    "a filler": "Alder\u3164 Foods",
    "a tag": "Alder\U000e0061 Foods",
    "a blank that does not break": "Alder\u00a0Foods",
    "an ideographic blank": "Alder\u3000Foods",
    "full width": "\uff21lder Foods",
    "mathematical letters": "\U0001d400lder Foods",
    "capitals and blanks": " ALDER   FOODS ",
}


@pytest.mark.parametrize("case", SAME)
def test_names_that_look_the_same_are_one(case: str) -> None:
    assert folded(SAME[case]) == folded("Alder Foods")


@pytest.mark.parametrize(
    ("one", "other"), [("\ufb01n", "fin"), ("e\u0301", "é"), ("\u212bs", "ås"), ("\u1e9b\u0323", "\u1e69")]
)
def test_every_unicode_form_of_a_name_is_one(one: str, other: str) -> None:
    assert folded(one) == folded(other) == folded(unicodedata.normalize("NFD", other))


@given(text=st.text(max_size=12))
def test_folding_is_settled_at_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert folded(unicodedata.normalize(form, text)) == folded(text)


GOOD = (
    'account,arr,start,renewal,owner,onboarded\nAlder,$1K,2026-03-01,2027-03-01,Mira,yes\n"Birch, Co","2,000",'
    "2026-04-01,2027-04-01,founders,2026-05-01\nCedar,3e3,Mar 2026,Mar 2027,,no\n"
)
ROSTER = (
    'name,role,start,accounts,status\nMira,CSM,2025-01-01,"Alder;Cedar",\n,CSM,,,open\n'
    "Uma,Head of CS,2027-03-01,,open\n"
)


@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_but_never_fails(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Cut, overwrite, insert or repeat some text anywhere in either file: a book or located problems come of it."""
    folder = tmp_path_factory.getbasetemp()
    texts = []
    for text in (GOOD, ROSTER):
        for _ in range(data.draw(st.integers(0, 3))):
            start = data.draw(st.integers(0, len(text)))
            end = data.draw(st.integers(start, min(len(text), start + 12)))
            new = data.draw(
                st.sampled_from(["", '"', ",", ";", "|", "\n", "\t", "é", "0", "-", "2029", text[start:end] * 2])
            )
            text = text[:start] + new + text[end:]
        texts.append(text)
    files = {}
    for name, text in zip(("accounts", "roster"), texts, strict=True):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        files[f"opening.{name}_csv"] = str(folder / f"{name}.csv")
    try:
        book = read_today(load("baseline", files))
    except InputError as refused:
        for problem in refused.problems:
            lines = texts[problem.file.endswith("roster.csv")].split("\n")
            assert problem.message
            assert 0 <= problem.line <= len(lines)
            assert problem.line == 0 or 1 <= problem.column <= len(lines[problem.line - 1]) + 1
            assert problem.line == 0 or problem.source_line == lines[problem.line - 1]
    else:
        assert book is not None
        assert all(a.closed_day <= a.term_start_day <= 0.0 <= a.renewal_day <= 366.1 for a in book.accounts)
        assert all(a.owner in (-2, -1) or not book.people[a.owner].open for a in book.accounts)
