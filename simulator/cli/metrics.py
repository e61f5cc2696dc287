"""`t2d3 metrics`: every figure that results hold, and what it means."""

from __future__ import annotations

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage


@click.command(cls=WithHelpPage)
@debug_option
def metrics() -> None:
    """List every metric: name, words at the head of a table, unit, how it is read over a quarter or year (added up, at
    its end, from its sums), definition, school (whose definition, and the other one in use), source. Piped, each
    takes one line.
    """
    from simulator.cli.terminal import output, say
    from simulator.results.metrics import METRICS, READINGS

    rows = [
        (m.name, m.head, m.unit.value.replace("_", " "), READINGS[m.reading], m.meaning, m.school, m.source)
        for m in METRICS.values()
    ]
    heads = ("Metric", "In tables", "Unit", "Over a year", "Definition", "School", "Source")
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    console = output()
    if not console.is_terminal:
        for row in [heads, *rows]:
            say("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
        return
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for name, head, unit, reading, meaning, school, source in rows:
        told = Text(meaning) if not school else Text(f"{meaning}\nSchool: {school}")
        told.append(f"\n{source}\n", style="dim")
        table.add_row(Text.assemble((name, "bold"), f"\n{head}\n", (f"{unit}, {reading}", "dim")), told)
    console.print(table)
