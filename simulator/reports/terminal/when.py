"""When to hire, as an answer: its sentence, its sureness in words, its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.reports.cash_words import cash_line, warned
from simulator.reports.charts.course import course_heading, course_words
from simulator.reports.charts.response import curve_chart, curve_subtitle
from simulator.reports.terminal.decision import gains_words, levels_note, print_decision
from simulator.reports.terminal.room import print_fitting
from simulator.reports.terminal.run import head_of, plain_table
from simulator.reports.terminal.sweep import with_interval
from simulator.reports.verdict_words import matters_words, promise, spent_words, standing
from simulator.reports.words import first_of, joined_label, plural, short_name
from simulator.scenario.explain.conditions import opens_in_words
from simulator.scenario.explain.words import listed, sentence
from simulator.scenario.schema.words import a_person, role_word, role_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.when import Answer
    from simulator.scenario.schema.hiring_points import HiringPoint

__all__ = ["answer_chart", "answer_title", "print_answer", "sureness", "when_table"]


_MOST_NAMED: Final = 4
"""People in place who are named."""


def answer_title(found: Answer) -> str:
    """Return the answer that was `found` in one sentence; where cash runs out with it, that comes first."""
    return warned(_answer(found), ("", found.cash_outlook(found.best).out), alone=found.shown.shape[2] == 1)


def _answer(found: Answer) -> str:
    who = first_of(found.role, len(found.holders))
    if found.same:
        return f"When hiring for {who} opens makes no difference to {found.measure.within} among these candidates"
    best = found.points[found.best]
    if best.kind == "never":
        return f"Do not hire {who}: none of the other candidates is better"
    joined = joined_label(found.scenario.start_date, found.months_joined()[found.best])
    at_work = f", at work by {joined} on average" if joined != "never" and not found.before_it_opens else ""
    hiring = f"planned hiring of {role_words(found.role)}" if found.before_it_opens else f"hiring for {who}"
    first, last = found.plateau
    if first == last:
        return f"Open {hiring} {best.words}{at_work}"
    comma = "," if at_work else ""
    window = window_words(found.points[first], found.points[last])
    return f"Open {hiring} anywhere {window}; {best.label}{at_work}{comma} {_TAKEN[found.picked.why]}"


_TAKEN: Final = {
    "alone": "stands alone among them",
    "cash": "needs least cash",
    "arr": "has most ARR of those that need least cash",
    "first": "is the first of those level in cash and ARR",
}
"""Why the selected candidate is taken, as it follows its name and the stretch of those as good."""


def window_words(first: HiringPoint, last: HiringPoint) -> str:
    """Return the stretch between two hiring points of one kind: `from $2M to $4M ARR`, `from $9M ARR to never`."""
    one, other = (point.words.removeprefix("at ").removeprefix("in ") for point in (first, last))
    if last.kind == "month":
        return f"from {first.label} to {last.label} after the start"
    return f"from {one.removesuffix(' ARR') if other.endswith(' ARR') else one} to {other}"


def sureness(found: Answer) -> list[str]:
    """Return how sure the answer that was `found` is, in sentences."""
    lines = [*taken_words(found), *replaced_words(found)]
    if found.same:
        return [*lines, f"All {len(found.points)} candidates gave the same {found.measure.within} in every run."]
    lines.append(matters_words(found.matters, found.measure))
    leader = "" if found.leader == found.best else found.points[found.leader].label
    lines += promise(found.verdict, found.measure, "candidate", "--most", leader)
    lines += rule_words(found)
    if found.at_the_end:
        lines.append(
            f"{found.points[-1].label} is the last candidate: a better one may lie beyond; try more with --candidates."
        )
    return lines


def taken_words(found: Answer) -> list[str]:
    """Return who of the role is there without any candidate, and what may be asked of such a role."""
    if found.before_it_opens:
        return [_hired_before(found)]
    if not found.holders:
        return []
    there = [one.name for one in found.holders if not one.open]
    count, looked_for = len(there), len(found.holders) - len(there)
    one, many = role_word(found.role), role_words(found.role)
    named = f" ({', '.join(there)})" if count <= _MOST_NAMED and all(there) else ""
    parts = [f"{plural(count, one, many)} {_is(count)} in place on the first day{named}"] if count else []
    parts += [f"{plural(looked_for, 'requisition')} {_is(looked_for)} out"] if looked_for else []
    more = f"What one more adds now: t2d3 branch SCENARIO --at 0 --decide {found.role}=1."
    return [f"{' and '.join(parts)}; the candidates say when hiring for the next {one} opens. {more}"]


def _hired_before(found: Answer) -> str:
    who = sentence(first_of(found.role, len(found.holders)))
    by = "in advance" if found.scenario.roles.of(found.role).schedule else "by the founders"
    joined = joined_label(found.scenario.start_date, found.months_joined()[found.best])
    return f"{who} is hired {by}, at work by {joined}, whatever the candidate: these say when planned hiring opens."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def rule_words(found: Answer) -> list[str]:
    """Return how much of the answer is that others are not hired before, in sentences; nothing where nobody waits."""
    rule = found.rule
    if rule is None or rule.costliest == found.leader:
        return []
    who, waiting = a_person(found.role), listed([role_words(name) for name in rule.waiting])
    late, leader = found.points[rule.costliest], found.points[found.leader]
    opening = "Never to open" if late.kind == "never" else f"To open {late.words}"
    first, last = (found.points[place] for place in rule.window)
    window = "no other is as good" if first == last else f"nothing {window_words(first, last)} is clearly worse"
    with_it, without = (with_interval(found.measure, one) for one in (rule.with_it, rule.without))
    told = (
        f"How much of that is one rule: {waiting} are not hired as planned before {who} is in place. {opening} instead "
        f"of {leader.words} does {with_it} with that rule, and {without} if nobody waited; {window} then."
    )
    return [told]


def replaced_words(found: Answer) -> list[str]:
    """Return the conditions of the scenario that no candidate keeps, in a sentence; nothing where there are none."""
    if not found.replaced:
        return []
    opens = listed([opens_in_words(one, found.scenario) for one in found.replaced], "or once")
    return [f"A candidate replaces what opens hiring as the scenario stands: once {opens}."]


def answer_chart(found: Answer) -> Figure:
    """Draw every candidate that was `found` against the leader on fresh runs; return the page."""
    fewest, most = min(len(row) for row in found.verdict.rows), len(found.verdict.rows[found.leader])
    runs = f"{fewest:,}{'' if fewest == most else f' to {most:,}'} fresh runs of each, seed {found.seed}"
    bars = "bars: 95% intervals of the difference from the leader, all at once, same luck"
    note = f"t2d3 · {short_name(found.scenario.name)} · {runs} · {bars} · shaded: as good"
    return curve_chart(found, answer_title(found), curve_subtitle(found), note, found.matters.amount)


# What the terminal says about when to hire: the answer, how sure it is, what it gains, every candidate.


def print_answer(found: Answer, console: Console, files: Sequence[Path] = ()) -> None:
    """Print when to hire for a reader with ten seconds; plain text where the console is no terminal.

    `found` has the answer; `console` is where to, and `files` are named at the end.
    """
    spent = spent_words(found.verdict, found.spent - found.for_levels - found.for_rule, found.seconds)
    print_decision(
        console,
        answer_title(found),
        [*sureness(found), gains_words(found.measures, found.gain), *_cash(found)],
        lambda count: when_table(found, count),
        len(found.measures),
        levels_note(found.measures, found.as_it_stands, found.scenario),
        files,
        f"{short_name(found.scenario.name)} · {spent} · seed {found.seed} · {found.engine} engine",
        also=lambda: _print_course(found, console),
    )


def _cash(found: Answer) -> list[str]:
    """Return how cash fares with the selected candidate, and as the scenario stands where that is another one."""
    lines = [f"Cash with {found.points[found.best].label}: {cash_line(found.cash_outlook(found.best))}."]
    if found.now != found.best:
        lines.append(f"Cash as the scenario stands: {cash_line(found.cash_outlook(found.now))}.")
    return lines


def when_table(found: Answer, count: int) -> Table:
    """Return the table of the candidates that were `found`, with the first `count` of the measures.

    Differences are those from the candidate that led the selection: the selected one unless another is named.
    """
    shown = found.measures[:count]
    against = "against the best" if found.leader == found.best else f"against {found.points[found.leader].label}"
    table = plain_table("opens", "at work", head_of(shown[0]), against, "", *map(head_of, shown[1:]))
    levels = [found.levels(place) for place in range(count)]
    joined = found.months_joined()
    for row, (point, gap) in enumerate(zip(found.points, found.differences(), strict=True)):
        cells = [point.label, joined_label(found.scenario.start_date, joined[row]), shown[0].shown(levels[0][row])]
        cells.append("" if row == found.leader else with_interval(shown[0], gap))
        cells.append("selected" if row == found.best else _standing(found, row))
        cells += [one.shown(level[row]) for one, level in zip(shown[1:], levels[1:], strict=True)]
        table.add_row(*cells)
    return table


def course_table(found: Answer, intervals: bool = True) -> Table | None:
    """Return what each candidate that was `found` has against the best one at year ends, with `intervals` or without.

    The one that the others are held against has what it has. None for a measure without a course by month.
    """
    course, shown = found.course, found.course_ends
    if course is None or not shown:
        return None
    table = plain_table("opens", *(f"month {course.months[at]}" for at in shown))
    for row, point in enumerate(found.points):
        if row == course.against:
            cells = [course.measures[at].shown(course.levels[at]) for at in shown]
        else:
            gaps = course.differences(row)
            cells = [course_words(course, gaps[at], intervals) for at in shown]
        table.add_row(point.label, *cells)
    return table


def _print_course(found: Answer, console: Console) -> None:
    """Print the candidates by month, beside the verdict about one of these months."""
    tables = [table for intervals in (True, False) if (table := course_table(found, intervals)) is not None]
    if not tables or found.course is None:
        return
    console.print(f"{course_heading(found)}:", highlight=False)
    print_fitting(tables, console)
    console.print()


def _standing(found: Answer, row: int) -> str:
    return "led" if row == found.leader else standing(found.verdict, row)
