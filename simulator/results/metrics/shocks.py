"""The metrics of shocks: what puts renewals at risk, and how much of it is held off."""

from __future__ import annotations

from simulator.engine.ledger import Column, Unit
from simulator.results.arithmetic import from_month
from simulator.results.metrics.definition import Metric, of_columns, ratio, trailing_ratio, worked_out


def _less(name: str, title: str, meaning: str, all_of: int, held_off: int) -> Metric:
    """Return the flow of those that were not held off."""
    return worked_out(
        name,
        title,
        Unit.CUSTOMERS_A_MONTH,
        "flow",
        meaning,
        (all_of, held_off),
        lambda ledger: from_month(ledger[..., all_of] - ledger[..., held_off], 1),
    )


def shock_metrics() -> tuple[Metric, ...]:
    """Return the metrics of shocks."""
    return (
        of_columns("arr.at_risk", "ARR at risk, in dollars", Column.AT_RISK_ARR),
        ratio(
            "arr.at_risk_share",
            "ARR at risk",
            Unit.SHARE,
            "Share of ARR whose sponsor has left, or that a competitor has got to, as counts at the next renewal.",
            Column.AT_RISK_ARR,
            Column.ARR,
        ),
        of_columns("competitor.calls", "Competitors' calls", Column.COMPETITOR_CALLS),
        trailing_ratio(
            "competitor.held_off",
            "Calls shrugged off",
            Unit.SHARE,
            "Share of the competitors' calls of the trailing three months that customers shrugged off.",
            Column.CALLS_SHRUGGED_OFF,
            Column.COMPETITOR_CALLS,
        ),
        _less(
            "competitor.landed",
            "Calls that hit",
            "Competitors' calls in the month that customers did not shrug off.",
            Column.COMPETITOR_CALLS,
            Column.CALLS_SHRUGGED_OFF,
        ),
        of_columns("sponsor.left", "Sponsors lost", Column.SPONSORS_LEFT),
        trailing_ratio(
            "sponsor.answered",
            "Sponsors replaced",
            Unit.SHARE,
            "Share of the sponsors who left in the trailing three months that were replaced in time.",
            Column.SPONSORS_ANSWERED,
            Column.SPONSORS_LEFT,
        ),
        _less(
            "sponsor.lost",
            "Sponsors not replaced",
            "Sponsors who left in the month and were not replaced in time.",
            Column.SPONSORS_LEFT,
            Column.SPONSORS_ANSWERED,
        ),
        of_columns("relations.lost", "Relations lost", Column.RELATIONS_LOST),
    )
