"""Reading from an event log when each calendar entry was made, to check the order rule: time, then event sequence.

A *primary* line is one that a calendar entry set off: a deal, a term end, a sign-off, a start by itself, a remediation,
a first day, a seat opened anew, a stretch of a ramp, a last day, a month end. Everything else happens within one of
those. Each primary entry was made when another line was written, so its rank is the place of that line in the log:
(place, order within it). An entry made only when everything the line set off was over (the next deal, the next term
end, the next stretch) ranks just before the next primary line.
"""

from __future__ import annotations

import itertools
import math
from typing import TypeAlias

import numpy as np
from playing import Events

from simulator.engine.contract import ITSELF, NOBODY
from simulator.engine.events import EventKind
from simulator.engine.record import Lowered
from simulator.roles import RoleId

Rank: TypeAlias = tuple[float, int]
UNKNOWN: Rank = (math.inf, 0)
"""When the next deal was timed anew, which no line tells: it stands neither before nor after another."""
Line: TypeAlias = tuple[float, int, int, int, float]

OF_A_REVIEW = (EventKind.SEAT_OPENED, EventKind.PROGRAMME_OPENED, EventKind.PRODUCT_LAUNCHED)
"""Lines that a review of hiring writes of itself."""

MAY_CHANGE_THE_PACE = (
    *(EventKind.REFERENCES_REVIEWED, EventKind.CAPACITY_CHANGED),
    *(EventKind.JOINED, EventKind.RAMPED, EventKind.LEFT),
)
"""Lines after which the next deal may be timed anew, where selling depends on sellers or references."""

CHANGES_OF_HANDS = (EventKind.COVERED, EventKind.UNCOVERED, EventKind.ONBOARDING_INTERRUPTED)
"""Lines of an account whose manager changes."""

DEAL, MONTH = 1, 2
"""Order on the first day once those who wait have been served: the next deal, the first month end."""


def primary(lowered: Lowered, events: Events) -> list[tuple[float, EventKind, int, Rank]]:
    """Return the primary lines in the order of happening: day, kind, subject, and the rank of their making."""
    lines: list[Line] = events.tolist()
    seats = {line[2] for line in lines if line[1] == EventKind.SEAT_OPENED}
    starts = {i for i, line in enumerate(lines) if _sets_off(line, lines, i, seats)}
    boundary = starts | {i for i, line in enumerate(lines) if line[1] in OF_A_REVIEW}
    after = _next_boundary(len(lines), boundary)
    first_day = _first_day(lines, len(lowered.people), starts)
    last: dict[tuple[str, int], Rank] = {("deal", 0): (first_day, DEAL), ("month", 0): (first_day, MONTH)}
    for number, place in enumerate(_placings(lines, lowered)):
        last["renewal", number], last["alone", number] = (place, 2 * number), (place, 2 * number + 1)
    found = []
    for i, line in enumerate(lines):
        day, kind, subject, _, _ = line
        name = _entry(line)
        if i in starts:
            found.append((day, EventKind(kind), subject, last[name]))
        _make(line, i, after[i], last)
        if lowered.rules["retimes_deals"][0] and kind in MAY_CHANGE_THE_PACE:
            last["deal", 0] = UNKNOWN
    return found


def _entry(line: Line) -> tuple[str, int]:
    """Return what calendar entry a line would come from."""
    _, kind, subject, _, _ = line
    name = {
        EventKind.CLOSED: "deal",
        EventKind.HANDED_OVER: "handover",
        EventKind.MONTH_END: "month",
        EventKind.RENEWED: "renewal",
        EventKind.CHURNED: "renewal",
        EventKind.SIGNED_OFF: "sign-off",
        EventKind.ONBOARDING_BEGAN: "alone",
        EventKind.ONBOARDING_MENDED: "try",
        EventKind.JOINED: "join",
        EventKind.SEAT_REOPENED: "join",
        EventKind.RAMPED: "ramp",
        EventKind.LEFT: "leave",
    }.get(EventKind(kind), "")
    return name, 0 if name in ("deal", "month") else subject


def _sets_off(line: Line, lines: list[Line], i: int, seats: set[int]) -> bool:
    """Whether a calendar entry set this line off, not another line."""
    day, kind, subject, other, _ = line
    if kind == EventKind.ONBOARDING_BEGAN:
        return other == ITSELF
    if kind == EventKind.ONBOARDING_MENDED:  # at a renewal it is a consequence of it
        before = lines[i - 1]
        return not (before[1] == EventKind.RENEWED and before[2] == subject and before[0] == day)
    if kind == EventKind.JOINED:  # not those in place, who have no seat behind them
        return subject in seats
    return bool(_entry(line)[0])


def _next_boundary(count: int, boundary: set[int]) -> list[float]:
    """Return for each line a place just before the next line that something else set off."""
    places, following = [0.0] * count, float(count)
    for i in range(count - 1, -1, -1):
        places[i] = following - 0.5
        if i in boundary:
            following = float(i)
    return places


def _placings(lines: list[Line], lowered: Lowered) -> list[float]:
    """Return when each opening account was put on the books: just before its first line, after the people in place.

    An account that waits for a specialist has no line then; it was placed right after the one before it.
    """
    place = -1.0
    while lines[int(place) + 1][1] == EventKind.JOINED and lines[int(place) + 1][0] == 0.0:
        place += 1.0
    rules, found = lowered.rules[0], []
    count = len(lowered.accounts) if rules["given_book"] else int(rules["opening_accounts"])
    specialists = np.any((lowered.people["role"] == RoleId.ONBOARDING) & (lowered.people["open"] == 0))
    for number in range(count):
        silent = False
        if rules["given_book"] and specialists:
            silent = lowered.accounts["owner"][number] == NOBODY and not lowered.accounts["onboarded"][number]
        if silent:
            place += 0.001
            found.append(place)
            continue
        first = _first_line(lines, number)
        found.append(first - 0.5)
        begun = first + 1 < len(lines) and lines[first + 1][1:3] == (EventKind.ONBOARDING_BEGAN, number)
        place = first + 0.1 + begun
    return found


def _first_line(lines: list[Line], subject: int) -> int:
    about = (EventKind.COVERED, EventKind.UNCOVERED, EventKind.ONBOARDING_BEGAN)
    return next(i for i, line in enumerate(lines) if line[2] == subject and line[1] in about)


def _first_day(lines: list[Line], people: int, starts: set[int]) -> float:
    """Return a place after the lines of serving on the first day and before those of its review of hiring.

    What the calendar sets off on that day, a term that ends as the clock starts say, comes after all of them. That a
    review is on shows in a seat it opens, or in an account that the founders, who look after it, hand over or drop.
    """
    place = -1  # where the log begins with a review, nobody was served before it
    covered: set[int] = set()
    for i, line in enumerate(lines):
        opens_a_seat = line[1] == EventKind.SEAT_OPENED and line[2] >= people  # those of the roster are open already
        changes_hands = line[1] in CHANGES_OF_HANDS and line[2] in covered
        if line[0] > 0.0 or i in starts or opens_a_seat or changes_hands:
            break
        if line[1] == EventKind.COVERED:
            covered.add(line[2])
        if line[1] not in (EventKind.PROGRAMME_OPENED, EventKind.PRODUCT_LAUNCHED):
            place = i
    return place + 0.4


def _make(line: Line, i: int, after: float, last: dict[tuple[str, int], Rank]) -> None:
    """Note the entries that a line makes, in their order."""
    _, kind, subject, _, _ = line
    here = float(i)
    if kind == EventKind.CLOSED:
        last["renewal", subject], last["alone", subject] = (here, 1), (here, 2)
        last["handover", subject] = (here, 2)
        last["deal", 0] = (after, 1)
    elif kind == EventKind.HANDED_OVER:
        last["alone", subject] = (here, 1)
    elif kind == EventKind.ONBOARDING_BEGAN:
        last["sign-off", subject] = (here, 1)
    elif kind == EventKind.ONBOARDING_INTERRUPTED:
        last["alone", subject] = (here, 1)
    elif kind == EventKind.ONBOARDING_FAILED:
        last["try", subject] = (here, 1)
    elif kind == EventKind.RENEWED:
        last["renewal", subject] = (after, 1)
    elif kind in (EventKind.SEAT_OPENED, EventKind.SEAT_REOPENED):
        last["join", subject] = (here, 1)
    elif kind == EventKind.JOINED:
        last["ramp", subject], last["leave", subject] = (here, 1), (here, 2)
    elif kind == EventKind.RAMPED:
        last["ramp", subject] = (after, 1)
    elif kind == EventKind.MONTH_END:
        last["month", 0] = (here, 1)


def ties(lowered: Lowered, events: Events) -> list[tuple[EventKind, EventKind, bool]]:
    """Return each pair of neighbouring primary lines of one instant: the two kinds, and whether they are in order."""
    rows = primary(lowered, events)
    return [
        (one[1], two[1], one[3] < two[3])
        for one, two in itertools.pairwise(rows)
        if one[0] == two[0] and UNKNOWN not in (one[3], two[3])
    ]
