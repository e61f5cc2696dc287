"""Roles: the model's eight and a user's own, how many each asks for, and luck that belongs to a role's name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playing import SEED, lowered, play, role

from simulator.engine.contract import COLUMNS, groups_in
from simulator.engine.ledger import Column, RoleColumn, columns_with
from simulator.errors import ScenarioError
from simulator.experiment.replications import simulate
from simulator.roles import DEPARTMENTS, ROLE_NAMES, ROLES, RoleId
from simulator.scenario.reading.files import load
from simulator.scenario.schema.roles import draw_key

SHORT = {"horizon_months": 24}
SUPPORT = "support: {department: service, cost: $90K, opens: [{month: 2}], how_many: {rule: one}, attrition: 2 a year}"
LEGAL = "legal: {department: general, cost: $200K, schedule: [{month: 1, count: 1}]}"


def others(*roles: str) -> dict[str, Any]:
    return {**SHORT, "roles.others": "{" + ", ".join(roles) + "}"}


def test_the_numbers_of_the_models_roles_are_their_places() -> None:
    assert [RoleId[name.upper()] for name in ROLE_NAMES] == list(range(ROLES))
    assert set(DEPARTMENTS) == set(ROLE_NAMES)


def test_a_users_role_keeps_its_luck_whatever_stands_beside_it() -> None:
    alone = play(lowered("baseline", others(SUPPORT)))
    behind = play(lowered("baseline", others(LEGAL, SUPPORT)))
    its, theirs = (record.hires[record.hires["role"] == number] for record, number in ((alone, 8), (behind, 9)))
    assert len(its) > 2
    for name in ("ordinal", "opened", "joined", "left", "wrong"):
        np.testing.assert_array_equal(its[name], theirs[name])
    assert draw_key("support") >= 256 and draw_key("csm") == RoleId.CSM


def test_a_role_that_is_only_a_cost_moves_nothing_else() -> None:
    without = play(lowered("baseline", SHORT))
    with_them = play(lowered("baseline", others(SUPPORT, LEGAL)))
    common, theirs = COLUMNS, columns_with(ROLES + 2)
    paid = [Column.CASH, Column.RUNWAY]  # they cost money, and hiring is not held
    rest = [place for place in range(common) if place not in paid]
    np.testing.assert_array_equal(with_them.ledger[:, rest], without.ledger[:, rest])
    assert with_them.ledger[-1, Column.CASH] < without.ledger[-1, Column.CASH]
    assert with_them.ledger.shape[1] == columns_with(ROLES + 2, groups_in(1, with_them.ledger.shape[0] - 1))
    assert with_them.ledger[-1, common:theirs].any()
    np.testing.assert_array_equal(with_them.ledger[:, theirs:], without.ledger[:, common:])  # segments, landing years


def test_its_figures_have_names_and_its_cost_a_department() -> None:
    overrides = others(SUPPORT, "care: {department: cs, cost: $365K, in_place: 2}")
    found = simulate(load("baseline", overrides), runs=2, seed=SEED, engine="reference", workers=1)
    assert {"headcount.support", "cost.support", "headcount.care"} <= set(found.names())
    np.testing.assert_array_equal(found["headcount.care"][:, 0], [2.0, 2.0])
    parts = sum(found[f"cost.{name}"] for name in ("cs_head", "csm", "onboarding", "cs_manager", "cs_ops", "care"))
    np.testing.assert_allclose(found["cs_cost"][:, 1:], parts[:, 1:], rtol=1e-12)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"roles.others": "{csm: {department: cs, cost: $1}}"}, "a name of the model"),
        ({"roles.others": "{a b: {department: cs, cost: $1}}"}, "cannot name a role"),
        ({"roles.csm.opens": "[{in_place: supprot}]", **others(SUPPORT)}, 'no role "supprot"'),
        ({"roles.cs_ops.how_many": "{rule: ratio, to: cs_ops, each: 2}"}, 'no role "cs_ops"'),
        ({"roles.cs_ops.how_many": "{rule: ratio, to: csm}"}, "a ratio needs"),
        ({"roles.cs_ops.how_many": "{rule: one, to: csm}"}, "belong to a ratio"),
        ({"roles.cs_ops.how_many": "{rule: load}"}, "cannot go by load"),
        ({"roles.csm.opens": "[{at_least: 2}]"}, "name it with in_place"),
        ({"hiring.priority": "[csm, csm]"}, "named twice"),
        ({"hiring.priority": "[csn]"}, "is no role"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        load("baseline", wrong)


def test_names_that_would_share_their_luck_are_refused() -> None:
    seen: dict[int, str] = {}
    for number in range(2_000):
        name = f"role_{number}"
        other = seen.setdefault(draw_key(name), name)
        if other != name:
            break
    else:
        pytest.fail("no two of two thousand names share a key")
    with pytest.raises(ScenarioError, match="share their luck"):
        load(
            "baseline",
            {"roles.others": f"{{{name}: {{department: cs, cost: $1}}, {other}: {{department: cs, cost: $1}}}}"},
        )


def test_a_ratio_follows_the_other_role() -> None:
    """One for each two CSMs beyond the first, and hiring takes no time: never more, and never fewer for long."""
    exact = {
        "roles.cs_ops.opens": "[{month: 0}]",
        "roles.cs_ops.needs_head": False,
        "roles.cs_ops.how_many": "{rule: ratio, to: csm, each: 2, beyond: 1}",
        "roles.cs_ops.lead": "{median: 0 days, sigma: 0}",
        "roles.cs_ops.attrition": 0,
        "roles.cs_ops.mishire.odds": "0%",
        "roles.cs_ops.absorbs_at_least": 100,
        "roles.csm.attrition": 0,
        "roles.csm.mishire.odds": "0%",
        "horizon_months": 36,
    }
    for run in range(3):
        record = play(lowered("baseline", exact), run)
        csms = role(record, RoleId.CSM, RoleColumn.HEADS) + role(record, RoleId.CSM, RoleColumn.OPEN_SEATS)
        ops = role(record, RoleId.CS_OPS, RoleColumn.HEADS)
        assert ops[-1] >= 2
        np.testing.assert_array_equal(ops, np.ceil(np.maximum(0.0, csms - 1.0) / 2.0))


def test_a_role_absorbs_what_it_says_itself() -> None:
    slow = lowered("baseline", {"roles.csm.absorbs_at_least": 1, "roles.csm.absorbs_share": "0%", "horizon_months": 36})
    opened = play(slow).hires
    opened = np.sort(opened["opened"][(opened["role"] == RoleId.CSM)])
    assert len(opened) > 5
    assert np.diff(opened).min() >= 365.0 / 4.0


def test_priority_decides_who_is_numbered_first() -> None:
    fixed = {
        "demand.selling": "capacity",
        "roles.seller.needs_vp": False,
        "roles.cs_head.opens": "[{month: 0}]",
        "roles.seller.opens": "[{month: 0}]",
        "roles.seller.how_many": "{rule: one}",
    }
    for first, second in (("cs_head", "seller"), ("seller", "cs_head")):
        hires = play(lowered("baseline", {**SHORT, **fixed, "hiring.priority": f"[{first}, {second}]"})).hires
        found = [ROLE_NAMES[number] for number in hires["role"] if ROLE_NAMES[number] in (first, second)]
        assert found[:2] == [first, second]
