"""The metrics of what is sold: list prices, discounts, and how much of their wallets customers have bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.engine.contract import Column
from simulator.results.arithmetic import over_what_is_left
from simulator.results.metric import Metric, Unit, flow, ledger_source, ratio, stock, total, trailing_ratio

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats

GAINS: Final = (Column.RECAPTURE_ARR, Column.ESCALATOR_ARR, Column.PACKAGE_ARR)
"""Flows of ARR that renewals add."""

_WALLET: Final = (Column.LIST_ARR, Column.WALLET_LEFT)


def _left(ledger: Floats, plan: Floats) -> Floats:
    return over_what_is_left(ledger[..., Column.WALLET_LEFT], total(ledger, _WALLET))


def product_metrics() -> tuple[Metric, ...]:
    """Return the metrics of products and wallets."""
    return (
        stock(
            "arr.list",
            "ARR at list",
            Unit.USD,
            "What customers would pay at list prices for what they have, at the month's end.",
            Column.LIST_ARR,
        ),
        ratio(
            "price.realised",
            "Price realised",
            Unit.SHARE,
            "ARR over what customers would pay for the same at list prices; the rest is discount.",
            Column.ARR,
            Column.LIST_ARR,
        ),
        Metric(
            "wallet.left",
            "Wallet left",
            Unit.SHARE,
            "ratio",
            "Share of their wallets, all that is on sale for them at list, that customers have not bought yet.",
            ledger_source(*_WALLET),
            _left,
            over="end",
        ),
        flow(
            "arr.renewal_gains",
            "Gained at renewals",
            Unit.USD_A_MONTH,
            "ARR that renewals added: launch discount taken back, escalators and paid success packages.",
            *GAINS,
        ),
        flow(
            "arr.recapture",
            "Discount taken back",
            Unit.USD_A_MONTH,
            "Launch discount that renewals took back.",
            Column.RECAPTURE_ARR,
        ),
        flow("arr.escalator", "Escalators", Unit.USD_A_MONTH, "Price rises at renewals.", Column.ESCALATOR_ARR),
        flow(
            "arr.packages",
            "Success packages",
            Unit.USD_A_MONTH,
            "Paid success packages sold at renewals.",
            Column.PACKAGE_ARR,
        ),
        trailing_ratio(
            "land.share",
            "Land share",
            Unit.SHARE,
            "Share of their wallets that the new customers of the trailing three months bought with the first deal.",
            Column.LANDED_LIST,
            Column.LANDED_WALLET,
        ),
    )
