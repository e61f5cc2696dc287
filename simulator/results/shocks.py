"""The metrics of shocks: what puts renewals at risk, and how much of it is held off."""

from __future__ import annotations

from simulator.engine.contract import Column
from simulator.results.arithmetic import from_month
from simulator.results.metric import Metric, Unit, flow, ledger_source, ratio, stock, trailing_ratio


def _less(name: str, title: str, meaning: str, all_of: int, held_off: int) -> Metric:
    """Return the flow of those that were not held off."""
    return Metric(
        name,
        title,
        Unit.CUSTOMERS_A_MONTH,
        "flow",
        meaning,
        ledger_source(all_of, held_off),
        lambda ledger, plan: from_month(ledger[..., all_of] - ledger[..., held_off], 1),
    )


def shock_metrics() -> tuple[Metric, ...]:
    """Return the metrics of shocks."""
    monthly = Unit.CUSTOMERS_A_MONTH
    return (
        stock(
            "arr.at_risk",
            "ARR at risk, in dollars",
            Unit.USD,
            "ARR whose sponsor has left, or that a competitor has got to, since the last renewal.",
            Column.AT_RISK_ARR,
        ),
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
        _less(
            "competitor.landed",
            "Calls that hit",
            "Competitors' calls in the month that customers did not shrug off.",
            Column.COMPETITOR_CALLS,
            Column.CALLS_SHRUGGED_OFF,
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
        _less(
            "sponsor.lost",
            "Sponsors not replaced",
            "Sponsors who left in the month and were not replaced in time.",
            Column.SPONSORS_LEFT,
            Column.SPONSORS_ANSWERED,
        ),
    )
