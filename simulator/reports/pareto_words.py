"""What the front of cash low against ARR says: a choice that has both, or what the one costs of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.decisions.sweep import ARR, CASH_LOW
from simulator.reports.heat import chosen
from simulator.reports.words import listed, plural
from simulator.scenario.telling.words import sentence

if TYPE_CHECKING:
    from simulator.decisions.pareto import Marks
    from simulator.decisions.sweep import Sweep

_MOST_NAMED: Final = 8
_MOST_OPEN: Final = 4


def pareto_title(found: Sweep) -> str:
    """Return the finding: a choice that has both, or what the most cash costs in ARR; and how many are beaten."""
    front = found.front
    cash, arr = found.place(CASH_LOW), found.place(ARR)
    if not np.ptp(found.values[:, [cash, arr]], axis=0).any():
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
    return " and ".join(chosen(axis, one) for axis, one in zip(found.axes, at, strict=True))


def front_words(found: Sweep) -> str:
    """Return who stands on the front and who cannot be told from it, in a sentence."""
    front = found.front
    on, open_ = _labels(found, front.on, _MOST_NAMED), _labels(found, front.open, _MOST_OPEN)
    words = f"The front of cash low against ARR: {on}"
    return f"{words}; {open_} cannot be told from it." if open_ else f"{words}."


def _labels(found: Sweep, marks: Marks, most: int) -> str:
    names = [point.label for point, marked in zip(found.points, marks, strict=True) if marked]
    names = [f"({name})" for name in names] if len(found.axes) > 1 else names
    return listed(names) if len(names) <= most else plural(len(names), "choice")
