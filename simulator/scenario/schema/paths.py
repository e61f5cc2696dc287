"""The way to a field of a scenario: as a tuple of steps, and as it is shown and overridden."""

from __future__ import annotations

from typing import TypeAlias

from simulator.visible import visible

__all__ = ["TreePath", "dotted"]

TreePath: TypeAlias = tuple[str | int, ...]
"""The way to a field of a scenario: ("roles", "csm", "ramp", 0, "days")."""


def dotted(path: TreePath) -> str:
    """Return a `path` as it is shown and overridden, such as `roles.csm.ramp.0.days`.

    Characters that cannot be printed are shown as `�`.
    """
    return visible(".".join(str(step) for step in path))
