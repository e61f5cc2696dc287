"""The ARR bridge of the next whole years that a board plans by, and of the last, with a table of them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import BridgeLine
from simulator.reports.charts.bridge import (
    COLOURS,
    YearBridge,
    arr_bridge,
    bridge_title,
    by_quarters,
    joined_bridge,
    lines_of,
    written,
)
from simulator.reports.charts.horizons import NEXT_EIGHT_QUARTERS
from simulator.reports.page.panels import Panel
from simulator.reports.page.tables import CsvFile, PageTable
from simulator.reports.svg.bridge import Step, bridge_chart
from simulator.reports.svg.colours import HUES
from simulator.reports.svg.document import Chart, Named
from simulator.reports.svg.frame import NARROW, WIDE, Size
from simulator.reports.theme import BLUE, single

if TYPE_CHECKING:
    from simulator.reports.page.panels import Side
    from simulator.results.protocols import Summarised


_HUE_OF: Final = {colour: name for name, colour in HUES.items()}


def bridge_panels(sides: Sequence[Side]) -> list[Panel | None]:
    """Return where ARR comes from and goes, a panel a side."""
    return [_bridge(side) for side in sides]


def _bridge(side: Side) -> Panel | None:
    years = arr_bridge(side.result)
    if all(not (year.opening or year.closing or any(year.flows)) for year in years):
        return None
    finding, shown = bridge_title(side.result), shown_years(side.result, years)
    means = "" if single(side.result) else " Means over the runs, which add up; the fans show medians."
    return Panel(
        finding,
        wide=tuple(_chart(WIDE, f"bridge-{side.key}-w{at}", years, year, finding) for at, year in enumerate(shown)),
        narrow=tuple(_chart(NARROW, f"bridge-{side.key}-n{at}", years, year, finding) for at, year in enumerate(shown)),
        caption=f"From opening to closing ARR {' and '.join(f'of {year.name}' for year in shown)}.{means}",
        tables=(_table(side, years),),
    )


def shown_years(result: Summarised, years: Sequence[YearBridge]) -> list[YearBridge]:
    """Return the years that the finding speaks of: the last whole one, and one within eight quarters.

    Quarters are told together.
    """
    if by_quarters(result):
        return [joined_bridge(result, years)]
    whole = [year for year in years if year.months == MONTHS_PER_YEAR] or list(years)
    near = [year for year in whole if year.last <= NEXT_EIGHT_QUARTERS < whole[-1].last]
    return [*near[-1:], whole[-1]]


def _chart(size: Size, key: str, years: Sequence[YearBridge], year: YearBridge, finding: str) -> Chart:
    opening, *flows, closing = written([*years, year])[-1]
    steps = [Step(f"Opening {year.name}", 0.0, year.opening, opening, _HUE_OF[BLUE], strong=True)]
    level = year.opening
    for line in lines_of(years):
        place = list(BridgeLine).index(line)
        after = level + year.flows[place]
        steps.append(Step(line.value, level, after, flows[place], _HUE_OF[COLOURS[line]]))
        level = after
    steps.append(Step("Closing", 0.0, year.closing, closing, _HUE_OF[BLUE], strong=True))
    told = "; ".join(f"{step.words}: {step.told}" for step in steps)
    return bridge_chart(size, Named(key, f"ARR bridge of {year.name}", f"{finding}. {told}."), steps)


def _table(side: Side, years: Sequence[YearBridge]) -> PageTable:
    columns, lines = written(years), list(BridgeLine)
    names = ["Opening ARR", *(line.value for line in lines), "Closing ARR"]
    kept = [0, *(1 + lines.index(line) for line in lines_of(years)), len(names) - 1]
    rows = tuple((names[row], *(column[row] for column in columns)) for row in kept)
    figures = [(year.opening, *year.flows, year.closing) for year in years]
    file = CsvFile(
        f"arr_bridge{'' if side.key == 'a' else f'_{side.key}'}.csv",
        ("line", *(year.name for year in years)),
        tuple((name, *(f"{one[row] + 0.0:.2f}" for one in figures)) for row, name in enumerate(names)),
    )
    heads = ("Means over the runs", *(year.name for year in years))
    return PageTable("ARR bridge", heads, rows, file, strong=frozenset((0, len(rows) - 1)))
