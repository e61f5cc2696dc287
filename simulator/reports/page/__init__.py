"""The report as one HTML file: no request to anywhere, findings as headings, behind each chart its table."""

from __future__ import annotations

__all__ = ["document", "report", "stored_when"]
