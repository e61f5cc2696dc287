"""Money in a workbook: quantities of a run times prices are the run's own cost, and with other prices a fresh run's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
from rich_company import RICH, played

from simulator.reports.workbook.money import OPENING_CASH, SELLERS, AsRun, inputs_of, lines_of, plain, quantities
from simulator.results.arithmetic import Floats
from simulator.results.result import Result

BY_CAPACITY = {
    "horizon_months": 20,
    "hiring.budget": None,
    "money.other_spend_by_arr": [],
    "money.other_spend": ["90%", "70%"],
}
PLAIN = {"horizon_months": 20, "money.departments": None, "money.sales_marketing.follows": "won"}


@cache
def company(which: str) -> Result:
    return {
        "rich": lambda: played(RICH),
        "by capacity": lambda: played(BY_CAPACITY, name="selling_by_capacity"),
        "plain": lambda: played(PLAIN),
    }[which]()


OVERRIDES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "rich": ("baseline", RICH),
    "by capacity": ("selling_by_capacity", BY_CAPACITY),
    "plain": ("baseline", PLAIN),
}


def spent(result: Result, values: Callable[[str], Floats], changes: Mapping[str, float] | None = None) -> Floats:
    """Return what is spent by month, from quantities and prices alone."""
    lines, as_run = lines_of((result,)), AsRun(result)
    amounts, terms = quantities(result, values, lines), as_run.terms(changes)
    total = np.zeros(result.months + 1)
    for month in range(1, result.months + 1):
        held = as_run.settings["sellers held"][month]
        for key, line in lines.items():
            cost = amounts[key][month] * plain(line.price(terms, month))
            part_of_the_plan = held and key.rpartition(".")[2] in SELLERS
            total[month] += 0.0 if part_of_the_plan else cost
    return total


def means(result: Result) -> Callable[[str], Floats]:
    return lambda name: result.bands(name).mean


@pytest.mark.parametrize("which", list(OVERRIDES))
def test_quantities_times_prices_are_what_the_runs_spent(which: str) -> None:
    result = company(which)
    assert spent(result, means(result))[1:] == pytest.approx(result.bands("spend").mean[1:], abs=1e-6)
    one = spent(result, lambda name: np.array(result[name][3]))
    assert one[1:] == pytest.approx(result["spend"][3, 1:], abs=1e-6)


@pytest.mark.parametrize("which", list(OVERRIDES))
def test_with_other_prices_they_are_what_fresh_runs_spend(which: str) -> None:
    """Each input of money by itself, up or down by a tenth or so: a fresh run spends the same to $2 a month."""
    result, random, tried = company(which), np.random.default_rng(5), 0
    scenario, overrides = OVERRIDES[which]
    for path, value in inputs_of(result).items():
        if value == 0.0 or path.startswith(("money.value", "money.rounds", OPENING_CASH)):
            continue
        new = value * float(random.choice([0.87, 1.09]))
        fresh = played({**overrides, path: repr(new)}, name=scenario)
        assert np.array_equal(fresh["arr"], result["arr"]), path
        changed = fresh.bands("spend").mean[1:]
        off = np.abs(spent(result, means(result), {path: new})[1:] - changed)
        assert np.all(off <= np.maximum(2.0, 1e-6 * np.abs(changed))), (path, off.max())
        tried += 1
    assert tried >= 25


def test_several_prices_at_once_are_a_fresh_run_too() -> None:
    result = company("rich")
    new = {
        "hiring.pay_inflation": 0.08,
        "roles.csm.cost": 171_000.0,
        "roles.seller.hiring_fee": 0.31,
        "money.acquisition_cost": 1.9,
        "money.rnd_share": 0.58,
        "money.departments.planned_inflation": 0.01,
        "roles.others.support.cost": 97_000.0,
    }
    fresh = played({**RICH, **{path: repr(value) for path, value in new.items()}})
    found = spent(result, means(result), new)[1:]
    assert found == pytest.approx(fresh.bands("spend").mean[1:], abs=2.0)
