"""The file of a deck as bytes: the same for the same deck, and files of others made readable on the way in."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.errors import InputError, OutputError, Problem
from simulator.results.disk.regular import read_regular

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_DATE: Final = (1980, 1, 1, 0, 0, 0)
_MADE: Final = datetime(2000, 1, 1)
_TYPES: Final = "[Content_Types].xml"
_TEMPLATE: Final = b"presentationml.template.main+xml"
_DECK: Final = b"presentationml.presentation.main+xml"
_RELATIONS: Final = "_rels/.rels"
_ABOUT: Final = b"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_OTHER_ABOUT: Final = re.compile(rb'(?<=Type=")[^"]*/metadata/core-properties(?=")')
"""How a file says which part has its properties, and how ISO and LibreOffice's templates say it: a second part of the
same name would be added otherwise."""
_MOST_BYTES: Final = 300_000_000
"""What the parts of a file may come to, unpacked."""


def bytes_of(deck: Presentation, title: str = "") -> bytes:
    """Return the file of a deck; with a `title` its author and its dates are set, once and for all."""
    if title:
        about = deck.core_properties
        about.title, about.author, about.last_modified_by, about.revision = title[:250], "t2d3", "t2d3", 1
        about.created = about.modified = _MADE
        about.subject = about.keywords = about.comments = ""
    file = BytesIO()
    deck.save(file)
    return _dated(file.getvalue())


def _dated(data: bytes) -> bytes:
    """Return a zip file whose entries have one fixed date."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _DATE)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(info, old.read(entry))
    return out.getvalue()


def opened(path: Path) -> Presentation:
    """Return the deck or template in a file; raise OutputError or InputError where there is none that can be read."""
    import pptx

    try:
        data = read_regular(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}") from None
    try:
        return pptx.Presentation(BytesIO(_readable(data)))
    except Exception:  # whatever a broken file does to the reader
        allowed = "a .pptx or .potx file that PowerPoint opens"
        raise InputError([Problem("this is no deck that can be read", file=str(path), allowed=allowed)]) from None


def _readable(data: bytes) -> bytes:
    """Return a deck from a deck or a template, each entry once: LibreOffice writes that of the properties twice."""
    out, seen = BytesIO(), set[str]()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        if sum(entry.file_size for entry in old.infolist()) > _MOST_BYTES:
            raise ValueError("too large")
        for entry in old.infolist():
            if entry.filename in seen:
                continue
            seen.add(entry.filename)
            inside = old.read(entry)
            if entry.filename == _TYPES:
                inside = inside.replace(_TEMPLATE, _DECK)
            if entry.filename == _RELATIONS and _ABOUT not in inside:
                inside = _OTHER_ABOUT.sub(_ABOUT, inside)
            new.writestr(entry.filename, inside)
    return out.getvalue()
