"""A month of the year as people write it: `Jul`, `july`, `July` and `Sept.` are taken for `Jul` and `Sep`."""

from __future__ import annotations

from typing import Any, Final

from simulator.fiscal import MONTH_NAMES, MONTHS

_SHORTEST: Final = 3


def month_read(value: Any) -> Any:
    """Return the three letters of the month that a text names; anything else unchanged, for the schema to refuse."""
    if not isinstance(value, str):
        return value
    said = value.strip().rstrip(".").lower()
    if len(said) < _SHORTEST:
        return value
    named = (short for short, name in zip(MONTHS, MONTH_NAMES, strict=True) if name.lower().startswith(said))
    return next(named, value)


def month_words() -> list[str]:
    """Return the words that an editor offers: the short names, then the long ones."""
    return list(dict.fromkeys((*MONTHS, *MONTH_NAMES)))
