"""Many things at the same instant: time, then the order of making; and a month end belongs to the month it ends."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

import numpy as np
import pytest
from conservation.replay import check
from engine.event_sequence import ties
from playing import SEED, Events, column, of_kind, oracle, play

from simulator.clock import month_end
from simulator.engine.contract import RunRecord
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.engine.record import Lowered
from simulator.laws.growth import day_of_deal


@cache
def clockwork() -> tuple[Lowered, RunRecord]:
    what = oracle("clockwork")
    return what, play(what, log=True)


def on_day(events: Events, day: float) -> list[tuple[EventKind, int]]:
    return [(EventKind(line["kind"]), int(line["subject"])) for line in events[events["day"] == day]]


def test_clockwork_is_full_of_ties_and_all_are_in_the_event_sequence() -> None:
    what, record = clockwork()
    found = ties(what, record.events)
    assert len(found) > 300
    kinds = Counter((one, two) for one, two, _ in found)
    assert len(kinds) > 15, "ties of many kinds"
    assert all(in_order for _, _, in_order in found), [(one, two) for one, two, fine in found if not fine]


def test_clockwork_replays() -> None:
    what, record = clockwork()
    check(what, record, SEED, 0)


def test_on_one_day_a_sign_off_begun_thirty_days_ago_comes_before_a_deal_made_two_days_ago() -> None:
    """Before anybody has room nobody is onboarded, so look at the first customers, whom the founders take at once."""
    _, record = clockwork()
    began = of_kind(record, EventKind.ONBOARDING_BEGAN)
    checked = 0
    for line in began[began["amount"] == 30.0]:
        kinds = on_day(record.events, line["day"] + 30.0)
        signed, deals = (EventKind.SIGNED_OFF, line["subject"]), [k for k, _ in kinds if k == EventKind.CLOSED]
        if signed in kinds and deals:
            order = [kind for kind, _ in kinds]
            assert kinds.index(signed) < order.index(EventKind.CLOSED)
            checked += 1
    assert checked > 20


def test_terms_that_end_with_the_month_are_in_that_months_books_in_the_order_of_the_book() -> None:
    _, record = clockwork()
    for year in (1, 2):
        lines = on_day(record.events, 365.0 * year)
        at = lines.index((EventKind.MONTH_END, 12 * year))
        ended = [who for kind, who in lines if kind in (EventKind.RENEWED, EventKind.CHURNED) and who < 20]
        assert ended == sorted(ended)
        before = [who for kind, who in lines[:at] if kind in (EventKind.RENEWED, EventKind.CHURNED) and who < 20]
        assert before == ended
        assert len(ended) >= 12


def test_a_second_term_made_a_year_ago_ends_before_the_deal_of_the_day() -> None:
    """A customer that closed on an odd day renews for the second time on an odd day, as the next deal closes."""
    _, record = clockwork()
    checked = 0
    for day in range(733, 900, 2):
        lines = on_day(record.events, float(day))
        ended = [i for i, (kind, _) in enumerate(lines) if kind in (EventKind.RENEWED, EventKind.CHURNED)]
        deals = [i for i, (kind, _) in enumerate(lines) if kind == EventKind.CLOSED]
        assert len(deals) == 1
        if ended:
            assert max(ended) < deals[0]
            checked += 1
    assert checked > 30


@pytest.mark.parametrize("months", [1, 2, 3, 5, 6, 7, 12])
def test_terms_of_any_length_that_begin_on_the_first_day_meet_their_month_ends(months: int) -> None:
    """Whatever the length, dues and renewals stand in the books of the month that ends with the term, never the
    next.
    """
    what = oracle("cohort", segments__core__term_months=months, segments__core__renewal="99.5%", horizon_months=72)
    due = column(play(what), Column.DUE_ARR)
    dues = np.flatnonzero(due)
    np.testing.assert_array_equal(dues, np.arange(months, 73, months))


def test_a_deal_that_closes_as_the_first_month_ends_is_in_its_books() -> None:
    """On the first day the next deal is made before the month end. Six even deals a year, half a deal on, meet it."""
    bookings, tie = 600_000.0, None
    for _ in range(50):
        what = oracle("bookings", demand__arrivals="even", demand__bookings_a_year=bookings, horizon_months=1)
        if day_of_deal(what.expected_deals, 0.5, 0) == month_end(1):
            tie = what
            break
        bookings = math.nextafter(bookings, math.inf)
    assert tie is not None, "no amount of bookings near $600K makes the first deal close exactly at the month end"
    record = play(tie, log=True)
    assert record.events["kind"][0] == EventKind.CLOSED
    assert record.events["day"][0] == month_end(1)
    assert column(record, Column.NEW_CUSTOMERS).tolist() == [0.0, 1.0]


def test_what_happens_at_the_very_end() -> None:
    """Entries made before the last month end happen; a term that ends with the horizon is in the books."""
    record = play(oracle("cohort", horizon_months=12), log=True)
    assert column(record, Column.DUE_ARR)[12] == pytest.approx(1e8)
    assert record.events[-1]["kind"] == EventKind.MONTH_END
    assert record.events[-1]["subject"] == 12
