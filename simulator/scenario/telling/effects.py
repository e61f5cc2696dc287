"""Told in words: what the people of a role do for the company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from simulator.scenario.organisation import RoleName
from simulator.scenario.telling.words import dollars, length, number, percent, times, told

if TYPE_CHECKING:
    from simulator.scenario.schema import Scenario

BY_FLOW: Final[Mapping[RoleName, str]] = {
    "seller": "As many as sell the demand ahead beyond what the founders still sell by then.",
    "customer_sales": "As many as work the CSQLs of the last three months, grown as the plan grows.",
}
"""What those who are hired by the forecast flow carry, onboarding specialists apart."""


def the_effect(scenario: Scenario, name: RoleName) -> list[str]:
    """Return what a role does, in sentences; nothing for one that is a cost alone."""
    if name == "cs_head":
        return [
            (
                "A head of CS opens planned hiring, runs the CSQLs, makes books larger and renewals likelier; while "
                "the seat is empty these effects are gone."
            )
        ]
    told_of = {"seller": _seller, "cs_manager": _manager, "customer_sales": _rep, "cs_ops": _ops}.get(name)
    return [] if told_of is None else [told_of(scenario)]


def _seller(scenario: Scenario) -> str:
    seller = scenario.roles.seller
    return (
        f"A ramped seller is asked for {dollars(seller.quota)} of new ARR a year and makes "
        f"{percent(seller.attainment)} of it on average, some more and some less (spread "
        f"{told(seller.attainment_cv, number)}); from {percent(seller.at_quota_from)} on one counts as making quota. "
        f"While no VP of sales is in place they make {percent(seller.without_vp)} of that."
    )


def _manager(scenario: Scenario) -> str:
    role = scenario.roles.cs_manager
    return (
        f"One leads {told(role.span, number)} CSMs, and the head of CS {told(role.head_span, number)} besides. CSMs "
        f"beyond these keep books of {percent(role.unmanaged)} of their size, averaged over all."
    )


def _rep(scenario: Scenario) -> str:
    role = scenario.roles.customer_sales
    return (
        f"A rep works {told(role.slots, number)} leads at once, each for {length(role.lead_time)}, and wins "
        f"{percent(role.wins)} of them once ramped. A CSQL becomes a lead while a rep has a slot free and the customer "
        "no other lead; else its account manager sees to it. A rep who leaves hands the leads back."
    )


def _ops(scenario: Scenario) -> str:
    role = scenario.roles.cs_ops
    return (
        f"One serves {told(role.serves, number)} CSMs; where all are served books are {times(role.book_factor)} their "
        "size, and in proportion where not."
    )
