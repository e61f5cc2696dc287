"""What a cell takes, and what a spreadsheet says of it beside the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from simulator.reports.workbook.inputs import Input

_TITLE: Final = 32
_MESSAGE: Final = 255
"""So many characters have room in a message."""
_FARTHEST: Final = 1e15
"""What stands for no bound."""


def validation(one: Input) -> dict[str, Any]:
    """Return what may be written into a cell, and what is said of it beside the cell and where it is something else."""
    found = told(one.title, f"Allowed: {one.allowed}{f' ({one.unit})' if one.unit else ''}.\n{one.meaning}")
    found |= {"error_title": "Not allowed", "error_message": _cut(f"Allowed: {one.allowed}.", _MESSAGE)}
    if one.low is None or one.high is None:
        return found | {"validate": "list", "source": list(one.options)}
    ends = {"minimum": max(one.low, -_FARTHEST), "maximum": min(one.high, _FARTHEST)}
    return found | {"validate": "integer" if one.is_whole else "decimal", "criteria": "between"} | ends


def told(title: str, text: str) -> dict[str, Any]:
    """Return a message that shows beside a cell that is selected."""
    return {
        "validate": "any",
        "input_title": _cut(title, _TITLE),
        "input_message": _cut(text, _MESSAGE),
    }


def _cut(text: str, longest: int) -> str:
    """Return a text of at most so many characters as spreadsheets count them: an emoji is two."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * longest:
        return text
    return units[: 2 * (longest - 1)].decode("utf-16-le", errors="ignore").rstrip() + "…"
