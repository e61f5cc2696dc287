"""Columns and events are declared once, and nothing is left out: the bridge closes by what is declared, on a company
with every mechanism at work, and each event moves the flow that it names, by the amount that stands in the log.
"""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from switched_on import SWITCHED_ON

import simulator
from simulator.clock import month_holding
from simulator.decisions.story import Story, story
from simulator.engine.contract import COLUMNS, Programme
from simulator.engine.events import EVENT_KINDS, Amount, EventKind, Subject
from simulator.engine.ledger import FIRST_FLOW, FLOW, GAINS, LOSSES, STOCK, BridgeLine, Column, RoleColumn
from simulator.reports.charts.bridge import arr_bridge
from simulator.reports.terminal.narration import sentence
from simulator.results.metrics import BRIDGE, METRICS
from simulator.results.metrics.definition import ledger_source
from simulator.scenario.reading.files import load

MOVING = [kind for kind in EventKind if kind.moves is not None]


@cache
def played() -> Story:
    """Return a run with every mechanism at work.

    Without hours that every account takes at least, so that the log tells the ARR of the smallest, too.
    """
    company = {**SWITCHED_ON, "coverage.hours_floor": "0 h", "horizon_months": "36"}
    return story(load("baseline", company), 1, seed=4, engine="reference")


def test_what_is_declared_to_change_arr_is_all_that_changes_it() -> None:
    ledger = played().result.ledger[0]
    changes = sum(column.sign * ledger[1:, column] for column in (*GAINS, *LOSSES))
    np.testing.assert_allclose(np.diff(ledger[:, Column.ARR]), changes, rtol=1e-9, atol=1e-3)
    assert all(ledger[:, column].any() for column in (*GAINS, *LOSSES)), "each of them is at work here"


def test_every_signed_flow_is_in_the_bridge_and_its_metric_once() -> None:
    assert set(BRIDGE) == set(BridgeLine)
    in_lines = Counter(column for line in BridgeLine for column in line.columns)
    assert in_lines == Counter((*GAINS, *LOSSES))
    assert all(column.kind is FLOW for column in in_lines)
    for line in BridgeLine:
        assert METRICS[BRIDGE[line]].source == ledger_source(*line.columns), "the metric adds up the whole line"
    result = played().result
    year = arr_bridge(result)[0]
    ledger = result.ledger[0, 1 : year.months + 1]
    for line, flow in zip(BridgeLine, year.flows, strict=True):
        assert flow == pytest.approx(line.sign * ledger[:, list(line.columns)].sum())


def test_every_flow_of_arr_is_moved_by_the_event_that_names_it() -> None:
    assert Counter(kind.moves for kind in MOVING) == Counter((*GAINS, *LOSSES))
    assert all(kind.subject is Subject.CUSTOMER for kind in MOVING)
    found = played()
    ledger, events = found.result.ledger[0], found.events
    months = [min(month_holding(float(day)), len(ledger) - 1) for day in events["day"]]
    for kind in MOVING:
        lines = events["kind"] == kind
        assert lines.any(), kind.name
        if kind.amount is Amount.DOLLARS:
            moved = np.bincount(np.array(months)[lines], events["amount"][lines], len(ledger))
            np.testing.assert_allclose(moved[1:], ledger[1:, kind.moves], rtol=1e-9, atol=1e-6, err_msg=kind.name)
        else:  # all that the customer pays
            lost = [one.lost for one in found.lost()]
            assert np.nansum(lost) == pytest.approx(ledger[1:, kind.moves].sum())


def test_no_customer_is_lost_track_of_by_an_event_that_moves_its_arr_unsaid() -> None:
    """What customers are worth by the log alone is what the ledger says of them in the end."""
    found = played()
    new = [one for one in found.histories.values() if not one.opening and np.isnan(one.lost_on)]
    cohorts = found.result.cohort_arr[0, 1:, -1]
    assert sum(one.arr for one in new) == pytest.approx(cohorts.sum())


@pytest.mark.parametrize("kind", EventKind, ids=lambda kind: kind.name)
def test_every_event_has_words_that_can_be_told(kind: EventKind) -> None:
    subject = Programme.PACKAGES if kind.subject is Subject.PROGRAMME else 0
    told = sentence(played(), kind, int(subject), 0, 0.5)
    assert told[:1].isupper() or told[:1] == "$"
    assert told.endswith(".") and len(told) > 8 and "{" not in told
    assert kind.words not in [other.words for other in EventKind if other is not kind]


OTHERS = {"who": "hire", "role": "role", "segment": "segment", "months": "months"}
SUBJECTS = {"programme": Subject.PROGRAMME, "product": Subject.PRODUCT, "round": Subject.ROUND}
AMOUNTS = {
    "odds": {Amount.ODDS},
    "share": {Amount.SHARE},
    "days": {Amount.DAYS},
    "times": {Amount.TIMES},
    "money": {Amount.DOLLARS, Amount.ITS_ARR, Amount.DOLLARS_A_DAY},
}


@pytest.mark.parametrize("kind", EventKind, ids=lambda kind: kind.name)
def test_words_take_the_numbers_for_what_they_are(kind: EventKind) -> None:
    for place in (part.split("}")[0] for part in kind.words.split("{")[1:]):
        if place in OTHERS:
            assert kind.other == OTHERS[place]
        elif place in SUBJECTS:
            assert kind.subject is SUBJECTS[place]
        else:
            assert kind.amount in AMOUNTS[place]


def test_lines_of_the_log_are_what_their_kinds_say() -> None:
    """Subjects are those of the scenario, second parties and amounts are there where they are declared."""
    found = played()
    for _, number, subject, other, amount in found.events.tolist():
        kind = EVENT_KINDS[number]
        assert (subject == -1) == (kind.subject is Subject.COMPANY), kind.name
        assert other == -1 or kind.other, kind.name
        assert amount == 0.0 or kind.amount is not Amount.NOTHING, kind.name
        if kind.subject is Subject.HIRE:
            assert subject < len(found.hires)
        if kind.amount in (Amount.ODDS, Amount.SHARE):
            assert 0.0 <= amount <= 1.0, kind.name


def test_numbers_and_order_are_those_of_stored_tables() -> None:
    assert [int(column) for column in Column] == list(range(len(Column)))
    assert [int(column) for column in RoleColumn] == list(range(len(RoleColumn)))
    assert {column.kind for column in Column if column < FIRST_FLOW} == {STOCK}
    assert {column.kind for column in Column if column >= FIRST_FLOW} == {FLOW}
    assert len(Column) + 8 * len(RoleColumn) == COLUMNS
    assert all(column.meaning.endswith(".") for column in (*Column, *RoleColumn))


def test_the_compiled_engine_has_no_numbers_of_its_own_for_them() -> None:
    """It says `Column.ARR` as everybody does; a twin `ARR = int(Column.ARR)` would be a second place to look at."""
    twins = []
    for path in sorted((Path(simulator.__file__).parent / "engine" / "compiled").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for one in ast.walk(node) if isinstance(node, ast.Assign | ast.AnnAssign) else ():
                if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "int":
                    twins.append(f"{path.name}:{node.lineno}")
    assert twins == []
