"""The metrics of what the company is worth."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import Column, Unit
from simulator.results.metrics.definition import Metric, of_columns, ratio, worked_out

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats

YARDSTICK: Final = "value_less_burn"
"""What decisions are judged by: one growth for all choices, that of the plan."""
OWN_GROWTH: Final = "enterprise_value.less_burn"
"""The same with each company's own growth: for choices that differ in the plan, in price or in demand."""


def value_metrics() -> tuple[Metric, ...]:
    """Return the metrics of enterprise value."""
    return (
        of_columns("enterprise_value", "Enterprise value", Column.VALUE),
        worked_out(
            OWN_GROWTH,
            "Enterprise value less cash burned",
            Unit.USD,
            "stock",
            "Enterprise value less all cash burned since the start, so that a dollar of cost counts as a dollar.",
            (Column.VALUE, Column.CASH, Column.FUNDING),
            partial(_less_burn, value=Column.VALUE),
            short="Enterprise value less burn",
        ),
        worked_out(
            YARDSTICK,
            "Value less cash burned",
            Unit.USD,
            "stock",
            "ARR times the multiple at the company's own NRR and the plan's growth over twelve months, less all cash "
            "burned since the start: what decisions are judged by. Whoever is behind gains nothing by growing faster "
            "from a smaller base.",
            (Column.VALUE_ON_PLAN, Column.CASH, Column.FUNDING),
            partial(_less_burn, value=Column.VALUE_ON_PLAN),
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


def _less_burn(ledger: Floats, value: Column) -> Floats:
    import numpy as np

    funding = np.array(ledger[..., Column.FUNDING])
    funding[..., 0] = 0.0
    invested: Floats = ledger[..., Column.CASH] - ledger[..., :1, Column.CASH] - np.cumsum(funding, axis=-1)
    return ledger[..., value] + invested
