"""Formulas of cells that carry their value: what a cell shows before anybody works it out anew.

Whatever is added, multiplied or compared here is done twice: in figures, and as the text of a formula. So no cell can
say one thing and its formula another. The functions are those that spreadsheets of 2010 know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

Value = float | str
"""What a cell shows; empty text where there is nothing to tell."""

FUNCTIONS: Final = frozenset(
    (
        *("ABS", "AND", "COUNT", "IF", "INDEX", "ISNUMBER", "MATCH", "MAX", "MIN", "NOT", "OR"),
        *("ROUND", "SUBSTITUTE", "SUM", "SUMIF", "SUMPRODUCT"),
    )
)
"""Every function that a formula here may name."""
_COMPARED, _JOINED, _ADDED, _TIMES, _SIGNED, _WHOLE = range(6)
"""How tightly the last operation of a formula binds: what binds less takes brackets within what binds more."""


@dataclass(frozen=True)
class Cell:
    """A cell or a block of cells: its sheet, first and last row and column, all from 0.

    A `fixed` one is written with dollar signs.
    """

    sheet: str
    row: int
    column: int
    last_row: int
    last_column: int
    fixed: bool = False

    def written(self, sheet: str) -> str:
        """Return the reference as a formula on a `sheet` has it."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        own = "" if sheet == self.sheet else f"{_quoted(self.sheet)}!"
        first: str = xl_rowcol_to_cell(self.row, self.column, self.fixed, self.fixed)
        if (self.row, self.column) == (self.last_row, self.last_column):
            return own + first
        return f"{own}{first}:{xl_rowcol_to_cell(self.last_row, self.last_column, self.fixed, self.fixed)}"


def _quoted(sheet: str) -> str:
    return sheet if sheet.isalnum() and not sheet[0].isdigit() else "'" + sheet.replace("'", "''") + "'"


@dataclass(frozen=True)
class Live:
    """A formula, in parts of text and cells, with its `value`; `binds` says how tightly its last operation does."""

    parts: tuple[str | Cell, ...]
    value: Value
    binds: int = _WHOLE

    @classmethod
    def cell(
        cls,
        sheet: str,
        row: int,
        column: int,
        value: Value,
    ) -> Live:
        """Return what stands in one cell; `row` and `column` count from 0."""
        return cls((Cell(sheet, row, column, row, column),), value)

    @classmethod
    def named(cls, name: str, value: Value) -> Live:
        """Return what a cell with a name of its own holds."""
        return cls((name,), value)

    @property
    def number(self) -> float:
        """The value as a number; what is empty counts as nothing."""
        return 0.0 if isinstance(self.value, str) else self.value

    @property
    def is_literal(self) -> bool:
        """Whether it names no cell: a number or a text that stands for itself."""
        return len(self.parts) == 1 and self.binds == _WHOLE and not isinstance(self.parts[0], Cell) and self._says()

    def _says(self) -> bool:
        return self.parts == as_live(self.value).parts

    @property
    def is_link(self) -> bool:
        """Whether it is nothing but one cell."""
        return len(self.parts) == 1 and isinstance(self.parts[0], Cell)

    def written(self, sheet: str) -> str:
        """Return the text of the formula for a cell of a `sheet`, without the sign of equality before it."""
        return "".join(part if isinstance(part, str) else part.written(sheet) for part in self.parts)

    def fixed(self) -> Live:
        """Return the same with dollar signs in every reference."""
        parts = tuple(
            part
            if isinstance(part, str)
            else Cell(part.sheet, part.row, part.column, part.last_row, part.last_column, True)
            for part in self.parts
        )
        return Live(parts, self.value, self.binds)

    def __add__(self, other: Live | float) -> Live:
        return _joined(self, "+", other, _ADDED, lambda a, b: a + b)

    def __radd__(self, other: float) -> Live:
        return as_live(other) + self

    def __sub__(self, other: Live | float) -> Live:
        return _joined(self, "-", other, _ADDED, lambda a, b: a - b, strict=True)

    def __rsub__(self, other: float) -> Live:
        return as_live(other) - self

    def __mul__(self, other: Live | float) -> Live:
        return _joined(self, "*", other, _TIMES, lambda a, b: a * b)

    def __rmul__(self, other: float) -> Live:
        return as_live(other) * self

    def __truediv__(self, other: Live | float) -> Live:
        return _joined(self, "/", other, _TIMES, lambda a, b: a / b, strict=True)

    def __rtruediv__(self, other: float) -> Live:
        return as_live(other) / self

    def __pow__(self, other: Live | float) -> Live:
        # spreadsheets take signs before powers, so that brackets are never left to chance
        return _joined(self, "^", other, _SIGNED, lambda a, b: float(a**b), strict=True)

    def __neg__(self) -> Live:
        return Live(("-", *_within(self, _TIMES, strict=True)), -self.number, _ADDED)


def as_live(value: Live | Value | Cell) -> Live:
    """Return a formula of one thing: a number, a text in quotes, or a block of cells."""
    if isinstance(value, Live):
        return value
    if isinstance(value, Cell):
        return Live((value,), 0.0)
    if isinstance(value, str):
        return Live(('"' + value.replace('"', '""') + '"',), value)
    text = repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    return Live((text.upper(),), float(value), _WHOLE if value >= 0.0 else _ADDED)


def added(terms: Iterable[Live]) -> Live:
    """Return the sum of formulas one by one; 0 of none."""
    first, *others = list(terms) or [as_live(0.0)]
    for one in others:
        first = first + one
    return first


def summed(cells: Sequence[Live]) -> Live:
    """Return the sum of cells that stand side by side, or one below the other, as one SUM."""
    first, last = cells[0].parts[0], cells[-1].parts[0]
    if not (cells[0].is_link and cells[-1].is_link and isinstance(first, Cell) and isinstance(last, Cell)):
        raise TypeError("SUM takes cells")
    block = Cell(first.sheet, first.row, first.column, last.row, last.column)
    return Live(("SUM(", block, ")"), sum(cell.number for cell in cells))


def called(name: str, *given: Live | Value | Cell, value: Value) -> Live:
    """Return the call of a function, whose `value` is given; raise ValueError for one that may not be used."""
    if name not in FUNCTIONS:
        raise ValueError(f"{name} is none of the functions that every spreadsheet knows")
    parts: list[str | Cell] = [f"{name}("]
    for place, one in enumerate(given):
        parts += [*([","] if place else []), *as_live(one).parts]
    return Live((*parts, ")"), value)


def larger(one: Live | float, other: Live | float) -> Live | float:
    """Return the larger of two figures; a formula where one of them is."""
    if not isinstance(one, Live) and not isinstance(other, Live):
        return max(one, other)
    return called("MAX", one, other, value=max(as_live(one).number, as_live(other).number))


def smaller(one: Live | float, other: Live | float) -> Live | float:
    """Return the smaller of two figures; a formula where one of them is."""
    if not isinstance(one, Live) and not isinstance(other, Live):
        return min(one, other)
    return called("MIN", one, other, value=min(as_live(one).number, as_live(other).number))


def size(one: Live) -> Live:
    """Return a figure without its sign."""
    return called("ABS", one, value=abs(one.number))


def chosen(holds: Live, then: Live | Value, otherwise: Live | Value) -> Live:
    """Return one of two things, as a comparison holds or not."""
    one, other = as_live(then), as_live(otherwise)
    return called("IF", holds, one, other, value=one.value if holds.value else other.value)


def compared(one: Live, sign: str, other: Live | Value) -> Live:
    """Return a comparison, with 1.0 as its value where it holds and 0.0 otherwise; `sign` is as spreadsheets have it.

    Empty text is more than any number there, and nothing else than itself.
    """
    right = as_live(other)
    told = {
        "=": one.value == right.value,
        "<>": one.value != right.value,
        "<": _before(one.value, right.value),
        ">": _before(right.value, one.value),
        "<=": not _before(right.value, one.value),
        ">=": not _before(one.value, right.value),
    }[sign]
    return Live(
        (*_within(one, _COMPARED, strict=True), sign, *_within(right, _COMPARED, strict=True)), float(told), _COMPARED
    )


def ratio(above: Live, below: Live) -> Live:
    """Return one figure over another; empty where there is nothing to divide by."""
    divided = Live((*_within(above, _TIMES), "/", *_within(below, _TIMES, strict=True)), 0.0, _TIMES)
    value = above.number / below.number if below.number else ""
    return called("IF", compared(below, "=", 0.0), "", divided, value=value)


def text_of(*pieces: Live | str) -> Live:
    """Return pieces of text in one."""
    parts: list[str | Cell] = []
    for place, piece in enumerate(pieces):
        parts += [*(["&"] if place else []), *_within(as_live(piece), _JOINED)]
    return Live(tuple(parts), "".join(_shown(as_live(piece).value) for piece in pieces), _JOINED)


def _shown(value: Value) -> str:
    """Return a value as a cell without a format shows it: a whole number without a point."""
    return value if isinstance(value, str) else repr(int(value)) if value.is_integer() else repr(value)


def _before(one: Value, other: Value) -> bool:
    """Tell whether one value comes before another; in spreadsheets every number comes before every text."""
    if isinstance(one, str) and isinstance(other, str):
        return one < other
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(other, str)
    return one < other


def _joined(
    one: Live,
    sign: str,
    other: Live | float,
    binds: int,
    of: Callable[[float, float], float],
    *,
    strict: bool = False,
) -> Live:
    right = as_live(other)
    parts = (*_within(one, binds, strict=binds == _SIGNED), sign, *_within(right, binds, strict=strict))
    return Live(parts, of(one.number, right.number), binds)


def _within(one: Live, binds: int, *, strict: bool = False) -> tuple[str | Cell, ...]:
    """Return the parts of a formula as they stand beside an operation that `binds` so; in brackets where they must."""
    return one.parts if one.binds > binds or (one.binds == binds and not strict) else ("(", *one.parts, ")")
