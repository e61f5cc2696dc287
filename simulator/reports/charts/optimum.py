"""The best combination of levers: its sentence and its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.decisions.sweep import CASH_LOW
from simulator.reports.cash_words import warned
from simulator.reports.charts.drawing import heading
from simulator.reports.charts.heat import chosen
from simulator.reports.charts.tornado import across
from simulator.reports.theme import BLUE, BOTTOM, GREEN, INK, SMALL_SIZE, new_page, styled, text_width
from simulator.reports.words import read_by, short_name
from simulator.results.cash_outlook import share_out
from simulator.scenario.explain.words import sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulator.decisions.optimum import Optimum

__all__ = ["optimum_chart", "optimum_title"]


def optimum_title(found: Optimum) -> str:
    """Return the answer that was `found` in one sentence; where cash runs out with it, that comes first."""
    low = found.shown[found.verdict.best, [one.text for one in found.measures].index(CASH_LOW)]
    return warned(_optimum_finding(found), ("", share_out(low)), alone=len(low) == 1)


def _optimum_finding(found: Optimum) -> str:
    values = [chosen(axis, at) for axis, at in zip(found.axes, found.best.at, strict=True)]
    gain, measure = found.gain(), found.measures[0]
    if not gain.clear:
        return f"No combination tried is clearly better than the scenario as it stands in {measure.within}"
    more = f"{measure.size(gain.mean)} {'more' if gain.mean > 0.0 else 'less'} {measure.within}"
    return sentence(f"{', '.join(values)}: {more} than the scenario as it stands")


def optimum_chart(found: Optimum) -> Figure:
    """Draw the finalists that were `found` and the scenario as it stands against the selected combination."""
    measure = found.measures[0]
    with styled():
        levers = ", ".join(axis.name for axis in found.axes)
        subtitle = f"Judged by {read_by(measure, found.scenario)}; levers: {levers}"
        runs = f"up to {len(found.verdict.rows[found.verdict.best]):,} fresh runs each"
        note = f"t2d3 · {short_name(found.scenario.name)} · {runs}, seed {found.seed} · lines: 95% intervals, same luck"
        figure, top = new_page(optimum_title(found), subtitle, note)
        present = found.gain()
        names = [*(_label(found, place) for place in range(len(found.finalists))), "the scenario as it stands"]
        gaps = [(one.mean, one.low, one.high) for one in found.differences]
        gaps.append((-present.mean, -present.high, -present.low))
        left = max(text_width(name, SMALL_SIZE + 1.0) for name in names) + 0.05
        axes = figure.add_axes((left, BOTTOM, 0.95 - left, top - BOTTOM - 0.02))
        heading(axes, f"Difference from the selected combination, which has {measure.shown(found.levels()[0])}")
        for place, (mean, low, high) in enumerate(gaps):
            colour = GREEN if place == 0 else INK if place == len(gaps) - 1 else BLUE
            if low == low:
                axes.plot([low, high], [-place, -place], color=colour, linewidth=2.0)
            axes.plot([mean], [-place], marker="o", markersize=9, color=colour)
        axes.axvline(0.0, color=INK, linewidth=1.0, zorder=0)
        across(axes, measure.unit, [end for gap in gaps for end in gap if end == end])
        axes.set_ylim(-len(names) + 0.4, 0.6)
        axes.set_yticks(range(0, -len(names), -1), labels=names)
        axes.tick_params(axis="y", labelsize=SMALL_SIZE + 1.0, labelcolor=INK)
    return figure


def _label(found: Optimum, place: int) -> str:
    text = found.finalists[place].label
    text = text if len(text) <= 48 else f"{text[:47]}…"
    return f"selected: {text}" if place == 0 else text
