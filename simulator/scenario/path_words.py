"""How the path of a field reads in a sentence or beside a chart: `hiring.lookahead` as hiring lookahead."""

from __future__ import annotations

from typing import Final

from simulator.scenario.role_words import ROLE_WORDS

_NAMED: Final = frozenset({"segments", "products"})
"""What holds parts that have a name of their own, which says enough."""
_WRITTEN: Final = {
    **{short: short.upper() for short in ("acv", "arr", "grr", "nrr", "cs", "csm", "cv", "vp")},
    "csqls": "CSQLs",
}


def path_words(path: str) -> str:
    """Return a path in words: `roles.csm.book_high` as `CSM book high`, `segments.core.acv` as `core ACV`."""
    steps = [step for step in path.split(".") if step]
    if len(steps) > 2 and steps[0] == "roles":
        return " ".join([ROLE_WORDS.get(steps[1]) or steps[1].replace("_", " "), *map(_spoken, steps[2:])])
    if len(steps) > 2 and steps[0] in _NAMED:
        return " ".join([steps[1].replace("_", " "), *map(_spoken, steps[2:])])
    return " ".join(map(_spoken, steps))


def _spoken(step: str) -> str:
    return " ".join(_WRITTEN.get(word, word) for word in step.split("_"))
