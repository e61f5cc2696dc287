"""Dana Whitlock starts on 1 February 2027: every table, text and file says so, and February pays her in full."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from engine.test_days_and_months import company

from simulator.clock import day_label
from simulator.decisions.story import story
from simulator.experiment.replications import simulate
from simulator.reports.charts.headcount import first_joiner
from simulator.reports.terminal.narration import hire_rows, run_lines
from simulator.results.result import Result
from simulator.results.store import write
from simulator.roles import RoleId
from simulator.scenario.explain.scenario import explain
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today


@pytest.fixture(scope="module")
def today() -> Result:
    return simulate(load("today", {"horizon_months": "6"}), runs=2, seed=1)


def test_explain_names_the_month_of_the_roster() -> None:
    words = " ".join(explain(load("today"), read_today(load("today"))).split())
    assert "Dana Whitlock (head of CS, from Feb 2027)" in words


def test_the_summary_counts_her_from_the_month_of_the_roster(today: Result) -> None:
    heads, joiners = today.bands("headcount.cs_head"), today.bands("joiners.cs_head")
    assert today.labels[2] == "Feb 2027"
    assert heads.p50[:3].tolist() == [0.0, 0.0, 1.0]
    assert joiners.mean[2] == 1.0 == joiners.mean[1:].sum()
    cost = today.bands("cost.cs_head").p50
    assert cost[1] == 0.0
    assert cost[2] == pytest.approx(today.scenario.roles.cs_head.cost / 12.0, abs=1.0)


def test_files_date_her_by_the_day_of_the_roster(today: Result, tmp_path: Path) -> None:
    write(today, tmp_path)
    (joined,) = duckdb.sql(
        f"select distinct joined_date from read_csv('{tmp_path}/hires.csv', all_varchar = true) where role = 'cs_head'"
    ).fetchall()
    assert joined[0][:10] == "2027-02-01"
    months = duckdb.sql(
        f"select date from '{tmp_path}/trajectories.parquet' where \"joiners.cs_head\" = 1 and run = 0"
    ).fetchall()
    assert months == [(date(2027, 2, 28),)]


def test_story_and_chart_tell_the_month_of_the_roster(today: Result) -> None:
    assert day_label(date(2027, 1, 1), first_joiner(today, RoleId.CS_HEAD).day) == "Feb 2027"
    told = story(load("today", {"horizon_months": "6"}), run=0, seed=1)
    assert [when for when, what in run_lines(told) if "head of CS" in what] == ["Feb 2027"]
    assert [row[2] for row in hire_rows(told) if "(head of CS 0)" in row[0]] == ["Feb 2027"]


def test_a_csm_of_the_first_of_a_month_is_told_alike(tmp_path: Path) -> None:
    scenario = company(tmp_path, "A,$1M,2026-03-01,2027-09-15,founders,yes,core\n", "Ana,CSM,2027-02-01,open\n")
    assert "Ana (CSM, from Feb 2027)" in " ".join(explain(scenario, read_today(scenario)).split())
