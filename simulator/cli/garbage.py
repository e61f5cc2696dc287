"""Rubbish is collected once a command has got going: what it loads is there to stay."""

from __future__ import annotations

import gc
from typing import Any, Final

_STARTED: Final = 200_000
"""Objects by which a command has started: some 20 MB of them. One that simulates nothing makes half as many."""


def collect_later() -> None:
    """Put the first collection off until so many objects are there, and go on from it as usual.

    Collections while modules are loaded find nothing, and take some hundredths of the time of it.
    """
    usual = gc.get_threshold()

    def go_on(phase: str, details: dict[str, Any]) -> None:
        gc.callbacks.remove(go_on)
        gc.set_threshold(*usual)

    gc.callbacks.append(go_on)
    gc.set_threshold(_STARTED, *usual[1:])
