"""Of which files a message may quote lines: of those that are scenarios or tables by their name.

A scenario can name any file that its reader may open (`extends: /etc/shadow`, `accounts_csv: /proc/self/environ`), and
whoever sent it may be shown what the program says of it. Of such a file a message tells the name and the place alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from simulator.errors import Problem

_QUOTED: Final = (".yaml", ".yml", ".csv")


def may_be_quoted(file: str) -> bool:
    """Tell whether messages may quote lines of `file`, by the name that it has once all links are followed."""
    return PurePath(file).suffix.lower() in _QUOTED


def unquoted(problem: Problem) -> Problem:
    """Return a `problem` that tells where it is and what is allowed there, and nothing of what stands there."""
    message = f"what stands here does not fit; lines are shown of {', '.join(_QUOTED)} files alone"
    return replace(problem, message=message, path="", suggestion="", source_line="")
