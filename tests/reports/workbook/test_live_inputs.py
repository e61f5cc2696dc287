"""An input that is not locked does what a fresh run does: quantities of the old run at new prices are its costs."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pytest
from small_companies import played

from simulator.decisions.changing import shape_at
from simulator.experiment.replications import simulate
from simulator.reports.workbook.locks import ROUNDS, VALUE, locked
from simulator.reports.workbook.money import (
    AsRun,
    inputs_of,
    lines_of,
    quantities,
    role_path,
    sellers_cost,
)
from simulator.results.arithmetic import Floats
from simulator.results.result import Result
from simulator.scenario.reading.files import changed

RUNS = 6
CHANGED = 14
"""So many inputs are changed at once."""
COMPANIES: Final[Mapping[str, Mapping[str, Any]]] = {
    "as it comes": {},
    "pay and margin are ranges": {
        "roles.csm.cost": {"uniform": ["$150K", "$200K"]},
        "money.gross_margin": {"uniform": ["75%", "82%"]},
    },
    "commission and inflation are ranges": {
        "money.sales_marketing.commission": {"uniform": ["9%", "14%"]},
        "hiring.pay_inflation": {"uniform": ["0%", "6%"]},
    },
    "a share of ARR is a range": {"money.other_spend.1": {"uniform": ["70%", "90%"]}},
    "people of a department are a range": {"money.departments.rnd.people": {"uniform": ["50%", "70%"]}},
    "the plan is a range": {"path.multiples.0": {"uniform": [2.5, 3]}},
    "sales by capacity, renewals pay": {
        "demand.selling": "capacity",
        "roles.seller.in_place": 2,
        "money.sales_marketing.on_renewals": ["50%"],
    },
    "sellers paid from the plan": {
        "roles.seller.in_place": 1,
        "roles.seller.cost": "$60K",
        "roles.vp_sales.in_place": 1,
    },
    "sellers who cost more than the plan": {"roles.seller.in_place": 3, "roles.seller.cost": "$2M"},
    "departments by budget and by ARR": {
        "money.departments.rnd.follows": "budget",
        "money.departments.administration.follows": "arr",
    },
    "no departments": {"money.departments": None},
    "one hiring budget": {"hiring.budget": {"share": "40%"}},
    "spent as won": {"money.sales_marketing.follows": "won"},
}


@pytest.mark.parametrize("company", COMPANIES)
def test_live_inputs_do_what_a_fresh_run_does(company: str) -> None:
    before = played(changes={**COMPANIES[company], "horizon_months": 26}, runs=RUNS)
    changes = other_values(before, random.Random(company))
    assert len(changes) >= 10
    after = simulate(changed(before.scenario, changes), runs=RUNS, workers=1)
    want = costs(after)
    for key, dollars in in_cells(before, changes).items():
        allowed = np.maximum(2.0, 1e-6 * np.abs(want[key]))
        assert np.all(np.abs(dollars - want[key]) <= allowed), (key, changes)


def other_values(result: Result, luck: random.Random) -> dict[str, float]:
    """Return other values for some of the live inputs of costs."""
    inputs, found = inputs_of(result), {}
    live = [path for path, reason in locked(result).items() if not reason and not path.startswith((VALUE, ROUNDS))]
    for path in luck.sample(live, min(CHANGED, len(live))):
        shape = shape_at(path)
        marker: Any = None if shape is None else shape.marker
        found[path] = min(max(inputs[path] * luck.uniform(0.8, 1.2), marker.low), marker.high)
    return found


def in_cells(result: Result, changes: Mapping[str, float]) -> dict[str, Floats]:
    """Return the costs by line as cells work them out."""
    lines, terms = lines_of((result,)), AsRun(result).terms(changes)
    there = quantities(result, lambda metric: result.bands(metric).mean, lines)
    months = range(1, result.months + 1)
    prices = {key: np.array([0.0, *(line.price(terms, month) for month in months)]) for key, line in lines.items()}
    return {key: there[key] * prices[key] for key in lines}


def costs(result: Result) -> dict[str, Floats]:
    """Return the costs by line as the runs had them; what sellers cost is counted into means where those pay them."""

    def mean(metric: str) -> Floats:
        return np.nan_to_num(result.bands(metric).mean)

    held = result.scenario.money.holds_sellers(result.scenario.demand.selling)
    gross = mean("spend.programmes") + float(held) * sellers_cost(mean)
    return {
        key: gross if line.metric == "gross programmes" else mean(line.metric)
        for key, line in lines_of((result,)).items()
    }


def test_what_is_locked_would_have_been_wrong() -> None:
    """A lock is no mere caution: without it the cells would say something else than a run."""
    changes = {**COMPANIES["sellers who cost more than the plan"], "horizon_months": 26}
    before = played(changes=changes, runs=RUNS)
    other = {role_path("seller", "cost"): 1_500_000.0}
    assert locked(before)[role_path("seller", "cost")]
    after = simulate(changed(before.scenario, other), runs=RUNS, workers=1)
    assert np.abs(in_cells(before, other)["programmes"] - costs(after)["programmes"]).max() > 1000.0
