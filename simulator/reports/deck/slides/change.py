"""What would change our mind: the rules an answer hangs on, what is not settled, and which values move it most."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from simulator.reports.deck.charts import ChartData, Column, Series
from simulator.reports.deck.content import WHOLE, Area, Chart, Slide, Table
from simulator.reports.deck.differing import differences_data
from simulator.reports.deck.fans import bounds
from simulator.reports.deck.slides.hiring import AS_GOOD, PROMISE, REPLACES, axis_of, capital, difference, notes_of_when
from simulator.reports.words import short_name
from simulator.results.metrics import Unit

if TYPE_CHECKING:
    from simulator.reports.deck.content import Block
    from simulator.reports.deck.stored_sensitivity import End, StoredSensitivity
    from simulator.reports.page.stored_when import StoredWhen

_BESIDE: Final = Area(0.0, 0.0, 0.44, 1.0)
_CHART: Final = Area(0.47, 0.0, 0.53, 1.0)
_MOST: Final = 8
_LONGEST: Final = 26
_SIZE: Final = 11.0
_HUES: Final = ("orange", "blue")
"""Those of the low and of the high end, as in the other charts of what matters."""


def change_slide(when: StoredWhen | None, moved: StoredSensitivity | None) -> Slide | None:
    """Return what would change our mind; None where neither answer says more than how sure it is."""
    rows = [] if when is None else _rows(when)
    chart = _chart(when, moved)
    if not rows and moved is None:
        return None
    blocks: list[Block] = []
    if rows:
        area = WHOLE if chart is None else _BESIDE
        about = "What would change our mind"
        blocks.append(Table("change", ("It hangs on", ""), tuple(rows), about, area, first=0.3, wordy=True, roomy=True))
    if chart is not None:
        blocks.append(replace(chart, area=_CHART if rows else WHOLE))
    lines = _lines(when) if when is not None else []
    title = _finding(lines[0]) if lines else moved.finding if moved is not None else ""
    caption = f"{capital(moved.finding)}; {moved.how}." if moved is not None and lines else ""
    notes = (*(notes_of_when(when) if when is not None else ()), *((_note(moved),) if moved is not None else ()))
    return Slide("change", title, tuple(blocks), caption, notes)


def _lines(when: StoredWhen) -> list[str]:
    return [line for line in when.sureness if not line.startswith((PROMISE, AS_GOOD, REPLACES))]


def _rows(when: StoredWhen) -> list[tuple[str, str]]:
    """Return what the answer hangs on, and what is not settled; nothing where it says neither."""
    found = []
    for line in _lines(when):
        head, mark, rest = line.partition(": ")
        found.append((head, capital(rest)) if mark and len(head) < 60 else ("Besides", line))
    close = [one.opens for one in when.candidates if not one.selected and not one.worse]
    return [*found, *([("Not settled, or as good", ", ".join(close))] if close else [])] if found else []


def _finding(line: str) -> str:
    """Return the first figures of a line: the sentence after the one that says what it is about."""
    _, _, rest = line.partition(". ")
    told = (rest or line).split(";")[0].rstrip(".").replace("with that rule", "with one rule of the scenario")
    return capital(told)


def _note(moved: StoredSensitivity) -> str:
    return f"Command: t2d3 sensitivity, scenario {moved.name}, seed {moved.seed}. {moved.note}"


def _chart(when: StoredWhen | None, moved: StoredSensitivity | None) -> Chart | None:
    """Return which values move the answer most, or where nobody has asked, the candidates that could be as good."""
    if moved is not None:
        return Chart("moved", _tornado(moved), head=f"What moves {moved.measure}, with 95% intervals")
    close = [] if when is None else [one for one in when.candidates if not one.worse]
    if when is None or len(close) < 2:
        return None
    unit = Unit(when.unit)
    told = "; ".join(one.opens for one in close)
    data = differences_data(
        "Opens",
        f"Against the leader in {when.judged}",
        [difference(one, unit) for one in close],
        axis_of(unit),
        f"Candidates that are not clearly worse: {told}.",
    )
    return Chart("close", data, head="Not clearly worse than the leader, with 95% intervals")


def _tornado(moved: StoredSensitivity) -> ChartData:
    """Return both ends of each value as bars from the figure at the centre, that which moves most on top."""
    unit, shown = Unit(moved.unit), moved.values[:_MOST]
    size = 100.0 if unit is Unit.SHARE else 1.0
    names = tuple(f"{short_name(one.words, _LONGEST)}: {one.low.label} / {one.high.label}" for one in shown)
    columns: list[Column] = []
    series: list[Series] = []
    for hue, words, ends in zip(
        _HUES,
        ("At the low end", "At the high end"),
        ([one.low for one in shown], [one.high for one in shown]),
        strict=True,
    ):
        at = len(columns)
        series.append(Series(at, "bars", hue, error=(at + 3, at + 4)))
        columns += _columns(words, ends, size, at)
    known = [value for column in columns for value in column.values[: len(shown)] if math.isfinite(value)]
    low, high, step = bounds(min(0.0, *known), max(0.0, *known))
    about = f"{moved.finding}. {moved.how}."
    data = ChartData("Value: low / high", names, tuple(columns), tuple(series), axis_of(unit), about, low, high, step)
    return replace(data, stacked=False, base=0.0, size=_SIZE)


def _columns(words: str, ends: list[End], size: float, at: int) -> list[Column]:
    """Return an end of all values with its interval, and how far that reaches up and down, by formulas."""
    mean, low, high = (chr(ord("B") + at + place) for place in range(3))
    rows = [(size * one.mean, size * one.low, size * one.high) for one in ends]
    return [
        Column(words, tuple(one for one, _, _ in rows)),
        Column(f"{words}, from", tuple(one for _, one, _ in rows)),
        Column(f"{words}, to", tuple(one for _, _, one in rows)),
        Column(f"{words}, up", tuple(over - one for one, _, over in rows), f"={high}{{row}}-{mean}{{row}}"),
        Column(f"{words}, down", tuple(one - under for one, under, _ in rows), f"={mean}{{row}}-{low}{{row}}"),
    ]
