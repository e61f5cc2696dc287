"""`t2d3 metrics`: every figure that results hold, and what it means."""

from __future__ import annotations

import click
from rich_click import RichCommand

from simulator.cli.endings import debug_option


@click.command(cls=RichCommand)
@debug_option
def metrics() -> None:
    """List every metric: name, words at the head of a table, unit, how it is read over a quarter or year (added up, at
    its end, from its sums), definition, source. Piped, each takes one line.
    """
    from rich.table import Table

    from simulator.cli.terminal import output
    from simulator.results.metrics import METRICS, READINGS

    rows = [
        (m.name, m.head, m.unit.value.replace("_", " "), READINGS[m.reading], m.meaning, m.source)
        for m in METRICS.values()
    ]
    heads = ("Metric", "In tables", "Unit", "Over a year", "Definition", "Source")
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    console = output()
    if not console.is_terminal:
        for row in [heads, *rows]:
            click.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for place, head in enumerate(heads):
        table.add_column(head, no_wrap=place == 0, ratio=(None, 2, 1, 1, 5, 4)[place])
    for row in rows:
        table.add_row(*row)
    console.print(table)
