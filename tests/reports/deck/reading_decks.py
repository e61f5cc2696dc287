"""What stands in a deck, read back from its bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
import pptx
from pptx.presentation import Presentation

from simulator.reports.svg.text import wrapped

EMU = 12_700


def read(data: bytes) -> Presentation:
    return pptx.Presentation(BytesIO(data))


def named(deck: Presentation) -> dict[str, Any]:
    """Every shape that bears a name of this project."""
    return {shape.name: shape for slide in deck.slides for shape in slide.shapes if shape.name.startswith("t2d3:")}


def titles(deck: Presentation) -> list[str]:
    return [shape.text_frame.text for name, shape in named(deck).items() if name.endswith(":title")]


def books(deck: Presentation) -> Iterator[tuple[str, Any, Any]]:
    """Each chart's name, the sheet within it as it stands, and with the formulas."""
    for name, shape in named(deck).items():
        if shape.has_chart:
            blob = shape.chart.part.chart_workbook.xlsx_part.blob
            plain = openpyxl.load_workbook(BytesIO(blob), data_only=True).active
            yield name, plain, openpyxl.load_workbook(BytesIO(blob)).active


def texts(deck: Presentation) -> list[str]:
    """All that is written on slides and in notes."""
    found = []
    for slide in deck.slides:
        found.append(slide.notes_slide.notes_text_frame.text)
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return found


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        names = file.namelist()
        assert len(names) == len(set(names)), "an entry stands there twice"
        return {name: file.read(name) for name in names}


def fits(shape: Any) -> bool:
    """Tell whether the text of a shape stands within it, in the widest letters that a reader may have."""
    frame = shape.text_frame
    tall = 0.0
    for paragraph in frame.paragraphs:
        size = next((run.font.size.pt for run in paragraph.runs if run.font.size is not None), 12.0)
        bold = any(run.font.bold for run in paragraph.runs) or shape.name.endswith(":title")
        tall += len(wrapped(paragraph.text, shape.width / EMU, size, bold)) * size * 1.2
    return tall <= shape.height / EMU + 1.0
