"""Cash low against ending ARR: what each choice keeps of the one and gains of the other, and which are beaten."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import month_label
from simulator.decisions.sweep import ARR, CASH_LOW
from simulator.reports.charts.broken_axis import from_zero, mark_broken, tell_broken
from simulator.reports.charts.drawing import heading, money_axis, money_tick
from simulator.reports.charts.heat import named
from simulator.reports.charts.labelling import around, name_points, stretch
from simulator.reports.charts.response import axis_words
from simulator.reports.sides import choice_words
from simulator.reports.theme import BLUE, BOTTOM, GRID, LEFT, MUTED, ORANGE, SMALL_SIZE, new_page, styled
from simulator.reports.words import listed, plural, short_name
from simulator.scenario.explain.words import listed as in_a_row
from simulator.scenario.explain.words import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.decisions.pareto import Front, Marks
    from simulator.decisions.sweep import Sweep
    from simulator.engine.contract import Floats
    from simulator.reports.charts.labelling import Box

    Limits = tuple[tuple[float, float], tuple[float, float]]

__all__ = ["pareto_chart"]

_LEAST_SHARE: Final = 0.01
"""An axis spans at least so much of its level, so that a speck does not look like a mountain."""
_MARGIN: Final = 0.14
_CROWDED: Final = 0.35
"""Where those on the front take up less of an axis than this, they are drawn once more, enlarged."""
_MOST_BARS: Final = 12
"""Up to so many choices all have their bars and names; of more only those on the front."""
_DOT: Final = 9.0
_RIGHT: Final = 0.975
_BETWEEN: Final = 0.09


@dataclass(frozen=True, eq=False)
class _Cloud:
    """The points of a sweep: means of cash low (x) and ARR (y), half the intervals of what they have over the best."""

    x: Floats
    y: Floats
    wide: Floats
    tall: Floats
    names: tuple[str, ...]
    front: Front
    best: int

    @classmethod
    def of(cls, found: Sweep) -> _Cloud:
        places = found.place(CASH_LOW), found.place(ARR)
        x, y = (found.values[:, place].mean(axis=1) for place in places)
        wide, tall = (np.nan_to_num([one.half for one in found.differences(place)]) for place in places)
        names = tuple(point_words(found, place) for place in range(len(found.points)))
        return cls(x, y, wide, tall, names, found.front, found.best)

    @property
    def kept(self) -> Marks:
        """Which points are on the front or cannot be told from it."""
        return ~self.front.beaten

    @property
    def barred(self) -> Marks:
        """Which points have their bars drawn."""
        return np.ones(len(self.x), dtype=bool) if self.few else self.front.on

    @property
    def few(self) -> bool:
        """Whether there is room for the bars and names of all points."""
        return len(self.x) <= _MOST_BARS

    def limits(self, marks: Marks) -> Limits:
        """Return the limits of both axes that hold the marked points and their bars."""
        x = _limits(self.x[marks], np.where(self.barred, self.wide, 0.0)[marks])
        return x, _limits(self.y[marks], np.where(self.barred, self.tall, 0.0)[marks])


def pareto_chart(found: Sweep) -> Figure:
    """Draw every point of a sweep that was `found` by its cash low and its ARR at the end, and the front."""
    cloud = _Cloud.of(found)
    end = month_label(found.scenario.start_date, found.scenario.horizon_months)
    every = np.ones(len(cloud.x), dtype=bool)
    whole, near = cloud.limits(every), cloud.limits(cloud.kept)
    crowded = not cloud.kept.all() and any(np.ptp(b) < _CROWDED * np.ptp(a) for a, b in zip(whole, near, strict=True))
    with styled():
        subtitle = f"{_named_by(found)}; cash low: the least at any month's end; all meet the same customers and luck"
        figure, top = new_page(pareto_title(found), subtitle, _footer(found))
        _key(figure, found, top + 0.012)
        bottom, left, height = BOTTOM + 0.03, LEFT + 0.01, top - BOTTOM - 0.105
        width = (_RIGHT - left - _BETWEEN) / 2.0 if crowded else _RIGHT - left
        axes = figure.add_axes((left, bottom, width, height))
        heading(axes, f"ARR, {end}")
        named = every if cloud.few else cloud.front.on
        _panel(axes, cloud, whole, every, named & ~cloud.kept if crowded else named)
        axes.set_xlabel(f"Cash low until {end}, mean over the runs")
        if crowded:
            _frame(axes, near)
            close = figure.add_axes((left + width + _BETWEEN, bottom, width, height))
            heading(close, "Enlarged: the choices that nothing beats")
            _panel(close, cloud, near, cloud.kept, named & cloud.kept)
            close.set_xlabel(f"Cash low until {end}, mean over the runs")
        tell_broken(figure)
    return figure


def _footer(found: Sweep) -> str:
    bars = f"bars: 95% interval of the difference from {point_words(found, found.best)}, same luck"
    sure = " · grey: right of all of them at once with 95% confidence" if found.front.beaten.any() else ""
    runs = f"{plural(found.runs, 'run')} at each point, seed {found.seed}"
    return f"t2d3 · {short_name(found.scenario.name)} · {runs} · {bars}{sure}"


def _named_by(found: Sweep) -> str:
    """Return what the names beside the points are values of."""
    return f"Choices by {listed([_lower(axis_words(axis)) for axis in found.axes])}"


def _lower(words: str) -> str:
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def point_words(found: Sweep, place: int) -> str:
    """Return what a choice is called beside others: `$2M, 90 days`."""
    values = zip(found.axes, found.points[place].at, strict=True)
    return ", ".join(choice_words(found.scenario, axis, axis.choices[at]) for axis, at in values)


def _panel(axes: Axes, cloud: _Cloud, limits: Limits, drawn: Marks, named: Marks) -> None:
    """Draw the marked points within these limits, with the front as a staircase and some of the names."""
    axes.set_xlim(*limits[0])
    axes.set_ylim(*limits[1])
    _axes_in_money(axes)
    _staircase(axes, cloud)
    barred = drawn & cloud.barred
    kinds = ((cloud.front.beaten, MUTED, MUTED), (cloud.front.open, BLUE, "white"), (cloud.front.on, BLUE, BLUE))
    for marks, colour, fill in kinds:
        _dots(axes, cloud, marks & drawn, marks & barred, colour, fill)
    best = cloud.best
    axes.plot(
        cloud.x[best], cloud.y[best], marker="o", markersize=17, color="none", markeredgecolor=ORANGE,
        markeredgewidth=2.5, zorder=5,
    )  # fmt: skip
    order = [place for place in np.argsort(~cloud.front.on, kind="stable").tolist() if named[place]]
    points = [(float(cloud.x[place]), float(cloud.y[place])) for place in order]
    bold = [bool(cloud.front.on[place]) for place in order]
    name_points(axes, points, [cloud.names[place] for place in order], bold, _taken(axes, cloud, drawn, barred))
    mark_broken(axes, across=True, up=True)


def _dots(axes: Axes, cloud: _Cloud, marks: Marks, barred: Marks, colour: str, fill: str) -> None:
    axes.errorbar(
        cloud.x[barred], cloud.y[barred], xerr=cloud.wide[barred], yerr=cloud.tall[barred], linestyle="none",
        color=colour, elinewidth=1.3, capsize=3, alpha=0.75, zorder=3,
    )  # fmt: skip
    axes.plot(
        cloud.x[marks], cloud.y[marks], linestyle="none", marker="o", markersize=_DOT, color=colour,
        markerfacecolor=fill, markeredgewidth=2.0, zorder=4,
    )  # fmt: skip


def _taken(axes: Axes, cloud: _Cloud, drawn: Marks, barred: Marks) -> list[Box]:
    """Return where no name may stand: on the dots, their bars and the front."""
    across, up = _steps(axes, cloud)
    corners = [(x, y) for x, y in zip(across, up, strict=True)]
    taken: list[Box] = []
    for (x, y), (right, low) in pairwise(corners):
        taken += [stretch(axes, (x, low), (right, low)), stretch(axes, (x, y), (x, low))]
    for place in np.flatnonzero(drawn).tolist():
        x, y = float(cloud.x[place]), float(cloud.y[place])
        taken.append(around(axes, x, y, 12.0 if place == cloud.best else 7.0))
        if barred[place]:
            wide, tall = float(cloud.wide[place]), float(cloud.tall[place])
            taken += [stretch(axes, (x - wide, y), (x + wide, y)), stretch(axes, (x, y - tall), (x, y + tall))]
    return taken


def _limits(values: Floats, halves: Floats) -> tuple[float, float]:
    low, high = float((values - halves).min()), float((values + halves).max())
    middle = (low + high) / 2.0
    room = max((high - low) * (1.0 + 2.0 * _MARGIN), _LEAST_SHARE * abs(middle)) or 1.0
    return from_zero(middle - room / 2.0, middle + room / 2.0)


def _axes_in_money(axes: Axes) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    money_axis(axes)
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: money_tick(value, axes.get_xticks())))
    axes.tick_params(axis="x", length=4)


def _steps(axes: Axes, cloud: _Cloud) -> tuple[list[float], list[float]]:
    """Return the corners of the front from the left edge to the lower one; each height holds to the left of its x."""
    order = np.flatnonzero(cloud.front.on)
    order = order[np.argsort(cloud.x[order], kind="stable")]
    x, y = cloud.x[order].tolist(), cloud.y[order].tolist()
    return [axes.get_xlim()[0], *x, x[-1]], [y[0], *y, axes.get_ylim()[0]]


def _staircase(axes: Axes, cloud: _Cloud) -> None:
    """Draw what the front beats: all that lies below and to the left of its points."""
    (across, up), low = _steps(axes, cloud), axes.get_ylim()[0]
    axes.fill_between(across, up, low, step="pre", color=GRID, alpha=0.45, linewidth=0, zorder=0)
    axes.plot(across, up, drawstyle="steps-pre", color=BLUE, linewidth=1.6, alpha=0.8, zorder=1, gid="front")


def _frame(axes: Axes, limits: Limits) -> None:
    """Frame what is enlarged beside."""
    from matplotlib.patches import Rectangle

    (left, right), (low, high) = limits
    frame = Rectangle((left, low), right - left, high - low, fill=False, edgecolor=MUTED, linewidth=1.2, linestyle="--")
    frame.set_gid("enlarged")
    axes.add_patch(frame).set_clip_on(False)


def _key(figure: Figure, found: Sweep, top: float) -> None:
    from matplotlib.lines import Line2D

    def dot(edge: str, fill: str, label: str, size: float = _DOT) -> Line2D:
        return Line2D(
            [], [], linestyle="none", marker="o", markersize=size, color=edge, markerfacecolor=fill,
            markeredgewidth=2.0, label=label,
        )  # fmt: skip

    front = found.front
    handles = [dot(BLUE, BLUE, "nothing has more of both")]
    handles += [dot(BLUE, "white", "too close to tell")] if front.open.any() else []
    handles += [dot(MUTED, MUTED, "gives something up for nothing")] if front.beaten.any() else []
    handles.append(dot(ORANGE, "none", f"highest {found.measure.within}", 13.0))
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(LEFT - 0.005, top), ncols=len(handles), frameon=False,
        fontsize=SMALL_SIZE, labelcolor=MUTED, handletextpad=0.2, columnspacing=1.6, borderaxespad=0.0,
    )  # fmt: skip


# What the front of cash low against ARR says: a choice that has both, or what the one costs of the other.

_MOST_NAMED: Final = 8
_MOST_OPEN: Final = 4


def pareto_title(found: Sweep) -> str:
    """Return the finding: a choice that has both, or what the most cash costs in ARR; and how many are beaten."""
    front = found.front
    cash, arr = found.place(CASH_LOW), found.place(ARR)
    if not (found.matters(cash) or found.matters(arr)):
        return f"{sentence(' and '.join(axis.name for axis in found.axes))} makes no difference to the cash low or ARR"
    count, beaten = len(found.points), int(front.beaten.sum())
    if not front.as_good.any():
        some = f"; {beaten} of {plural(count, 'choice')} give something up for nothing" if beaten else ""
        return f"Cash or ARR: {_traded(found, cash, arr)}{some}"
    best = int(np.argmax(np.where(front.as_good, found.values[:, 0].mean(axis=1), -np.inf)))
    return f"Nothing clearly beats {_name(found, best)} in ARR or in cash low{_given_up(count - 1, beaten)}"


def _traded(found: Sweep, cash: int, arr: int) -> str:
    """Return what the ends of the front have over each other."""
    means = np.where(found.front.on[:, None], found.values.mean(axis=2), -np.inf)
    rich, large = int(np.argmax(means[:, cash])), int(np.argmax(means[:, arr]))
    more_cash = found.measures[cash].size(float(means[rich, cash] - means[large, cash]))
    more_arr = found.measures[arr].size(float(means[large, arr] - means[rich, arr]))
    return f"{more_cash} more cash at its low with {_name(found, rich)}, {more_arr} more ARR with {_name(found, large)}"


def _given_up(others: int, beaten: int) -> str:
    if not beaten:
        return ""
    who = f"{beaten} of the {others} others" if beaten < others else "every other choice" if others > 1 else "the other"
    return f"; {who} {'gives' if beaten in (1, others) else 'give'} something up for nothing"


def _name(found: Sweep, place: int) -> str:
    at = found.points[place].at
    return " and ".join(named(found.scenario, axis, one) for axis, one in zip(found.axes, at, strict=True))


def front_words(found: Sweep) -> str:
    """Return in a sentence which choices nothing beats in both cash low and ARR, and which are too close to tell."""
    front = found.front
    on, open_ = _labels(found, front.on, _MOST_NAMED, "or"), _labels(found, front.open, _MOST_OPEN, "and")
    words = f"No choice tried has both more ARR and more cash at its low than {on}"
    return f"{words}; {open_} {'is' if front.open.sum() == 1 else 'are'} too close to tell." if open_ else f"{words}."


def _labels(found: Sweep, marks: Marks, most: int, last: str) -> str:
    names = [point_words(found, place) for place in np.flatnonzero(marks).tolist()]
    if len(names) > most:
        return f"any of {plural(len(names), 'choice')}" if last == "or" else plural(len(names), "choice")
    return in_a_row([f"({name})" for name in names] if len(found.axes) > 1 else names, last)
