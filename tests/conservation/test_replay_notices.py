"""The replay can fail: a log or a ledger changed in one place is noticed, and said where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from conservation.replay import ImpossibleError, check
from playing import SEED, Events, lowered, play
from switched_on import SWITCHED_ON

from simulator.engine.contract import Floats, RunRecord
from simulator.engine.events import Amount, EventKind
from simulator.engine.ledger import FIRST_FLOW, ROLE_BLOCK, Column, RoleColumn, role_column
from simulator.engine.record import Lowered
from simulator.roles import RoleId

MONTHS = 24
RARE = (
    *(EventKind.CARVED_OUT, EventKind.LEFT, EventKind.ONBOARDING_INTERRUPTED, EventKind.PROGRAMME_OPENED),
    *(EventKind.ROUND_RAISED, EventKind.HIRING_HELD, EventKind.HIRING_RESUMED),
    EventKind.PRODUCT_LAUNCHED,
    EventKind.CONVERTED,
    EventKind.SEAT_REOPENED,
)


@cache
def played(selling: str = "capacity") -> tuple[Lowered, RunRecord]:
    changes = {
        **SWITCHED_ON,
        "horizon_months": MONTHS,
        "roles.csm.attrition": 0.6,
        "roles.onboarding.opens": [{"arr": "$3M"}],
        "roles.onboarding.needs_head": False,
        "roles.onboarding.attrition": 0.6,
        "onboarding.product_led.opens": [{"arr": "$4M"}],
        "segments.core.term_months": 18,
        "money.runway.hold_below": 8,
        "products.second.opens": [{"arr": "$5M"}],
        "expansion.packages.opens": [{"month": 6}],
        "renewal.escalator": 0.02,
        "coverage.digital": {"opens": [{"month": 8}], "below": 2e4, "effect": 0.4, "cost_per_account": 500},
        "competitors.from_arr": "$3M",
        "competitors.until_arr": "$9M",
        "demand.capacity.founders_sell": "$6M",
        "demand.selling": selling,
        "roles.vp_sales.in_place": 1,
        "roles.seller.in_place": 3,
        "roles.customer_sales.in_place": 2,
        "roles.customer_sales.attrition": 0.9,
        "roles.customer_sales.schedule": [{"month": month, "count": 2} for month in (3, 5, 8)],
        "roles.customer_sales.converted_from": "csm",
        "roles.customer_sales.conversion": "300 days",
        "roles.csm.schedule": [{"month": 2, "count": 9}],
    }
    what = lowered("baseline", changes)
    return what, play(what, log=True)


def place(kind: EventKind, nth: int = 3) -> int:
    """Return where the nth line of a kind stands in the log."""
    _, record = played()
    return int(np.flatnonzero(record.events["kind"] == kind)[nth])


def without(*lines: int) -> Events:
    return np.delete(played()[1].events, lines)


def with_cell(line: int, name: str, change: Callable[[Any], Any]) -> Events:
    events = played()[1].events.copy()
    events[line][name] = change(events[line][name])
    return events


def refuses(record: RunRecord, saying: str) -> None:
    with pytest.raises(ImpossibleError, match=saying):
        check(played()[0], record, SEED, 0)


def test_the_untouched_record_is_in_order() -> None:
    what, record = played()
    check(what, record, SEED, 0)
    kinds = {EventKind(int(kind)) for kind in record.events["kind"]}
    assert kinds == set(EventKind), "every kind of event is in it"


def first_month_with(figures: Floats) -> int:
    """Return the first month after the opening that has a figure: the replay reads no further than to what is wrong."""
    return 1 + int(np.flatnonzero(np.nan_to_num(figures[1:]))[0])


@pytest.mark.parametrize("column", list(Column))
def test_any_cell_of_the_ledger_that_is_off_by_a_millionth_is_noticed(column: Column) -> None:
    """Where sellers hold their commission, there is none beside their pay."""
    what, record = played("plan" if column is Column.COMMISSION else "capacity")
    ledger = record.ledger.copy()
    month = first_month_with(ledger[:, column])
    ledger[month, column] *= 1.0 + 1e-6
    with pytest.raises(ImpossibleError):
        check(what, replace(record, ledger=ledger), SEED, 0)
    assert column < ROLE_BLOCK
    assert FIRST_FLOW < ROLE_BLOCK


@pytest.mark.parametrize("column", list(RoleColumn))
def test_any_cell_of_a_role_that_is_off_is_noticed(column: RoleColumn) -> None:
    what, record = played()
    ledger = record.ledger.copy()
    at = role_column(RoleId.CSM, column)
    month = first_month_with(ledger[:, at])
    ledger[month, at] += 1e-3 * ledger[month, at]
    with pytest.raises(ImpossibleError):
        check(what, replace(record, ledger=ledger), SEED, 0)


@pytest.mark.parametrize(
    "kind", [kind for kind in EventKind if kind not in (EventKind.SEAT_OPENED, EventKind.MONTH_END)]
)
def test_a_line_left_out_is_noticed(kind: EventKind) -> None:
    nth = 0 if kind in RARE else 2
    with pytest.raises(ImpossibleError):
        check(played()[0], replace(played()[1], events=without(place(kind, nth))), SEED, 0)


def test_a_seat_or_a_month_end_left_out_is_noticed() -> None:
    for kind in (EventKind.SEAT_OPENED, EventKind.MONTH_END):
        with pytest.raises(ImpossibleError):
            check(played()[0], replace(played()[1], events=without(place(kind))), SEED, 0)


@pytest.mark.parametrize(
    ("kind", "name", "change", "saying"),
    [
        (EventKind.CLOSED, "amount", lambda x: x * 1.0001, "the deal"),
        (EventKind.CLOSED, "day", lambda x: x - 1e-3, "time runs backwards|the demand used up"),
        (EventKind.COVERED, "amount", lambda x: x * 1.0001, "what it weighs"),
        (EventKind.RENEWED, "amount", lambda x: x * 1.0001, "the odds of renewal"),
        (EventKind.RENEWED, "kind", lambda _: int(EventKind.CHURNED), "luck would have renewed it"),
        (EventKind.CHURNED, "kind", lambda _: int(EventKind.RENEWED), "it had no luck"),
        (EventKind.SIGNED_OFF, "amount", lambda x: x + 1.0, "time-to-value"),
        (EventKind.ONBOARDING_BEGAN, "amount", lambda x: x + 1.0, "work"),
        (EventKind.COMPETITOR_CALLED, "amount", lambda x: x + 0.01, "the odds of shrugging off"),
        (EventKind.SPONSOR_LEFT, "amount", lambda x: x + 0.01, "the odds of an answer"),
        (EventKind.CSQL, "amount", lambda x: x * 0.99, "the odds of a CSQL"),
        (EventKind.LEAD_TAKEN, "amount", lambda x: x + 1.0, "the time a lead takes"),
        (EventKind.LEAD_CLOSED, "amount", lambda x: x * 0.99, "the odds of winning the lead"),
        (EventKind.CAPACITY_CHANGED, "amount", lambda x: x * 1.001, "what can be sold a day"),
        (EventKind.REFERENCES_REVIEWED, "amount", lambda x: x * 1.001, "what references do to demand"),
        (EventKind.LEFT, "amount", lambda x: x + 1.0, "the time at work"),
        (EventKind.SEAT_OPENED, "amount", lambda x: x + 1.0, "the time to hire"),
        (EventKind.PROGRAMME_OPENED, "day", lambda x: x - 28.0, "none of its conditions holds|time runs backwards"),
        (EventKind.INVOICED, "amount", lambda x: x * 1.0001, "the invoice"),
        (EventKind.INVOICED, "other", lambda x: x + 1, "months billed"),
        (EventKind.MONTH_END, "amount", lambda x: x * 1.0001, "ARR is"),
    ],
)
def test_a_line_that_says_something_else_is_noticed(
    kind: EventKind, name: str, change: Callable[[Any], Any], saying: str
) -> None:
    refuses(replace(played()[1], events=with_cell(place(kind, 0 if kind in RARE else 2), name, change)), saying)


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind.moves and kind.amount is Amount.DOLLARS])
def test_a_change_of_arr_by_another_amount_is_noticed(kind: EventKind) -> None:
    refuses(replace(played()[1], events=with_cell(place(kind, 0), "amount", lambda x: x * 1.01)), ".+")


def test_a_round_or_a_hold_that_says_something_else_is_noticed() -> None:
    for kind, saying in (
        (EventKind.ROUND_RAISED, "what the round brings"),
        (EventKind.HIRING_HELD, "the cash in hand"),
        (EventKind.HIRING_RESUMED, "the cash in hand"),
    ):
        refuses(replace(played()[1], events=with_cell(place(kind, 0), "amount", lambda x: x * 1.001)), saying)


def test_a_customer_served_out_of_turn_is_noticed() -> None:
    """Two that waited for a specialist change places."""
    what, record = played()
    carved = place(EventKind.CARVED_OUT, 0)
    began = [
        i
        for i in np.flatnonzero(record.events["kind"] == EventKind.ONBOARDING_BEGAN)
        if i > carved and record.events[i]["other"] >= 0 and what.roles["slots"][2] > 0
    ]
    events = record.events.copy()
    events["subject"][[began[0], began[1]]] = events["subject"][[began[1], began[0]]]
    refuses(replace(record, events=events), "not its turn|no such customer|it is live")


def test_an_account_given_to_somebody_who_has_left_is_noticed() -> None:
    _what, record = played()
    gone = next(i for i, hire in enumerate(record.hires) if hire["role"] == RoleId.CSM and not np.isnan(hire["left"]))
    later = [
        i
        for i in np.flatnonzero(record.events["kind"] == EventKind.COVERED)
        if record.events[i]["day"] > record.hires[gone]["left"]
    ]
    events = with_cell(int(later[0]), "other", lambda _: gone)
    refuses(replace(record, events=events), "not at work")


def test_another_seed_or_run_is_noticed() -> None:
    what, record = played()
    for seed, run in ((SEED + 1, 0), (SEED, 1)):
        with pytest.raises(ImpossibleError):
            check(what, record, seed, run)


def test_tampered_cohorts_milestones_and_hires_are_noticed() -> None:
    _, record = played()
    cohorts = record.cohort_arr.copy()
    cohorts[0, -1] += 1.0
    refuses(replace(record, cohort_arr=cohorts), "ARR of cohorts")
    customers = record.cohort_customers.copy()
    customers[1, -1] += 1.0
    refuses(replace(record, cohort_customers=customers), "customers of cohorts")
    refuses(replace(record, reached=record.reached + 1.0), "milestone")
    hires = record.hires.copy()
    hires["full_book"][hires["role"] == RoleId.CSM] *= 1.001
    refuses(replace(record, hires=hires), "the full book")
