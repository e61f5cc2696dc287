"""What other systems export, as the files of a scenario and a reconciliation, as an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._table import Table
from simulator.importers.imported import Imported, take_in
from simulator.importers.wanted import Wanted
from simulator.progress import Stage, no_progress

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console


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

    imported: Imported

    def __str__(self) -> str:
        return self.imported.lead()

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print which column was taken for what, the reconciliation, and where the files are."""
        for line in [*self.imported.lines(), *(["", *map(str, files)] if files else [])]:
            console.print(line, soft_wrap=True, highlight=False, markup=False)

    def write(self, folder: str | Path, *, svg: bool = False) -> list[Path]:
        """Write the files, and beside each export how it was read; return the files of the folder.

        All are put in place or none; there is no chart, so `svg` changes nothing. Raises OutputError where a file is in
        the way that no import wrote.
        """
        return self.imported.write(Path(folder))

    def differences(self, folder: str | Path) -> list[str]:
        """Return where the files would differ from those expected in a `folder`, the first place of each."""
        return self.imported.differences(Path(folder))

    def _tables(self) -> tuple[Table, ...]:
        files = self.imported.files
        return tuple(Table.of(one.name.removesuffix(".csv"), one.header, map(tuple, one.rows)) for one in files)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        return {}


@dataclass(frozen=True)
class ImportRequest(Wanted):
    """Which exports to read and how; nothing is read before it is answered."""

    def answer(self, stage: Stage = no_progress) -> ImportAnswer:
        """Read the exports and return what they come to; `stage` shows the progress of large ones."""
        return ImportAnswer(take_in(self, stage))
