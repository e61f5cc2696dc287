"""The metrics of what the company is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import Column, Unit
from simulator.results.metrics.definition import Metric, of_columns, ratio, worked_out

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats


def value_metrics() -> tuple[Metric, ...]:
    """Return the metrics of enterprise value."""
    return (
        of_columns("enterprise_value", "Enterprise value", Column.VALUE),
        worked_out(
            "enterprise_value.less_burn",
            "Enterprise value less cash burned",
            Unit.USD,
            "stock",
            "Enterprise value less all cash burned since the start, so that a dollar of cost counts as a dollar.",
            (Column.VALUE, Column.CASH, Column.FUNDING),
            _less_burn,
            short="Value less burn",
        ),
        ratio(
            "enterprise_value.multiple",
            "Multiple of ARR",
            Unit.RATIO,
            "Enterprise value over ARR, from month 12 on.",
            Column.VALUE,
            Column.ARR,
            first_month=MONTHS_PER_YEAR,
        ),
    )


def _less_burn(ledger: Floats) -> Floats:
    import numpy as np

    funding = np.array(ledger[..., Column.FUNDING])
    funding[..., 0] = 0.0
    invested: Floats = ledger[..., Column.CASH] - ledger[..., :1, Column.CASH] - np.cumsum(funding, axis=-1)
    return ledger[..., Column.VALUE] + invested
