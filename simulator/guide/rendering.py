"""A topic as text for a terminal: code as it stands, pictures by the file to open, links by the command to type."""

from __future__ import annotations

import re
from textwrap import indent
from typing import TYPE_CHECKING, Final

from rich.markdown import CodeBlock, Heading, Markdown
from rich.text import Text

from simulator.guide.topics import Topic

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

__all__ = ["rendered"]

_WIDEST: Final = 100  # longer lines of prose are hard to read
_INDENT: Final = 2

_CODE: Final = re.compile(r"(?<!`)`(?P<words>[^`]+)`(?!`)")
_COMMENT: Final = re.compile(r" ?<!--.*?-->", re.DOTALL)
_PICTURE: Final = re.compile(r'!\[(?P<words>[^\]]*)\]\([^)\s]+ "(?P<file>[^"]+)"\)')
_TOPIC_LINK: Final = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<name>[\w-]+)\.md\)")
_FILE_LINK: Final = re.compile(r"\[(?P<words>[^\]]+)\]\((?!https?:)[^)]+\)")


class _Title(Heading):
    """A heading at the left margin, not a box in the middle."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        text = self.text
        text.justify = "left"
        text.stylize("bold" if self.tag == "h1" else "bold underline")
        yield from ([text] if self.tag == "h1" else [Text(""), text])


class _Code(CodeBlock):
    """A code block with every line as it is in the file, set in where there is room: a folded table cannot be read."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        style = "bold" if self.lexer_name == "sh" else "dim" if self.lexer_name == "text" else ""
        text = str(self.text).rstrip()
        widest = max(map(len, text.splitlines()), default=0)
        lines = indent(text, " " * min(_INDENT, max(0, options.max_width - widest)))
        yield Text(lines, style=style, no_wrap=True, overflow="ignore")


class _Page(Markdown):
    elements = {**Markdown.elements, "heading_open": _Title, "fence": _Code}  # noqa: RUF012  (as in the class above)


def for_terminal(markdown: str) -> str:
    """Return the Markdown of a page with what only a browser can follow put in words."""
    text = _COMMENT.sub("", markdown)
    text = _PICTURE.sub(r"*Picture: \g<words> (\g<file>)*", text)
    text = _TOPIC_LINK.sub(r"\g<words> (`t2d3 guide \g<name>`)", text)
    return _FILE_LINK.sub(r"\g<words>", text)


def rendered(topic: Topic, console: Console) -> str:
    """Return a `topic` as lines of at most 100 columns, code aside, with styles where the `console` shows them.

    A narrower console makes the lines shorter.
    """
    text = for_terminal(topic.text)
    page = _Page(text if console.is_terminal else _CODE.sub(r"`` `\g<words>` ``", text))  # else nothing marks code
    with console.capture() as captured:
        console.print(page, width=min(console.width, _WIDEST), soft_wrap=False, crop=False)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"
