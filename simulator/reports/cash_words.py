"""Cash in words: how low it gets and when, the odds of none left, how long it lasts, and that it runs out.

A company that runs out of cash in a fifth of its runs or more has that before any other finding: what it reaches then
takes money that is not there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from simulator.clock import month_label
from simulator.reports.words import NOT_DEFINED, band_name, between, listed, money, percent
from simulator.results.cash_outlook import CashOutlook, often, share_of
from simulator.results.formatting import NO_BURN
from simulator.results.metrics.solvency import BELOW_ZERO, SHORT_RUNWAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.results.protocols import Summarised

_MOST_TOLD: Final = 100.0
"""Months of runway told as a figure; beyond, nearly nothing is burned and the figure means nothing."""
_MOST_NAMED: Final = 3
"""Scenarios without cash that are named in a title."""
_WITH: Final = "with "


def odds_out(result: Summarised) -> float:
    """Return the share of runs (0 to 1) in which cash is ever below zero; NaN without runs."""
    return share_of(float(result.bands(BELOW_ZERO).mean[-1]))


def in_runs(share: float, runs: int = 0) -> str:
    """Return a share of the runs in words: `in no run`, `in 31% of runs`, `in every one of 200 runs`."""
    if share <= 0.0:
        return "in no run"
    if share >= 1.0:
        return f"in every one of {runs:,} runs" if runs > 1 else "in every run"
    return f"in {share_words(share)} of {runs:,} runs" if runs else f"in {share_words(share)} of runs"


def share_words(share: float) -> str:
    """Return a `share` (0 to 1) in whole per cent; `n/a` for NaN.

    Never 0% or 100% for what does happen and does not always.
    """
    return "<1%" if 0.0 < share < 0.005 else ">99%" if 0.995 <= share < 1.0 else percent(share)


def runway_words(months: float) -> str:
    """Return a runway: `14.2 months`, `no burn` where nothing is burned, `n/a` where nothing is known."""
    if math.isnan(months):
        return NOT_DEFINED
    return NO_BURN if math.isinf(months) else f"{months_told(months)} months"


def months_told(months: float) -> str:
    """Return months of runway without their unit: `14.2`, `>100`, `no burn`."""
    if math.isinf(months):
        return NO_BURN
    return f"{months:.1f}" if months < _MOST_TOLD else f">{_MOST_TOLD:.0f}"


def warned(title: str, *risks: tuple[str, float], alone: bool = False) -> str:
    """Return a title behind the warning that cash runs out, where it does so often enough; otherwise as it is.

    Each risk is who or where, as it follows the odds (`with Baseline`, empty for the company spoken of), and the share
    of its runs in which cash is below zero. `alone` says that there is a single run.
    """
    told = [(who, share) for who, share in risks if often(share)]
    if not told:
        return title
    if len(told) > _MOST_NAMED:
        return f"Cash runs out in a fifth of the runs or more with {len(told)} of {len(risks)} scenarios. {title}"
    by_odds: dict[str, list[str]] = {}
    for who, share in told:
        by_odds.setdefault("" if alone else in_runs(share), []).append(who)
    parts = [f"{odds} {_all_of(whom)}".strip() for odds, whom in by_odds.items()]
    return f"{f'Cash runs out {listed(parts)}'.rstrip()}. {title}"


def _all_of(whom: Sequence[str]) -> str:
    """Return several of `with A`, `with B` with the word said once."""
    first, *others = whom
    return listed([first, *(one.removeprefix(_WITH) if first.startswith(_WITH) else one for one in others)])


def cash_headline(outlook: CashOutlook) -> str:
    """Return that cash runs out, how often and by when, in a sentence."""
    if outlook.runs == 1:
        return f"Cash runs out in {_label(outlook, outlook.first_out)}."
    odds = in_runs(outlook.out, outlook.runs)
    if outlook.half_out is not None:
        return f"Cash runs out {odds}, in half of all runs by {_label(outlook, outlook.half_out)}."
    return f"Cash runs out {odds}, in the first of them in {_label(outlook, outlook.first_out)}."


def missing_words(outlook: CashOutlook) -> str:
    """Return how much cash is missing at the low, with a space behind it: in the one run, or in half of all runs.

    Nothing where half of the runs never lack any: no single amount says what the others do.
    """
    if not outlook.low < 0.0:
        return ""
    missing = money(-outlook.low)
    return f"It lacks {missing} at its low. " if outlook.runs == 1 else f"Half of the runs lack {missing} or more. "


def cash_lines(outlook: CashOutlook) -> list[str]:
    """Return how cash fares in two sentences: its low, when, and the odds of none; runway at the end, and its odds."""
    alone = outlook.runs == 1
    if not math.isfinite(outlook.low):
        return []
    low = f"Cash low: {money(outlook.low)} {low_when(outlook)}"
    ends = month_label(outlook.start, outlook.months)
    lasts = f"Runway in {ends}: {runway_words(outlook.runway)}"
    if alone:
        when = f", below zero from {_label(outlook, outlook.first_out)} on" if outlook.first_out is not None else ""
        return [f"{low}{when}.", f"{lasts}."]
    first, last = money(outlook.low_p5), money(outlook.low_p95)
    low += f" ({band_name(outlook.runs)} {between(first, last)})" if first != last else ""
    low += f", below zero {in_runs(outlook.out)}"
    if outlook.first_out is not None and not outlook.alarming:
        low += f", first in {_label(outlook, outlook.first_out)}"
    return [f"{low}.", f"{lasts}{_spread(outlook)}."]


def low_when(outlook: CashOutlook) -> str:
    """Return when cash is lowest, as it follows the word: `in Feb 2027`, `at the start`."""
    return f"in {month_label(outlook.start, outlook.month)}" if outlook.month > 0 else "at the start"


def cash_line(outlook: CashOutlook) -> str:
    """Return how cash fares in one clause that follows what it is about, without the spread."""
    if not math.isfinite(outlook.low):
        return NOT_DEFINED
    low = f"lowest at {money(outlook.low)} {low_when(outlook)}"
    lasts = f"runway in {month_label(outlook.start, outlook.months)} {runway_words(outlook.runway)}"
    if outlook.runs == 1 or math.isnan(outlook.runway):
        return f"{low}; {lasts}"
    year = SHORT_RUNWAYS[1]
    short = f"under {year} months in {share_words(outlook.short[year])} of runs"
    return f"{low}, below zero {in_runs(outlook.out)}; {lasts}, {short}"


def _spread(outlook: CashOutlook) -> str:
    """Return where runway lies in nine of ten runs or in all of few, and how often it is short."""
    if math.isnan(outlook.runway):
        return ""
    low, high = months_told(outlook.runway_p5), months_told(outlook.runway_p95)
    spread = f" ({band_name(outlook.runs)} {between(low, high)})" if low != high else ""
    months = listed([str(months) for months in SHORT_RUNWAYS])
    return f"{spread}, under {months} in {listed([share_words(outlook.short[one]) for one in SHORT_RUNWAYS])} of runs"


def _label(outlook: CashOutlook, month: int | None) -> str:
    return NOT_DEFINED if month is None else month_label(outlook.start, month)
