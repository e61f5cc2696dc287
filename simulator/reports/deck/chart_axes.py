"""The axes of a chart: months as dates, so that no renderer turns their labels, or names; figures with few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.reports.deck.charts import MONEY
from simulator.reports.deck.colours import line, text_properties
from simulator.reports.deck.xml import words

if TYPE_CHECKING:
    from simulator.reports.deck.charts import ChartData

CATEGORIES: Final = 111_111
FIGURES: Final = 222_222
"""Numbers of the two axes; the schema knows none below zero."""
_UNITS: Final = ((1e9, ",,,", '"B"'), (1e6, ",,", '"M"'), (1e3, ",", '"K"'), (1.0, "", ""))
_STEPS: Final = ((12, 3), (36, 6), (1_000, 12))
"""For at most so many months, every how many one is named: few enough that no renderer turns them."""


def axes(chart: ChartData) -> str:
    """Return both axes of a `chart`."""
    return _across(chart) + _up(chart)


def _across(chart: ChartData) -> str:
    order = "maxMin" if chart.sideways else "minMax"
    kind, place = ("c:dateAx", "b") if chart.dated else ("c:catAx", "l" if chart.sideways else "b")
    labels = "low"
    parts = [
        f'<c:axId val="{CATEGORIES}"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>',
        f'<c:axPos val="{place}"/><c:numFmt formatCode="{"mmm yyyy" if chart.dated else "General"}" sourceLinked="0"/>',
        f'<c:majorTickMark val="{"out" if chart.dated else "none"}"/><c:minorTickMark val="none"/>',
        f'<c:tickLblPos val="{labels}"/><c:spPr>{line("ink", 1.0)}</c:spPr>{text_properties(chart.size)}',
        f'<c:crossAx val="{FIGURES}"/>',
        '<c:crosses val="autoZero"/>' if chart.base is None else f'<c:crossesAt val="{chart.base:g}"/>',
    ]
    if chart.dated:
        months = next(step for most, step in _STEPS if len(chart.categories) <= most + 1)
        parts.append(
            '<c:auto val="0"/><c:lblOffset val="100"/><c:baseTimeUnit val="months"/>'
            f'<c:majorUnit val="{months}"/><c:majorTimeUnit val="months"/>'
        )
    else:
        parts.append('<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>')
    return f"<{kind}>{''.join(parts)}</{kind}>"


def _format(chart: ChartData) -> str:
    """Return how figures of the axis are written: dollars all in one unit, with as many decimals as its steps have."""
    if chart.axis != MONEY:
        return chart.axis
    largest = max(abs(chart.low or 0.0), abs(chart.high or 0.0))
    unit, commas, sign = next(one for one in _UNITS if largest >= 2.0 * one[0] or one is _UNITS[-1])
    step = (chart.step or unit) / unit
    places = next((one for one in range(3) if abs(round(step, one) - step) < 1e-9), 2)
    told = f"$#,##0{'.' if places else ''}{'0' * places}{commas}{sign}"
    return f'{told};\\-{told};"$0"'


def _up(chart: ChartData) -> str:
    bounds = "" if chart.high is None else f'<c:max val="{chart.high:.10g}"/>'
    bounds += "" if chart.low is None else f'<c:min val="{chart.low:.10g}"/>'
    place = "b" if chart.sideways else "l"
    crosses = '<c:crosses val="max"/>' if chart.sideways else '<c:crosses val="min"/>'
    between = "midCat" if chart.dated and not any(one.kind == "column" for one in chart.series) else "between"
    step = "" if chart.step is None else f'<c:majorUnit val="{chart.step:.10g}"/>'
    return (
        f'<c:valAx><c:axId val="{FIGURES}"/><c:scaling><c:orientation val="minMax"/>{bounds}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{place}"/>'
        f"<c:majorGridlines><c:spPr>{line('ink', 0.75, alpha=0.15)}</c:spPr></c:majorGridlines>"
        f'<c:numFmt formatCode="{words(_format(chart))}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr>{line('', 0.0)}</c:spPr>{text_properties(chart.size)}"
        f'<c:crossAx val="{CATEGORIES}"/>{crosses}<c:crossBetween val="{between}"/>{step}</c:valAx>'
    )
