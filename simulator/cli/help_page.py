"""Help pages drawn by rich-click, which is loaded when somebody asks for one: it takes longer to load than click."""

from __future__ import annotations

from typing import Any, Final

import click

_TAKEN_OVER: Final = ("terminal_width", "max_content_width", "help_option_names", "show_default")
"""What a context has been told about its pages."""


class WithHelpPage(click.Command):
    """A command of click whose help page is the one that rich-click draws for it."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the page, with styles where standard output shows them."""
        return _page(self, ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help; it prints the page as it is, without asking once more what may be shown."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_page
        return option


def _show_page(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        print(ctx.get_help())
        ctx.exit()


def _page(command: click.Command, ctx: click.Context) -> str:
    """Return the help page of a command of this context, drawn by rich-click."""
    from rich_click import RichCommand, RichContext, RichGroup

    class Group(RichGroup):
        """A group with its commands in the order they are given in."""

        def list_commands(self, ctx: click.Context) -> list[str]:
            return list(self.commands)

    told: dict[str, Any] = {
        "name": command.name,
        "callback": command.callback,
        "params": command.params,
        "help": command.help,
        "epilog": command.epilog,
        "options_metavar": command.options_metavar,
    }
    if isinstance(command, click.Group):
        names = command.list_commands(ctx)
        of_name = {name: found for name in names if (found := command.get_command(ctx, name)) is not None}
        drawn: RichCommand = Group(**told, commands=of_name, subcommand_metavar=command.subcommand_metavar)
    else:
        drawn = RichCommand(**told)
    as_asked = {name: getattr(ctx, name) for name in _TAKEN_OVER}
    page: str = drawn.get_help(RichContext(drawn, parent=ctx.parent, info_name=ctx.info_name, **as_asked))
    return page
