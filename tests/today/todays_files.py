"""Good files of accounts and people, from which the tests make bad ones, and how they are read."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from simulator.errors import Problem, ScenarioError
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.todays_book import TodaysBook

START = date(2027, 1, 1)
ACCOUNTS = """\
account,arr,start,renewal,owner,onboarded
Alder Foods,$40K,2026-03-01,2027-03-01,Mira Lind,yes
Birch Legal,25_000,2025-07-15,2027-07-15,founders,true
Cedar Media,"12,500",2026-12-01,2027-12-01,,no
Dune Travel,$1.2M,2026-06-01,2027-06-01,Theo Ade,2026-08-20
"""
ROSTER = """\
name,role,start,accounts,status
Dana Whit,Head of CS,2027-02-01,,open
Mira Lind,CSM,2025-11-03,,in place
Theo Ade,csm,2026-06-15,,
,CSM,,,open
"""
SEGMENTS: Final = {"small": {"term_months": 1}, "mid": {"term_months": 12}, "large": {"term_months": 36}}
HEAD = "account,arr,start,renewal,owner,onboarded\n"
GOOD = "A,$1K,2026-03-01,2027-03-01,founders,yes\n"
ROSTER_HEAD = "name,role,start,accounts,status\n"


def read(scenario: Scenario) -> TodaysBook:
    book = read_today(scenario)
    assert book is not None
    return book


def problems(scenario: Scenario) -> list[Problem]:
    with pytest.raises(ScenarioError) as caught:
        read_today(scenario)
    assert caught.value.exit_code == 2
    return caught.value.problems
