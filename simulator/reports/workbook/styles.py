"""The looks of cells: what is written as money, shares and counts; inputs blue, formulas black, links green."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from simulator.engine.ledger import Unit

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook


INPUT: Final = "#0000C8"
LINK: Final = "#00703C"
INK: Final = "#1F2328"
MUTED: Final = "#5F6770"
INPUT_FILL: Final = "#FFF9E5"
HEAD_FILL: Final = "#E8EEF4"
YEAR_FILL: Final = "#F4F6F8"
LOCKED_FILL: Final = "#EEF0F2"
FONT: Final = "Calibri"

_MONEY: Final = '#,##0_);(#,##0);"–"_)'
"""As accounts are written: what is below zero in brackets."""
_NUMBERS: Final = {
    "money": _MONEY,
    "cents": "#,##0.00_);(#,##0.00)",
    "share": "0.0%_);(0.0%)",
    "count": '#,##0.0_);(#,##0.0);"–"_)',
    "whole": _MONEY,
    "ratio": "0.00_);(0.00)",
    "exact share": "0.0####%",
    "dollars": "#,##0",
    "number": "General",
    "date": "d mmm yyyy",
    "month": "mmm yyyy",
    "text": "@",
    "plain": "General",
}
Kind = Literal[
    "money",
    "cents",
    "share",
    "exact share",
    "dollars",
    "count",
    "whole",
    "ratio",
    "number",
    "date",
    "month",
    "text",
    "plain",
]


@dataclass(frozen=True)
class Look:
    """How a cell looks: what its number is, whose it is, and whether it stands out."""

    kind: Kind = "plain"
    colour: str = INK
    bold: bool = False
    italic: bool = False
    size: float = 10.0
    fill: str = ""
    above: bool = False
    wrap: bool = False
    locked: bool = True
    align: Literal["", "left", "center", "right"] = ""
    indent: int = 0

    def with_(self, **changes: Any) -> Look:
        """Return the same look but for `changes`."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Styles:
    """The formats of a workbook, each made once."""

    book: Workbook
    _made: dict[Look, Format] = field(default_factory=dict)

    def __getitem__(self, look: Look) -> Format:
        if look not in self._made:
            self._made[look] = self.book.add_format(_properties(look))
        return self._made[look]


def _properties(look: Look) -> dict[str, Any]:
    found: dict[str, Any] = {
        "font_name": FONT,
        "font_size": look.size,
        "font_color": look.colour,
        "num_format": _NUMBERS[look.kind],
        "valign": "top" if look.wrap else "vcenter",
        "locked": look.locked,
    }
    found |= {name: True for name, on in (("bold", look.bold), ("italic", look.italic), ("text_wrap", look.wrap)) if on}
    if look.fill:
        found |= {"bg_color": look.fill, "pattern": 1}
    if look.above:
        found |= {"top": 1, "top_color": MUTED}
    if look.align:
        found["align"] = look.align
    if look.indent:
        found["indent"] = look.indent
    return found


_KINDS: Final[dict[Unit, Kind]] = {
    Unit.USD: "money",
    Unit.USD_A_MONTH: "money",
    Unit.USD_A_YEAR: "money",
    Unit.SHARE: "share",
    Unit.RATIO: "ratio",
    Unit.DAYS: "count",
    Unit.MONTHS: "count",
    Unit.PEOPLE: "count",
    Unit.PEOPLE_A_MONTH: "count",
    Unit.CUSTOMERS: "count",
    Unit.CUSTOMERS_A_MONTH: "count",
    Unit.LEADS: "count",
    Unit.LEADS_A_MONTH: "count",
}


def number_format(unit: Unit) -> Kind:
    """Return how figures of a unit are written."""
    return _KINDS[unit]
