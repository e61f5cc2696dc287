"""What a result is written with beside its tables and charts, from Python as on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import deck, report, simulate, workbook
from simulator.answers import papers
from simulator.cli._folders.question import names_of
from simulator.errors import InputError

SHORT = {"horizon_months": 13, "opening.generated.accounts": 20}


def test_papers_are_those_of_the_functions_of_their_names(
    undrawn: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = simulate("baseline", runs=2, set=SHORT)
    written = {path.name for path in found.write(tmp_path / "there", papers=("deck", "report", "workbook"))}
    assert {"report.html", "deck.pptx", "workbook.xlsx", "summary.csv"} <= written
    assert (tmp_path / "there" / "report.html").read_text(encoding="utf-8") == report(found).page
    assert (tmp_path / "there" / "deck.pptx").read_bytes() == deck(found).file
    assert (tmp_path / "there" / "workbook.xlsx").read_bytes() == workbook(found).file
    assert "deck.pptx" not in {path.name for path in found.write(tmp_path / "plain")}
    with pytest.raises(InputError, match=r'no paper is called "dek"(.|\n)*report, deck'):
        found.write(tmp_path / "wrong", papers="dek")
    monkeypatch.setitem(__import__("sys").modules, "pptx", None)
    with pytest.raises(InputError, match=r"pip install 't2d3\[office\]'"):
        found.write(tmp_path / "wrong", papers="deck")
    assert not (tmp_path / "wrong").exists()


def test_every_paper_is_a_file_of_the_command() -> None:
    assert {paper.file for paper in papers().values()} <= names_of("run")
