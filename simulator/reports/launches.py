"""When products are launched, read off the medians of what their conditions ask for, and the marks for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simulator.clock import DAYS_PER_MONTH
from simulator.reports.arr import crossing
from simulator.reports.theme import INK, MUTED, SMALL_SIZE, legible, text_width
from simulator.reports.words import short_name
from simulator.scenario.uncertainty import central

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from simulator.results.summary import Summarised
    from simulator.scenario.organisation import Condition

_METRICS: Final = {
    "arr": "arr",
    "customers": "customers",
    "backlog": "onboarding.backlog",
    "uncovered_arr": "arr.uncovered",
    "sellers_at_quota": "sellers.at_quota",
}
"""What a condition may ask for at least, and the metric that tells when it is so."""
_LONGEST_NAME: Final = 24
_ROWS: Final = 3
_ROW: Final = 0.026  # of the page's height


@dataclass(frozen=True)
class Launch:
    """One launch: the product's name as people write it, and after how many months."""

    product: str
    month: float


def launches_of(result: Summarised) -> list[Launch]:
    """Return the launches within the horizon, in order: where the medians of the runs first meet a condition.

    One that hangs on what no metric tells (founders' renewals, the longest wait, ramped sellers) is left out.
    """
    found = []
    for name, product in central(result.scenario).products.items():
        if product.age_at_start is None:
            month = min((_first_met(condition, result) for condition in product.opens), default=math.inf)
            if month <= result.months:
                found.append(Launch(short_name(name.replace("_", " "), _LONGEST_NAME), month))
    return sorted(found, key=lambda launch: launch.month)


def _first_met(condition: Condition, result: Summarised) -> float:
    """Return after how many months all that a condition asks for has come about, infinity for never or unknown."""
    months = [0.0]
    for key in condition.model_fields_set - {"at_least"}:
        asked = getattr(condition, key)
        if asked is None:
            continue
        if key == "month":
            months.append(float(asked))
        elif key == "on":
            months.append((asked - result.scenario.start_date).days / DAYS_PER_MONTH)
        elif key == "in_place":
            months.append(crossing(result.bands(f"headcount.{asked}").p50, float(condition.at_least or 1)))  # type: ignore[arg-type]
        else:
            months.append(crossing(result.bands(_METRICS[key]).p50, float(asked)) if key in _METRICS else math.nan)
    return math.inf if any(math.isnan(month) for month in months) else max(months)


def mark_launches(axes: Axes, launches: Sequence[Launch], named: bool) -> None:
    """Draw a line at each launch; with `named`, write the product's name above the panel's top, moved apart in rows."""
    left, right = axes.get_xlim()
    wide, tall = axes.get_position().width, axes.get_position().height
    free = [-math.inf] * _ROWS
    for launch in launches:
        at = left + launch.month
        axes.axvline(at, color=INK, linewidth=1.0, linestyle=(0, (2, 2)))
        text, place = legible(f"{launch.product} launched"), (at - left) / (right - left)
        across = text_width(text, SMALL_SIZE) / wide + 0.01
        row = next((row for row in range(_ROWS) if free[row] <= place), None)
        if not named or row is None:
            continue
        height, side = 1.0 - (row + 0.3) * _ROW / tall, "left"
        if place + across > 1.0:
            side = "right"
            row = next((row for row in range(_ROWS) if free[row] <= place - across), None)
            if row is None:
                continue
            height = 1.0 - (row + 0.3) * _ROW / tall
        free[row] = place + (across if side == "left" else 0.0)
        shift = 0.005 if side == "left" else -0.005
        axes.text(
            place + shift, height, text, transform=axes.transAxes, size=SMALL_SIZE, color=MUTED, va="top", ha=side
        )
