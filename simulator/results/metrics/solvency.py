"""The metrics of cash running short: the least there has been, how long it lasts, and whether it ran out.

What happens or does not is 1 in a run in which it has and 0 in another, so that the mean over the runs is its odds: in
`summary.csv`, in comparisons, and where a scenario is judged by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import Column, Unit
from simulator.results.arithmetic import from_month
from simulator.results.metrics.definition import Metric, worked_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.results.arithmetic import Floats
    from simulator.results.metrics.definition import Kind

__all__ = ["BELOW_ZERO", "LOW", "LOW_MONTH", "RUNWAY", "SHORT_RUNWAYS", "below"]

LOW, LOW_MONTH, BELOW_ZERO, RUNWAY = "cash.low", "cash.low_month", "cash.below_zero", "runway"
SHORT_RUNWAYS: Final = (6, 12, 18)
"""Months of runway below which boards begin to ask: money for half a year, a year, a year and a half."""
LONGEST: Final = 100 * MONTHS_PER_YEAR
"""Months of runway from which next to nothing is burned."""


def below(months: int) -> str:
    """Return the name of the metric of a runway below so many `months`."""
    return f"{RUNWAY}.below_{months}"


def solvency_metrics() -> tuple[Metric, ...]:
    """Return the metrics of cash running short."""
    return (
        _of_cash(
            LOW,
            "Cash low",
            Unit.USD,
            "low",
            "The least cash there has been at a month's end so far, the opening counted in.",
            _least_so_far,
        ),
        _of_cash(
            LOW_MONTH,
            "Month of the cash low",
            Unit.MONTHS,
            "stock",
            "Months from the start to the end of the month with the least cash so far, 0 for the opening.",
            month_of_low,
            "Low in month",
        ),
        _of_cash(
            BELOW_ZERO,
            "Probability of cash below zero by then",
            Unit.SHARE,
            "stock",
            "Whether cash has been below zero at a month's end so far; the mean over the runs is the probability.",
            lambda cash: (_least_so_far(cash) < 0.0).astype(float),
            "Out of cash",
        ),
        worked_out(
            RUNWAY,
            "Runway",
            Unit.MONTHS,
            "stock",
            "Months for which cash lasts at the mean net burn of the last months; infinite (no burn) while none is "
            "burned or a century would not use it up, and counted as that among all runs.",
            (Column.RUNWAY,),
            _runway,
            school="At the burn of the last months (`money.runway.burn_months`), as boards ask; others divide by the "
            "burn budgeted, which in a company that hires is higher.",
        ),
        *(_below(months) for months in SHORT_RUNWAYS),
    )


def _least_so_far(cash: Floats) -> Floats:
    import numpy as np

    return np.minimum.accumulate(cash, axis=-1)


def month_of_low(cash: Floats) -> Floats:
    """Return by month the month with the least cash so far (…, month), the first of several."""
    import numpy as np

    months = np.arange(cash.shape[-1], dtype=np.float64)
    undercut = np.zeros(cash.shape, dtype=bool)
    undercut[..., 1:] = cash[..., 1:] < _least_so_far(cash)[..., :-1]
    return np.maximum.accumulate(np.where(undercut, months, 0.0), axis=-1)


def _of_cash(
    name: str,
    title: str,
    unit: Unit,
    kind: Kind,
    meaning: str,
    of: Callable[[Floats], Floats],
    short: str = "",
) -> Metric:
    """Return a metric that follows from cash alone."""
    return worked_out(
        name, title, unit, kind, meaning, (Column.CASH,), lambda ledger: of(ledger[..., Column.CASH]), short=short
    )


def _runway(ledger: Floats) -> Floats:
    """Return runway by month; in the ledger a month without burn is empty, and so is month 0, which knows of none."""
    import numpy as np

    lasts = ledger[..., Column.RUNWAY]
    return from_month(np.where(np.isnan(lasts) | (lasts > LONGEST), np.inf, lasts), 1)


def _below(months: int) -> Metric:
    return worked_out(
        below(months),
        f"Probability of runway below {months} months",
        Unit.SHARE,
        "stock",
        f"Whether runway is below {months} months at the month's end, never so without burn; the mean over the runs is "
        "the probability.",
        (Column.RUNWAY,),
        lambda ledger: from_month((_runway(ledger) < months).astype(float), 1),
        short=f"Runway < {months}",
    )
