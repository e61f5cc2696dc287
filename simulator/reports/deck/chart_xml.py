"""The markup of a native chart: groups of series, one pair of axes, colours of the theme alone."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from simulator.reports.deck.chart_axes import CATEGORIES, FIGURES, axes
from simulator.reports.deck.chart_series import series_markup
from simulator.reports.deck.colours import text_properties
from simulator.reports.deck.xml import element

if TYPE_CHECKING:
    from simulator.reports.deck.charts import ChartData, Kind, Series

_HEAD: Final = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
)
_GROUPS: Final[dict[Kind, str]] = {
    "area": "areaChart",
    "column": "barChart",
    "bars": "barChart",
    "line": "lineChart",
    "marks": "lineChart",
}


def chart_markup(chart: ChartData) -> bytes:
    """Return the whole part of a `chart`."""
    groups = "".join(
        _group(chart, name, list(inside)) for name, inside in groupby(chart.series, key=lambda one: _GROUPS[one.kind])
    )
    plot = element("c:plotArea", "<c:layout/>", groups, axes(chart))
    parts = ['<c:autoTitleDeleted val="1"/>', plot, _legend(chart) if chart.legend else ""]
    parts.append('<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>')
    body = element("c:chart", *parts)
    frame = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    start = '<c:date1904 val="0"/><c:roundedCorners val="0"/>'
    return (_HEAD + start + body + frame + text_properties(chart.size) + "</c:chartSpace>").encode()


def _group(chart: ChartData, name: str, inside: list[Series]) -> str:
    """Return series of one kind, which share their overlap."""
    drawn = "".join(series_markup(chart, chart.series.index(one), one) for one in inside)
    ids = f'<c:axId val="{CATEGORIES}"/><c:axId val="{FIGURES}"/>'
    vary = '<c:varyColors val="0"/>'
    if name == "barChart":
        way = "bar" if inside[0].kind == "bars" else "col"
        how = "stacked" if chart.stacked else "clustered"
        overlap = '<c:overlap val="100"/>' if chart.stacked else ""
        gap = 45 if way == "col" else 60
        return element(
            f"c:{name}",
            f'<c:barDir val="{way}"/><c:grouping val="{how}"/>{vary}{drawn}<c:gapWidth val="{gap}"/>{overlap}{ids}',
        )
    if name == "areaChart":
        return element(f"c:{name}", f'<c:grouping val="stacked"/>{vary}{drawn}{ids}')
    return element(f"c:{name}", f'<c:grouping val="standard"/>{vary}{drawn}<c:marker val="1"/>{ids}')


def _legend(chart: ChartData) -> str:
    """Return the legend, above what is drawn; without what is not named."""
    hidden = "".join(
        f'<c:legendEntry><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'
        for place, one in enumerate(chart.series)
        if not one.named
    )
    return element("c:legend", '<c:legendPos val="t"/>', hidden, '<c:overlay val="0"/>')
