"""How roles are called in sentences: the model's by their trade, a user's own by its name; and how paths are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from simulator.roles import RoleName
from simulator.scenario.schema.occupations import occupation, spoken

__all__ = ["CS_EFFECT", "a_person", "path_words", "role_word", "role_words"]

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
    """Return what one person in the role `name` is called: `CSM`; for a user's own role `solutions engineer` where that
    is an occupation, or else `person in support`.
    """
    if name in ROLE_WORDS:
        return ROLE_WORDS[name]
    found = occupation(name)
    return found.one if found is not None else f"person in {spoken(name)}"


def role_words(name: RoleName) -> str:
    """Return what several people in the role `name` are called: `CSMs`, `solutions engineers`, `people in support`."""
    if name in ROLE_WORDS:
        return _SEVERAL.get(name, f"{ROLE_WORDS[name]}s")
    found = occupation(name)
    return found.many if found is not None else f"people in {spoken(name)}"


def a_person(name: RoleName) -> str:
    """Return one person in the role `name` with an article: `a CSM`, `an onboarding specialist`."""
    found = None if name in ROLE_WORDS else occupation(name)
    return found.a_one if found is not None else f"{'an' if name in _AN else 'a'} {role_word(name)}"


# How the path of a field reads in a sentence or beside a chart: `hiring.lookahead` as hiring lookahead.

_NAMED: Final = {"segments": "segment", "products": "product"}
"""What holds parts that have a name of their own, which says enough before a field, and what one of them is."""
_OWN_ROLES: Final = "others"
_WRITTEN: Final = {
    **{short: short.upper() for short in ("acv", "arr", "csv", "grr", "nrr", "cs", "csm", "cv", "vp")},
    "csqls": "CSQLs",
}


CS_EFFECT: Final = "cs_effect"
_CALLED: Final = {CS_EFFECT: "harm where CS is missing"}
"""Paths whose own words mislead: the less of `cs_effect` there is, the better fare customers without CS."""


def path_words(path: str) -> str:
    """Return a dotted `path` in words: `roles.csm.book_high` as `CSM book high`, `segments.core.acv` as `core ACV`."""
    if path in _CALLED:
        return _CALLED[path]
    steps = [step for step in path.split(".") if step]
    if len(steps) > 2 and steps[0] == "roles":
        name, *fields = steps[2:] if steps[1] == _OWN_ROLES else steps[1:]
        return " ".join([_role(name), *map(_spoken, fields)])
    if len(steps) > 1 and steps[0] in _NAMED:
        name, rest = steps[1].replace("_", " "), steps[2:]
        return " ".join([name, *map(_spoken, rest)] if rest else [_NAMED[steps[0]], name])
    return " ".join(map(_spoken, steps))


def _role(name: RoleName) -> str:
    """Return a role without a person: `CSM`, `solutions engineer`, `support`."""
    found = None if name in ROLE_WORDS else occupation(name)
    return found.one if found is not None else ROLE_WORDS.get(name, spoken(name))


def _spoken(step: str) -> str:
    return " ".join(_WRITTEN.get(word, word) for word in step.split("_"))
