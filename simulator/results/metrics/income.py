"""The metrics of what comes in: revenue, billings, collections, funding, and what is owed either way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.ledger import Column, Unit
from simulator.results.metrics.definition import Metric, of_columns, worked_out

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats


def income_metrics() -> tuple[Metric, ...]:
    """Return the metrics of what comes in."""
    return (
        of_columns("revenue", "Revenue", Column.REVENUE),
        of_columns("billings", "Billings", Column.BILLINGS),
        of_columns("collected", "Collections", Column.COLLECTED),
        of_columns("funding", "Funding", Column.FUNDING),
        of_columns("deferred_revenue", "Deferred revenue", Column.DEFERRED),
        _change(
            "deferred_revenue.change",
            "Change in deferred revenue",
            "Deferred revenue at the month's end less that of the month before: billings − revenue.",
            Column.DEFERRED,
        ),
        of_columns("receivables", "Receivables", Column.RECEIVABLES),
        _change(
            "receivables.change",
            "Change in receivables",
            "Receivables at the month's end less those of the month before: billings − collections.",
            Column.RECEIVABLES,
        ),
    )


def _change(name: str, title: str, meaning: str, column: Column) -> Metric:
    """Return by how much a stock of dollars grew over the month, as a flow."""

    def of(ledger: Floats) -> Floats:
        import numpy as np

        grown = np.full(ledger.shape[:-1], np.nan)
        grown[..., 1:] = ledger[..., 1:, column] - ledger[..., :-1, column]
        return grown

    return worked_out(name, title, Unit.USD_A_MONTH, "flow", meaning, (column,), of)
