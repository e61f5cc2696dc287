"""The text of a CSV file: its size, its encoding, and where in it either goes wrong."""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path
from typing import Final

from simulator.errors import Problem, SizeError
from simulator.scenario.complaints import Complaints

MEGABYTE: Final = 2**20
MAX_BYTES: Final = 50 * MEGABYTE


def text_of(file: str, complaints: Complaints) -> str | None:
    """Return the text of a file; complain where there is none, and raise SizeError where there is too much."""
    try:
        kind = Path(file).stat()
        if not stat.S_ISREG(kind.st_mode):
            complaints.add(Problem("this is not a file that can be read", file=file, allowed="a CSV file"))
            return None
        check_size(file, kind.st_size)
        with Path(file).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        complaints.add(Problem("there is no such file", file=file))
        return None
    except (OSError, ValueError) as problem:
        complaints.add(Problem(f"the file cannot be read: {getattr(problem, 'strerror', '') or problem}", file=file))
        return None
    check_size(file, len(data))
    return _decoded(file, data, complaints)


def check_size(file: str, size: int) -> None:
    """Raise SizeError for a file of more bytes than a CSV may have."""
    if size > MAX_BYTES:
        raise SizeError(
            [
                Problem(
                    f"{size:,} bytes ÷ {MEGABYTE:,} = {size / MEGABYTE:,.1f} MB, which is "
                    f"{(size - MAX_BYTES) / MEGABYTE:,.1f} MB too much",
                    file=file,
                    allowed=f"at most {MAX_BYTES // MEGABYTE} MB ({MAX_BYTES:,} bytes)",
                )
            ]
        )


def _decoded(file: str, data: bytes, complaints: Complaints) -> str | None:
    advice = "UTF-8 text; spreadsheets save it as “CSV UTF-8”"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        complaints.add(Problem("the file is UTF-16 text", file=file, allowed=advice))
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = data[: problem.start].decode("utf-8")
        rest = data[problem.start : problem.start + 200].decode("utf-8", errors="replace")
        _complain_in_text(file, before, rest, f"byte 0x{data[problem.start]:02x} is not UTF-8", advice, complaints)
        return None
    if "\0" in text:
        before, _, rest = text.partition("\0")
        _complain_in_text(file, before, "\0" + rest[:200], "there is a zero byte in the text", advice, complaints)
        return None
    return text


def _complain_in_text(file: str, before: str, rest: str, message: str, allowed: str, complaints: Complaints) -> None:
    lines = re.split(r"\r\n|\r|\n", before)
    source = lines[-1] + re.split(r"\r|\n", rest)[0]
    complaints.add(Problem(message, file, len(lines), len(lines[-1]) + 1, allowed=allowed, source_line=source))
