"""How roles are called in sentences: the model's by their trade, a user's own by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from simulator.scenario.organisation import RoleName

ROLE_WORDS: Final[Mapping[RoleName, str]] = {
    "cs_head": "head of CS",
    "csm": "CSM",
    "onboarding": "onboarding specialist",
    "vp_sales": "VP of sales",
    "seller": "seller",
    "cs_manager": "CS manager",
    "customer_sales": "customer-sales rep",
    "cs_ops": "CS Ops specialist",
}
"""The model's roles as people write them."""

_SEVERAL: Final[Mapping[RoleName, str]] = {"cs_head": "heads of CS", "vp_sales": "VPs of sales"}
_AN: Final = frozenset({"onboarding"})


def role_word(name: RoleName) -> str:
    """Return what one person in the role is called: `CSM`, `person in support`."""
    return ROLE_WORDS.get(name, f"person in {_spoken(name)}")


def role_words(name: RoleName) -> str:
    """Return what several are called: `CSMs`, `people in support`."""
    if name not in ROLE_WORDS:
        return f"people in {_spoken(name)}"
    return _SEVERAL.get(name, f"{ROLE_WORDS[name]}s")


def a_person(name: RoleName) -> str:
    """Return one of them with an article: `a CSM`, `an onboarding specialist`."""
    return f"{'an' if name in _AN else 'a'} {role_word(name)}"


def _spoken(name: RoleName) -> str:
    return name.replace("_", " ")
