"""When to hire, where an answer to it is among the results: the finding, every candidate, how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.reports.page.markup import Markup
from simulator.reports.page.panels import Panel, both_sizes, sheet
from simulator.reports.page.tables import CsvFile, PageTable
from simulator.reports.svg.candidates import Candidate, candidates_chart
from simulator.reports.svg.document import Named
from simulator.reports.words import joined_label
from simulator.results.formatting import difference_in, shown_in, signed
from simulator.results.metrics import Unit

if TYPE_CHECKING:
    from simulator.reports.page.stored_when import Hiring, StoredWhen


_KINDS: Final = {Unit.USD: "money", Unit.USD_A_MONTH: "money", Unit.USD_A_YEAR: "money", Unit.SHARE: "points"}


def hiring_section(key: str, found: StoredWhen) -> Markup:
    """Return the section of one answer."""
    panel = _panel(key, found)
    return sheet(key, f"When to hire · {found.name}", panel.finding, panel.body())


def _panel(key: str, found: StoredWhen) -> Panel:
    unit = Unit(found.unit)
    rows = [_candidate(one) for one in found.candidates]
    told = "; ".join(f"{one.opens}: {against(one, unit)}, {standing(one)}" for one in found.candidates)
    table = PageTable(
        f"Candidates, judged by {found.judged}",
        ("Opens", "At work", found.judged, "Against the leader", "Standing"),
        tuple(
            (
                one.opens,
                joined_label(found.start, one.joined),
                shown_in(unit, one.level),
                against(one, unit),
                standing(one),
            )
            for one in found.candidates
        ),
        CsvFile(
            f"{key.replace('-', '_')}.csv",
            ("opens", "first_joined_month", "level", "minus leader", "low", "high", "standing"),
            tuple(
                (one.opens, one.joined, one.level, one.difference, one.low, one.high, standing(one))
                for one in found.candidates
            ),
        ),
    )
    return Panel(
        found.finding,
        caption=(
            f"What each candidate has against the leader in {found.judged}; bars: 95% intervals that hold all at "
            "once, on the same luck."
        ),
        tables=(table,),
        notes=found.sureness,
        **both_sizes(
            key,
            lambda size, one: candidates_chart(
                size, Named(one, "When to hire", f"{found.finding}. {told}."), _KINDS.get(unit, "count"), rows
            ),
        ),
    )


def _candidate(one: Hiring) -> Candidate:
    hue = "blue" if one.selected else "green" if one.as_good else "vermillion" if one.worse else "grey"
    return Candidate(one.opens, one.low, one.difference, one.high, standing(one), hue, strong=one.selected)


def standing(one: Hiring) -> str:
    """Return how a candidate stands, in a word or two."""
    if one.selected:
        return "selected"
    return "led" if one.leader else "as good" if one.as_good else "worse" if one.worse else "close"


def against(one: Hiring, unit: Unit) -> str:
    """Return what a candidate has against the leader, in its `unit`, with half its interval."""
    if one.leader:
        return "the leader"
    return f"{signed(unit, one.difference)} ± {difference_in(unit, one.high - one.difference)}"
