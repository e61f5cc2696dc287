"""The way to a field of a scenario: `roles`, `csm`, `ramp`, 0, `days`, written `roles.csm.ramp.0.days`."""

from __future__ import annotations

from typing import TypeAlias

TreePath: TypeAlias = tuple[str | int, ...]


def dotted(path: TreePath) -> str:
    """Return a path as it is shown and overridden, such as `roles.csm.ramp.0.days`."""
    text = ".".join(str(step) for step in path)
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)
