"""The comparison that all tests of equality rest on: it sees one bit, and it says where the records part."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from equality.records import check, column_name
from playing import lowered, play

from simulator.engine.contract import COLUMNS, RunRecord
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column, RoleColumn, role_column
from simulator.roles import RoleId


@pytest.fixture(scope="module")
def record() -> RunRecord:
    return play(lowered("baseline", {"horizon_months": 6, "roles.csm.in_place": 1}), log=True)


def changed(record: RunRecord, field: str, place: tuple[int | str, ...], value: float) -> RunRecord:
    table = getattr(record, field).copy()
    target = table if len(place) == 1 else table[place[0]]
    target[place[-1]] = value
    return replace(record, **{field: table})


def message(one: RunRecord, other: RunRecord) -> str:
    with pytest.raises(AssertionError) as failure:
        check(one, other, ("reference", "compiled"))
    return str(failure.value).split("\nassert")[0]


def test_a_record_is_equal_to_itself(record: RunRecord) -> None:
    check(record, replace(record, **{field.name: getattr(record, field.name).copy() for field in fields(RunRecord)}))


def test_the_last_bit_of_the_ledger_counts(record: RunRecord) -> None:
    before = record.ledger[3, Column.NEW_ARR]
    other = changed(record, "ledger", (3, Column.NEW_ARR), np.nextafter(before, np.inf))
    told = message(record, other)
    assert "1 figures of the ledger differ; first month 3, NEW_ARR:" in told
    assert f"reference: {float(before)!r}" in told
    assert f"compiled: {float(np.nextafter(before, np.inf))!r}" in told


def test_minus_nothing_is_not_nothing(record: RunRecord) -> None:
    assert record.ledger[1, Column.FOUNDERS_LOAD] != 0.0
    assert record.ledger[1, Column.MENDED] == 0.0
    assert "MENDED" in message(record, changed(record, "ledger", (1, Column.MENDED), -0.0))


def test_the_first_event_that_differs_stands_between_its_neighbours(record: RunRecord) -> None:
    row = 7
    assert record.events[row]["kind"] == EventKind.COVERED
    told = message(record, changed(record, "events", (row, "amount"), 1.5)).splitlines()
    assert (
        told[1]
        == f"event 7 differs ({len(record.events)} on the side of reference, {len(record.events)} on that of compiled):"
    )
    assert [line.split(":")[0] for line in told[2:]] == [
        *("    both 4", "    both 5", "    both 6"),
        *("  > reference 7", "    reference 8", "    reference 9"),
        *("  > compiled 7", "    compiled 8", "    compiled 9"),
    ]
    assert told[8].startswith("  > compiled 7: day 0.0 COVERED ")
    assert told[8].endswith(" 1.5")


def test_a_log_that_ends_early_is_told(record: RunRecord) -> None:
    told = message(record, replace(record, events=record.events[:-1]))
    assert "  > compiled has no more" in told
    assert "MONTH_END 6" in told


def test_cohorts_milestones_and_hires_are_compared(record: RunRecord) -> None:
    assert "cohort_arr differ; first at (1, 2)" in message(record, changed(record, "cohort_arr", (1, 2), 0.25))
    assert "reached differ; first at (0,)" in message(record, changed(record, "reached", (0,), 0.25))
    assert "full_book 0.25" in message(record, changed(record, "hires", (0, "full_book"), 0.25))


def test_another_shape_or_type_is_told(record: RunRecord) -> None:
    assert "shape" in message(record, replace(record, ledger=record.ledger[:-1]))
    assert "float32" in message(record, replace(record, reached=record.reached.astype(np.float32)))


def test_columns_have_names() -> None:
    assert column_name(Column.TTV_P90) == "TTV_P90"
    assert column_name(role_column(RoleId.CSM, RoleColumn.COST)) == "COST of csm"
    assert len({column_name(column) for column in range(COLUMNS)}) == COLUMNS
