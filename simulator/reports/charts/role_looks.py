"""What each role is called and what colour it has, on every chart the same."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulator.reports.theme import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILLION, YELLOW


class RoleLook(NamedTuple):
    """The words for one person in a role and for several, and the colour of the role."""

    one: str
    many: str
    colour: str


ROLE_LOOKS: Final = {
    "csm": RoleLook("CSM", "CSMs", BLUE),
    "cs_manager": RoleLook("CS manager", "CS managers", SKY),
    "onboarding": RoleLook("onboarding specialist", "onboarding specialists", ORANGE),
    "cs_ops": RoleLook("in CS Ops", "in CS Ops", GREEN),
    "seller": RoleLook("seller", "sellers", VERMILLION),
    "customer_sales": RoleLook("customer-sales rep", "customer-sales reps", YELLOW),
    "cs_head": RoleLook("head of CS", "heads of CS", PURPLE),
    "vp_sales": RoleLook("VP of sales", "VPs of sales", INK),
}
"""From the bottom of a stack to its top; a user's own roles stand below the heads."""
OWN_ROLES: Final = GREY
"""The colour of a user's own roles."""
