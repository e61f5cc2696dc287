"""The profit and loss by year, down to cash: a table whose columns add up as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.reports.charts.pnl import SUMS, line_name, pnl_title, shown_lines, written, years_of_books
from simulator.reports.page.panels import Panel
from simulator.reports.page.tables import CsvFile, PageTable
from simulator.reports.theme import single

if TYPE_CHECKING:
    from simulator.reports.page.panels import Side


def pnl_panels(sides: Sequence[Side]) -> list[Panel | None]:
    """Return the profit and loss, a panel a side; None where no money comes or goes."""
    return [_pnl(side) for side in sides]


def _pnl(side: Side) -> Panel | None:
    years = years_of_books(side.result)
    if not any(value for year in years for value in year.lines.values()):
        return None
    texts, names = written(years), shown_lines(side.result, years)
    rows = tuple((line_name(name).strip(), *(text[name] for text in texts)) for name in names)
    strong = frozenset(place for place, name in enumerate(names) if name in SUMS)
    every = list(years[0].lines)
    file = CsvFile(
        f"pnl{'' if side.key == 'a' else f'_{side.key}'}.csv",
        ("line", *(year.name for year in years)),
        tuple((name, *(f"{year.lines[name] + 0.0:.2f}" for year in years)) for name in every),
    )
    heads = ("Dollars" if single(side.result) else "Means over the runs", *(year.name for year in years))
    return Panel(
        pnl_title(side.result),
        open_tables=(PageTable("Profit and loss by year", heads, rows, file, strong),),
    )
