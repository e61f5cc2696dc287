"""Why: what each cause takes away, as a chart and as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import month_label
from simulator.reports.cash_words import warned
from simulator.reports.charts.drawing import heading
from simulator.reports.charts.tornado import across
from simulator.reports.theme import (
    BOTTOM,
    DARK,
    GREEN,
    INK,
    SMALL_SIZE,
    VERMILLION,
    new_page,
    styled,
    text_width,
)
from simulator.reports.words import plural, short_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.decisions.why import Why

__all__ = ["why_chart", "why_title"]

_MOST: Final = 16


def why_title(found: Why) -> str:
    """Return the finding of what was `found`: how much is lost, or how far two scenarios are apart, and mostly to what.

    That cash runs out comes first.
    """
    whose = "" if found.against is None else f"with {short_name(found.scenario.name, 40)}"
    return warned(_why_finding(found), (whose, found.out), alone=found.runs == 1)


def _why_finding(found: Why) -> str:
    when = month_label(found.scenario.start_date, found.scenario.horizon_months)
    amounts = " and ".join(
        f"{measure.size(whole.mean)} of {measure.within}"
        for measure, whole in zip(found.measures, found.whole, strict=True)
    )
    first = found.parts[0]
    measure, whole = found.measures[0], found.whole[0]
    if found.against is None:
        if not whole.clear:
            return f"These causes take no {measure.words} away by {when} that luck could not explain"
        lost = "lost" if whole.mean < 0.0 else "gained"
        return f"By {when} {amounts} {_verb(found)} {lost}, the largest part of it to {_named(first.words)}"
    a, b = short_name(found.scenario.name, 40), short_name(found.against.name, 40)
    if not whole.clear:
        return f"{a} and {b} have much the same {measure.within} by {when}"
    more = "more" if whole.mean > 0.0 else "less"
    size = f"{measure.size(whole.mean)} {more} {measure.within}"
    return f"{a} has {size} than {b} by {when}, the largest part of it due to {first.words}"


def _verb(found: Why) -> str:
    return "is" if len(found.measures) == 1 else "are"


def _named(words: str) -> str:
    """Return the words of a cause within a sentence."""
    return words if words[:2].isupper() or "." in words else words[:1].lower() + words[1:]


def why_chart(found: Why) -> Figure:
    """Draw what was `found`: what each cause takes away (or what each difference is worth), a panel a measure."""
    with styled():
        method = (
            "averaged over all orders of switching them (Shapley)" if found.exact else "switched off in a stated order"
        )
        what = (
            "what each cause takes away: it is switched off on the same luck"
            if found.against is None
            else "what each difference is worth: it is taken over on the same luck"
        )
        note = (
            f"t2d3 · {short_name(found.scenario.name)} · {plural(found.runs, 'run')} of each combination, "
            f"seed {found.seed} · lines: 95% interval · the parts add up to the whole"
        )
        figure, top = new_page(why_title(found), f"{what[:1].upper()}{what[1:]}, {method}", note)
        parts = found.parts[:_MOST]
        names = max(text_width(part.words, SMALL_SIZE + 1.0) for part in parts)
        left = names + 0.05
        gap = 0.05
        width = (0.97 - left - gap * (len(found.measures) - 1)) / len(found.measures)
        for place in range(len(found.measures)):
            axes = figure.add_axes((left + place * (width + gap), BOTTOM, width, top - BOTTOM - 0.02))
            _panel(axes, found, place)
            axes.tick_params(axis="y", labelleft=place == 0)
    return figure


def _panel(axes: Axes, found: Why, place: int) -> None:
    measure, whole = found.measures[place], found.whole[place]
    half = f" ± {measure.size(whole.half)}" if whole.n > 1 else ""
    heading(axes, f"{measure.words}: {measure.difference(whole.mean)}{half} in all")
    ends = []
    for row, part in enumerate(found.parts[:_MOST]):
        one = part.amounts[place]
        mean = one.mean
        low, high = (one.low, one.high) if one.n > 1 else (mean, mean)
        colour = VERMILLION if mean < 0.0 else GREEN
        axes.barh(-row, mean, height=0.55, color=colour, linewidth=0)
        axes.plot([low, high], [-row, -row], color=INK, linewidth=1.2)
        axes.annotate(
            measure.difference(mean),
            (min(low, 0.0) if mean < 0.0 else max(high, 0.0), -row),
            xytext=(-6 if mean < 0.0 else 6, 0),
            textcoords="offset points",
            ha="right" if mean < 0.0 else "left",
            va="center",
            size=SMALL_SIZE,
            color=DARK[colour],
        )
        ends += [low, high]
    axes.axvline(0.0, color=INK, linewidth=1.2)
    across(axes, measure.unit, ends, room=0.3 / len(found.measures) ** 0.5)
    shown = found.parts[:_MOST]
    axes.set_ylim(-len(shown) + 0.4, 0.6)
    axes.set_yticks(range(0, -len(shown), -1), labels=[part.words for part in shown])
    axes.tick_params(axis="y", labelsize=SMALL_SIZE + 1.0, labelcolor=INK)
