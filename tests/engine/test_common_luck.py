"""Common random numbers: what somebody draws belongs to them alone, whatever else the scenario says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playing import Events, lowered, of_kind, oracle, play

from simulator.engine.contract import COLUMNS, RunRecord
from simulator.engine.events import EventKind
from simulator.engine.ledger import GROUP_COLUMNS
from simulator.roles import RoleId
from simulator.scenario.reading.files import load
from simulator.scenario.schema.uncertainty import parameter_rows, uncertain_paths

MONTHS = 24
POLICIES: dict[str, dict[str, Any]] = {
    "late head": {"roles.cs_head.opens": [{"arr": "$14M"}]},
    "nobody": {f"roles.{name}.opens": [] for name in ("cs_head", "csm", "onboarding")},
    "many": {"hiring.lookahead": "300 days", "roles.csm.schedule": [{"month": 1, "count": 9}]},
    "carved out at once": {"roles.onboarding.in_place": 3},
    "other attrition": {"roles.csm.attrition": 0.9, "roles.cs_head.lead.sigma": 1.0},
    "sceptic": {"cs_effect": "40%"},
}


def baseline(**more: Any) -> RunRecord:
    changes = {"horizon_months": MONTHS, "demand.references.strength": 0} | {
        key.replace("__", "."): value for key, value in more.items()
    }
    return play(lowered("baseline", changes), log=True)


def closings(record: RunRecord) -> Events:
    return of_kind(record, EventKind.CLOSED)


@pytest.mark.parametrize("policy", POLICIES)
def test_the_kth_customer_is_the_same_whatever_the_hiring(policy: str) -> None:
    """Day, number, segment and ARR of every deal, exactly."""
    assert closings(baseline(**POLICIES[policy])).tobytes() == closings(baseline()).tobytes()


def fits(**more: Any) -> dict[int, bool]:
    """Return which new customers fit badly, from the odds at their first term end: fit is all that moves them here."""
    changes = {
        "horizon_months": MONTHS,
        "demand.references.strength": 0,
        "renewal.uncovered": 0,
        "renewal.failed_onboarding": 0,
        "renewal.cs_head": 0,
        "renewal.poor_fit": -5,
    }
    record = play(lowered("baseline", changes | more), log=True)
    ended = of_kind(record, EventKind.RENEWED, EventKind.CHURNED)
    return {int(line["subject"]): bool(line["amount"] < 0.5) for line in ended}


def test_fit_is_the_same_whatever_the_hiring() -> None:
    usual = fits()
    assert 0.05 < np.mean(list(usual.values())) < 0.25
    for policy in ("late head", "many"):
        assert fits(**POLICIES[policy]) == usual


def test_the_kth_customer_keeps_its_luck_when_demand_grows() -> None:
    """With half as many deals again the k-th closes earlier, and is as large as ever while ACV does not grow."""
    flat = {"segments__core__acv_growth": 0}
    usual, more = closings(baseline(**flat)), closings(baseline(demand__attainment=["150%"], **flat))
    assert len(more) > 1.4 * len(usual)
    np.testing.assert_array_equal(more["amount"][: len(usual)], usual["amount"])
    assert np.all(more["day"][: len(usual)] < usual["day"])


def of_role(record: RunRecord, role: RoleId) -> Events:
    rows: Events = record.hires[record.hires["role"] == role]
    return rows


@pytest.mark.parametrize(
    "change",
    [
        {"roles.cs_head.opens": [{"month": 0}]},
        {"hiring.lookahead": "250 days"},
        {"roles.onboarding.opens": [{"month": 1}], "roles.onboarding.needs_head": False},
    ],
)
def test_the_third_csm_is_the_same_person_whenever_the_seat_opens(change: dict[str, Any]) -> None:
    """Time to hire, mis-hire, book and tenure of the n-th of a role."""
    usual, other = of_role(baseline(), RoleId.CSM), of_role(baseline(**change), RoleId.CSM)
    both = min(len(usual), len(other))
    assert both >= 3
    assert np.any(usual["opened"][:both] != other["opened"][:both])
    np.testing.assert_array_equal(usual["full_book"][:both], other["full_book"][:both])
    np.testing.assert_array_equal(usual["wrong"][:both], other["wrong"][:both])
    for start, end in (("opened", "joined"), ("joined", "left")):
        one, two = usual[end][:both] - usual[start][:both], other[end][:both] - other[start][:both]
        known = ~np.isnan(one) & ~np.isnan(two)
        np.testing.assert_allclose(one[known], two[known], rtol=0.0, atol=1e-9)
        assert end != "joined" or known.sum() >= 3


def test_an_extra_customer_moves_nobody_elses_luck() -> None:
    """Another account in the opening book, the others as large as before: all others renew or leave as before."""
    usual = play(oracle("cohort", segments__core__acv_cv=0.8), log=True)
    extra = oracle(
        "cohort", segments__core__acv_cv=0.8, opening__generated__accounts=1_001, opening__generated__arr="$100.1M"
    )
    other = play(extra, log=True)
    ended = of_kind(usual, EventKind.RENEWED, EventKind.CHURNED)
    theirs = of_kind(other, EventKind.RENEWED, EventKind.CHURNED)
    theirs = theirs[theirs["subject"] != 1_000]
    for name in ("day", "kind", "subject", "amount"):
        np.testing.assert_array_equal(ended[name], theirs[name])


def test_an_extra_opening_account_moves_no_new_customer() -> None:
    assert np.array_equal(
        closings(baseline(opening__generated__accounts=61))[["day", "amount"]], closings(baseline())[["day", "amount"]]
    )


def test_a_customers_own_extra_draws_move_nobody_else() -> None:
    """With many more CSQLs every customer draws more; deals, first terms' luck and the people stay as they are."""
    usual, busy = baseline(), baseline(segments__core__csqls_a_year=20)
    assert closings(busy).tobytes() == closings(usual).tobytes()
    both = min(len(usual.hires), len(busy.hires))
    assert both > 3
    for role in RoleId:
        one, two = of_role(usual, role), of_role(busy, role)
        both = min(len(one), len(two))
        np.testing.assert_array_equal(one["full_book"][:both], two["full_book"][:both])


def test_a_segment_nobody_buys_from_changes_nothing(tmp_path: Any) -> None:
    core = load("baseline").segments["core"].model_dump(mode="json")
    usual = baseline()
    more = tmp_path / "more.yaml"
    figures = ", ".join(
        f"{name}: {value}" for name, value in (core | {"weight": 0, "acv": 9e5, "renewal": 0.1}).items()
    )
    more.write_text(f"extends: baseline\nname: more\nsegments: {{other: {{{figures}}}}}\n", encoding="utf-8")
    record = play(lowered(more, {"horizon_months": MONTHS, "demand.references.strength": 0}), log=True)
    assert record.events.tobytes() == usual.events.tobytes()
    core, nobody = COLUMNS + GROUP_COLUMNS, COLUMNS + 2 * GROUP_COLUMNS
    np.testing.assert_array_equal(record.ledger[:, :core], usual.ledger[:, :core])
    assert not record.ledger[:, core:nobody].any()
    np.testing.assert_array_equal(record.ledger[:, nobody:], usual.ledger[:, core:])  # the landing years


def test_a_roles_parameters_move_no_other_roles_people() -> None:
    usual = baseline()
    other = baseline(roles__cs_head__lead__sigma=0.9, roles__cs_head__attrition=0.5, roles__cs_head__mishire__odds=0.3)
    for role in (RoleId.CSM, RoleId.ONBOARDING):
        one, two = of_role(usual, role), of_role(other, role)
        both = min(len(one), len(two))
        assert both >= 1
        np.testing.assert_array_equal(one["full_book"][:both], two["full_book"][:both])
        leads = [rows["joined"][:both] - rows["opened"][:both] for rows in (one, two)]
        known = ~np.isnan(leads[0] + leads[1])
        assert known.any()
        np.testing.assert_allclose(leads[0][known], leads[1][known], rtol=0.0, atol=1e-9)


def test_another_uncertain_parameter_moves_no_other_ones_draws() -> None:
    one = load("baseline", {"cs_effect": {"triangular": [0.2, 0.4, 1.0]}})
    two = load(
        "baseline", {"cs_effect": {"triangular": [0.2, 0.4, 1.0]}, "coverage.founders_book": {"uniform": [1e6, 3e6]}}
    )
    at = uncertain_paths(two).index("cs_effect")
    np.testing.assert_array_equal(parameter_rows(one, 7, range(50))[:, 0], parameter_rows(two, 7, range(50))[:, at])


def test_other_runs_and_seeds_have_other_luck() -> None:
    what = lowered("baseline", {"horizon_months": 12})
    ends = {float(play(what, run, seed=seed).ledger[-1, 0]) for run in range(4) for seed in (1, 2**64 - 1)}
    assert len(ends) == 8
