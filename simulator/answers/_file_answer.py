"""What answers that are one file have in common: a page, slides, a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from simulator.answers._answer import Answer
from simulator.answers._parts import put_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

    from simulator.answers._table import Table


class FileAnswer(Answer):
    """An answer that is one file, with no table and no chart of its own; `name` is what the file is called."""

    name: ClassVar[str]

    @property
    def file(self) -> bytes:
        """The bytes of the file."""
        raise NotImplementedError

    @property
    def notices(self) -> tuple[str, ...]:
        """What there is to say of it besides the finding."""
        return ()

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the finding, what there is to say of it, and where the file is."""
        from simulator.reports.terminal.run import print_files

        for line in (str(self), *self.notices):
            console.print(line, highlight=False, markup=False)
        print_files(files, console)

    def write(self, folder: str | Path, *, svg: bool = False) -> list[Path]:
        """Write the file by its own name into a folder (made if missing) and return it; `svg` changes nothing."""
        return [self.save(Path(folder) / self.name)]

    def save(self, path: str | Path) -> Path:
        """Write the file, whole or not at all, and return it; raise OutputError where that fails."""
        return put_whole(Path(path), self.file)

    def _tables(self) -> tuple[Table, ...]:
        return ()

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        return {}
