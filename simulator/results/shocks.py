"""The metrics of shocks: what puts renewals at risk, and how much of it is held off."""

from __future__ import annotations

from simulator.engine.contract import Column
from simulator.results.metric import Metric, Unit, flow, ratio, trailing_ratio


def shock_metrics() -> tuple[Metric, ...]:
    """Return the metrics of shocks."""
    monthly = Unit.CUSTOMERS_A_MONTH
    return (
        ratio(
            "arr.at_risk_share",
            "ARR at risk",
            Unit.SHARE,
            "Share of ARR whose sponsor has left, or that a competitor has got to, since the last renewal.",
            Column.AT_RISK_ARR,
            Column.ARR,
        ),
        flow(
            "competitor.calls",
            "Competitors' calls",
            monthly,
            "Serious calls of competitors on customers in the month.",
            Column.COMPETITOR_CALLS,
        ),
        trailing_ratio(
            "competitor.held_off",
            "Calls shrugged off",
            Unit.SHARE,
            "Share of the competitors' calls of the trailing three months that customers shrugged off.",
            Column.CALLS_SHRUGGED_OFF,
            Column.COMPETITOR_CALLS,
        ),
        flow("sponsor.left", "Sponsors lost", monthly, "Sponsors who left in the month.", Column.SPONSORS_LEFT),
        trailing_ratio(
            "sponsor.answered",
            "Sponsors replaced",
            Unit.SHARE,
            "Share of the sponsors who left in the trailing three months that were replaced in time.",
            Column.SPONSORS_ANSWERED,
            Column.SPONSORS_LEFT,
        ),
    )
