"""What the terminal says about fiscal years, quarters or months: what came in, what went out, what is left."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from simulator.reports.terminal.room import narrower, print_fitting
from simulator.reports.terminal.run import plain_table
from simulator.reports.theme import single
from simulator.reports.words import band_name, band_note, between, even_money, money, percent
from simulator.results.metrics import ASSUMED, assumed_in, metric
from simulator.results.periods import periods_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console
    from rich.table import Table

    from simulator.results.bands import Bands
    from simulator.results.protocols import SummarisedByPeriod

__all__ = ["By", "print_periods"]

By = Literal["years", "quarters", "months"]
BY: Final[tuple[By, ...]] = ("years", "quarters", "months")
_LEGEND: Final = {
    "years": "Over each fiscal year; stocks and NRR at its end.",
    "quarters": "Over each quarter of the fiscal year; stocks and NRR at its end.",
    "months": "Over each month; margin over three months, CS cost and burn multiple over twelve; stocks at its end.",
}


@dataclass(frozen=True)
class _Column:
    """A column: its head, its metric, how a figure is written, whether P5 and P95 stand beside it.

    On a narrow screen columns go, the most `dispensable` first; those of 0 stay.
    """

    head: str
    metric: str
    words: Callable[[float], str]
    spread: bool = False
    dispensable: int = 0

    def cell(self, bands: Bands, at: int, runs: int) -> str:
        """Return the cell of a period: n/a where fewer than half of the runs have a figure, whose median is theirs."""
        if 2 * bands.count[at] < runs:
            return self.words(math.nan) if not self.spread else ""
        if not self.spread:
            return self.words(float(bands.p50[at]))
        low, high = float(bands.p5[at]), float(bands.p95[at])
        return between(self.words(low), self.words(high)) if math.isfinite(low) else ""


def _ratio(value: float) -> str:
    return f"{value:.1f}".replace("-", "−") if math.isfinite(value) else "n/a"


_COLUMNS: Final = (
    _Column("ARR", "arr", even_money),
    _Column("NRR", "nrr", percent, dispensable=2),
    _Column("Revenue", "revenue", even_money),
    _Column("Margin", "gross_margin", percent, dispensable=3),
    _Column("CS / rev.", "cs_cost.of_revenue", lambda value: percent(value, 1)),
    _Column("Net burn", "burn", even_money),
    _Column("", "burn", even_money, spread=True, dispensable=1),
    _Column("Burn mult.", "burn_multiple", _ratio, dispensable=5),
    _Column("Cash", "cash", money, dispensable=4),
)


def print_periods(result: SummarisedByPeriod, by: By, console: Console) -> None:
    """Print the fiscal years, quarters or months of a `result`, one below the other; fewer columns on a narrow screen.

    `by` is `years`, `quarters` or `months`; `console` is where to.
    """
    from rich.text import Text

    alone = single(result)
    name = band_name(len(result.runs))
    named = [replace(column, head=name) if column.spread else column for column in _COLUMNS]
    table = print_fitting(_tables(result, by, [column for column in named if not (alone and column.spread)]), console)
    medians = "" if alone else f"Medians of the runs' own figures; {band_note(len(result.runs))}. "
    assumed = _assumed({" ".join(str(head.header).split()) for head in table.columns}, result)
    legend = f"{medians}{_LEGEND[by]} CS / rev.: CS cost over revenue.{assumed}"
    console.print(Text(legend, style="dim"), highlight=False)


def _assumed(heads: set[str], result: SummarisedByPeriod) -> str:
    """Return which of the columns shown have figures that the scenario gives."""
    given = assumed_in(result.scenario)
    return "".join(
        f" {column.head}: {metric(column.metric).title.lower()}, {ASSUMED}."
        for column in _COLUMNS
        if column.head in heads and column.metric in given
    )


def _tables(result: SummarisedByPeriod, by: By, columns: Sequence[_Column]) -> Iterator[Table]:
    labels = result.labels[1:] if by == "months" else [period.label for period in periods_of(result.scenario, by)]
    bands = {column.metric: _bands(result, column.metric, by) for column in columns}

    def table_of(some: Sequence[_Column]) -> Table:
        table = plain_table("", *(column.head for column in some))
        for at, label in enumerate(labels):
            table.add_row(label, *(column.cell(bands[column.metric], at, len(result.runs)) for column in some))
        return table

    return narrower(columns, table_of)


def _bands(result: SummarisedByPeriod, metric: str, by: By) -> Bands:
    return result.bands(metric).months(slice(1, None)) if by == "months" else result.period_bands(metric, by)
