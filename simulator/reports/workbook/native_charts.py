"""How native charts look: their size, title, axes and legend, in the project's colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from simulator.reports.theme import GREY, GRID, INK, MUTED
from simulator.reports.workbook.styles import FONT

WIDE, HIGH = 630, 336
"""Pixels of a chart."""
_SMALL: Final = {"name": FONT, "size": 9, "color": MUTED}
_TITLE: Final = {"name": FONT, "size": 11, "bold": True, "color": INK}


def dollars(high: float) -> str:
    """Return how dollars stand on an axis that reaches up to `high`."""
    if high >= 2e7:
        return '$#,##0,,"M";-$#,##0,,"M";$0'
    return '$#,##0.0,,"M";-$#,##0.0,,"M";$0' if high >= 1e6 else '$#,##0,"K";-$#,##0,"K";$0'


def dress(
    chart: Any, title: list[Any], numbers: str, axis: dict[str, Any], *, dated: bool, hides: Sequence[int]
) -> None:
    """Give a chart its title (a cell), axes and legend, which leaves out the series that it `hides`.

    `numbers` is the format of figures, `axis` bounds their axis, `dated` says that categories are months.
    """
    chart.set_title({"name": title, "name_font": _TITLE, "overlay": False})
    across = {"num_font": _SMALL, "line": {"color": GREY}, "label_position": "low", "major_tick_mark": "none"}
    if dated:
        across |= {"date_axis": True, "major_unit": 12, "major_unit_type": "months", "num_format": "mmm yyyy"}
    chart.set_x_axis(across)
    grid = {"visible": True, "line": {"color": GRID, "width": 0.75}}
    up = {"num_font": _SMALL, "num_format": numbers, "line": {"none": True}, "major_gridlines": grid}
    chart.set_y_axis(up | {"major_tick_mark": "none"} | axis)
    chart.set_legend({"position": "bottom", "font": _SMALL, "delete_series": list(hides)})
    chart.set_chartarea({"border": {"color": GRID}})
    chart.set_size({"width": WIDE, "height": HIGH})
    chart.show_hidden_data()
