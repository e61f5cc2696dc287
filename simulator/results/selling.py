"""The metrics of selling: what can be sold, by whom, and what well-served customers do to demand."""

from __future__ import annotations

from simulator.engine.contract import Column
from simulator.results.metric import Metric, Unit, flow, ratio, stock


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
        stock(
            "references.demand",
            "Demand by references",
            Unit.RATIO,
            "By what references multiplied the demand for new customers in the month.",
            Column.REFERENCES,
        ),
        stock(
            "selling.capacity",
            "Selling capacity",
            Unit.USD_A_YEAR,
            "New ARR a year that founders and sellers can sell at the month's end.",
            Column.SELLING_CAPACITY,
        ),
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
        flow(
            "leads",
            "Leads taken by reps",
            Unit.LEADS_A_MONTH,
            "CS-qualified leads that a customer-sales rep took on in the month.",
            Column.LEADS,
        ),
        flow(
            "leads.won",
            "Leads won by reps",
            Unit.LEADS_A_MONTH,
            "Leads once taken by a rep that turned into a sale in the month.",
            Column.LEADS_WON,
        ),
        stock(
            "sellers.at_quota",
            "Sellers at quota",
            Unit.PEOPLE,
            "Ramped sellers who make their quota, at the month's end.",
            Column.SELLERS_AT_QUOTA,
        ),
    )
