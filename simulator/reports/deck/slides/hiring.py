"""When to hire, from an answer to it: what is asked for, and every candidate in dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.reports.deck.charts import COUNT, MONEY, POINTS
from simulator.reports.deck.content import Area, Chart, Slide, Table
from simulator.reports.deck.differing import Difference, differences_data
from simulator.reports.page.hiring import against, standing
from simulator.reports.words import first_of, joined_label, money, plural, whole
from simulator.results.formatting import difference_in
from simulator.results.metrics import Unit
from simulator.scenario.writing import money as plain_money

if TYPE_CHECKING:
    from simulator.reports.page.stored_when import Hiring, StoredWhen
    from simulator.results.protocols import Summarised

_MONEY: Final = (Unit.USD, Unit.USD_A_MONTH, Unit.USD_A_YEAR)
PROMISE: Final = "With a probability"
AS_GOOD: Final = "As good means"
_FEW: Final = 5
"""Candidates whose table has room below their chart."""
REPLACES: Final = "A candidate replaces"


def ask_slide(found: StoredWhen, result: Summarised) -> Slide:
    """Return the slide of what the board is asked for: the decision, its cost, what it pays, how sure that is."""
    unit, best = Unit(found.unit), _selected(found)
    rows = [("Decision", f"{capital(first_of(found.role))}: open hiring at {best.opens}")]
    rows.append(("At work", joined_label(found.start, best.joined)))
    cost = _cost(found, result)
    rows += [("Cost", cost)] if cost else []
    worst = min(found.candidates, key=lambda one: one.difference)
    if worst is not best:
        gap = difference_in(unit, best.difference - worst.difference)
        half = difference_in(unit, worst.high - worst.difference)
        rows.append(("Payoff", f"{gap} ± {half} more {found.judged} than opening at {worst.opens}"))
    rows.append(("Confidence", _line(found, PROMISE) or "not told"))
    table = Table("ask", ("We ask for", ""), tuple(rows), "What we ask for", first=0.18, wordy=True, roomy=True)
    return Slide("ask", found.finding, (table,), "", notes_of_when(found))


def when_slide(found: StoredWhen, result: Summarised) -> Slide:
    """Return the slide of the candidates: dates, ARR and cash then, and what each has against the leader."""
    unit, best = Unit(found.unit), _selected(found)
    rows = [difference(one, unit) for one in found.candidates]
    told = "; ".join(f"{one.opens}: {against(one, unit)}, {standing(one)}" for one in found.candidates)
    data = differences_data(
        "Opens", f"Against the leader in {found.judged}", rows, axis_of(unit), f"{found.finding}. {told}."
    )
    same = found.name == result.scenario.name
    heads = ("Opens at", "At work", *(("ARR then", "Cash then") if same else ()), "Against the leader", "Standing")
    cells = tuple(
        (
            one.opens,
            joined_label(found.start, one.joined),
            *(_then(result, one) if same else ()),
            against(one, unit),
            standing(one),
        )
        for one in found.candidates
    )
    above, below = _areas(len(cells))
    blocks = (
        Chart("chart", data, above, f"Against the leader in {found.judged}, with 95% intervals"),
        Table("dates", heads, cells, "Candidates in dates", below, 1.0, roomy=len(cells) > _FEW),
    )
    caption = " ".join(
        filter(None, (_line(found, AS_GOOD), "ARR and cash are medians of the scenario as it stands." if same else ""))
    )
    return Slide("when", _dates(found, best), blocks, caption, notes_of_when(found))


def _areas(candidates: int) -> tuple[Area, Area]:
    """Return where chart and table stand: of few candidates one below the other, of many beside each other."""
    if candidates <= _FEW:
        height = 0.085 * (candidates + 1)
        return Area(0.0, 0.0, 1.0, 0.95 - height), Area(0.0, 1.0 - height, 1.0, height)
    return Area(0.0, 0.0, 0.38, 1.0), Area(0.4, 0.0, 0.6, 1.0)


def _selected(found: StoredWhen) -> Hiring:
    return next((one for one in found.candidates if one.selected), found.candidates[0])


def _dates(found: StoredWhen, best: Hiring) -> str:
    """Return the finding in dates: when the selected candidate is at work, and when the last would be."""
    who = capital(first_of(found.role))
    told = f"{who} is at work by {joined_label(found.start, best.joined)} if hiring opens at {best.opens}"
    later = [one for one in found.candidates if one.joined == one.joined and one.joined > best.joined]
    if not later:
        return told
    last = max(later, key=lambda one: one.joined)
    return f"{told}, by {joined_label(found.start, last.joined)} at {last.opens}"


def axis_of(unit: Unit) -> str:
    """Return how an axis of differences in a `unit` is written; shares are in points."""
    return MONEY if unit in _MONEY else POINTS if unit is Unit.SHARE else COUNT


def difference(one: Hiring, unit: Unit) -> Difference:
    """Return what a candidate has against the leader, as a chart of differences takes it."""
    hue = "blue" if one.selected else "green" if one.as_good else "vermillion" if one.worse else "grey"
    size = 100.0 if unit is Unit.SHARE else 1.0
    return Difference(one.opens, size * one.difference, size * one.low, size * one.high, hue)


def _then(result: Summarised, one: Hiring) -> tuple[str, str]:
    """Return median ARR and cash at the end of the month in which the first hire of a candidate joined."""
    if not 0.0 <= one.joined <= result.months:
        return "n/a", "n/a"
    month = whole(one.joined)
    return tuple(money(float(result.bands(name).p50[month])) for name in ("arr", "cash"))  # type: ignore[return-value]


def _cost(found: StoredWhen, result: Summarised) -> str:
    """Return what a person of the role costs a year; nothing where the scenario at hand is another or does not say."""
    role = getattr(result.scenario.roles, found.role, None)
    cost = getattr(role, "cost", None)
    if found.name != result.scenario.name or not isinstance(cost, int | float):
        return ""
    return f"{plain_money(float(cost))} a year for each, all told"


def _line(found: StoredWhen, begins: str) -> str:
    return next((line for line in found.sureness if line.startswith(begins)), "")


def notes_of_when(found: StoredWhen) -> tuple[str, ...]:
    """Return what a speaker has at hand: what is judged, how sure the answer is, the command."""
    opens = ",".join(one.opens for one in found.candidates)
    count = plural(len(found.candidates), "candidate")
    command = f"Command: t2d3 when, scenario {found.name}, --hire {found.role}, {count} ({opens})."
    return (f"Judged by {found.judged}.", *found.sureness, command)


def capital(words: str) -> str:
    """Return words with a capital at the beginning."""
    return words[:1].upper() + words[1:]
