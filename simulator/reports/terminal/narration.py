"""One run, or one customer, told in plain words from the event log."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import MONTHS_PER_YEAR, day_label, month_end, month_label
from simulator.engine.contract import FOUNDERS, ITSELF, Programme
from simulator.engine.events import EVENT_KINDS, EventKind, Subject
from simulator.reports.words import NOT_DEFINED, money, percent, plural
from simulator.results.cash_outlook import CashOutlook
from simulator.results.summary import years_of
from simulator.roles import RoleId
from simulator.scenario.schema.words import role_word
from simulator.scenario.writing import days as days_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from simulator.decisions.story import History, Story
    from simulator.fiscal import Period

__all__ = ["account_lines", "account_name", "account_title", "hire_rows", "run_lines", "run_title"]

_ALONE: Final = (RoleId.CS_HEAD, RoleId.VP_SALES)
"""Roles with one person at a time."""
_STATES: Final = (
    *("failed onboarding", "never onboarded", "no account manager", "the digital pool alone"),
    *("a competitor's call", "a lost sponsor", "a price rise"),
)
_ROUTINE: Final = (EventKind.MONTH_END, EventKind.REFERENCES_REVIEWED, EventKind.CAPACITY_CHANGED)
"""What the company does month in, month out: no turning points of a run."""
_LARGEST: Final = 5


def run_title(found: Story) -> str:
    """Return the run that was `found` in one sentence, after the month in which its cash runs out."""
    out = CashOutlook.of(found.result).first_out
    ran = "" if out is None else f"cash runs out in {month_label(found.scenario.start_date, out)}; "
    return f"Run {found.run:,}: {ran}{_run_finding(found)}"


def _run_finding(found: Story) -> str:
    result = found.result
    arr, plan = float(result["arr"][0, -1]), float(result["arr.plan"][0, -1])
    lost = [one.lost for one in found.lost()]
    known = sum(loss for loss in lost if math.isfinite(loss))
    when = month_label(found.scenario.start_date, result.months)
    gone = f"; {plural(len(lost), 'customer')} left" + (f" with {money(known)} of ARR" if known > 0.0 else "")
    return f"ARR goes from {money(float(result['arr'][0, 0]))} to {money(arr)} by {when}" + (
        f", {percent(arr / plan)} of the plan{gone}" if plan > 0.0 else gone
    )


def run_lines(found: Story) -> list[tuple[str, str]]:
    """Return the turning points of the run that was `found`, each with its month, in order of days.

    They are people, the company, milestones, cash and ends of years.
    """
    marks = [*_people(found), *_company(found), *_milestones(found), *_cash(found), *_years(found)]
    start = found.scenario.start_date
    return [(day_label(start, day), text) for day, text in sorted(marks, key=lambda mark: mark[0])]


def _people(found: Story) -> list[tuple[float, str]]:
    """Return the coming and going of heads and VPs of sales, and the first of every other role."""
    marks = []
    first: set[int] = set()
    for number in np.argsort(found.hires["joined"], kind="stable").tolist():  # seats are filled out of order
        hire, name = found.hires[number], found.name_of(number)
        role, joined, left = int(hire["role"]), float(hire["joined"]), float(hire["left"])
        word = f"{role_called(found, role)}, {name}," if name else role_called(found, role)
        named = role in _ALONE or (role not in first and joined > 0.0)
        if math.isfinite(joined) and joined > 0.0 and named:
            opened = f", {round(joined - float(hire['opened']))} days after the seat opened"
            waited = ", as agreed" if found.agreed(number) else opened
            marks.append((joined, f"{'The' if role in _ALONE else 'The first'} {word} joins{waited}."))
        if math.isfinite(joined):
            first.add(role)
        if role in _ALONE and math.isfinite(left):
            why = ": the hire was wrong" if hire["wrong"] else ""
            marks.append((left, f"The {word} leaves{why}."))
    return marks


def _company(found: Story) -> list[tuple[float, str]]:
    """Return what the company did: the carve-out, launches, programmes, rounds of funding, stops of hiring."""
    lines = ((EVENT_KINDS[number], day, *rest) for day, number, *rest in found.events.tolist())
    return [
        (day, sentence(found, kind, *rest))
        for kind, day, *rest in lines
        if kind.subject not in (Subject.CUSTOMER, Subject.HIRE) and kind not in _ROUTINE
    ]


def _milestones(found: Story) -> list[tuple[float, str]]:
    days = found.result.reached[0]
    return [
        (float(day), f"ARR reaches {money(float(dollars))}.")
        for dollars, day in zip(found.result.milestones, days, strict=True)
        if math.isfinite(day) and day > 0.0
    ]


def _cash(found: Story) -> list[tuple[float, str]]:
    """Return the month ends at which cash has fallen below zero, and at which there is some again."""
    cash = found.result["cash"][0]
    marks = []
    for month in range(1, found.result.months + 1):
        before, now = float(cash[month - 1]), float(cash[month])
        if (now < 0.0) != (before < 0.0):
            text = f"Cash runs out: {money(now)}." if now < 0.0 else f"There is cash again: {money(now)}."
            marks.append((month_end(month), text))
    return marks


def _years(found: Story) -> list[tuple[float, str]]:
    result = found.result
    marks = []
    for period in years_of(found.scenario):
        month, year = period.last, slice(period.first, period.last + 1)
        if month == result.months and period.months < MONTHS_PER_YEAR:  # it goes on
            continue
        figures = {name: float(result[name][0, month]) for name in ("arr", "nrr", "grr", "customers", "headcount.cs")}
        new, lost = (int(result[name][0, year].sum()) for name in ("customers.new", "customers.lost"))
        text = (
            f"{_year_end(found, period)}: ARR {money(figures['arr'])}, "
            f"NRR {percent(figures['nrr'])}, GRR {percent(figures['grr'])}; "
            f"{plural(int(figures['customers']), 'customer')} ({new:,} new, {lost:,} lost), "
            f"{plural(int(figures['headcount.cs']), 'person', 'people')} in CS."
        )
        marks.append((month_end(month), text))
    return marks


def _year_end(found: Story, year: Period) -> str:
    return "Year's end" if found.scenario.fiscal_year_starts == "Jan" else f"End of {year.label}"


def losses(found: Story) -> list[str]:
    """Return the largest losses, each in a line."""
    start = found.scenario.start_date
    lines = []
    for one in found.lost()[:_LARGEST]:
        why = f": {', '.join(one.why)}" if one.why else ": well looked after, and left all the same"
        amount = money(one.lost) if math.isfinite(one.lost) else "unknown ARR"
        lines.append(f"{day_label(start, one.lost_on)}  {account_name(one)} leaves with {amount}{why}")
    return lines


def losses_by_state(found: Story) -> str:
    """Return how much of the lost ARR left in which state."""
    known = [one for one in found.lost() if math.isfinite(one.lost)]
    total = sum(one.lost for one in known)
    if not total > 0.0:
        return ""
    parts = []
    for state in _STATES:
        amount = sum(one.lost for one in known if state in one.why)
        if amount > 0.0:
            parts.append(f"{percent(amount / total)} {'' if state.startswith('never') else 'with '}{state}")
    fine = sum(one.lost for one in known if not one.why)
    parts.append(f"{percent(fine / total)} with nothing wrong")
    return f"Of the {money(total)} of ARR that left: {', '.join(parts)} (states can coincide)."


def account_name(one: History) -> str:
    """Return what the customer whose history is `one` is called: its name, or its number in the run."""
    return f"{one.name} (account {one.number:,})" if one.name else f"Account {one.number:,}"


def account_title(found: Story, one: History) -> str:
    """Return a customer's history in one sentence: `one` is the history, in the run that was `found`."""
    start = found.scenario.start_date
    came = "was there on the first day" if one.opening else f"signed in {day_label(start, one.steps[0].day)}"
    if math.isfinite(one.lost_on):
        amount = f" with {money(one.lost)} of ARR" if math.isfinite(one.lost) else ""
        went = f"left in {day_label(start, one.lost_on)}{amount}"
    else:
        went = f"is worth {money(one.arr)} a year at the end" if math.isfinite(one.arr) else "is still there at the end"
    return f"{account_name(one)} {came} and {went}"


def account_lines(found: Story, one: History) -> list[tuple[str, str, str]]:
    """Return a customer's history line by line: the month, what happened, its ARR afterwards.

    `one` is the history, in the run that was `found`; the ARR of a customer that has left is empty, an unknown one
    `n/a`.
    """
    start = found.scenario.start_date
    return [
        (
            day_label(start, step.day),
            sentence(found, step.kind, one.number, step.other, step.amount),
            "" if step.kind is EventKind.CHURNED else money(step.arr) if math.isfinite(step.arr) else NOT_DEFINED,
        )
        for step in one.steps
    ]


def hire_rows(found: Story) -> list[tuple[str, str, str, str, str]]:
    """Return the hiring log of the run that was `found`, a row a hire.

    Each says who, when the seat opened, joined and left, and what there is to say.
    """
    start = found.scenario.start_date
    rows = []
    came, reopened = _converted(found), _reopened(found)
    went = {source: new for new, source in came.items()}
    for number, hire in enumerate(found.hires):
        joined, left = float(hire["joined"]), float(hire["left"])
        notes = []
        agreed, filled = found.agreed(number), math.isfinite(joined)
        if agreed:
            notes.append("first day agreed")
        elif filled and math.isfinite(float(hire["opened"])):
            notes.append(f"{round(joined - float(hire['opened']))} days to fill")
        notes += ["wrong hire"] if filled and hire["wrong"] else []  # drawn with the seat; nobody is wrong before
        notes += [f"was {who(found, came[number])}"] if number in came else []
        notes += ["the colleague meant for it had left"] if number in reopened else []
        notes += [f"became {who(found, went[number])}"] if number in went else []
        rows.append(
            (
                who(found, number),
                "before" if agreed else _day(found, float(hire["opened"])),
                day_label(start, joined) if joined > 0.0 else "in place" if math.isfinite(joined) else "still open",
                _day(found, left),
                ", ".join(notes),
            )
        )
    return rows


def _converted(found: Story) -> dict[int, int]:
    """Return who has come from another role, and who it was there."""
    rows = found.events[found.events["kind"] == EventKind.CONVERTED]
    return {int(row["subject"]): int(row["other"]) for row in rows}


def _reopened(found: Story) -> set[int]:
    return {int(row["subject"]) for row in found.events[found.events["kind"] == EventKind.SEAT_REOPENED]}


def _day(found: Story, day: float) -> str:
    return day_label(found.scenario.start_date, day) if np.isfinite(day) else ""


# A line of the event log as a sentence: the words of its kind, its numbers written as people write them.


def sentence(found: Story, kind: EventKind, subject: int, other: int, amount: float) -> str:
    """Return what happened, told of one line of a run's log."""
    return kind.words.format_map(_Written(found, subject, other, amount))


class _Written:
    """The numbers of a line by the placeholders of `EventKind.words`, each written only when it is asked for."""

    def __init__(self, found: Story, subject: int, other: int, amount: float) -> None:
        self.found, self.subject, self.other, self.amount = found, subject, other, amount

    def __getitem__(self, placeholder: str) -> str:
        if placeholder in _AMOUNT:
            return _AMOUNT[placeholder](self.amount)
        if placeholder in _SUBJECT:
            return _SUBJECT[placeholder](self.found, self.subject)
        return _OTHER[placeholder](self.found, self.other)


def role_called(found: Story, role: int) -> str:
    """Return what one person of a role is called."""
    names = found.scenario.roles.names()
    return role_word(names[role]) if 0 <= role < len(names) else f"role {role}"


def who(found: Story, other: int) -> str:
    """Return what the second party of an event is called, where it is a person: by name if the roster has it."""
    if other == FOUNDERS:
        return "the founders"
    if other == ITSELF:
        return "nobody: the customer starts by itself"
    if 0 <= other < len(found.hires):
        numbered = f"{role_called(found, int(found.hires[other]['role']))} {other}"
        name = found.name_of(other)
        return f"{name} ({numbered})" if name else numbered
    return "nobody"


def _named(names: Iterable[str], number: int) -> str:
    known = list(names)
    return known[number].replace("_", " ") if 0 <= number < len(known) else str(number)


def _segment(found: Story, number: int) -> str:
    names = list(found.scenario.segments)
    return names[number] if 0 <= number < len(names) else "?"


_PROGRAMMES: Final = {int(programme): programme.words for programme in Programme}
_SUBJECT: Final[Mapping[str, Callable[[Story, int], str]]] = {
    "product": lambda found, number: _named(found.scenario.products, number),
    "programme": lambda found, number: _PROGRAMMES[number],
    "round": lambda found, number: _named(found.scenario.money.rounds, number),
}
_OTHER: Final[Mapping[str, Callable[[Story, int], str]]] = {
    "who": who,
    "role": role_called,
    "segment": _segment,
    "months": lambda found, number: plural(number, "month"),
}
_AMOUNT: Final[Mapping[str, Callable[[float], str]]] = {
    "money": money,
    "odds": percent,
    "share": percent,
    "days": lambda amount: days_words(float(round(amount))),
    "times": lambda amount: f"{amount:g}",
}
