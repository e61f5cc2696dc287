"""The roles that every company knows, each declared once: its number, and its name, which is that in small letters.

A user's own roles follow in the order of the file, from `ROLES` on. This stands at the root, below the scenario's
schema and both engines, so that whatever the kernel compiles in lies where the key of its machine code looks.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, Literal, TypeAlias

__all__ = ["DEPARTMENTS", "MAX_RAMP_STEPS", "ROLES", "ROLE_NAMES", "SALES_ONLY", "Department", "RoleId", "RoleName"]

RoleName: TypeAlias = str
"""A role of the model or one of the user's own."""


class RoleId(IntEnum):
    """The roles by number; the number is part of the key of a hire's draws and never changes.

    The place of a user's own role is not part of any key.
    """

    CS_HEAD = 0
    CSM = 1
    ONBOARDING = 2
    VP_SALES = 3
    SELLER = 4
    CS_MANAGER = 5
    CUSTOMER_SALES = 6
    CS_OPS = 7


ROLE_NAMES: Final[tuple[RoleName, ...]] = tuple(role.name.lower() for role in RoleId)
"""Their names, in the order of their numbers."""
ROLES: Final = len(RoleId)
Department: TypeAlias = Literal["cs", "sales", "service", "product", "general"]
DEPARTMENTS: Final[dict[RoleName, Department]] = {
    **dict.fromkeys(("cs_head", "csm", "onboarding", "cs_manager", "cs_ops"), "cs"),
    **dict.fromkeys(("vp_sales", "seller", "customer_sales"), "sales"),
}
"""To which department the cost of each belongs."""
SALES_ONLY: Final[tuple[RoleName, ...]] = ("vp_sales", "seller")
"""Roles whose hiring opens only where sales go by capacity."""

MAX_RAMP_STEPS: Final = 6
"""Stretches that a ramp may have: the record that engines read has room for so many."""
