"""The names that cells bear: the paths of inputs, wherever a spreadsheet takes them for names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_LONGEST_NAME: Final = 200
"""Names may have 255 characters; what tells two of them apart has room as well."""


def legal_names(paths: Iterable[str]) -> dict[str, str]:
    """Return for each dotted path a name that a cell may bear: the path itself wherever that is one.

    Letters, digits, dots and underscores are allowed, and two names that differ in case alone are one.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for path in dict.fromkeys(paths):
        plain = re.sub(r"[^A-Za-z0-9_.]", "_", path)[:_LONGEST_NAME]
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(name.casefold())
        found[path] = name
    return found
