"""The files that an import writes: all staged and put in place whole, none of the user's own ever overwritten."""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.errors import OutputError
from simulator.importers.book import Account
from simulator.importers.records import Employee
from simulator.importers.segments import Segments
from simulator.results.csv_files import write_rows
from simulator.results.disk.staging import Staging
from simulator.scenario.schema.words import role_word

RECORD: Final = ".t2d3-import.json"
"""Which files of a folder an import has written, each with the digest it had then."""
PREVIOUS: Final = ".previous"


@dataclass(frozen=True)
class CsvFile:
    """One file to be written: its name, its header and its rows."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]


def accounts_file(name: str, accounts: Sequence[Account], segments: Segments) -> CsvFile:
    """Return the accounts as a scenario reads them; the last column, which it passes over, says what is assumed."""
    has_segment = bool(segments.of_account)
    header = (
        "account",
        "arr",
        "start",
        "renewal",
        *(("segment",) if has_segment else ()),
        "owner",
        "onboarded",
        "assumed",
    )
    rows = [
        (
            one.customer,
            _amount(one.arr),
            one.start.isoformat(),
            one.renewal.isoformat(),
            *((segments.of_account[one.key],) if has_segment else ()),
            one.owner,
            "yes" if one.onboarded else "no",
            " ".join(one.assumed),
        )
        for one in accounts
    ]
    return CsvFile(name, header, rows)


def roster_file(name: str, people: Sequence[Employee]) -> CsvFile:
    """Return the people as a scenario reads them; the last column, which it passes over, is their own title."""
    rows = [
        (
            one.name,
            role_word(one.role),
            "" if one.start is None else one.start.isoformat(),
            "open" if one.open else "in place",
            one.title,
        )
        for one in people
    ]
    return CsvFile(name, ("name", "role", "start", "status", "title"), rows)


def text_of(file: CsvFile) -> str:
    """Return the text of a file as it is written."""
    out = io.StringIO(newline="")
    write_rows(out, file.header, file.rows)
    return out.getvalue()


def _amount(arr: float) -> str:
    text = f"{arr:.2f}"
    return text[:-3] if math.isclose(float(text), round(arr)) and text.endswith(".00") else text


def check_free(folder: Path, names: Iterable[str]) -> None:
    """Raise OutputError where a file is in the way that no import has written, or that was changed since."""
    known = _record(folder)
    for name in names:
        path = folder / name
        if not path.exists():
            continue
        if name not in known:
            raise OutputError(f"{path} is there already and no import wrote it; name another folder with --out")
        if known[name] != _digest(path):
            raise OutputError(
                f"{path} was changed since it was imported; move it away, or name another folder with --out"
            )


def put(folder: Path, files: Sequence[CsvFile], texts: Mapping[str, str]) -> list[Path]:
    """Write all files, or none; what an earlier import wrote under a name is kept as NAME.previous.

    Raises OutputError as `check_free` does, and where the machine refuses.
    """
    names = [*(file.name for file in files), *texts]
    check_free(folder, names)
    known = _record(folder)
    old = {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}
    with Staging(folder) as staging:
        digests = dict(known)
        for file in files:
            path = staging.path(file.name)
            with path.open("x", encoding="utf-8", newline="") as out:
                write_rows(out, file.header, file.rows)
            digests[file.name] = _digest(path)
        for name, text in texts.items():
            path = staging.path(name)
            path.write_text(text, encoding="utf-8", newline="\n")
            digests[name] = _digest(path)
        for name, data in old.items():
            if hashlib.sha256(data).hexdigest() != digests[name]:
                staging.path(name + PREVIOUS).write_bytes(data)
        staging.path(RECORD).write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return [folder / name for name in names]


def _record(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: digest for name, digest in found.items() if isinstance(name, str) and isinstance(digest, str)}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def last_accounts(folder: Path) -> dict[str, float] | None:
    """Return the ARR by account of the last import into a folder; None where there was none."""
    import csv

    path = folder / "accounts.csv"
    if "accounts.csv" not in _record(folder) or not path.exists():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        try:
            return {row["account"]: float(row["arr"]) for row in csv.DictReader(file)}
        except (KeyError, TypeError, ValueError):
            return None


def put_mappings(texts: Mapping[Path, str]) -> None:
    """Write mappings beside their exports, each whole; one that was there and is another is kept as NAME.previous."""
    for path, text in texts.items():
        with Staging(path.parent) as staging:
            if path.exists() and (old := path.read_bytes()) != text.encode():
                staging.path(path.name + PREVIOUS).write_bytes(old)
            staging.path(path.name).write_text(text, encoding="utf-8", newline="\n")
