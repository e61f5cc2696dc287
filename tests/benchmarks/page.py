"""The page: a heading, what was found in a sentence a section, then each section with its tables, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """A table; the first column is words and stands to the left, the others are figures and stand to the right."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def lines(self) -> list[str]:
        """Return its lines, in columns that a terminal shows straight."""
        widths = [max(len(row[column]) for row in (self.head, *self.rows)) for column in range(len(self.head))]
        rule = [("-" * width) if not at else "-" * (width - 1) + ":" for at, width in enumerate(widths)]
        return [_line(row, widths) for row in (self.head, rule, *self.rows)]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return f"| {' | '.join(cells)} |"


@dataclass(frozen=True)
class Section:
    """What one section found: the finding in a sentence, its tables, and how it was measured."""

    title: str
    finding: str
    tables: Sequence[Table] = ()
    how: str = ""

    def lines(self) -> list[str]:
        """Return its lines: the finding first."""
        found = [f"## {self.title}", "", self.finding]
        for table in self.tables:
            found += ["", *table.lines()]
        return [*found, "", self.how] if self.how else found


@dataclass
class Page:
    """The whole page; sections come in as they are measured."""

    title: str
    state: Sequence[str]
    """What machine and which versions, a line each."""
    how: str
    sections: list[Section] = field(default_factory=list)

    def text(self) -> str:
        """Return the page as Markdown."""
        lines = [f"# {self.title}", "", *(f"- {line}" for line in self.state), "", self.how]
        if self.sections:
            lines += ["", *(f"- {section.title}: {section.finding}" for section in self.sections)]
        for section in self.sections:
            lines += ["", *section.lines()]
        return "\n".join(lines) + "\n"
