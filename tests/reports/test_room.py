"""A table keeps to the width of the screen, cuts nothing, and says which columns it has no room for."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from simulator.reports.terminal.room import fits, left_out, print_fitting
from simulator.reports.terminal.run import plain_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

HEADS = ("decision", "Value less burn, month 36", "ARR", "P5–P95", "NRR", "Cash low")
ROWS = (
    ("hiring.lookahead=200d", "+$5.94M ± $3.69M", "+$1.06M ± $373K", "$1M–$2M", "+0.50 pts ± 0.29 pts", "$0 ± $0"),
    ("roles.cs_head.opens=[{arr: $9M}, {founder_renewals: $2M}]", "−$52.8M ± $13.9M", "−$1M", "", "n/a", "$0 ± $0"),
)


def tables(most: int = len(HEADS)) -> Iterator[Table]:
    for count in range(most, 1, -1):
        table = plain_table(*HEADS[:count])
        for row in ROWS:
            table.add_row(*row[:count])
        yield table


def printed(width: int, *files: str, terminal: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, color_system=None, highlight=False)
    print_fitting(tables(), console, [Path(file) for file in files])
    return out.getvalue()


@given(st.integers(20, 200))
def test_every_width_is_kept_nothing_is_cut_and_every_column_is_shown_or_named(width: int) -> None:
    text = printed(width)
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    table, _, named = text.partition("No room here for ")
    heads = "".join(table.partition("──")[0].split()) if "──" in table else "".join(table.split())
    for head in HEADS:
        squeezed = "".join(head.split())
        shown = squeezed in heads or all(word in heads for word in head.split())
        assert shown or head in " ".join(named.split()), head
    for row in ROWS:
        assert row[0].split("=")[0].replace(".", "") in "".join(table.replace(".", "").split())


def test_what_is_said_to_show_the_columns_shows_them() -> None:
    text = " ".join(printed(70, "branch.csv").split())
    words = "No room here for NRR and Cash low: COLUMNS="
    assert words in text
    assert "shows them. branch.csv has them." in text
    width = int(text.partition("COLUMNS=")[2].split()[0])
    assert "No room" not in printed(width)
    assert "No room" in printed(width - 1)


def test_who_sits_at_a_terminal_is_told_of_its_window() -> None:
    assert "characters wide shows" in " ".join(printed(70, terminal=True).split())


def test_a_table_with_room_is_left_as_it_is() -> None:
    text = printed(200)
    assert "roles.cs_head.opens=[{arr: $9M}, {founder_renewals: $2M}]  " in text
    assert "Value less burn, month 36" in text


def test_where_not_even_two_columns_fit_each_row_is_a_block() -> None:
    out = io.StringIO()
    print_fitting(tables(2), Console(file=out, width=24))
    assert out.getvalue().splitlines()[:3] == ["decision: ", "hiring.lookahead=200d", "  Value less burn, month"]


@pytest.mark.parametrize(("full", "shown", "gone"), [
    (("", "ARR", "range", "NRR", "range"), ("", "ARR", "range", "NRR"), ["range of NRR"]),
    (("", "ARR", "plan"), ("", "ARR", "plan"), []),
    (("a", "low", "x", "high", "x"), ("a", "low", "x"), ["high", "x"]),
])  # fmt: skip
def test_columns_that_go_are_called_by_what_they_are_of(
    full: tuple[str, ...], shown: tuple[str, ...], gone: list[str]
) -> None:
    assert left_out(plain_table(*full), plain_table(*shown)) == gone


def test_fits_asks_for_the_whole_width() -> None:
    table = next(tables())
    assert not fits(table, Console(width=80))
    assert fits(table, Console(width=200))


def test_a_text_between_figures_breaks_too() -> None:
    table = plain_table("opens", "CSM opens", "Value less burn, month 36")
    table.add_row("$2M", "[{arr: $9M, in_place: cs_head}, {founder_renewals: $2M}]", "−$12.4M ± $15.8M")
    out = io.StringIO()
    print_fitting([table], Console(file=out, width=60))
    assert [len(line) <= 60 for line in out.getvalue().splitlines()].count(False) == 0
    assert "───" in out.getvalue()
    assert "[{arr:$9M,in_place:cs_head},{founder_renewals:$2M}]" in "".join(
        line[5:-17].strip().replace(" ", "") for line in out.getvalue().splitlines()[2:]
    )
