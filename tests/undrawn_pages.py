"""Pages of charts that are made and written, but not drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def leave_undrawn(patch: pytest.MonkeyPatch) -> None:
    """Write the name of a page for the page: drawing takes most of the time of a small command.

    For tests of where answers go, and of what they say in words and tables. What is on the charts is looked at in the
    tests of reports, and one test of each command draws its own.
    """
    from simulator.reports import theme  # loads matplotlib, which most tests have no need of

    def named(figure: Figure, kind: str, metadata: Mapping[str, object]) -> bytes:
        return f"{kind}: {figure.get_label()}, {sorted(metadata)}".encode()

    patch.setattr(theme, "_saved", named)
