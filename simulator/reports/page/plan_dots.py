"""Twenty dots against the plan: in how many of twenty futures ARR is where the plan has it, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.reports.page.panels import Panel, both_sizes
from simulator.reports.page.tables import CsvFile, PageTable
from simulator.reports.svg.document import Named
from simulator.reports.svg.dots import DOTS, DotRow, dot_chart, dots_of
from simulator.reports.theme import single
from simulator.reports.words import money, percent
from simulator.results.plan_met import PlanMet, plan_met

if TYPE_CHECKING:
    from simulator.reports.page.panels import Side


def dots_finding(found: PlanMet, label: str) -> str:
    """Return the finding of one month end: `15 of 20 futures meet the plan of $144M in Dec 2031`."""
    count = dots_of(found.share)
    verb = "meets" if count == 1 else "meet"
    return f"{count or 'None'} of {DOTS} futures {verb} the plan of {money(found.plan)} in {label}"


def dot_panels(sides: Sequence[Side]) -> list[Panel | None]:
    """Return the odds of the plan, a panel a side; None for a single run and where summaries alone were kept."""
    return [_dots(side) for side in sides]


def _caption(last: PlanMet) -> str:
    meets = "ARR at the month's end is where the plan has it, or above"
    if last.runs < DOTS:
        return f"Filled: {meets}; told in twentieths of {last.runs} runs, which are few to tell odds by."
    return f"Each dot is a twentieth of the {last.runs:,} runs; in those that a filled one stands for, {meets}."


def _dots(side: Side) -> Panel | None:
    result = side.result
    found = [] if single(result) else plan_met(result)
    if not found:
        return None
    labels = [result.labels[one.month] for one in found]
    finding = dots_finding(found[-1], labels[-1])
    rows = [DotRow(f"{label}, {money(one.plan)}", one.share) for one, label in zip(found, labels, strict=True)]
    told = "; ".join(f"{row.words}: {dots_of(row.share)} of {DOTS}" for row in rows)
    heads = ("Month end", "Plan", "Runs that meet it", "Of all runs", "Share")
    cells = tuple(
        (label, money(one.plan), f"{one.met:,}", f"{one.runs:,}", percent(one.share))
        for one, label in zip(found, labels, strict=True)
    )
    name = f"plan_met{'' if side.key == 'a' else f'_{side.key}'}.csv"
    file = CsvFile(
        name,
        ("month", "label", "plan", "met", "runs"),
        tuple(
            (one.month, label, f"{one.plan:.0f}", one.met, one.runs) for one, label in zip(found, labels, strict=True)
        ),
    )
    return Panel(
        finding,
        caption=_caption(found[-1]),
        tables=(PageTable("Runs whose ARR meets the plan", heads, cells, file),),
        **both_sizes(
            f"dots-{side.key}",
            lambda size, key: dot_chart(
                size, Named(key, "Odds of the plan in twenty dots", f"{finding}. {told}."), rows
            ),
        ),
    )
