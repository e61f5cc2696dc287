"""The metrics of what customers have signed for: bookings by total value, what is still to be earned, what is live."""

from __future__ import annotations

from simulator.engine.ledger import Column, Unit
from simulator.results.metrics.definition import Metric, of_columns, ratio


def contract_metrics() -> tuple[Metric, ...]:
    """Return the metrics of contracts."""
    return (
        of_columns("arr.live", "Live ARR", Column.LIVE_ARR, school=_LIVE),
        ratio(
            "arr.live_share",
            "Live share",
            Unit.SHARE,
            "Live ARR over ARR: what is signed for and in use.",
            Column.LIVE_ARR,
            Column.ARR,
            school=_LIVE,
        ),
        of_columns("rpo", "RPO", Column.RPO, school=_RPO),
        of_columns("rpo.current", "cRPO", Column.CURRENT_RPO, school=_RPO),
        of_columns(
            "bookings",
            "Bookings (TCV)",
            *(Column.BOOKED_NEW, Column.BOOKED_EXPANSION, Column.BOOKED_RENEWALS),
            meaning="Total value of what was signed in the month, over its term: first contracts, expansion and price "
            "rises in mid-term, renewals.",
            school=_TCV,
        ),
        of_columns("bookings.new", "Bookings, new (TCV)", Column.BOOKED_NEW, school=_TCV),
        of_columns("bookings.expansion", "Bookings, expansion (TCV)", Column.BOOKED_EXPANSION, school=_TCV),
        of_columns("bookings.renewals", "Bookings, renewals (TCV)", Column.BOOKED_RENEWALS, school=_TCV),
    )


_LIVE = (
    "ARR here counts from the signature (contracted, CARR); others count it from the day of going live, which is this."
)
_RPO = (
    "ASC 606: signed for and not yet earned, billed (deferred revenue) or not; renewals to come do not count. Some "
    "leave out contracts of a year or less, as the standard allows."
)
_TCV = "Total contract value; others count bookings by their value a year (ACV), which for new customers is New ARR."
