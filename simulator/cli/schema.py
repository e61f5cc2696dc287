"""`t2d3 schema`: what a scenario may hold, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage


@click.command(cls=WithHelpPage)
@click.option("--out", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead.")
@debug_option
def schema(out: Path | None) -> None:
    """Print the JSON Schema of scenario files: every field with unit, bounds, meaning and source.

    Editors use it to complete and check scenarios while they are typed.
    """
    from pydantic_core import to_json

    from simulator.cli.terminal import print_or_write
    from simulator.scenario.schema.editor_schema import json_schema

    print_or_write(to_json(json_schema(), indent=2).decode() + "\n", out)
