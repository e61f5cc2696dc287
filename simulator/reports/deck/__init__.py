"""A deck of native slides: charts with data and formulas within, tables, notes; ours or on a foreign master."""

from __future__ import annotations

__all__ = ["deck", "file", "stored_answers"]
