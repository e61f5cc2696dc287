"""The text of a CSV file: its size, its encoding, and where in it either goes wrong."""

from __future__ import annotations

import codecs
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.errors import Problem
from simulator.scenario.reading.file_bytes import bytes_of
from simulator.scenario.reading.problems import Problems
from simulator.scenario.reading.quoting import may_be_quoted, unquoted

__all__ = ["another_file", "bytes_in"]

MEGABYTE: Final = 2**20
MAX_BYTES: Final = 256 * MEGABYTE
_OTHER_FILES: Final = {
    b"PK\x03\x04": "an Excel workbook (.xlsx), or another zip archive",
    b"\xd0\xcf\x11\xe0": "an Excel workbook (.xls)",
    b"%PDF": "a PDF",
    b"{\\rtf": "a text of a word processor",
    b"\x1f\x8b": "a compressed file",
}
"""What other files begin with."""


@dataclass(frozen=True)
class FileRead:
    """What is in a file: its bytes, None where they cannot be had, and why."""

    data: bytes | None
    problems: Problems


def bytes_in(file: str) -> FileRead:
    """Return what is in a `file` of at most 256 MB, or why it cannot be had."""
    try:
        if not stat.S_ISREG(Path(file).stat().st_mode):
            return _nothing(Problem("this is not a file that can be read", file=file, allowed="a CSV file"))
        data, size = bytes_of(Path(file), MAX_BYTES)
    except FileNotFoundError:
        return _nothing(Problem("there is no such file", file=file))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or error
        return _nothing(Problem(f"the file cannot be read: {why}", file=file))
    if size > MAX_BYTES:
        problems = Problems()
        problems.too_large = _beyond_bytes(file, size)
        return FileRead(None, problems)
    return FileRead(data, Problems())


def _nothing(why: Problem) -> FileRead:
    return FileRead(None, Problems([why]))


def text_of(file: str) -> tuple[str | None, Problems]:
    """Return the text of a file, None where it has none that can be read, and why."""
    found = bytes_in(file)
    if found.data is None:
        return None, found.problems
    text = _decoded(file, found.data)
    return (None, Problems([text])) if isinstance(text, Problem) else (text, Problems())


def _beyond_bytes(file: str, size: int) -> Problem:
    megabytes, beyond = size / MEGABYTE, (size - MAX_BYTES) / MEGABYTE
    return Problem(
        f"{size:,} bytes ÷ {MEGABYTE:,} = {megabytes:,.1f} MB, which is {beyond:,.1f} MB too much",
        file=file,
        allowed=f"at most {MAX_BYTES // MEGABYTE} MB ({MAX_BYTES:,} bytes)",
    )


def another_file(data: bytes) -> str:
    """Return what else than text a file is by the first bytes of its `data`; nothing where it may be text."""
    return next((what for mark, what in _OTHER_FILES.items() if data.startswith(mark)), "")


def _decoded(file: str, data: bytes) -> str | Problem:
    advice = "UTF-8 text; spreadsheets save it as “CSV UTF-8”"
    other = another_file(data)
    if other:
        return Problem(f"this is {other}, not a CSV file", file=file, allowed=f"the sheet saved as {advice}")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Problem("the file is UTF-16 text", file=file, allowed=advice)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        rest = data[error.start : error.start + 200].decode("utf-8", errors="replace")
        return _in_text(file, before, rest, f"byte 0x{data[error.start]:02x} is not UTF-8", advice)
    if "\0" in text:
        before, _, rest = text.partition("\0")
        return _in_text(file, before, "\0" + rest[:200], "there is a zero byte in the text", advice)
    return text


def _in_text(file: str, before: str, rest: str, message: str, allowed: str) -> Problem:
    lines = re.split(r"\r\n|\r|\n", before)
    source = lines[-1] + re.split(r"\r|\n", rest)[0]
    problem = Problem(message, file, len(lines), len(lines[-1]) + 1, allowed=allowed, source_line=source)
    return problem if may_be_quoted(file) else unquoted(problem)
