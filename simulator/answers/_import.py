"""What other systems export, as the files of a scenario and a reconciliation, as an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, get_args

from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._table import Table
from simulator.errors import InputError, Problem
from simulator.progress import Stage, no_progress

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

    from simulator.importers.gather import Gathered
    from simulator.importers.mapping import Said
    from simulator.importers.reconciliation import Reconciliation
    from simulator.importers.writing import CsvFile

FOLDER: Final = "import"
"""Where the files of an import go unless another folder is named."""


@asked
def import_exports(
    *exports: str | Path,
    as_of: date | str | None = None,
    opening: str | None = None,
    decimal: str | None = None,
    dates: str | None = None,
    fx: Mapping[str, float] | None = None,
    amounts: str | None = None,
    export: str | None = None,
    mapping: str | Path | None = None,
    sheet: str | None = None,
    map: Sequence[str] = (),  # noqa: A002  (named as the option is)
    status: Mapping[str, str] | None = None,
    title: Mapping[str, str] | None = None,
) -> ImportAnswer:
    """Read what other systems export into accounts, a roster and a history, as `t2d3 import` does; nothing is written.

    `exports` are files as they were exported (CSV, or .xlsx with the extra `office`). `as_of` is the day of the export,
    today unless it is said; `opening`, such as "2024-01", asks for the book of an earlier month too. `decimal`, `dates`
    and `amounts` settle what the files leave in doubt, and `fx` has dollars for one of a currency. `export` says what
    the one file is, `sheet` which sheet of a workbook is read, `mapping` which file says how, `map` what columns mean,
    `status` and `title` what words mean. `write` of the answer writes the files. Raises InputError with every problem
    of every file.
    """
    return ImportRequest(
        tuple(str(one) for one in exports),
        as_of=as_of,
        opening=opening,
        decimal=decimal,
        dates=dates,
        fx=dict(fx or {}),
        amounts=amounts,
        export=export or "",
        mapping="" if mapping is None else str(mapping),
        sheet=sheet or "",
        maps=(map,) if isinstance(map, str) else tuple(map),
        statuses=dict(status or {}),
        titles=dict(title or {}),
    ).answer()


@dataclass(frozen=True, eq=False, repr=False)
class ImportAnswer(Answer):
    """What exports came to: the book of the first day, the people, the history, and what became of every row."""

    gathered: Gathered
    reconciliation: Reconciliation
    files: tuple[CsvFile, ...]
    folder: str = FOLDER

    def __str__(self) -> str:
        from simulator.importers.reconciliation import dollars

        first, book = self.gathered.moment.first_day, self.gathered.book
        parts = []
        if book.accounts:
            parts.append(f"{dollars(book.arr)} ARR in {_plural(len(book.accounts), 'account')} on {first}")
        if self.gathered.people is not None:
            there = sum(not one.open for one in self.gathered.people)
            parts.append(f"{there:,} people in place, {len(self.gathered.people) - there:,} to come")
        months = self.gathered.months()
        if months:
            parts.append(f"history of {_plural(len(months), 'month')}")
        return f"{'; '.join(parts) or 'Nothing was taken in'}."

    def lines(self) -> Iterator[str]:
        """Yield what the command prints."""
        for source in self.gathered.sources:
            yield f"{source.file}: {source.words}"
            yield from (f"    {line}" for line in source.shown())
        for notice in self.gathered.notices:
            yield f"    {notice.line()}"
        yield ""
        yield str(self)
        yield ""
        yield from self.reconciliation.lines()
        yield from self._scenario_lines()

    def _scenario_lines(self) -> Iterator[str]:
        found = self.gathered
        if not found.book.accounts:
            return
        roster = "" if found.people is None else f", roster_csv: {self.folder}/roster.csv"
        yield ""
        yield "In your scenario:"
        yield f"    start_date: {found.moment.first_day}"
        yield f"    opening: {{accounts_csv: {self.folder}/accounts.csv{roster}}}"
        yield from (f"    {line}" for line in found.segments.lines)

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print which column was taken for what, the reconciliation, and where the files are."""
        for line in [*self.lines(), *(["", *map(str, files)] if files else [])]:
            console.print(line, soft_wrap=True, highlight=False, markup=False)

    def write(self, folder: str | Path, *, svg: bool = False) -> list[Path]:
        """Write the files, and beside each export how it was read; return the files of the folder.

        All are put in place or none; there is no chart, so `svg` changes nothing. Raises OutputError where a file is in
        the way that no import wrote.
        """
        from simulator.importers.writing import put, put_mappings

        text = "\n".join(self.lines()) + "\n"
        files = put(Path(folder), self.files, {"reconciliation.txt": text})
        put_mappings({one.kept: one.mapping.written() for one in self.gathered.sources if one.new})
        return files

    def differences(self, folder: str | Path) -> list[str]:
        """Return where the files would differ from those expected in a `folder`, the first place of each."""
        from simulator.importers.writing import text_of

        found = []
        for file in self.files:
            path = Path(folder) / file.name
            try:
                expected = path.read_text(encoding="utf-8")
            except OSError:
                found.append(f"{path} cannot be read, and {file.name} would be written")
                continue
            difference = _first_difference(expected, text_of(file))
            if difference:
                found.append(f"{path}:{difference}")
        return found

    def _tables(self) -> tuple[Table, ...]:
        return tuple(Table.of(one.name.removesuffix(".csv"), one.header, map(tuple, one.rows)) for one in self.files)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        return {}


def _first_difference(expected: str, found: str) -> str:
    """Return the first line in which two texts differ, with both; nothing where they are the same."""
    theirs, ours = expected.splitlines(), found.splitlines()
    for number in range(max(len(theirs), len(ours))):
        one = theirs[number] if number < len(theirs) else "no more lines"
        other = ours[number] if number < len(ours) else "no more lines"
        if one != other:
            return f"{number + 1}: expected {one}, found {other}"
    return ""


def _plural(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


@dataclass(frozen=True)
class ImportRequest:
    """Which exports to read and how; nothing is read before it is answered."""

    files: tuple[str, ...]
    as_of: date | str | None = None
    opening: str | None = None
    decimal: str | None = None
    dates: str | None = None
    fx: Mapping[str, float] = field(default_factory=dict)
    amounts: str | None = None
    export: str = ""
    mapping: str = ""
    sheet: str = ""
    maps: tuple[str, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    folder: str = FOLDER

    @cached_property
    def day(self) -> date:
        """The day of the exports; raises InputError where it is none."""
        if self.as_of is None:
            return date.today()
        if isinstance(self.as_of, date):
            return self.as_of
        try:
            return date.fromisoformat(self.as_of)
        except ValueError:
            raise InputError([Problem(f"is {self.as_of}", path="as_of", allowed="a day such as 2026-12-18")]) from None

    @cached_property
    def month(self) -> date | None:
        """The first day of the earlier opening that is asked for; raises InputError where it is no month."""
        if self.opening is None:
            return None
        try:
            return date.fromisoformat(f"{self.opening}-01")
        except ValueError:
            allowed = "a month such as 2024-01"
            raise InputError([Problem(f"is {self.opening}", path="opening", allowed=allowed)]) from None

    def answer(self, stage: Stage = no_progress) -> ImportAnswer:
        """Read the exports and return what they come to; `stage` shows the progress of large ones."""
        from simulator.importers.gather import gather
        from simulator.importers.reconciliation import Reconciliation, changes
        from simulator.importers.records import Moment
        from simulator.importers.writing import last_accounts

        if not self.files:
            raise InputError([Problem("no export is named", path="exports", allowed="the files of one or several")])
        if self.mapping and len(self.files) > 1:
            raise InputError([Problem("is for one export, and there are several", path="mapping")])
        mappings = {self.files[0]: self.mapping} if self.mapping else {}
        moment, month = Moment(self.day), self.month
        found = gather(self.files, moment, self._said(), stage, mappings)
        before = last_accounts(Path(self.folder))
        accounts = found.book.accounts
        compared = None if before is None else changes(before, accounts)
        reconciliation = Reconciliation(tuple(found.fates), tuple(accounts), tuple(found.months()), compared)
        return ImportAnswer(found, reconciliation, tuple(_files(found, reconciliation, month)), self.folder)

    def _said(self) -> Said:
        from simulator.importers.mapping import Said
        from simulator.importers.vendors.export import Units
        from simulator.scenario.reading.amounts import Mark
        from simulator.scenario.reading.csv_cells import Order

        return Said(
            _one("decimal", self.decimal, get_args(Mark)),
            _one("dates", self.dates, get_args(Order)),
            {code.upper(): rate for code, rate in self.fx.items()},
            _one("amounts", self.amounts, get_args(Units)),
            self.sheet,
            self.export,
            self.maps,
            self.statuses,
            {title.casefold(): role for title, role in self.titles.items()},
        )


def _files(found: Gathered, reconciliation: Reconciliation, month: date | None) -> Iterator[CsvFile]:
    from simulator.importers.history import rows_of
    from simulator.importers.reconciliation import HEADER
    from simulator.importers.writing import CsvFile, accounts_file, roster_file

    if found.book.accounts:
        yield accounts_file("accounts.csv", found.book.accounts, found.segments)
    if found.people is not None:
        yield roster_file("roster.csv", found.people)
    header, rows = rows_of(found.history, found.names)
    if rows:
        yield CsvFile("history.csv", header, rows)
    if month is not None:
        yield from _past(found, month)
    yield CsvFile("reconciliation.csv", HEADER, reconciliation.rows())


def _past(found: Gathered, first: date) -> Iterator[CsvFile]:
    from simulator.importers.past_opening import past_accounts, past_roster
    from simulator.importers.segments import segments_of
    from simulator.importers.writing import accounts_file, roster_file

    accounts = past_accounts(found.history, found.book, first)
    yield accounts_file(f"accounts-{first:%Y-%m}.csv", accounts, segments_of(accounts))
    if found.read_people is not None:
        yield roster_file(f"roster-{first:%Y-%m}.csv", past_roster(found.read_people, first))


Known = TypeVar("Known", bound=str)


def _one(name: str, value: str | None, allowed: tuple[Known, ...]) -> Known | None:
    """Return which of the `allowed` words an argument is, None where nothing is said."""
    found = next((one for one in allowed if one == value), None)
    if value is not None and found is None:
        raise InputError([Problem(f"is {value}", path=name, allowed=", ".join(allowed))])
    return found
