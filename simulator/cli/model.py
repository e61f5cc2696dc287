"""`t2d3 model`: the model described in full."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage


@click.command(cls=WithHelpPage)
@click.option("--out", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead.")
@debug_option
def model(out: Path | None) -> None:
    """Print the full description of the model: purpose, logic, data, experiments, randomness, code.

    It follows the reporting items that simulation studies are asked for (STRESS-DES), and is partly made from the code.
    """
    from simulator.cli.terminal import print_or_write
    from simulator.reports.model_page import model_page

    print_or_write(model_page(), out)
