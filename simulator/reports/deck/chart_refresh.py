"""New figures in a chart that somebody has edited: names, categories, figures, the ends of the axis; no look of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulator.reports.deck.chart_xml import chart_markup
from simulator.reports.deck.xml import found

if TYPE_CHECKING:
    from simulator.reports.deck.charts import ChartData

_FIGURES: Final = ("tx", "cat", "val")
_ENDS: Final = ("max", "min")


def refreshed_chart(old: Any, chart: ChartData) -> bool:
    """Put the figures of a `chart` into the markup of an `old` one; False where its series are others."""
    from lxml import etree

    new = etree.fromstring(chart_markup(chart))
    olds, news = found(old, ".//c:plotArea//c:ser"), found(new, ".//c:plotArea//c:ser")
    if len(olds) != len(news):
        return False
    by_place = {_place(one): one for one in news}
    if {_place(one) for one in olds} != set(by_place):
        return False
    for one in olds:
        _series(one, by_place[_place(one)])
    _axis(old, new)
    return True


def _place(series: Any) -> str:
    return str(found(series, "./c:idx/@val")[0])


def _series(old: Any, new: Any) -> None:
    """Swap what holds figures, and the words at points; colours, lines and marks stay."""
    for name in _FIGURES:
        _swap(old, found(old, f"./c:{name}"), found(new, f"./c:{name}"))
    for name in ("plus", "minus"):
        for one, other in zip(found(old, f"./c:errBars/c:{name}"), found(new, f"./c:errBars/c:{name}"), strict=False):
            one.getparent().replace(one, other)
    told, texts = found(old, "./c:dLbls/c:dLbl//a:t"), found(new, "./c:dLbls/c:dLbl//a:t")
    if len(told) == len(texts):
        for one, other in zip(told, texts, strict=True):
            one.text = other.text


def _swap(parent: Any, olds: list[Any], news: list[Any]) -> None:
    if olds and news:
        parent.replace(olds[0], news[0])


def _axis(old: Any, new: Any) -> None:
    """Give the axis of figures its new ends, and the step between its lines."""
    for name in _ENDS:
        where = f".//c:valAx/c:scaling/c:{name}"
        for one, other in zip(found(old, where), found(new, where), strict=False):
            one.set("val", other.get("val"))
    for one, other in zip(found(old, ".//c:valAx/c:numFmt"), found(new, ".//c:valAx/c:numFmt"), strict=False):
        one.set("formatCode", other.get("formatCode"))
    for one, other in zip(found(old, ".//c:valAx/c:majorUnit"), found(new, ".//c:valAx/c:majorUnit"), strict=False):
        one.set("val", other.get("val"))
