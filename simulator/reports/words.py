"""How figures, months and ranges are said on charts and tables."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import DAYS_PER_MONTH, MONTHS_PER_YEAR, add_months, day_label, month_label
from simulator.decisions.unopposed import unopposed
from simulator.scenario.schema.words import role_word
from simulator.scenario.writing import money as plain_money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from simulator.engine.contract import Floats
    from simulator.results.bands import Bands
    from simulator.results.measure import Measure
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["money", "percent", "plural"]

NOT_DEFINED: Final = "n/a"
_LONGEST_NAME: Final = 60


def money(value: float) -> str:
    """Return a `value` in dollars as people write them, with a true minus sign: `$139M`, `−$2.5M`.

    `n/a` where it is undefined (NaN).
    """
    return plain_money(value).replace("-", "−") if math.isfinite(value) else NOT_DEFINED


def even_money(value: float) -> str:
    """Return a `value` in dollars with three digits always, so that a column is even: `$35.0M`, `$139M`."""
    text = money(value)
    digits = sum(c.isdigit() for c in text)
    if not math.isfinite(value) or value == 0.0 or digits >= 3 or text[-1].isdigit():
        return text
    missing = 3 - digits
    return f"{text[:-1]}{'' if '.' in text else '.'}{'0' * missing}{text[-1]}"


def percent(value: float, digits: int = 0) -> str:
    """Return a share of one (`value`) in percent with so many `digits` after the point: `104%`; `n/a` for NaN."""
    if not math.isfinite(value):
        return NOT_DEFINED
    text = f"{value * 100.0:,.{digits}f}%".replace("-", "−")
    return text[1:] if text.startswith("−") and not any(c in "123456789" for c in text) else text


def number(value: float) -> str:
    """Return a whole number, thousands apart; `n/a` where undefined."""
    return f"{whole(value):,}".replace("-", "−") if math.isfinite(value) else NOT_DEFINED


def whole(value: float) -> int:
    """Return the nearest whole number, halves upwards: 2.5 people are shown as 3."""
    return math.floor(value + 0.5)


def plural(count: int, one: str, many: str = "") -> str:
    """Return a `count` with its noun, `one` of them or `many` (by default one with an s): `1 run`, `1,000 runs`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def between(low: str, high: str) -> str:
    """Return a range, with a word between its ends where a dash would meet a sign."""
    if low == high:
        return low
    return f"{low} to {high}" if any(sign in low + high for sign in "+−") else f"{low}–{high}"


def read_by(measure: Measure, scenario: Scenario) -> str:
    """Return a measure in full with the month it is read at: `enterprise value at month 36 (Dec 2029)`."""
    last = scenario.horizon_months if measure.last_month is None else measure.last_month
    return f"{measure.in_full} ({month_label(scenario.start_date, last)}){_given([measure], scenario)}"


def explained(measures: Sequence[Measure], scenario: Scenario) -> str:
    """Return how the figures of a table are read: `ARR at month 36, NRR at the end, CS cost added up to month 36`.

    Those that the `scenario` gives are named: `; CAC is assumed`.
    """
    read = ", ".join([measures[0].explained, *(measure.in_full for measure in measures[1:])])
    return f"{read}{_given(measures, scenario)}"


def _given(measures: Sequence[Measure], scenario: Scenario) -> str:
    """Return which metrics of some measures the scenario gives, after what was said of them; nothing for none."""
    from simulator.results.measure import spoken
    from simulator.results.metrics import ASSUMED, assumed_in

    assumed = assumed_in(scenario)
    terms = {term.metric.name: spoken(term.metric.title) for measure in measures for term in measure.terms}
    given = [title for name, title in terms.items() if name in assumed]
    return f"; {listed(given)} {'is' if len(given) == 1 else 'are'} {ASSUMED}" if given else ""


def marked(text: str, metric: str, scenario: Scenario) -> str:
    """Return a `text` about a metric with a mark where the `scenario` gives it: `CAC payback (assumed)`."""
    from simulator.results.metrics import ASSUMED, assumed_in

    return f"{text} ({ASSUMED})" if metric in assumed_in(scenario) else text


BAND_NAMES: Final = ("P5–P95", "range")
"""What the band of many runs is called, and that of few."""


def band_name(runs: int) -> str:
    """Return what lies between P5 and P95 of so many runs is called: their `range` where they are too few for more."""
    from simulator.results.bands import holds_nine_in_ten

    return BAND_NAMES[0] if holds_nine_in_ten(runs) else BAND_NAMES[1]


def band_note(runs: int) -> str:
    """Return what the band of a table over so many runs is, after a word on what else stands there."""
    from simulator.results.bands import holds_nine_in_ten

    return "nine runs in ten lie within P5–P95" if holds_nine_in_ten(runs) else "the range is lowest to highest"


def spread_words(bands: Bands, month: int, words: Callable[[float], str]) -> str:
    """Return where nine in ten runs lie, or all where they are few: `P5–P95 99%–106%`, `range 99%–106%`."""
    low, high = words(float(bands.p5[month])), words(float(bands.p95[month]))
    return f"{band_name(int(bands.count[month]))} {between(low, high)}"


def listed(parts: Sequence[str]) -> str:
    """Return `parts` as one list: `a`, `a and b`, `a, b and c`; empty for none."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


_MOST_PATHS: Final = 3


def growth_words(paths: Sequence[str], which: str) -> str:
    """Return, to follow what was said of some choices, that value is told by the growth of each; nothing for no path.

    `paths` are those of `decisions.yardstick`, and `which` names what differs in them: `The points`.
    """
    if not paths:
        return ""
    more = [f"{len(paths) - _MOST_PATHS} more"] if len(paths) > _MOST_PATHS else []
    named = listed([*paths[:_MOST_PATHS], *more])
    return f" {which} differ in {named}, which moves growth: value goes by the growth of each, not by that of the plan."


def unopposed_words(paths: Iterable[str]) -> str:
    """Return, to follow what was said of some choices, which of the `paths` they differ in nothing pushes back."""
    found = unopposed(paths)
    said = [f"{listed([path for path in found if found[path] == why])}: {why}" for why in dict.fromkeys(found.values())]
    return f" Nothing here pushes back on {'; nor on '.join(said)} (t2d3 guide what-pushes-back)." if said else ""


def short_name(name: str, longest: int = _LONGEST_NAME) -> str:
    """Return a `name` in one line, shortened to `longest` characters."""
    text = " ".join(name.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def month_of_day(start: date, day: float) -> str:
    """Return the calendar month in which a simulated day lies; `n/a` for a day that never came."""
    return day_label(start, day) if math.isfinite(day) else NOT_DEFINED


def year_ends(scenario: Scenario) -> list[int]:
    """Return the months that end a fiscal year, and the last month of the horizon."""
    from simulator.results.summary import years_of

    return [year.last for year in years_of(scenario)]


def year_names(scenario: Scenario, first: int, last: int) -> tuple[str, str, str]:
    """Return what the fiscal year of the months after `first` up to `last` may be called, shorter and shorter: `2027`
    or `Jul–Dec 2027` where years are those of the calendar, otherwise `FY2028`, or `FY2027 (6 months)` and `FY2027`.
    """
    if scenario.fiscal_year_starts == "Jan":
        return shorter_stretches(scenario.start_date, first, last)
    from simulator.results.summary import years_of

    label = next(year.label for year in years_of(scenario) if year.last == last)
    name = label.partition(" ")[0]
    return label, f"{name}, {last - first}m" if label != name else name, name


def within(name: str) -> str:
    """Return a stretch of months as a place in time: `in 2027`, `in FY2028`, `over Jul–Dec 2027`."""
    return f"in {name}" if name.removeprefix("FY").isdigit() else f"over {name}"


def stretch(start: date, first: int, last: int) -> str:
    """Return the calendar name of the months after `first` up to `last`: `2027`, `Q2 2027`, `Jul 2027–Jun 2028`."""
    begins, closes = add_months(start, first), add_months(start, last) - timedelta(days=1)
    if begins.day == 1 and begins.month == 1 and last - first == MONTHS_PER_YEAR:
        return f"{begins:%Y}"
    if begins.day == 1 and begins.month % 3 == 1 and last - first == 3:
        return f"Q{begins.month // 3 + 1} {begins:%Y}"
    if (begins.year, begins.month) == (closes.year, closes.month):
        return f"{closes:%b %Y}"
    return f"{begins:%b}–{closes:%b %Y}" if begins.year == closes.year else f"{begins:%b %Y}–{closes:%b %Y}"


def shorter_stretches(start: date, first: int, last: int) -> tuple[str, str, str]:
    """Return what the months after `first` up to `last` may be called, shorter and shorter, for the head of a column:
    `Jul 2027–Jun 2028`, `to Jun 2028` (`6m to Jun 2028` where it is no year) or `Jun 2028`.

    A stretch within a calendar year has one name.
    """
    name, closes = stretch(start, first, last), add_months(start, last) - timedelta(days=1)
    if add_months(start, first).year == closes.year:
        return name, name, name
    end, months = f"{closes:%b %Y}", last - first
    return name, f"to {end}" if months == MONTHS_PER_YEAR else f"{months}m to {end}", end


def last_defined(values: Floats) -> int | None:
    """Return the index of the last finite value, None where there is none."""
    found = np.flatnonzero(np.isfinite(values))
    return int(found[-1]) if found.size else None


def peak(values: Floats) -> int:
    """Return the index of the largest finite value (the first of several)."""
    return int(np.nanargmax(np.where(np.isfinite(values), values, np.nan)))


def trough(values: Floats) -> int:
    """Return the index of the smallest finite value (the first of several)."""
    return int(np.nanargmin(np.where(np.isfinite(values), values, np.nan)))


def points(value: float) -> str:
    """Return a difference of shares in percentage points: `2.4 pts`; `n/a` where undefined."""
    return percent(value, 1).replace("%", " pts")


# What roles are called in sentences, and where a hiring point stands.

_FIRST: Final = {
    "cs_head": "the head of CS",
    "csm": "the first CSM",
    "onboarding": "the first onboarding specialist",
    "vp_sales": "the VP of sales",
}


def first_of(role: str, taken: int = 0) -> str:
    """Return what the first hire of a role is called: `the head of CS`, `the first CSM`.

    Where some seats of it are `taken` on the first day, it is the next one: `the next CSM`.
    """
    if taken:
        return f"the next {role_word(role)}"
    return _FIRST.get(role, f"the first {role_word(role)}")


def joined_label(start: date, month: float) -> str:
    """Return the calendar month in which somebody joined, `never` where that does not happen in every run."""
    return month_of_day(start, month * DAYS_PER_MONTH) if month == month else "never"


def months_words(months: float) -> str:
    """Return a shift in words: `3 months later`, `6 months earlier`."""
    return f"{plural(round(abs(months)), 'month')} {'later' if months > 0.0 else 'earlier'}"
