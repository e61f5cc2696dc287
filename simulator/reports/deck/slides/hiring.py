"""When to hire, from an answer to it: what is asked for, every candidate in dates, what would change our mind."""

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
_PROMISE: Final = "With a probability"
_AS_GOOD: Final = "As good means"
_REPLACES: Final = "A candidate replaces"


def ask_slide(found: StoredWhen, result: Summarised) -> Slide:
    """Return the slide of what the board is asked for: the decision, its cost, what it pays, how sure that is."""
    unit, best = Unit(found.unit), _selected(found)
    rows = [("Decision", f"{_capital(first_of(found.role))}: open hiring at {best.opens}")]
    rows.append(("At work", joined_label(found.start, best.joined)))
    cost = _cost(found, result)
    rows += [("Cost", cost)] if cost else []
    worst = min(found.candidates, key=lambda one: one.difference)
    if worst is not best:
        gap = difference_in(unit, best.difference - worst.difference)
        half = difference_in(unit, worst.high - worst.difference)
        rows.append(("Payoff", f"{gap} ± {half} more {found.judged} than opening at {worst.opens}"))
    rows.append(("Confidence", _line(found, _PROMISE) or "not told"))
    table = Table("ask", ("We ask for", ""), tuple(rows), "What we ask for", first=0.22, wordy=True)
    return Slide("ask", found.finding, (table,), "", _notes(found))


def when_slide(found: StoredWhen, result: Summarised) -> Slide:
    """Return the slide of the candidates: dates, ARR and cash then, and what each has against the leader."""
    unit, best = Unit(found.unit), _selected(found)
    rows = [_difference(one, unit) for one in found.candidates]
    told = "; ".join(f"{one.opens}: {against(one, unit)}, {standing(one)}" for one in found.candidates)
    axis = MONEY if unit in _MONEY else POINTS if unit is Unit.SHARE else COUNT
    data = differences_data("Opens", f"Against the leader in {found.judged}", rows, axis, f"{found.finding}. {told}.")
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
    height = min(0.5, 0.085 * (len(cells) + 1))
    blocks = (
        Chart(
            "chart",
            data,
            Area(0.0, 0.0, 1.0, 0.95 - height),
            f"Against the leader in {found.judged}, with 95% intervals",
        ),
        Table("dates", heads, cells, "Candidates in dates", Area(0.0, 1.0 - height, 1.0, height), 1.0),
    )
    caption = " ".join(
        filter(None, (_line(found, _AS_GOOD), "ARR and cash are medians of the scenario as it stands." if same else ""))
    )
    return Slide("when", _dates(found, best), blocks, caption, _notes(found))


def change_slide(found: StoredWhen) -> Slide | None:
    """Return what would change our mind; None where the answer says no more than how sure it is."""
    known = (_PROMISE, _AS_GOOD, _REPLACES)
    lines = [line for line in found.sureness if not line.startswith(known)]
    close = [one.opens for one in found.candidates if not one.selected and not one.worse]
    rows = []
    for line in lines:
        head, mark, rest = line.partition(": ")
        rows.append((head, _capital(rest)) if mark and len(head) < 60 else ("Besides", line))
    if close:
        rows.append(("Not settled, or as good", ", ".join(close)))
    if not lines:
        return None
    table = Table(
        "change", ("What would change our mind", ""), tuple(rows), "What would change our mind", first=0.3, wordy=True
    )
    return Slide("change", _finding(lines[0]), (table,), "", _notes(found))


def _finding(line: str) -> str:
    """Return the first figures of a line: the sentence after the one that says what it is about."""
    _, _, rest = line.partition(". ")
    told = (rest or line).split(";")[0].rstrip(".").replace("with that rule", "with one rule of the scenario")
    return _capital(told)


def _selected(found: StoredWhen) -> Hiring:
    return next((one for one in found.candidates if one.selected), found.candidates[0])


def _dates(found: StoredWhen, best: Hiring) -> str:
    """Return the finding in dates: when the selected candidate is at work, and when the last would be."""
    who = _capital(first_of(found.role))
    told = f"{who} is at work by {joined_label(found.start, best.joined)} if hiring opens at {best.opens}"
    later = [one for one in found.candidates if one.joined == one.joined and one.joined > best.joined]
    if not later:
        return told
    last = max(later, key=lambda one: one.joined)
    return f"{told}, by {joined_label(found.start, last.joined)} at {last.opens}"


def _difference(one: Hiring, unit: Unit) -> Difference:
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


def _notes(found: StoredWhen) -> tuple[str, ...]:
    opens = ",".join(one.opens for one in found.candidates)
    count = plural(len(found.candidates), "candidate")
    command = f"Command: t2d3 when, scenario {found.name}, --hire {found.role}, {count} ({opens})."
    return (f"Judged by {found.judged}.", *found.sureness, command)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
