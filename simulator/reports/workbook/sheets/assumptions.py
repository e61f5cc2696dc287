"""The sheet of assumptions: inputs of money to be changed here, and all other values of the scenarios, as run."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simulator.reports.words import plural
from simulator.reports.workbook.book import ASSUMPTIONS
from simulator.reports.workbook.cell_names import legal_names
from simulator.reports.workbook.formula import Cell, Live, called, chosen, compared, summed
from simulator.reports.workbook.input_groups import grouped
from simulator.reports.workbook.inputs import NEEDS_RUN, capital, inputs_in
from simulator.reports.workbook.locks import locked
from simulator.reports.workbook.sheet import HEAD, NOTE
from simulator.reports.workbook.sheets.assumption_columns import (
    HEADS,
    IN_USE,
    NOTHING,
    PATH,
    REASON,
    SCENARIOS,
    TITLE,
    TOLD,
    UNIT,
    WORDS,
    Columns,
)
from simulator.reports.workbook.styles import INK, LOCKED_FILL, MUTED, YEAR_FILL, Look
from simulator.reports.workbook.validation import told, validation

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book, Choice
    from simulator.reports.workbook.inputs import Input
    from simulator.reports.workbook.sheet import Sheet
    from simulator.reports.workbook.styles import Kind

_CHANGED_FILL: Final = "#FFE699"
_WRONG_FILL: Final = "#F8CBAD"


@dataclass(frozen=True)
class Assumption:
    """One row of the sheet, from 0: its path, what it is, and its cells: in use, as run, and wanted in a run.

    `wanted` is None where no run can be asked for with another value, or none is needed; `each` is written behind the
    number in a file, and `path_column` is where the sheet has the path.
    """

    row: int
    path: str
    title: str
    unit: str
    each: str
    in_use: Live
    as_run: Live
    wanted: Live | None
    is_live: bool
    path_column: int


@dataclass(frozen=True)
class Assumptions:
    """What the sheet holds: the cells of inputs of money by their paths, all rows, and each scenario's inputs.

    `not_allowed` is the cell that counts the inputs in use that lie outside what is allowed: what is pasted is not held
    back.
    """

    inputs: dict[str, Live]
    rows: tuple[Assumption, ...]
    of_scenarios: tuple[dict[str, Input], ...]
    not_allowed: Live


def write_assumptions(book: Book, choice: Choice, rounds: Sequence[Mapping[str, str]] = ()) -> Assumptions:
    """Write the sheet and return its cells.

    `rounds` has for each scenario why a round of funding is not live, by its name; empty where all are.
    """
    given = rounds or [{}] * len(book.cases.sides)
    companies = book.cases.has_companies
    found = tuple(
        inputs_in(result, locked(result, reasons, companies))
        for result, reasons in zip(book.cases.results, given, strict=True)
    )
    return _Writing(book, choice, found).write()


@dataclass
class _Writing:
    """The sheet while it is written."""

    book: Book
    choice: Choice
    found: tuple[dict[str, Input], ...]

    def __post_init__(self) -> None:
        self.sheet: Sheet = self.book[ASSUMPTIONS]
        self.at = Columns(len(self.found))
        self.next = HEADS + 1
        self.rows: list[Assumption] = []
        self.names = legal_names(path for one in self.found for path, what in one.items() if what.is_money)
        self.inputs: dict[str, Live] = {}

    def write(self) -> Assumptions:
        self._above()
        paths = dict.fromkeys(path for one in self.found for path in one)
        money = [path for path in paths if any(one.is_money for one in self._of(path) if one is not None)]
        for title, inside in grouped(money):
            self._heading(title)
            for path in inside:
                self._row(path)
        self._heading("All other values: what customers and hires do follows from them, so that each needs a run", 11.0)
        others = [path for path in paths if path not in set(money)]
        parts: dict[str, list[str]] = {}
        for path in others:
            parts.setdefault(path.partition(".")[0] if "." in path else "in general", []).append(path)
        for part, below in parts.items():
            self._heading(capital(part.replace("_", " ")))
            for path in below:
                self._row(path)
        self._mark()
        self._finish()
        of_rows = [Live.cell(ASSUMPTIONS, row, self.at.wrong, 0.0) for row in (HEADS + 1, self.next - 1)]
        not_allowed = self.sheet.put(HEADS, self.at.wrong, summed(of_rows)).fixed()
        return Assumptions(self.inputs, tuple(self.rows), self.found, not_allowed)

    def _of(self, path: str) -> tuple[Input | None, ...]:
        return tuple(one.get(path) for one in self.found)

    # around the rows ------------------------------------------------------------------------------------------------

    def _live_words(self, names: Sequence[str]) -> Live | str:
        """Return how many inputs are live in the scenario that is chosen."""
        *others, told = (live_words(inputs, name) for inputs, name in zip(self.found, names, strict=True))
        found: Live | str = told
        for number in range(len(others), 0, -1):
            found = chosen(compared(self.choice.scenario_number, "=", float(number)), others[number - 1], found)
        return found

    def _above(self) -> None:
        sheet, names = self.sheet, [side.name for side in self.book.cases.sides]
        sheet.head("Assumptions", self._live_words(names))
        for place, note in enumerate(_NOTES):
            sheet.put(2 + place, TITLE, note, NOTE)
        heads = ["What it is", "Unit", "In use", *names, "As run", "Wanted in a run", "From", "To"]
        sheet.heads(HEADS, *heads, *(name for name, _ in WORDS))
        for place in range(len(names)):
            sheet.put(HEADS, self.at.hidden + place, f"{names[place]} as run", HEAD)
        sheet.sheet.set_row(HEADS, 30)
        for column in range(IN_USE, self.at.words):
            sheet.put(HEADS, column, heads[column], HEAD.with_(align="right"))

    def _heading(self, text: str, size: float = 10.0) -> None:
        self.next += int(size > Look().size)
        for column in range(self.at.hidden):
            self.sheet.put(self.next, column, text if column == 0 else "", Look(bold=True, size=size, fill=YEAR_FILL))
        self.next += 1

    def _mark(self) -> None:
        """Let rows stand out that were changed, or that hold what is not allowed."""
        sheet: Any = self.sheet.sheet
        first, last = HEADS + 1, self.next - 1
        use, run, low = (_name_of(column) for column in (IN_USE, self.at.as_run, self.at.low))
        row = first + 1
        made = self.book.book.add_format
        wrong = f"=AND(ISNUMBER(${use}{row}),ISNUMBER(${low}{row}),OR(${use}{row}<${low}{row},${use}{row}>$"
        wrong += f"{_name_of(self.at.low + 1)}{row}))"
        for criteria, fill in ((wrong, _WRONG_FILL), (f"=${use}{row}<>${run}{row}", _CHANGED_FILL)):
            look = made({"bg_color": fill, "bold": True})
            options = {"type": "formula", "criteria": criteria, "format": look, "stop_if_true": True}
            sheet.conditional_format(first, IN_USE, last, IN_USE, options)

    def _finish(self) -> None:
        sheet, at = self.sheet, self.at
        sheet.widths(34, 11, 14, *[14] * at.scenarios, 14, 14, 13, 16, *(width for _, width in WORDS))
        sheet.sheet.set_column(at.hidden, at.wrong, 12, None, {"hidden": True})
        sheet.freeze(HEADS + 1, IN_USE + 1)
        sheet.sheet.autofilter(HEADS, 0, self.next - 1, at.hidden - 1)
        sheet.paper(rows=(HEADS, HEADS))
        sheet.sheet.print_area(0, 0, self.next - 1, at.words + 2)
        sheet.sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})

    # rows -----------------------------------------------------------------------------------------------------------

    def _row(self, path: str) -> None:
        row, inputs = self.next, self._of(path)
        known = [one for one in inputs if one is not None]
        first, kind = known[0], _shared_kind(known)
        self.sheet.put(row, TITLE, first.title, Look(indent=1))
        self.sheet.put(row, UNIT, first.unit, Look(colour=MUTED))
        for place, one in enumerate(inputs):
            self._scenario(row, path, place, one, kind)
        as_run = self._as_run(row, path, inputs, kind)
        in_use = self._in_use(row, path, inputs, as_run, kind)
        wanted = self._wanted(row, first, inputs, kind)
        self._bounds(row, first, in_use if path in self.names else None, kind)
        self._words(row, inputs)
        live, column = any(one.is_live for one in known), self.at.words + PATH
        about = (row, path, first.title, first.unit, first.each)
        self.rows.append(Assumption(*about, in_use, as_run, wanted, live, column))
        self.next += 1

    def _scenario(self, row: int, path: str, place: int, one: Input | None, kind: Kind) -> None:
        column, look = SCENARIOS + place, Look(kind=kind, align="right")
        if one is not None and one.is_live:
            self.sheet.input(row, column, one.value, look)
            self.sheet.sheet.data_validation(row, column, row, column, validation(one))
            return
        self.sheet.put(row, column, _value_of(one, path in self.names), look.with_(colour=MUTED, fill=LOCKED_FILL))
        if one is not None and one.is_money:
            self.sheet.sheet.data_validation(row, column, row, column, told("Locked", one.lock))

    def _as_run(self, row: int, path: str, inputs: Sequence[Input | None], kind: Kind) -> Live:
        values = [_value_of(one, path in self.names) for one in inputs]
        look = Look(kind=kind, align="right")
        for place, value in enumerate(values):
            self.sheet.put(row, self.at.hidden + place, value, look)
        return self.sheet.put(row, self.at.as_run, self._picked(row, self.at.hidden, values[0]), look).fixed()

    def _picked(self, row: int, column: int, value: float | str) -> Live:
        """Return what the chosen scenario has in its column, from `column` on."""
        if self.at.scenarios == 1:
            return Live.cell(ASSUMPTIONS, row, column, value)
        block = Cell(ASSUMPTIONS, row, column, row, column + self.at.scenarios - 1, fixed=True)
        return called("INDEX", block, 1.0, self.choice.scenario_number, value=value)

    def _in_use(self, row: int, path: str, inputs: Sequence[Input | None], as_run: Live, kind: Kind) -> Live:
        """Write the value in use; an empty blue cell, or one that holds no number, counts as it was run."""
        found = self._picked(row, SCENARIOS, _value_of(inputs[0], path in self.names))
        if any(one is not None and one.is_live for one in inputs):
            found = chosen(called("ISNUMBER", found, value=1.0), found, as_run)
        cell = self.sheet.put(row, IN_USE, found, Look(kind=kind, bold=True, align="right"))
        if path not in self.names:
            return cell.fixed()
        self.book.book.define_name(self.names[path], f"={ASSUMPTIONS}!${_name_of(IN_USE)}${row + 1}")
        self.inputs[path] = Live.named(self.names[path], cell.value)
        return self.inputs[path]

    def _wanted(self, row: int, first: Input, inputs: Sequence[Input | None], kind: Kind) -> Live | None:
        all_live = all(one is None or one.is_live for one in inputs)
        if all_live or not first.is_set:
            self.sheet.put(row, self.at.wanted, None, Look())
            return None
        cell = self.sheet.input(row, self.at.wanted, None, Look(kind=kind, align="right"))
        self.sheet.sheet.data_validation(row, self.at.wanted, row, self.at.wanted, validation(first))
        return cell.fixed()

    def _bounds(self, row: int, first: Input, in_use: Live | None, kind: Kind) -> None:
        """Write between what a value may lie, and of what is `in_use` whether it does not."""
        beyond: list[Live] = []
        for place, (bound, sign) in enumerate(((first.low, "<"), (first.high, ">"))):
            shown = bound if bound is not None and math.isfinite(bound) else None
            cell = self.sheet.put(row, self.at.low + place, shown, Look(kind=kind, colour=MUTED))
            beyond += [compared(in_use, sign, cell)] if in_use is not None and shown is not None else []
        if beyond:
            wrong = called("OR", *beyond, value=max(one.number for one in beyond))
            self.sheet.put(row, self.at.wrong, chosen(wrong, 1.0, 0.0))

    def _words(self, row: int, inputs: Sequence[Input | None]) -> None:
        """Write what is told of a value: where scenarios differ, of the one that is chosen."""
        first = next(one for one in inputs if one is not None)
        for place, (tell, (_, width)) in enumerate(zip(TOLD, WORDS, strict=True)):
            texts = [tell(first if one is None else one) for one in inputs]
            quiet = texts[0] == NEEDS_RUN or place > REASON
            wraps = place < len(WORDS) - 1 and max(map(len, texts)) > width
            look = Look(colour=MUTED if quiet else INK, wrap=wraps, indent=int(place == 0))
            self.sheet.put(row, self.at.words + place, self._told(row, place, texts), look)
        self.sheet.fit(row, *((tell(one), width) for one in inputs if one for tell, width in self._wrapped))

    def _told(self, row: int, place: int, texts: Sequence[str]) -> Live | str:
        if len(set(texts)) == 1:
            return texts[0]
        column = self.at.hidden + self.at.scenarios * (place + 1)
        for number, text in enumerate(texts):
            self.sheet.put(row, column + number, text or NOTHING)
        return self._picked(row, column, texts[0] or NOTHING)

    @property
    def _wrapped(self) -> list[tuple[Callable[[Input], str], float]]:
        """What is told in cells that wrap, with the width of each."""
        return [(tell, width) for tell, (_, width) in zip(TOLD, WORDS, strict=True)][:-1]


_NOTES: Final = (
    "Blue cells are yours to change: all money follows at once. Yellow is changed, red not allowed; empty is as run.",
    "Grey cells stand as run. What you write under “Wanted in a run” becomes a command under “What needs a run”.",
)


def live_words(found: Mapping[str, Input], name: str) -> str:
    """Return how many inputs of money are live, `found` in the scenario of a `name`."""
    money = [one for one in found.values() if one.is_money]
    live = sum(one.is_live for one in money)
    needs = len(found) - len(money)
    of = f"{live} of {plural(len(money), 'input')} of money are live in {name}"
    return f"{of}; {len(money) - live} are locked, each for a reason, and {needs} other values need a run"


def _name_of(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _shared_kind(inputs: Sequence[Input]) -> Kind:
    """Return how all scenarios' values are written: with cents where one of them has any."""
    kinds = {one.kind for one in inputs}
    if kinds <= {"dollars", "cents"}:
        return "cents" if "cents" in kinds else "dollars"
    return next((one.kind for one in inputs if one.kind != "text"), "text")


def _value_of(one: Input | None, is_money: bool) -> float | str:
    """Return the value of an input; where a scenario has none, nothing that costs, or a word for it."""
    if one is None:
        return 0.0 if is_money else "none"
    return one.value
