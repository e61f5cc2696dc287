"""What no company may do, whatever the scenario: replay its event log, line by line, and find everything in order.

The replay (replay.py) checks of every line that it was possible and due, and of every month that the whole ledger
follows. Among what it proves: the ARR bridge closes; opening + new - lost = active; a full book takes nobody, and a
free slot or book leaves nobody waiting; slots come back; nobody serves before the first or after the last day;
onboarding is first come, first served; terms end when they end; NRR, GRR and logo retention are those of the customers
of twelve months ago; staff days, joiners, leavers and cost agree.

Here for the baseline; test_any_company.py reads the companies that both engines played alike.
"""

from __future__ import annotations

import pytest
from conservation.replay import check
from conservation.retention import check_contracts, check_retention
from playing import SEED, lowered, play


@pytest.mark.parametrize("run", range(2))
def test_the_baseline_replays(run: int) -> None:
    what = lowered("baseline", {"horizon_months": 36})
    record = play(what, run, log=True)
    check(what, record, SEED, run)
    check_retention(record)
    check_contracts(record)


@pytest.mark.parametrize("months", [4, 12, 18])
def test_a_sceptics_company_replays(months: int) -> None:
    """Every renewal, sale and health with so much of CS's effect, on terms of which marks outlast one or not."""
    changes = {
        "horizon_months": 30,
        "cs_effect": "45%",
        "segments.core.term_months": months,
        "onboarding.fails.base": -0.5,
        "competitors.from_arr": "$1M",
        "competitors.until_arr": "$5M",
        "sponsors.leaves_a_year": 1,
        "relations.log_odds": -1,
        "roles.customer_sales.in_place": 2,
        "roles.customer_sales.attrition": 1,
        "expansion.packages.opens": [{"month": 3}],
    }
    what = lowered("baseline", changes)
    record = play(what, log=True)
    check(what, record, SEED, 0)
    check_retention(record)
