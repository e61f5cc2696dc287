"""The whole workbook: its sheets in the order in which they stand on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
