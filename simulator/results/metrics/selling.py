"""The metrics of selling: what can be sold, by whom, and what well-served customers do to demand."""

from __future__ import annotations

from simulator.engine.ledger import Column, Unit
from simulator.results.metrics.definition import Metric, of_columns, ratio


def selling_metrics() -> tuple[Metric, ...]:
    """Return the metrics of selling. Capacity is 0 where bookings come as planned."""
    return (
        ratio(
            "references.share",
            "Well-served share",
            Unit.SHARE,
            "Share of ARR whose onboarding has not failed, that is looked after, and has renewed before or is young.",
            Column.WELL_SERVED_ARR,
            Column.ARR,
        ),
        of_columns("references.demand", "Demand by references", Column.REFERENCES),
        of_columns("selling.capacity", "Selling capacity", Column.SELLING_CAPACITY),
        ratio(
            "selling.ramping_share",
            "Ramping share of capacity",
            Unit.SHARE,
            "Share of the selling capacity that lies with sellers still ramping.",
            Column.RAMPING_CAPACITY,
            Column.SELLING_CAPACITY,
        ),
        ratio(
            "customer_sales.utilisation",
            "Customer-sales utilisation",
            Unit.SHARE,
            "Customer-sales reps' slots in use over slots there are; n/a without reps.",
            Column.REP_LEADS,
            Column.REP_SLOTS,
        ),
        of_columns("leads", "Leads taken by reps", Column.LEADS),
        of_columns("leads.won", "Leads won by reps", Column.LEADS_WON),
        of_columns("sellers.at_quota", "Sellers at quota", Column.SELLERS_AT_QUOTA),
    )
