"""Companies of the tests of workbooks, with every kind of money at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator import simulate
from simulator.results.result import Result

MONTHS = 26
RICH: Mapping[str, Any] = {
    "horizon_months": MONTHS,
    "fiscal_year_starts": "Apr",
    "coverage.digital.below": "$20K",
    "money.sales_marketing.on_renewals": ["40%", "30%"],
    "money.departments.rnd.follows": "arr",
    "money.departments.administration.follows": "budget",
    "hiring.pay_inflation": "5%",
    "roles.vp_sales.in_place": 1,
    "roles.seller.in_place": 1,
    "roles.others": {"support": {"department": "service", "cost": "$90K", "in_place": 2}},
    "money.rounds": {
        "seed": {"opens": [{"month": 3}], "amount": "$4M"},
        "series_a": {"opens": [{"arr": "$4M"}], "amount": "$11M"},
        "bridge": {"opens": [{"arr": "$4M"}], "amount": "$1.5M"},
    },
}
"""Sellers that are part of what is planned, departments by ARR and by a budget, a pool, three rounds, two at once."""


def played(overrides: Mapping[str, Any] | None = None, *, runs: int = 6, name: str = "baseline") -> Result:
    """Return runs of the company, or of another."""
    answer = simulate(name, runs=runs, seed=11, workers=1, set=dict(overrides or RICH))
    return answer.result if hasattr(answer, "result") else answer  # type: ignore[no-any-return]
