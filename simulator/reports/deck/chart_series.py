"""One series of a chart: where its name and figures stand in the embedded sheet, what they are, how it is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from simulator.reports.deck.chart_book import SHEET, letter, serial
from simulator.reports.deck.colours import fill, line, text_properties
from simulator.reports.deck.xml import element, words

if TYPE_CHECKING:
    from simulator.reports.deck.charts import ChartData, Series

_LABEL_SIZE: Final = 11.0
_LINE: Final = 2.5
_THIN: Final = 1.5


def series_markup(chart: ChartData, place: int, one: Series) -> str:
    """Return the markup of the series at a `place`, its parts in the order that the schema asks for."""
    bar = one.kind in ("column", "bars")
    parts = [f'<c:idx val="{place}"/><c:order val="{place}"/>', _name(chart, one.column), _look(one)]
    if bar:
        parts += ['<c:invertIfNegative val="0"/>', *(_point(at, hue) for at, hue in enumerate(one.points))]
    if one.kind == "line":
        parts.append('<c:marker><c:symbol val="none"/></c:marker>')
    if one.kind == "marks":
        parts.append(element("c:marker", '<c:symbol val="diamond"/><c:size val="8"/>', _filled(one.hue)))
    parts.append(_labels(chart, one) if one.labels or one.told else "")
    if one.error is not None:
        parts.append(_error(chart, one))
    parts += [_categories(chart), element("c:val", _figures(chart, one.column))]
    if one.kind in ("line", "marks"):
        parts.append('<c:smooth val="0"/>')
    return element("c:ser", *parts)


def _name(chart: ChartData, column: int) -> str:
    place = f"{SHEET}!${letter(column)}$1"
    cache = f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{words(chart.columns[column].head)}</c:v></c:pt>'
    return f"<c:tx><c:strRef><c:f>{place}</c:f><c:strCache>{cache}</c:strCache></c:strRef></c:tx>"


def _look(one: Series) -> str:
    if one.kind == "line":
        width = _THIN if one.dashed or one.alpha < 1.0 else _LINE
        return element("c:spPr", line(one.hue, width, dashed=one.dashed, alpha=one.alpha))
    if one.kind == "marks":
        return element("c:spPr", line("", 0.0))
    return element("c:spPr", fill(one.hue, one.alpha), line("", 0.0))


def _filled(hue: str) -> str:
    return element("c:spPr", fill(hue), line("", 0.0))


def _point(at: int, hue: str) -> str:
    return element("c:dPt", f'<c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>', _filled(hue))


def _labels(chart: ChartData, one: Series) -> str:
    size = min(_LABEL_SIZE, chart.size)
    shown = {"LegendKey": 0, "Val": 1, "CatName": 0, "SerName": 0, "Percent": 0, "BubbleSize": 0}
    number = f'<c:numFmt formatCode="{words(one.labels or "General")}" sourceLinked="0"/>'
    flags = "".join(f'<c:show{name} val="{told}"/>' for name, told in shown.items())
    plain = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    place = '<c:dLblPos val="t"/>' if one.kind in ("line", "marks") else ""
    letters = text_properties(size, bold=True)
    middle = (len(one.told) - 1) / 2.0
    sides = ['<c:dLblPos val="r"/>' if at < middle else '<c:dLblPos val="l"/>' for at in range(len(one.told))]
    if not (chart.dated and place):
        sides = [place] * len(one.told)
    each = "".join(_told(at, text, sides[at], flags, size) for at, text in enumerate(one.told) if text)
    return element("c:dLbls", each, number, plain, letters, place, flags)


def _told(at: int, text: str, place: str, flags: str, size: float) -> str:
    """Return the label of one point in words."""
    run = f'<a:rPr lang="en-US" sz="{round(100 * size)}" b="1">{fill("ink")}</a:rPr><a:t>{words(text)}</a:t>'
    rich = f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>{run}</a:r></a:p></c:rich></c:tx>"
    return element("c:dLbl", f'<c:idx val="{at}"/>', rich, place, flags)


def _error(chart: ChartData, one: Series) -> str:
    """Return the bars of an error, read from two columns of the sheet."""
    assert one.error is not None
    up, down = one.error
    way = "" if one.kind == "bars" else '<c:errDir val="y"/>'
    parts = [way, '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>']
    parts += [element("c:plus", _figures(chart, up)), element("c:minus", _figures(chart, down))]
    return element("c:errBars", *parts, element("c:spPr", line("ink", _THIN)))


def _categories(chart: ChartData) -> str:
    count = len(chart.categories)
    place = f"<c:f>{SHEET}!$A$2:$A${count + 1}</c:f>"
    if chart.dated:
        told = [str(serial(one)) for one in chart.categories if isinstance(one, date)]
        cache = element("c:numCache", "<c:formatCode>mmm yyyy</c:formatCode>", _points(told))
        return f"<c:cat><c:numRef>{place}{cache}</c:numRef></c:cat>"
    cache = element("c:strCache", _points([words(str(one)) for one in chart.categories]))
    return f"<c:cat><c:strRef>{place}{cache}</c:strRef></c:cat>"


def _figures(chart: ChartData, column: int) -> str:
    values = chart.columns[column].values
    place = f"<c:f>{SHEET}!${letter(column)}$2:${letter(column)}${len(values) + 1}</c:f>"
    told = [f"{value:.10g}" if math.isfinite(value) else "" for value in values]
    cache = element("c:numCache", "<c:formatCode>General</c:formatCode>", _points(told))
    return f"<c:numRef>{place}{cache}</c:numRef>"


def _points(told: Sequence[str]) -> str:
    """Return cached values; an empty one is none."""
    found = "".join(f'<c:pt idx="{at}"><c:v>{one}</c:v></c:pt>' for at, one in enumerate(told) if one)
    return f'<c:ptCount val="{len(told)}"/>{found}'
