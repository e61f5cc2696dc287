"""An import from end to end: exports read and put together, told, compared with what is expected, and written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import InputError, Problem
from simulator.importers.files import files_of
from simulator.importers.gather import Gathered, gather
from simulator.importers.reconciliation import Reconciliation, changes, dollars
from simulator.importers.records import Moment
from simulator.importers.wanted import Wanted
from simulator.importers.writing import CsvFile, check_free, last_accounts, put, put_mappings, text_of

if TYPE_CHECKING:
    from simulator.progress import Stage

__all__ = ["Imported", "take_in"]


def take_in(wanted: Wanted, stage: Stage) -> Imported:
    """Read the exports that are `wanted` and return what they come to; `stage` shows the progress of large ones.

    Raises InputError with every problem of every file.
    """
    if not wanted.files:
        raise InputError([Problem("no export is named", path="exports", allowed="the files of one or several")])
    if wanted.mapping and len(wanted.files) > 1:
        raise InputError([Problem("is for one export, and there are several", path="mapping")])
    mappings = {wanted.files[0]: wanted.mapping} if wanted.mapping else {}
    moment, month = Moment(wanted.day), wanted.month
    found = gather(wanted.files, moment, wanted.said(), stage, mappings)
    before = last_accounts(Path(wanted.folder))
    accounts = found.book.accounts
    compared = None if before is None else changes(before, accounts)
    reconciliation = Reconciliation(tuple(found.fates), tuple(accounts), tuple(found.months()), compared)
    return Imported(found, reconciliation, tuple(files_of(found, reconciliation, month)), wanted.folder)


@dataclass(frozen=True)
class Imported:
    """What exports came to: the book of the first day, the people, the history, and what became of every row."""

    gathered: Gathered
    reconciliation: Reconciliation
    files: tuple[CsvFile, ...]
    folder: str

    def lead(self) -> str:
        """Return in a sentence what came out."""
        first, book = self.gathered.moment.first_day, self.gathered.book
        parts = []
        if book.accounts:
            parts.append(f"{dollars(book.arr)} ARR in {_plural(len(book.accounts), 'account')} on {first}")
        if self.gathered.people is not None:
            there = sum(not one.open for one in self.gathered.people)
            people = "person" if there == 1 else "people"
            parts.append(f"{there:,} {people} in place, {len(self.gathered.people) - there:,} to come")
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
        yield self.lead()
        yield ""
        yield from self.reconciliation.lines()
        yield from self._scenario_lines()

    def _scenario_lines(self) -> Iterator[str]:
        found = self.gathered
        if not found.book.accounts:
            return
        roster = "" if found.people is None else f", roster_csv: {self.folder}/roster.csv"
        yield ""
        people = "" if found.people is None else f" {self.folder}/roster.csv"
        files, start = f"{self.folder}/accounts.csv{people}", found.moment.first_day
        yield f"A scenario from it, a few questions on: t2d3 new --from {files} --start {start}"
        yield "Or in one of yours:"
        yield "    extends: laws"
        yield f"    start_date: {found.moment.first_day}"
        yield f"    opening: {{accounts_csv: {self.folder}/accounts.csv{roster}}}"
        yield from (f"    {line}" for line in found.segments.lines)

    def write(self, folder: Path) -> list[Path]:
        """Write the files, and beside each export how it was read; return the files of the folder.

        All are put in place or none; Raises OutputError where a file is in
        the way that no import wrote.
        """
        text = "\n".join(self.lines()) + "\n"
        check_free(folder, [*(file.name for file in self.files), "reconciliation.txt"])
        put_mappings({one.kept: one.mapping.written() for one in self.gathered.sources if one.new})
        return put(folder, self.files, {"reconciliation.txt": text})

    def differences(self, folder: Path) -> list[str]:
        """Return where the files would differ from those expected in a `folder`, the first place of each."""
        found = []
        for file in self.files:
            path = folder / file.name
            try:
                expected = path.read_text(encoding="utf-8")
            except OSError:
                found.append(f"{path} cannot be read, and {file.name} would be written")
                continue
            difference = _first_difference(expected, text_of(file))
            if difference:
                found.append(f"{path}:{difference}")
        return found


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
