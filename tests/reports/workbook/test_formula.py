"""Formulas that carry their values: text and value say the same, brackets stand where they must."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.reports.workbook import formula
from simulator.reports.workbook.formula import (
    FUNCTIONS,
    Cell,
    Live,
    added,
    as_live,
    called,
    chosen,
    compared,
    larger,
    ratio,
    size,
    smaller,
    summed,
    text_of,
)

A = Live.cell("P&L", 2, 3, 4.0)
B = Live.cell("Data", 2, 3, 2.0)
NAMED = Live.named("money.gross_margin", 0.79)
EMPTY = Live.cell("P&L", 9, 9, "")


@pytest.mark.parametrize(
    ("made", "text", "value"),
    [
        (A - (B - 1), "D3-(Data!D3-1)", 3.0),
        (A - B - 1, "D3-Data!D3-1", 1.0),
        (-(A + B) * NAMED, "(-(D3+Data!D3))*money.gross_margin", -4.74),
        (A / (B * NAMED), "D3/(Data!D3*money.gross_margin)", 4 / (2 * 0.79)),
        (A / B / 2, "D3/Data!D3/2", 1.0),
        ((1 + NAMED) ** 2, "(1+money.gross_margin)^2", 1.79**2),
        ((-A) ** 2, "(-D3)^2", 16.0),
        (A ** (B**2), "D3^(Data!D3^2)", 256.0),
        (1 - NAMED, "1-money.gross_margin", 1 - 0.79),
        (1 / B, "1/Data!D3", 0.5),
        (A - (-B), "D3-(-Data!D3)", 6.0),
        (A * -2.0, "D3*(-2)", -8.0),
        (A * 1e-7, "D3*1E-07", 4e-7),
        (ratio(A, B - 2), 'IF(Data!D3-2=0,"",D3/(Data!D3-2))', ""),
        (ratio(A, B), 'IF(Data!D3=0,"",D3/Data!D3)', 2.0),
        (chosen(compared(A, "<>", ""), A + 1, ""), 'IF(D3<>"",D3+1,"")', 5.0),
        (chosen(compared(EMPTY, "<>", ""), A + 1, ""), 'IF(J10<>"",D3+1,"")', ""),
        (compared(EMPTY, ">", A), "J10>D3", 1.0),
        (compared(A, "<=", EMPTY), "D3<=J10", 1.0),
        (as_live(larger(A, B)), "MAX(D3,Data!D3)", 4.0),
        (as_live(smaller(A, 1.0)), "MIN(D3,1)", 1.0),
        (size(B - A), "ABS(Data!D3-D3)", 2.0),
        (added([A, B, A]), "D3+Data!D3+D3", 10.0),
        (added([]), "0", 0.0),
        (text_of("x ", A, "%"), '"x "&D3&"%"', "x 4%"),
        (text_of('say "no"', A + 1), '"say ""no"""&D3+1', 'say "no"5'),
        (A.fixed(), "$D$3", 4.0),
    ],
)
def test_text_and_value_say_the_same(made: Live, text: str, value: float | str) -> None:
    assert made.written("P&L") == text
    assert made.value == (pytest.approx(value) if isinstance(value, float) else value)


def test_a_sum_takes_cells_that_stand_side_by_side() -> None:
    cells = [Live.cell("Cash flow", 4, column, float(column)) for column in (3, 4, 5)]
    assert summed(cells).written("Cash flow") == "SUM(D5:F5)"
    assert summed(cells).written("Summary") == "SUM('Cash flow'!D5:F5)"
    assert summed(cells).value == 12.0
    with pytest.raises(TypeError):
        summed([A + 1.0])


def test_only_what_is_a_cell_is_a_link_and_only_what_stands_for_itself_a_literal() -> None:
    assert A.is_link
    assert not (A + B).is_link
    assert not NAMED.is_link
    assert as_live(2.5).is_literal
    assert as_live("").is_literal
    assert not A.is_literal
    assert not NAMED.is_literal


def test_sheets_are_quoted_where_spreadsheets_ask_for_it() -> None:
    assert Cell("It's 1 & 2", 0, 0, 0, 0).written("x") == "'It''s 1 & 2'!A1"
    assert Cell("2029", 0, 0, 1, 1, fixed=True).written("x") == "'2029'!$A$1:$B$2"


def test_no_other_function_can_be_called() -> None:
    with pytest.raises(ValueError, match="TEXTJOIN"):
        called("TEXTJOIN", A, value=0.0)


def test_every_function_is_older_than_2010() -> None:
    """Those that spreadsheets have known since 2003 or before, by the list of what each version brought."""
    known = {"ABS", "AND", "AVERAGE", "COUNT", "COUNTIF", "HYPERLINK", "IF", "IFERROR", "INDEX", "ISNUMBER", "LEN"}
    known |= {"MATCH", "MAX", "MIN", "NOT", "OR", "ROUND", "ROUNDDOWN", "SUBSTITUTE", "SUM", "SUMIF", "SUMPRODUCT"}
    assert known >= FUNCTIONS


def test_no_formula_is_written_past_the_list() -> None:
    """A function's name stands in no string of the package but in calls by its name."""
    package = Path(formula.__file__).parent
    for path in sorted(package.rglob("*.py")):
        for text in re.findall(r'"=?([A-Z]{2,})\(', path.read_text(encoding="utf-8")):
            assert text in FUNCTIONS, (path.name, text)
