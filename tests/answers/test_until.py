"""Charts that end before the horizon, and footers without the name of the program: in Python and from the shell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from simulator import InputError, simulate
from simulator.cli.app import main

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulator.answers import SimulateAnswer

SHORT = ("--set", "horizon_months=16", "--runs", "2", "--workers", "1")


@pytest.fixture(scope="module")
def answer() -> SimulateAnswer:
    return simulate(runs=2, workers=1, set={"horizon_months": 16})


def said(figure: Figure, gid: str) -> str:
    return next(text.get_text() for text in figure.texts if text.get_gid() == gid)


@pytest.mark.parametrize("until", [9, "2027-09-30", "2027-09-01", "Sep 2027", date(2027, 9, 12)])
def test_a_chart_ends_with_the_month_that_is_asked_for(answer: SimulateAnswer, until: int | str | date) -> None:
    figure = answer.chart("arr_fan", until=until)
    assert "by Sep 2027" in said(figure, "title")
    assert len(figure.axes[0].lines[0].get_xdata()) == 10
    assert "by Apr 2028" in said(answer.chart(), "title")


def test_a_footer_is_plain_where_that_is_asked_for(answer: SimulateAnswer) -> None:
    assert said(answer.chart(), "footer").startswith("t2d3 · Baseline · 2 runs, seed 1")
    assert said(answer.chart(plain_footer=True), "footer").startswith("Baseline · 2 runs · bands")


@pytest.mark.parametrize("until", [0, 17, -3, True, "2026-12-31", "May 2028", "soon"])
def test_a_month_that_is_not_there_is_refused(answer: SimulateAnswer, until: int | str) -> None:
    with pytest.raises(
        InputError, match=r"no month within the horizon\n.*1 to 16, or a month from Jan 2027 to Apr 2028"
    ):
        answer.chart(until=until)
    with pytest.raises(InputError, match="no month within"):
        answer.write("nowhere", until=until)
    assert not Path("nowhere").exists()


def test_summaries_have_it_too() -> None:
    found = simulate(runs=2, workers=1, set={"horizon_months": 16}, keep="summaries")
    assert "by Sep 2027" in said(found.chart("arr_fan", until=9), "title")


def test_the_command_draws_what_python_draws(
    answer: SimulateAnswer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = ["run", *SHORT, "--quiet", "--svg", "--until", "Sep 2027", "--plain-footer", "--out", "here"]
    assert CliRunner().invoke(main, run).exit_code == 0
    answer.write("there", svg=True, until="Sep 2027", plain_footer=True)
    for chart in ("01_arr_fan", "07_cohorts", "08_cash"):
        drawn = [(tmp_path / folder / "charts" / f"{chart}.svg").read_text() for folder in ("here", "there")]
        assert drawn[0] == drawn[1]
        assert "seed" not in drawn[0]
        assert "t2d3 ·" not in drawn[0]


def test_the_command_refuses_before_it_makes_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for until, words in (("Dec 2040", "no month within the horizon"), ("soon", "neither months after the start")):
        done = CliRunner().invoke(main, ["run", *SHORT, "--until", until, "--out", "here"])
        assert done.exit_code == 2
        assert words in done.output
        assert not Path("here").exists()
