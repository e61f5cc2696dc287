"""The sums behind the metrics: ratios that may be n/a, trailing windows, retention of a cohort, the quick ratio.

A value that does not exist is NaN, never 0 or infinity, and reports write it as "n/a". A ratio does not exist either
where what is below the line is what rounding has left of larger amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["ROUNDING", "Floats", "gap", "trailing"]

Floats: TypeAlias = "npt.NDArray[np.float64]"
Wholes: TypeAlias = "npt.NDArray[np.int64]"
ROUNDING = 1e-9
"""What is no more than this share of the amounts it was made from is taken for rounding: a dollar in a billion.

Sums of doubles are good to a few in 10¹⁵ of their terms; what is left where they cancel is far below this.
"""


class Retention(NamedTuple):
    """What became of the customers of twelve months ago, three shares: of dollars, capped dollars and heads."""

    nrr: float
    grr: float
    logo: float


def cohort_retention(then: npt.ArrayLike, now: npt.ArrayLike) -> Retention:
    """Return NRR, GRR and logo retention of a frozen cohort, from customer-level ARR.

    `then` and `now` hold each customer's ARR in dollars twelve months ago and today, one entry a customer in the same
    order; 0 means not a customer at that moment. Customers that were not there then do not count. All three are NaN
    for a cohort without ARR. Raises ValueError for different lengths or negative ARR.
    """
    import numpy as np

    before, after = np.asarray(then, dtype=np.float64), np.asarray(now, dtype=np.float64)
    if before.shape != after.shape or before.ndim != 1:
        raise ValueError("then and now must list the same customers")
    if not (np.all(before >= 0.0) and np.all(after >= 0.0)):
        raise ValueError("ARR must be a number, 0 or more")
    cohort = before > 0.0
    before, after = before[cohort], after[cohort]
    base = before.sum()
    return Retention(
        nrr=float(over(after.sum(), base)),
        grr=float(over(np.minimum(after, before).sum(), base)),
        logo=float(over(np.count_nonzero(after), len(before))),
    )


def quick_ratio(
    new: npt.ArrayLike, expansion: npt.ArrayLike, contraction: npt.ArrayLike, churn: npt.ArrayLike
) -> Floats:
    """Return dollars of ARR gained (new and expansion) per dollar lost (contraction and churn), NaN if none was lost.

    `new`, `expansion`, `contraction` and `churn` are amounts of dollars over the same stretch of time, 0 or more, of
    one shape, which is the result's.
    """
    import numpy as np

    gained = np.asarray(new, dtype=np.float64) + np.asarray(expansion, dtype=np.float64)
    lost = np.asarray(contraction, dtype=np.float64) + np.asarray(churn, dtype=np.float64)
    return gained_over_lost(gained, lost)


def gained_over_lost(gained: Floats, lost: Floats) -> Floats:
    """Return dollars gained per dollar lost, NaN where none was lost; both are 0 or more."""
    return over(gained, lost, gained + lost)


def over(above: npt.ArrayLike, below: npt.ArrayLike, of: npt.ArrayLike = 0.0) -> Floats:
    """Return `above` ÷ `below`, elementwise; NaN where there is nothing below the line, or rounding alone.

    `of` says how large the amounts are that `below` was added up or was left over from, in its unit, 0 or more: what
    is no more than `ROUNDING` of them is nothing.
    """
    import numpy as np

    arrays = (np.asarray(one, dtype=np.float64) for one in (above, below, of))
    top, bottom, made_of = np.broadcast_arrays(*arrays)
    ratio = np.full(top.shape, np.nan)
    # `>` is false for NaN too, so an n/a below the line stays one.
    np.divide(top, bottom, out=ratio, where=bottom > ROUNDING * made_of)
    return ratio


def gap(one: Floats, other: Floats) -> Floats:
    """Return `one` less `other`, arrays of one shape and unit; a difference that is but `ROUNDING` of them is 0."""
    import numpy as np

    found = one - other
    return np.where(np.abs(found) <= ROUNDING * np.maximum(np.abs(one), np.abs(other)), 0.0, found)


def over_what_is_left(above: npt.ArrayLike, below: Floats) -> Floats:
    """Return above ÷ below, by month (…, month); NaN where below is nothing beside the largest it has been so far.

    A stock that rises and falls by amounts of one size comes back to a speck of them, not to 0.
    """
    return over(above, below, largest_so_far(below))


def largest_so_far(values: Floats) -> Floats:
    """Return the largest size that a monthly figure (…, month) has had up to each month, NaN before there was one."""
    import numpy as np

    return np.fmax.accumulate(np.abs(values), axis=-1)


def between_ranks(percent: int, count: npt.NDArray[np.int64]) -> tuple[Wholes, Wholes, Floats]:
    """Return between which two of `count` ordered values a percentile lies, and how far from the one to the other.

    Ranks count from 0, the least. This is the one definition of a percentile over runs: that of place (n + 1)p, no
    further out than the ends (Weibull's plotting positions). A further run lies below it with probability p exactly,
    whatever the distribution, once (n + 1)p is 1 or more, and above it likewise: P5 to P95 hold nine in ten from 19
    runs on. Places are worked out in hundredths, so that one on a value is on it. `percent` is 1 to 99.
    """
    import numpy as np

    last = np.maximum(count - 1, 0)
    hundredths = np.clip(percent * (count + 1) - 100, 0, 100 * last)
    lower = hundredths // 100
    return lower, np.minimum(lower + 1, last), (hundredths % 100) / 100.0


def part_way(below: Floats, above: Floats, share: Floats) -> Floats:
    """Return what lies a share (0 to 1) of the way from one value up to another.

    There is nothing between a figure and infinity: beyond the figure itself it is infinity.
    """
    import numpy as np

    with np.errstate(invalid="ignore"):  # between two infinities there is no distance
        found: Floats = below + (above - below) * share
    return np.where(np.isinf(above), np.where(share > 0.0, above, below), found)


def trailing(flow: Floats, months: int, *, partial: bool = False) -> Floats:
    """Add up a monthly flow (…, months + 1) over the `months` months that end with each month; the same shape and unit.

    NaN at month 0, where nothing has flowed, and until the window is full; with `partial` the months so far count. A
    NaN in `flow` makes every window NaN that it lies in. The terms are added one by one, oldest first: differences of
    running totals would leave specks of rounding where the sum is exactly 0, and turn an n/a into a huge ratio.
    """
    import numpy as np

    last = flow.shape[-1] - 1
    total = np.zeros(flow.shape)
    for lag in reversed(range(min(months, last))):
        total[..., lag + 1 :] += flow[..., 1 : last + 1 - lag]
    total[..., : 1 if partial else months] = np.nan
    return total


def from_month(values: Floats, month: int) -> Floats:
    """Return a copy of values (…, month) that is NaN before `month`; for month 0 they are returned as they are."""
    if month == 0:
        return values
    import numpy as np

    shown = np.array(values, dtype=np.float64)
    shown[..., :month] = np.nan
    return shown


def before(values: Floats, months: int) -> Floats:
    """Return what monthly values (…, month) were so many `months` ago; NaN where that lies before the start."""
    import numpy as np

    then = np.full(values.shape, np.nan)
    then[..., months:] = values[..., : max(0, values.shape[-1] - months)]
    return then
