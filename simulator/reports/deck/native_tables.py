"""Native tables: no fill, a rule below the heads and above sums, letters as large as the box allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulator.reports.deck.colours import fill
from simulator.reports.deck.fitting import CELL_SIDE, CELL_TOP, table_fit
from simulator.reports.deck.master import EMU
from simulator.reports.deck.texts import set_text
from simulator.reports.deck.xml import found, plain

if TYPE_CHECKING:
    from simulator.reports.deck.content import Table
    from simulator.reports.deck.master import Box

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The built-in style without fills and grid."""
_SPACE: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"


def place_table(slide: Any, table: Table, box: Box, name: str, swaps: dict[str, str]) -> None:
    """Add a native table within a box."""
    size, widths, heights = table_fit(table, box.width, box.height)
    rows = (table.heads, *table.rows)
    frame = slide.shapes.add_table(len(rows), len(table.heads), *box.emu())
    frame.name = name
    found(frame._element, ".//p:cNvPr")[0].set("descr", plain(table.about))
    native = frame.table
    found(frame._element, ".//a:tableStyleId")[0].text = _NO_STYLE
    native.horz_banding = False
    for column, wide in zip(native.columns, widths, strict=True):
        column.width = round(EMU * wide)
    for row, high in zip(native.rows, heights, strict=True):
        row.height = round(EMU * high)
    frame.height, frame.width = round(EMU * sum(heights)), round(EMU * sum(widths))
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            bold = at == 0 or at - 1 in table.strong or (table.wordy and place == 0)
            _cell(native.cell(at, place), text, size, bold, left=table.wordy or place == 0, swaps=swaps)
            _rule(native.cell(at, place), below=at == 0, above=at - 1 in table.strong, swaps=swaps)


def _cell(cell: Any, text: str, size: float, bold: bool, left: bool, swaps: dict[str, str]) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    cell.margin_left = cell.margin_right = round(EMU * CELL_SIDE)
    cell.margin_top = cell.margin_bottom = round(EMU * CELL_TOP)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    set_text(cell.text_frame, [text], size, swaps.get("tx1", "tx1"), bold=bold)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT if left else PP_ALIGN.RIGHT


def _rule(cell: Any, below: bool, above: bool, swaps: dict[str, str]) -> None:
    from lxml import etree

    wanted = [side for side, there in (("lnT", above), ("lnB", below)) if there]
    for place, side in enumerate(wanted):
        colour = fill("ink", 0.6).replace('"tx1"', f'"{swaps.get("tx1", "tx1")}"')
        markup = f'<a:{side} xmlns:a="{_SPACE}" w="9525">{colour}</a:{side}>'
        cell._tc.get_or_add_tcPr().insert(place, etree.fromstring(markup))
