"""The best combination of levers: its sentence and its chart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from simulator.decisions.sweep import CASH_LOW
from simulator.reports.cash_words import warned
from simulator.reports.charts.drawing import heading
from simulator.reports.charts.heat import named
from simulator.reports.charts.response import axis_words
from simulator.reports.charts.tornado import across
from simulator.reports.sides import choice_words
from simulator.reports.theme import (
    BLUE,
    BOTTOM,
    DARK,
    GREEN,
    INK,
    MARGIN,
    MUTED,
    SMALL_SIZE,
    broken,
    new_page,
    styled,
    text_width,
)
from simulator.reports.words import read_by, short_name
from simulator.results.cash_outlook import share_out
from simulator.scenario.explain.words import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.decisions.optimum import Optimum

__all__ = ["optimum_chart", "optimum_title"]

_SIZE: Final = SMALL_SIZE + 1.0
_GAP: Final = 0.012
_HEAD_WIDTH: Final = 0.12
_MOST_LEFT: Final = 0.46
"""How much of the page the levers may take."""
_LINE_ROOM: Final = 0.022
_AS_IT_STANDS: Final = "the scenario as it stands"


def optimum_title(found: Optimum) -> str:
    """Return the answer that was `found` in one sentence; where cash runs out with it, that comes first."""
    low = found.shown[found.verdict.best, [one.text for one in found.measures].index(CASH_LOW)]
    return warned(_optimum_finding(found), ("", share_out(low)), alone=len(low) == 1)


def _optimum_finding(found: Optimum) -> str:
    values = [named(found.scenario, axis, at) for axis, at in zip(found.axes, found.best.at, strict=True)]
    gain, measure = found.gain(), found.measures[0]
    if not gain.clear:
        return f"No combination tried is clearly better than the scenario as it stands in {measure.within}"
    more = f"{measure.size(gain.mean)} {'more' if gain.mean > 0.0 else 'less'} {measure.within}"
    return sentence(f"{', '.join(values)}: {more} than the scenario as it stands")


def optimum_chart(found: Optimum) -> Figure:
    """Draw the finalists that were `found` and the scenario as it stands against the selected combination."""
    measure = found.measures[0]
    with styled():
        subtitle = f"Judged by {read_by(measure, found.scenario)}; each line is a combination of the levers on its left"
        rows = found.verdict.rows
        runs = f"up to {max(len(row) for row in rows):,} fresh runs each" if rows else "no fresh runs"
        note = f"t2d3 · {short_name(found.scenario.name)} · {runs}, seed {found.seed} · lines: 95% intervals, same luck"
        figure, top = new_page(optimum_title(found), subtitle, note)
        columns = _columns(found)
        top -= _LINE_ROOM * max(len(column.head) - 1 for column in columns) + 0.02
        left = columns[-1].right + _GAP
        axes = figure.add_axes((left, BOTTOM, 0.95 - left, top - BOTTOM))
        heading(axes, f"Difference from the selected combination, which has {measure.shown(found.levels()[0])}")
        present = found.gain()
        gaps = [(one.mean, one.low, one.high) for one in found.differences]
        gaps.append((-present.mean, -present.high, -present.low))
        for place, (mean, low, high) in enumerate(gaps):
            colour = GREEN if place == 0 else INK if place == len(gaps) - 1 else BLUE
            if low == low:
                axes.plot([low, high], [-place, -place], color=colour, linewidth=2.0)
            axes.plot([mean], [-place], marker="o", markersize=9, color=colour)
        axes.annotate(
            "selected", (0.0, 0.0), xytext=(-9, 0), textcoords="offset points", ha="right", va="center",
            color=DARK[GREEN], weight="bold", size=SMALL_SIZE,
        )  # fmt: skip
        axes.axvline(0.0, color=INK, linewidth=1.0, zorder=0)
        across(axes, measure.unit, [end for gap in gaps for end in gap if end == end])
        axes.set_ylim(-len(gaps) + 0.4, 0.6)
        axes.set_yticks([])
        _write(axes, columns)
    return figure


@dataclass(frozen=True)
class _Column:
    """A lever left of the panel: its name in lines, what each finalist has in lines, and the column's right edge."""

    head: list[str]
    cells: list[list[str]]
    right: float


def _columns(found: Optimum) -> list[_Column]:
    """Return the levers side by side; where there is no room for that, all of them in one column."""
    cells = [
        [choice_words(found.scenario, axis, axis.choices[one.at[place]]) for one in found.finalists]
        for place, axis in enumerate(found.axes)
    ]
    columns, right = [], MARGIN
    for axis, words in zip(found.axes, cells, strict=True):
        widest = max(text_width(word, _SIZE, bold=True) for word in words)
        head = broken(axis_words(axis), _SIZE, max(widest, _HEAD_WIDTH))
        right += max(widest, *(text_width(line, _SIZE) for line in head)) + _GAP
        columns.append(_Column(head, [[word] for word in words], right))
    least = MARGIN + text_width(_AS_IT_STANDS, _SIZE)
    if right <= _MOST_LEFT:
        return [replace(column, right=column.right + max(0.0, least - right)) for column in columns]
    name = broken(", ".join(axis_words(axis) for axis in found.axes), _SIZE, _MOST_LEFT - MARGIN)
    joined = [broken(", ".join(row), _SIZE, _MOST_LEFT - MARGIN, bold=True) for row in zip(*cells, strict=True)]
    return [_Column(name, joined, _MOST_LEFT)]


def _write(axes: Axes, columns: Sequence[_Column]) -> None:
    """Write the levers of each combination beside its line, below what they are."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    to_page = axes.transData + figure.transFigure.inverted()
    panel = axes.get_position()
    last = len(columns[0].cells)
    for column in columns:
        figure.text(
            column.right, panel.y1 + 0.012, "\n".join(column.head), ha="right", va="bottom", size=_SIZE, color=MUTED,
            linespacing=1.25, gid="lever",
        )  # fmt: skip
        for place, lines in enumerate(column.cells):
            height = float(to_page.transform((0.0, -place))[1])
            figure.text(
                column.right, height, "\n".join(lines), ha="right", va="center", size=_SIZE, gid="lever",
                weight="bold" if place == 0 else "normal", color=DARK[GREEN] if place == 0 else INK,
            )  # fmt: skip
    height = float(to_page.transform((0.0, -last))[1])
    figure.text(columns[-1].right, height, _AS_IT_STANDS, ha="right", va="center", size=_SIZE, color=INK, gid="lever")
