"""The digital pool: who is in it, what it counts for, what it costs, and how an account leaves it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from playing import column, lowered, of_kind, oracle, play
from standard_errors import agrees

from simulator.engine.contract import NOBODY, RunRecord
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.roles import RoleId

ACCOUNTS = 6_000
ALONE: dict[str, Any] = {"opening__generated__held_by_founders": False, "coverage__founders_book": 0}


def pool(below: float, effect: float = 0.4, month: float = 0.0) -> dict[str, Any]:
    return {"opens": [{"month": month}], "below": below, "effect": effect, "cost_per_account": 730.0}


@pytest.mark.parametrize("effect", [0.0, 0.4, 1.0])
def test_the_pool_counts_for_its_share_of_a_manager(effect: float) -> None:
    """A term spent in it misses 1 - effect of its coverage: logit p = logit 0.9 - 1.5 (1 - effect)."""
    record = play(
        oracle(
            "nrr_of_arr",
            horizon_months=12,
            path__start_arr=ACCOUNTS * 1e5,
            opening__generated__accounts=ACCOUNTS,
            segments__core__csqls_a_year=0,
            renewal__uncovered=-1.5,
            coverage__digital=pool(1e6, effect),
            **ALONE,
        )
    )
    expected = 1.0 / (1.0 + math.exp(-(math.log(9.0) - 1.5 * (1.0 - effect))))
    left = column(record, Column.CUSTOMERS)[12] / ACCOUNTS
    agrees(float(left), math.sqrt(expected * (1.0 - expected) / ACCOUNTS), expected)


def test_it_costs_so_much_an_account_and_day() -> None:
    held = {"segments__core__renewal": 1, "segments__core__csqls_a_year": 0, "horizon_months": 12}
    record = play(oracle("nrr_of_arr", coverage__digital=pool(1e6, month=3), **ALONE, **held, hiring__review_every=1))
    since = math.ceil(3 * 365 / 12)
    months = np.arange(1, 13) * 365 / 12
    days = np.diff(np.maximum(0.0, np.array([0.0, *months]) - since))
    np.testing.assert_allclose(column(record, Column.DIGITAL_COST)[1:], 4_000 * 2.0 * days, atol=1e-6)
    assert column(record, Column.POOLED_ACCOUNTS).tolist() == [0.0] * 4 + [4_000.0] * 9
    assert not column(record, Column.UNCOVERED_ARR)[4:].any()


def small(**more: Any) -> RunRecord:
    """Return a company without any manager for the first months, its small accounts in the pool."""
    changes = {"horizon_months": 12, "coverage.digital": pool(4e4), "coverage.founders_book": 0}
    changes |= {"opening.generated.held_by_founders": False, "roles.csm.opens": [], "hiring.founders.hire_at_most": 0}
    changes |= {"segments.core.csqls_a_year": 8.0, "expansion.won_by_nobody": 0.5}
    return play(lowered("baseline", {**changes, **more}), log=True)


def test_an_account_that_grows_too_large_waits_for_a_manager_and_stays_until_one_takes_it() -> None:
    record = small(**{"roles.csm.schedule": [{"month": 6, "count": 3}], "roles.csm.lead.sigma": 0})
    entered = {int(line["subject"]): line["day"] for line in of_kind(record, EventKind.POOLED)}
    grown = {
        int(line["subject"]): line["amount"]
        for line in of_kind(record, EventKind.UNCOVERED)
        if line["day"] > entered.get(int(line["subject"]), math.inf)
    }
    assert len(grown) > 5
    assert min(grown.values()) >= 4e4
    covered = {int(line["subject"]) for line in of_kind(record, EventKind.COVERED)}
    assert covered & set(grown), "a CSM takes some of them"
    in_both = column(record, Column.POOLED_ARR) + column(record, Column.UNCOVERED_ARR) > column(record, Column.ARR)
    assert in_both.any(), "they wait, and are in the pool meanwhile"


def test_only_live_accounts_without_a_manager_are_in_it() -> None:
    record = small()
    live = {int(line["subject"]) for line in of_kind(record, EventKind.SIGNED_OFF)} | set(range(60))
    assert {int(line["subject"]) for line in of_kind(record, EventKind.POOLED)} <= live
    assert all(line["other"] == NOBODY for line in of_kind(record, EventKind.POOLED))
    held = small(**{"coverage.founders_book": "$1B", "opening.generated.held_by_founders": True})
    assert not len(of_kind(held, EventKind.POOLED)), "the founders have room for everybody"


def test_the_forecast_hires_no_csms_for_what_the_pool_looks_after() -> None:
    """Accounts of $10K that never grow, onboarded by specialists from the first day on; nobody has a manager yet."""
    hiring: dict[str, Any] = {
        "horizon_months": 24,
        "opening.generated.held_by_founders": False,
        "coverage.founders_book": 0,
        "segments.core.acv": "$10K",
        "segments.core.acv_cv": 0,
        "segments.core.acv_growth": 0,
        "segments.core.csqls_a_year": 0,
        "opening.generated.accounts": 200,
        "renewal.recapture_odds": 0,
        "hiring.founders.hire_at_most": 0,
        "roles.onboarding.in_place": 10,
    }
    usual, pooled = (play(lowered("baseline", hiring | {"coverage.digital": one})) for one in (pool(1.0), pool(12e3)))
    csms = [np.count_nonzero(record.hires["role"] == RoleId.CSM) for record in (usual, pooled)]
    assert csms[0] > 5
    assert csms[1] == 0
