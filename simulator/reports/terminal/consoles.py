"""The console that everything is printed to: what a file, a name or a folder brought along cannot act on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext, suppress
from typing import NoReturn

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from simulator.visible import visible

__all__ = ["VisibleConsole"]


class VisibleConsole(Console):
    """A console that shows `�` for characters that cannot be seen, and leaves a closed pipe to the end of the program.

    Its own styles and movements of the cursor are not text and pass through.
    """

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield the pieces of something printable with their texts made visible."""
        for piece in super().render(renderable, options):
            text, style, control = piece
            yield piece if control or text.isprintable() else Segment(visible(text, lines=True), style)

    def _check_buffer(self) -> None:
        """Write what is to be written; what is only said, and cannot be, is left unsaid."""
        with suppress(OSError) if self.stderr else nullcontext():
            super()._check_buffer()

    def on_broken_pipe(self) -> NoReturn:
        """Raise BrokenPipeError, where rich would end the program by itself."""
        raise BrokenPipeError
