"""Real runs: the figures must hang together, and those rebuilt customer by customer from the event log must agree."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from simulator.clock import month_end
from simulator.engine.contract import EVENT
from simulator.engine.events import EventKind
from simulator.engine.lowering import lower
from simulator.engine.reference import run_reference
from simulator.laws.growth import at_day
from simulator.results.metrics import cohort_retention, quick_ratio
from simulator.results.result import ReplayError, Result
from simulator.roles import ROLE_NAMES
from simulator.scenario.reading.files import load
from simulator.scenario.schema.uncertainty import parameter_rows, with_values

MONTHS, SEED, RUNS = 26, 3, range(4, 6)
GAINS = (EventKind.RECAPTURED, EventKind.ESCALATED, EventKind.PACKAGE_SOLD, EventKind.PRICE_RISEN)


@cache
def simulated() -> Result:
    """Return two runs of a company without customers yet, its CS effect uncertain."""
    changes = {"opening.generated.accounts": 0, "horizon_months": MONTHS, "cs_effect": {"uniform": [0.5, 1.0]}}
    changes |= {"renewal.mid_term_rise": {"month": 20, "by": "6%"}}
    changes |= {"renewal.escalator": "3%", "expansion.packages.opens": [{"month": 6}]}
    scenario = load("baseline", changes)
    lowered = [lower(with_values(scenario, row)) for row in parameter_rows(scenario, SEED, RUNS)]
    records = [run_reference(one, SEED, run) for one, run in zip(lowered, RUNS, strict=True)]
    plan = [[at_day(one.plan_arr, month_end(month)) for month in range(MONTHS + 1)] for one in lowered]
    return Result.of(scenario, SEED, RUNS, records, plan, "reference")


@cache
def arr_by_customer(run: int) -> tuple[np.ndarray, dict[EventKind, np.ndarray]]:
    """Replay the event log: each customer's ARR at month ends (month, customer), and the bridge's dollars by month."""
    events = simulated().events(run)
    closed = events["kind"] == EventKind.CLOSED
    arr = np.zeros(closed.sum())
    table = np.zeros((MONTHS + 1, len(arr)))
    kinds = (EventKind.CLOSED, EventKind.EXPANDED, EventKind.CONTRACTED, EventKind.CHURNED, *GAINS)
    bridge = {kind: np.zeros(MONTHS + 1) for kind in kinds}
    month = 1
    for event in events:
        kind, customer, amount = EventKind(event["kind"]), event["subject"], float(event["amount"])
        if kind is EventKind.MONTH_END:
            table[month], month = arr, month + 1
        elif kind in bridge:
            amount = arr[customer] if kind is EventKind.CHURNED else amount
            bridge[kind][month] += amount
            arr[customer] += -amount if kind in (EventKind.CONTRACTED, EventKind.CHURNED) else amount
    return table, bridge


@pytest.mark.parametrize("run", RUNS)
def test_retention_is_that_of_the_customers_in_the_log(run: int) -> None:
    found, row = simulated(), simulated().place(run)
    table, _ = arr_by_customer(run)
    np.testing.assert_allclose(found["arr"][row], table.sum(axis=1), rtol=1e-9)
    for month in range(12, MONTHS + 1):
        wanted = cohort_retention(table[month - 12], np.maximum(0.0, table[month]))
        got = [found[name][row, month] for name in ("nrr", "grr", "logo_retention")]
        np.testing.assert_allclose(got, wanted, rtol=1e-9)
    assert np.isfinite(found["nrr"][:, -1]).all()


@pytest.mark.parametrize("run", RUNS)
def test_the_bridge_and_the_quick_ratio_are_those_of_the_log(run: int) -> None:
    found, row = simulated(), simulated().place(run)
    _, bridge = arr_by_customer(run)
    names = ("new", "expansion", "contraction", "churn", "recapture", "escalator", "packages", "mid_term_rises")
    for name, amounts in zip(names, bridge.values(), strict=True):
        np.testing.assert_allclose(found[f"arr.{name}"][row, 1:], amounts[1:], rtol=1e-9)
    assert all(bridge[kind].any() for kind in GAINS)
    new, expansion, contraction, churn, *gains = (amounts[-12:].sum() for amounts in bridge.values())
    last_year = (new, expansion + sum(gains), contraction, churn)
    np.testing.assert_allclose(found["quick_ratio"][row, -1], quick_ratio(*last_year), rtol=1e-9)


def test_arr_is_bridged_month_by_month() -> None:
    found = simulated()
    change = found["arr.new"] + found["arr.expansion"] + found["arr.renewal_gains"] + found["arr.mid_term_rises"]
    change -= found["arr.contraction"] + found["arr.churn"]
    np.testing.assert_allclose(np.diff(found["arr"]), change[:, 1:], rtol=1e-9, atol=1e-3)
    np.testing.assert_array_equal(
        np.diff(found["customers"]), (found["customers.new"] - found["customers.lost"])[:, 1:]
    )
    np.testing.assert_allclose(found.cohort_arr.sum(axis=1), found["arr"], rtol=1e-9)


def test_people_come_and_go_as_the_log_of_hires_says() -> None:
    found = simulated()
    for role, name in enumerate(ROLE_NAMES):
        change = found[f"joiners.{name}"] - found[f"leavers.{name}"]
        np.testing.assert_array_equal(np.diff(found[f"headcount.{name}"]), change[:, 1:])
        hired = found.hires[(found.hires["role"] == role) & ~np.isnan(found.hires["joined"])]
        counted = [np.count_nonzero(hired["run"] == run) for run in RUNS]
        assert np.nansum(found[f"joiners.{name}"], axis=1).tolist() == counted
    assert found["headcount.cs"][:, -1].min() > 0


def test_shares_are_shares() -> None:
    found = simulated()
    for name in ("grr", "logo_retention", "health", "arr.covered_share", "renewal.rate", "first_renewal.rate"):
        values = found[name][np.isfinite(found[name])]
        assert len(values) and (values >= 0.0).all() and (values <= 1.0 + 1e-12).all(), name


def test_time_to_value_is_that_of_the_log() -> None:
    found, run = simulated(), RUNS[0]
    events = found.events(run)
    signed = events[events["kind"] == EventKind.SIGNED_OFF]
    for month in (9, 20, MONTHS):
        within = (signed["day"] > month_end(month - 3)) & (signed["day"] <= month_end(month))
        days = signed["amount"][within]
        assert len(days) > 3
        np.testing.assert_allclose(found["ttv.mean"][0, month], days.mean(), rtol=1e-9)
        np.testing.assert_allclose(found["ttv.p50"][0, month], np.quantile(days, 0.5), rtol=1e-9)
        np.testing.assert_allclose(found["ttv.p90"][0, month], np.quantile(days, 0.9), rtol=1e-9)


def test_milestones_are_reached_between_the_month_ends_that_say_so() -> None:
    found = simulated()
    first = found.milestone_probability()[0]
    assert first.milestone == 6e6
    for row in range(len(RUNS)):
        passed = np.flatnonzero(found["arr"][row] >= 6e6)
        assert found.reached[row, 0] <= month_end(int(passed[0])) if len(passed) else np.isnan(found.reached[row, 0])


def test_a_replay_tells_the_same_story() -> None:
    found = simulated()
    events = found.events(RUNS[1])
    assert events.dtype == EVENT
    assert np.all(np.diff(events["day"]) >= 0.0)
    ends = events[events["kind"] == EventKind.MONTH_END]
    np.testing.assert_array_equal(ends["amount"], found["arr"][1, 1:])
    frame = found.events_frame(RUNS[1])
    assert len(frame) == len(events)
    assert frame[frame.event == "month_end"].label.tolist() == found.labels[1:]


def test_a_replay_that_gives_other_figures_is_refused() -> None:
    ledger = simulated().ledger.copy()
    ledger[1, 5, 0] += 1.0
    altered = replace(simulated(), ledger=ledger)
    assert len(altered.events(RUNS[0]))
    with pytest.raises(ReplayError, match="other figures"):
        altered.events(RUNS[1])
    with pytest.raises(KeyError, match="no run 99"):
        altered.events(99)
