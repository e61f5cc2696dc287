"""The packages of the extra `office`, with which slides and workbooks are made."""

from __future__ import annotations

from importlib import import_module

from simulator.errors import InputError, Problem

__all__ = ["office_there"]


def office_there(what: str) -> None:
    """Raise InputError where the packages that `what`, such as `a deck`, needs are not installed."""
    try:
        import_module("pptx")
        import_module("xlsxwriter")
    except ImportError:
        allowed = "pip install 't2d3[office]'"
        raise InputError([Problem(f"{what} needs the packages python-pptx and XlsxWriter", allowed=allowed)]) from None
