"""Roles of a user's own that are named like an occupation: one `solutions engineer`, several `solutions engineers`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_ENDINGS: Final = re.compile(r"\w{2,}(er|or|ist|yst|ect|[td]ant|(nd|sid|ud)ent)")
"""How words for a person's work end."""
_PEOPLE: Final = frozenset(
    ("ae", "agent", "associate", "bdr", "clerk", "coach", "executive", "head", "lead", "rep", "sdr", "tam", "vp")
)
_NO_PEOPLE: Final = frozenset(
    (
        *("behavior", "career", "center", "checklist", "cluster", "customer", "floor", "labor", "letter", "matter"),
        *("newsletter", "number", "offer", "order", "other", "paper", "partner", "power", "project", "prospect"),
        *("sector", "server", "tender", "tier", "user", "vendor"),
    )
)
"""Words that end like these and name no person, or one from without."""
_LETTERS: Final = frozenset({"ae", "ai", "bdr", "cs", "csm", "hr", "it", "qa", "sdr", "tam", "ux", "vp"})
_AN: Final = re.compile(r"[aeio]|u(?!ni|se|x)|(sdr|hr|ml)\b", re.IGNORECASE)


class Occupation(NamedTuple):
    """What one person of an occupation is called, what several are, and one with an article."""

    one: str
    many: str
    a_one: str


def spoken(name: str) -> str:
    """Return the `name` of a role in words: `solutions engineer`, `HR`."""
    return " ".join(word.upper() if word.lower() in _LETTERS else word for word in name.split("_") if word)


def occupation(name: str) -> Occupation | None:
    """Return what people in the role `name` are called, or None where it is named like a team: `support`.

    The word that counts is the last one, or that before an `of`; a `vp` heads what follows. A name in the plural counts
    as that of the occupation.
    """
    words = [word for word in name.split("_") if word]
    if len(words) > 1 and words[0].lower() == "vp" and "of" not in words:
        words.insert(1, "of")
    place = words.index("of") - 1 if "of" in words[1:] else len(words) - 1
    found = _of_one(words[place]) if words else None
    if found is None:
        return None
    one, many = (spoken("_".join([*words[:place], word, *words[place + 1 :]])) for word in (found, _several(found)))
    return Occupation(one, many, f"{'an' if _AN.match(one) else 'a'} {one}")


def _of_one(word: str) -> str | None:
    """Return a word for one person's work in the singular; None for any other."""
    for one in (word, word.removesuffix("es") if word.endswith("ches") else word.removesuffix("s")):
        low = one.lower()
        if low in _PEOPLE or (_ENDINGS.fullmatch(low) and low not in _NO_PEOPLE):
            return one
    return None


def _several(word: str) -> str:
    if word.lower() in _LETTERS:
        return f"{word.upper()}s"
    return f"{word}es" if word.endswith("ch") else f"{word}s"
