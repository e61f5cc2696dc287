"""Lets tests of decks use what stands one folder up, and a result with the answers of other commands."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from synthetic_company import company  # found by the line above

from simulator.answers import sensitivity
from simulator.results.store import write


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result, as `t2d3 run` writes it."""
    target = tmp_path_factory.mktemp("results") / "made-up"
    write(company(), target)
    return target


@pytest.fixture(scope="session")
def when_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An answer to when to hire, as `t2d3 when` writes it."""
    target = tmp_path_factory.mktemp("when")
    words = {
        "format": "t2d3 when",
        "version": 1,
        "name": "Baseline",
        "start_date": "2027-01-01",
        "role": "cs_head",
        "finding": "Open hiring for the head of CS at $2M ARR, at work by Apr 2027 on average",
        "sureness": [
            "As good means behind by less than $2.9M.",
            "With a probability of at least 95% all of this is right: of the other 2 candidates 2 are worse.",
            "How much of that is one rule: nobody is hired before. To open later does −$102M with that rule; no more.",
        ],
        "judged": "value (usd)",
        "judged_in_words": "value less cash burned at month 36",
        "unit": "usd",
        "seed": 1,
    }
    (target / "when.json").write_text(json.dumps(words), encoding="utf-8")
    head = "opens,selected,leader,as_good,worse,first_joined_month,value (usd)"
    head += ",value (usd) minus leader,value (usd) low,value (usd) high"
    rows = (
        "$2M,yes,yes,yes,no,3.2,3e8,0,0,0",
        "$6M,no,no,no,yes,16,2.7e8,-3e7,-4e7,-2e7",
        "$14M,no,no,no,yes,,2e8,-1e8,-1.1e8,-9e7",
    )
    (target / "when.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return target


@pytest.fixture(scope="session")
def why_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An answer to why, as `t2d3 why` writes it."""
    target = tmp_path_factory.mktemp("why")
    rows = ("cause,arr (usd),arr low,arr high,level_runs", "Churn,-2e6,-3e6,-1e6,12", "in all,-2e6,-3e6,-1e6,12")
    (target / "why.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return target


@pytest.fixture(scope="session")
def answer_and_folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, Path]:
    """An answer to what matters, and the folder that it was written to."""
    small = {"horizon_months": 13, "opening.generated.accounts": 20}
    answer = sensitivity("baseline", field=("roles.csm.cost", "hiring.lookahead"), runs=2, set=small, workers=1)
    target = tmp_path_factory.mktemp("sensitivity")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(answer), "_charts", lambda self: {})  # which take longer than all else
        answer.write(target)
    return answer, target
