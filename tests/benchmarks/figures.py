"""What the page makes of the seconds that were measured: ratios of pairs, their mean, and how figures are written."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

NOT_THERE: Final = "n/a"
"""In place of a figure that one side has not got."""


@dataclass(frozen=True)
class Ratio:
    """One side beside another: the median of the ratios of pairs, with the least and the most of them."""

    median: float
    least: float
    most: float

    @staticmethod
    def of(these: Sequence[float], those: Sequence[float]) -> Ratio:
        """Return these over those, pair by pair: what was measured in the same turn makes a pair."""
        found = [this / that for this, that in zip(these, those, strict=True)]
        return Ratio(statistics.median(found), min(found), max(found))

    def spread(self) -> str:
        """Return the least and the most as words."""
        return f"{self.least:.3f} … {self.most:.3f}"


def geometric_mean(ratios: Sequence[float]) -> float:
    """Return the mean of ratios: twice and half as much make one."""
    return statistics.geometric_mean(ratios)


def change(now: float, before: float) -> float:
    """Return by which share `now` differs from `before`: 0.05 for five percent more."""
    return now / before - 1.0


def as_change(share: float) -> str:
    """Return a change as people write it: +7.1 %."""
    return f"{100.0 * share:+.1f} %"


def as_share(share: float) -> str:
    """Return a share of a whole as people write it."""
    return f"{100.0 * share:.0f} %"


def as_milliseconds(seconds: float) -> str:
    """Return seconds as milliseconds, to three digits or so."""
    found = 1e3 * seconds
    return f"{found:,.0f} ms" if found >= 100.0 else f"{found:#.3g} ms"


def as_seconds(seconds: float) -> str:
    """Return seconds to two digits after the point, or as milliseconds where they are few."""
    return f"{seconds:.2f} s" if seconds >= 0.1 else as_milliseconds(seconds)


def as_nanoseconds(seconds: float) -> str:
    """Return seconds as nanoseconds."""
    return f"{1e9 * seconds:,.0f} ns"


def as_times(ratio: float) -> str:
    """Return how many times as much: two digits after the point for small ones."""
    return f"{ratio:,.0f}" if ratio >= 20.0 else f"{ratio:.2f}"


def as_millions(count: float) -> str:
    """Return a count in millions."""
    return f"{count / 1e6:.2f} M"


def as_mebibytes(size: float) -> str:
    """Return bytes in MiB."""
    return f"{size / 2**20:,.0f} MiB" if size else NOT_THERE
