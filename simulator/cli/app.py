"""The command `t2d3`: a group whose commands are imported when they are needed, and how the program ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from typing import Any, Final

import click

from simulator.cli.endings import debug_option, exit_code_of
from simulator.cli.help_page import WithHelpPage

COMMANDS: Final = (
    *(
        "run",
        "compare",
        "when",
        "sweep",
        "optimize",
        "sensitivity",
        "why",
        "branch",
        "story",
        "report",
        "deck",
        "workbook",
    ),
    *("guide", "new", "import", "check", "explain", "scenarios", "library", "metrics", "schema", "model", "calibrate"),
)
"""In the order of the help page; each is the function of that name in the module of that name."""
_OTHERWISE: Final = {"import": ("importing", "import_exports")}
"""Commands whose name Python keeps for itself: their module and their function."""

_COMPLETE: Final = "_T2D3_COMPLETE"
"""Set by a shell that asks what can follow, or how to ask."""

EPILOG: Final = """\
Start with:  t2d3 run

Read how to:  t2d3 guide

Completion with the Tab key (commands, options, scenarios, roles, fields): put one line in your shell's start-up file.

bash:  eval "$(_T2D3_COMPLETE=bash_source t2d3)"

zsh:  eval "$(_T2D3_COMPLETE=zsh_source t2d3)"

fish:  _T2D3_COMPLETE=fish_source t2d3 | source
"""


class Commands(WithHelpPage, click.Group):
    """The group: knows its commands by name and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module, function = _OTHERWISE.get(cmd_name, (cmd_name, cmd_name))
        command: click.Command = getattr(import_module(f"simulator.cli.{module}"), function)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; without any, show the help page and end as after a mistake."""
        if not args and not ctx.resilient_parsing:
            print(ctx.get_help())
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of the arguments; raise UsageError with the nearest name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            meant = f' Did you mean "{near[0]}"?' if near else f" There are: {', '.join(COMMANDS)}."
            raise click.UsageError(f'There is no command "{args[0]}".{meant}', ctx)
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the program and end it with the exit code of whatever happened, in either mode of click."""
        if _COMPLETE in os.environ:
            from simulator.cli.completion import prepare_completion

            prepare_completion()
        program = partial(super().main, args, prog_name or "t2d3", complete_var, standalone_mode=False, **extra)
        sys.exit(exit_code_of(program))


def _print_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from simulator import __version__

        click.echo(f"t2d3 {__version__}")
        ctx.exit()


@click.group("t2d3", cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Show the version."
)
@debug_option
def main() -> None:
    """When do we hire? Simulate a SaaS company on its growth path and see what a hiring plan does to ARR and NRR."""
