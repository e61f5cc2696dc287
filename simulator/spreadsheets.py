"""Text that a spreadsheet takes for a formula, written so that it does not, and read back as it was.

A cell that begins with one of a few characters is worked out when the file is opened, wherever the text came from: a
scenario's file, a segment, an account. An apostrophe before it keeps it text, in CSV files and in workbooks alike. One
that stood there by itself gets another, so that what is taken off in reading is always ours: the files that t2d3 writes
and the CSV files it reads (accounts, rosters) say the same names. Numbers, also such as -0.5 and inf, stay numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["as_cell", "from_cell", "may_need_care"]

_SIGNS: Final = "+-"
_OTHERS: Final = "=@\t\r\n＝＋－＠"  # the last four are the first, and the signs, at full width
_ACTIVE: Final = frozenset(_SIGNS + _OTHERS)
_NUMBER_ALONE: Final = r"(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|inf|nan)"
_NUMBER: Final = re.compile(f"[-+]?{_NUMBER_ALONE}", re.ASCII)
_APART: Final = "\0"
_SUSPECT: Final = re.compile(
    rf"(?:^|{_APART})(?:['{_OTHERS}]|[{_SIGNS}](?!{_NUMBER_ALONE}(?:{_APART}|\Z)))|\r", re.ASCII
)
_KEPT: Final = re.compile(f"'+[{_OTHERS}{_SIGNS}]")
_MARK: Final = "'"


def as_cell(text: str) -> str:
    """Return `text` for a cell: as it is, or after an apostrophe where a spreadsheet would work it out."""
    first = text[:1]
    if first == _MARK:
        return _MARK + text if _KEPT.match(text) else text
    if first in _ACTIVE and first and not _NUMBER.fullmatch(text):
        return _MARK + text
    return text


def may_need_care(row: Sequence[object]) -> bool:
    """Tell whether a cell of a `row` may be another after `as_cell`, or holds a carriage return.

    It looks at all of them at once: nearly every row of a table of figures has none.
    """
    text = _APART.join(map(str, row))
    return _SUSPECT.search(text) is not None or text.count(_APART) != len(row) - 1


def from_cell(text: str) -> str:
    """Return the text for which `as_cell` gave `text`."""
    return text[1:] if text[:1] == _MARK and _KEPT.match(text) else text
