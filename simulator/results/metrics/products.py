"""The metrics of what is sold: list prices, discounts, and how much of their wallets customers have bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.engine.ledger import BridgeLine, Column, Unit
from simulator.results.arithmetic import over_what_is_left
from simulator.results.metrics.arr import of_line
from simulator.results.metrics.definition import Metric, of_columns, ratio, total, trailing_ratio, worked_out

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats

_WALLET: Final = (Column.LIST_ARR, Column.WALLET_LEFT)


def _left(ledger: Floats) -> Floats:
    return over_what_is_left(ledger[..., Column.WALLET_LEFT], total(ledger, _WALLET))


def product_metrics() -> tuple[Metric, ...]:
    """Return the metrics of products and wallets."""
    return (
        of_columns("arr.list", "ARR at list", Column.LIST_ARR),
        ratio(
            "price.realised",
            "Price realised",
            Unit.SHARE,
            "ARR over what customers would pay for the same at list prices; the rest is discount.",
            Column.ARR,
            Column.LIST_ARR,
        ),
        worked_out(
            "wallet.left",
            "Wallet left",
            Unit.SHARE,
            "ratio",
            "Share of their wallets, all that is on sale for them at list, that customers have not bought yet.",
            _WALLET,
            _left,
            over="end",
        ),
        of_line(
            BridgeLine.RENEWAL_GAINS,
            "Gained at renewals",
            "ARR that renewals added: launch discount taken back, escalators and paid success packages.",
        ),
        of_columns("arr.recapture", "Discount taken back", Column.RECAPTURE_ARR),
        of_columns("arr.escalator", "Escalators", Column.ESCALATOR_ARR),
        of_columns("arr.packages", "Success packages", Column.PACKAGE_ARR),
        of_line(BridgeLine.MID_TERM_RISES, "Price rises in mid-term"),
        trailing_ratio(
            "land.share",
            "Land share",
            Unit.SHARE,
            "Share of their wallets that the new customers of the trailing three months bought with the first deal.",
            Column.LANDED_LIST,
            Column.LANDED_WALLET,
        ),
    )
