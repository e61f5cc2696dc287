"""The metrics of customers and of their onboarding."""

from __future__ import annotations

from simulator.engine.ledger import Column, Unit
from simulator.results.metrics.definition import Metric, of_columns, ratio, trailing_ratio


def customer_metrics() -> tuple[Metric, ...]:
    """Return the metrics of customers and of the leads that come from them."""
    return (
        of_columns("customers", "Customers", Column.CUSTOMERS),
        of_columns("customers.new", "New customers", Column.NEW_CUSTOMERS),
        of_columns("customers.lost", "Lost customers", Column.LOST_CUSTOMERS),
        of_columns("csqls", "CSQLs", Column.CSQLS),
        of_columns("csqls.won", "CSQLs won", Column.CSQLS_WON),
    )


def onboarding_metrics() -> tuple[Metric, ...]:
    """Return the metrics of onboarding and of the time to value."""
    return (
        of_columns("onboarding.backlog", "Onboarding backlog", Column.WAITING),
        of_columns("onboarding.in_progress", "Onboardings in progress", Column.IN_PROGRESS),
        ratio(
            "onboarding.utilisation",
            "Onboarding utilisation",
            Unit.SHARE,
            "Specialists' slots in use over slots there are; n/a without specialists.",
            Column.SLOTS_USED,
            Column.SLOTS,
        ),
        trailing_ratio(
            "onboarding.wait",
            "Wait for onboarding",
            Unit.DAYS,
            "Mean days from close to the beginning, of the onboardings that began in the trailing three months.",
            Column.WAIT_DAYS,
            Column.ONBOARDINGS_BEGUN,
        ),
        of_columns("onboarding.signoffs", "Onboardings signed off", Column.SIGN_OFFS),
        trailing_ratio(
            "onboarding.failed_share",
            "Failed onboardings",
            Unit.SHARE,
            "Share of the onboardings that ended in the trailing three months and failed.",
            Column.FAILED,
            Column.SIGN_OFFS,
        ),
        trailing_ratio(
            "ttv.mean",
            "Time-to-value (mean)",
            Unit.DAYS,
            "Mean days from close to sign-off, of the sign-offs of the trailing three months.",
            Column.TTV_DAYS,
            Column.SIGN_OFFS,
        ),
        of_columns("ttv.p50", "Time-to-value (median)", Column.TTV_P50),
        of_columns("ttv.p90", "Time-to-value (P90)", Column.TTV_P90),
    )
