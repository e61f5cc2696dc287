"""The compiled engine returns what the reference returns, to the last bit: ledger, cohorts, milestones, hires, events.

The reference is the specification. Where the two part, the failure shows the first event that differs on both sides,
and the first figure of the ledger by the name of its column. Companies of every kind, which both engines play and the
replay reads, are in conservation/test_any_company.py.
"""

from __future__ import annotations

from functools import cache

import pytest
from equality.corners import CORNERS, corner
from equality.records import check_engines
from playing import ORACLES, SEED, oracle

from simulator.engine.contract import RunRecord
from simulator.engine.events import EventKind
from simulator.engine.lowering import lower
from simulator.engine.record import Lowered
from simulator.scenario.reading.files import load
from simulator.scenario.reading.inheritance import shipped
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.uncertainty import parameter_rows, with_values

SHIPPED = [name for name, _ in shipped()]
LARGE = 500
"""Customers of the first day from which on the reference takes some five seconds for a year."""


def drawn(name: str, run: int, months: int | None) -> Lowered:
    """Return the numeric record of a shipped scenario, with what is uncertain in it drawn for a run."""
    scenario = load(name, {} if months is None else {"horizon_months": months})
    certain = with_values(scenario, parameter_rows(scenario, SEED, range(run, run + 1))[0])
    return lower(certain, read_today(certain))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario(name: str) -> None:
    large = load(name).opening.generated.accounts > LARGE
    check_engines(drawn(name, 0, months=8 if large else 20), SEED, 0)


@pytest.mark.long(part="ties")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario_in_full(name: str) -> None:
    for run in range(10):
        check_engines(drawn(name, run, months=None), SEED, run)


@pytest.mark.parametrize("name", sorted(path.stem for path in ORACLES.glob("*.yaml")))
def test_every_oracles_scenario(name: str) -> None:
    """What the oracles say of the one engine, they say of the other."""
    check_engines(oracle(name, horizon_months=4), SEED, 0)


@cache
def of_both(name: str, run: int) -> RunRecord:
    """Return the record of a corner on which the engines agree, played once."""
    return check_engines(corner(name), SEED, run)


@pytest.mark.parametrize("name", CORNERS)
def test_every_corner(name: str) -> None:
    for run in range(3):
        of_both(name, run)


def test_the_corners_know_every_kind_of_event() -> None:
    seen = {int(kind) for name in CORNERS for kind in of_both(name, 0).events["kind"]}
    assert seen == {int(kind) for kind in EventKind}
