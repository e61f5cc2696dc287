"""`t2d3 guide`: how to ask, read and bring in one's own company, one topic a page."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import click

from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem
    from rich.console import Console

_PAGER_OPTIONS: Final = "-FRX"
"""For less: end at once where all fits on the screen and show styles; a command that is too long is folded, not cut."""


class TopicName(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases of click only
    """The name of a topic."""

    name = "topic"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the names with what each page answers."""
        from click.shell_completion import CompletionItem

        from simulator.guide import topics

        return [CompletionItem(t.name, help=t.summary) for t in topics() if t.name.startswith(incomplete)]


@click.command(cls=WithHelpPage)
@click.argument("topic", type=TopicName(), required=False, metavar="[TOPIC]")
@debug_option
def guide(topic: str | None) -> None:
    """Read how to do it: a page on TOPIC, or the list of topics.

    t2d3 guide when
    """
    from simulator.cli.terminal import output

    console = output()
    if topic is None:
        _print_list(console)
        return
    from simulator.guide import topic as found
    from simulator.guide.rendering import rendered

    page = rendered(found(topic), console)
    if console.is_terminal:
        os.environ.setdefault("LESS", _PAGER_OPTIONS)
        click.echo_via_pager(page)
    else:
        click.echo(page, nl=False)


def _print_list(console: Console) -> None:
    """Print the topics under their groups, a line each."""
    from rich.text import Text

    from simulator.guide import GROUPS, topics

    found = topics()
    margin = max(len(topic.name) for topic in found) + 4
    for group in GROUPS:
        console.print(Text(group, style="bold"))
        for topic in (topic for topic in found if topic.group == group):
            console.print(f"  {topic.name:<{margin - 2}}{topic.summary}")
        console.print()
    console.print("t2d3 guide TOPIC shows one.")
