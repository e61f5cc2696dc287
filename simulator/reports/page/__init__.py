"""The report as one HTML file: no request to anywhere, findings as headings, behind each chart its table."""

from __future__ import annotations

__all__: list[str] = []
