"""Products: what a launch does to expansion, and what ages with a product."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from playing import column, lowered, many_ledgers, needs_machine_code, of_kind, play

from simulator.engine.contract import Floats
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column

MONTHS = 48
LAUNCHES = ("second", "third", "fourth", "fifth")


@cache
def nrr(launches: bool) -> Floats:
    """Return NRR by run and month, points."""
    changes: dict[str, Any] = {"horizon_months": MONTHS}
    if not launches:
        changes |= {f"products.{name}.opens": [] for name in LAUNCHES}
    ledger = many_ledgers(lowered("baseline", changes), range(100))[:, 12:]
    figures: Floats = 100.0 * ledger[..., Column.COHORT_NOW] / ledger[..., Column.COHORT_THEN]
    return figures


@needs_machine_code
def test_launches_lift_nrr_and_nothing_before_the_first_of_them_moves() -> None:
    """Paired runs, the mean difference with its standard error."""
    with_launches, without = nrr(True), nrr(False)
    np.testing.assert_array_equal(with_launches[:, :6], without[:, :6])
    difference = (with_launches - without)[:, 36 - 12]
    error = float(difference.std(ddof=1)) / math.sqrt(len(difference))
    assert difference.mean() - 4.0 * error > 6.0


@needs_machine_code
def test_without_launches_the_wallet_empties_and_nrr_falls() -> None:
    fall = nrr(False)[:, 36 - 12] - nrr(False)[:, 48 - 12]
    assert fall.mean() > 4.0 * float(fall.std(ddof=1)) / math.sqrt(len(fall))


def test_land_share_and_price_realised_rise_as_products_age() -> None:
    record = play(lowered("baseline", {"horizon_months": 24} | {f"products.{name}.opens": [] for name in LAUNCHES}))
    share = column(record, Column.LANDED_LIST)[1:] / column(record, Column.LANDED_WALLET)[1:]
    realised = column(record, Column.ARR) / column(record, Column.LIST_ARR)
    core = lowered("baseline").products[0]
    for month in (1, 24):
        age = 365.0 + month * 365.0 / 12
        lands = core["lands_mature"] - (core["lands_mature"] - core["lands_new"]) * math.exp(-age / core["matures_in"])
        assert share[month - 1] == pytest.approx(lands, abs=0.01)
    assert np.all(np.diff(realised) > 0.0)


def test_a_launch_enlarges_every_wallet_by_the_price_of_the_product() -> None:
    changes = {"horizon_months": 3, "products.second.opens": [{"month": 0}], "products.second.price": 0.3}
    usual = play(lowered("baseline", {"horizon_months": 3}))
    record = play(lowered("baseline", changes), log=True)
    launch = of_kind(record, EventKind.PRODUCT_LAUNCHED)
    assert launch["subject"].tolist() == [1]
    assert launch["amount"].tolist() == [0.3]
    wallet = [column(one, Column.LIST_ARR) + column(one, Column.WALLET_LEFT) for one in (usual, record)]
    assert wallet[0][0] == wallet[1][0], "the first day's figures are read before the first review"
    held = of_kind(play(lowered("baseline", {"horizon_months": 3}), log=True), EventKind.CLOSED)
    assert len(held) > 0
    sizes = wallet[0][1]  # one product at price 1: the wallet is the size
    closed_since = [one for one in held if 0.0 < one["day"] <= 365.0 / 12]
    assert wallet[1][1] == pytest.approx(1.3 * sizes, rel=0.05)
    assert closed_since, "new customers size their wallets by what is on sale when they come"


def test_a_segment_may_land_more_or_less() -> None:
    usual, half = (
        play(lowered("baseline", {"horizon_months": 3, "demand.references.strength": 0, "segments.core.lands": factor}))
        for factor in (1.0, 0.5)
    )
    np.testing.assert_allclose(
        column(usual, Column.LANDED_LIST)[1:] / column(usual, Column.LANDED_WALLET)[1:],
        2.0 * column(half, Column.LANDED_LIST)[1:] / column(half, Column.LANDED_WALLET)[1:],
    )
