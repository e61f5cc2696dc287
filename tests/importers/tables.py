"""Small exports for the tests, and how they are read."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from simulator.answers import ImportAnswer, import_exports
from simulator.errors import InputError, Problem

AS_OF = "2026-11-18"
HEAD = "account,arr,start,renewal\n"


def imported(folder: Path, text: str | bytes, name: str = "export.csv", **options: Any) -> ImportAnswer:
    """Return what a table comes to, written to a file of its own first."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_exports(file, **{"as_of": AS_OF, **options})


def refused(folder: Path, text: str | bytes, name: str = "export.csv", **options: Any) -> list[Problem]:
    """Return why a table is refused."""
    with pytest.raises(InputError) as caught:
        imported(folder, text, name, **options)
    assert caught.value.exit_code == 2
    return caught.value.problems


def rows(answer: ImportAnswer, name: str = "accounts.csv") -> list[dict[str, str]]:
    """Return the rows of one of the files that would be written."""
    from simulator.importers.writing import text_of

    (file,) = (one for one in answer.imported.files if one.name == name)
    return list(csv.DictReader(io.StringIO(text_of(file))))


def said(answer: ImportAnswer) -> str:
    """Return everything the command prints."""
    return "\n".join(answer.imported.lines())
