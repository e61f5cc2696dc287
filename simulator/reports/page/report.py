"""The report: its sections in the order in which a board asks, from the answer to the definitions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simulator.reports.asked import asked_of
from simulator.reports.cash_words import cash_lines
from simulator.reports.page.assumptions import assumptions
from simulator.reports.page.beside import KEY, beside_section
from simulator.reports.page.bridge import bridge_panels
from simulator.reports.page.cash import cash_panels
from simulator.reports.page.definitions import definitions
from simulator.reports.page.differences import difference_sections
from simulator.reports.page.document import contents, page_of
from simulator.reports.page.fans import arr_panels, grr_panels, nrr_panels
from simulator.reports.page.heads import head_panels
from simulator.reports.page.hiring import hiring_section
from simulator.reports.page.levers import lever_section
from simulator.reports.page.markup import Markup, joined, tag
from simulator.reports.page.panels import Panel, Section, Side
from simulator.reports.page.plan_dots import dot_panels, dots_finding
from simulator.reports.page.pnl import pnl_panels
from simulator.reports.terminal.run import STOPPED, answer, provenance
from simulator.reports.theme import single
from simulator.reports.words import listed, short_name
from simulator.results.cash_outlook import CashOutlook
from simulator.results.plan_met import plan_met

if TYPE_CHECKING:
    from simulator.decisions.levers import Lever
    from simulator.reports.page.stored_when import StoredWhen
    from simulator.results.protocols import Summarised

__all__ = ["Report", "report_page", "sides_of"]

_SECTIONS: Final[tuple[tuple[str, str, str, Callable[[Sequence[Side]], list[Panel | None]]], ...]] = (
    ("plan", "Odds of the plan", "The plan", dot_panels),
    ("arr", "ARR against the plan", "ARR", arr_panels),
    ("nrr", "Net revenue retention (NRR)", "NRR", nrr_panels),
    ("grr", "Gross revenue retention (GRR)", "GRR", grr_panels),
    ("bridge", "Where ARR comes from and goes", "ARR bridge", bridge_panels),
    ("heads", "People", "People", head_panels),
    ("cash", "Cash", "Cash", cash_panels),
    ("pnl", "Profit and loss", "P&L", pnl_panels),
)


@dataclass(frozen=True)
class Report:
    """What a report is made of: results side by side, answers to when to hire, levers of the first result."""

    sides: tuple[Side, ...]
    whens: tuple[StoredWhen, ...] = ()
    levers: tuple[Lever, ...] = ()


def sides_of(results: Sequence[Summarised]) -> tuple[Side, ...]:
    """Return `results` as sides of a page, each with a name of its own."""
    names = [short_name(result.scenario.name) for result in results]
    keys = [_key(place) for place in range(len(results))]
    told = [f"{name} ({key.upper()})" if names.count(name) > 1 else name for name, key in zip(names, keys, strict=True)]
    return tuple(Side(*parts) for parts in zip(keys, told, results, strict=True))


def _key(place: int) -> str:
    return chr(ord("a") + place) if place < 26 else f"s{place}"


def report_page(report: Report) -> str:
    """Return the whole page of a `report`; the same bytes for the same one."""
    sides = report.sides
    parts = _parts(report)
    entries = [(key, short) for key, short, _ in parts if short]
    title = f"{listed([side.name for side in sides])}: what growth asks for"
    main = tag("main", *(part for _, _, part in parts))
    return page_of(title, joined((_header(title, sides, entries), main, _footer(report))), moves=bool(report.levers))


_Part = tuple[str, str, Markup]
"""A section: its key, its words among the links at the top (nothing for none), itself."""


def _parts(report: Report) -> list[_Part]:
    """Return all sections in order."""
    first, *others = _of_results(report.sides)
    together = [(KEY, "Side by side", beside_section(report.sides))] if len(report.sides) > 1 else []
    found = [*together, *first, *_hiring(report.whens)]
    if len(report.sides) > 1:
        compared = difference_sections(report.sides)
        found += [(key, "" if place else "Difference", part) for place, (key, part) in enumerate(compared)]
    found += [part for one in others for part in one]
    first_name = report.sides[0].name if len(report.sides) > 1 else ""
    levers = [
        (f"lever-{place}", lever_section(f"lever-{place}", lever, report.sides[0].result, first_name))
        for place, lever in enumerate(report.levers, 1)
    ]
    found += [(key, "" if place else "Levers", part) for place, (key, part) in enumerate(levers)]
    for place, side in enumerate(report.sides):
        key, name = f"assumptions-{side.key}", side.name if len(report.sides) > 1 else ""
        found.append(
            (key, "" if place else "Assumptions", assumptions(side.result.scenario, key, name, every=place == 0))
        )
    return [*found, ("definitions", "Definitions", definitions(report.sides[0].result))]


def _of_results(sides: Sequence[Side]) -> list[list[_Part]]:
    """Return the sections about the results themselves; one that has nothing to show is none."""
    sections = [(Section(key, topic, tuple(panels(sides))), short) for key, topic, short, panels in _SECTIONS]
    return [[] if one.is_empty else [(one.key, short, one.markup(sides))] for one, short in sections]


def _hiring(whens: Sequence[StoredWhen]) -> list[_Part]:
    keys = [f"when-{place}" for place in range(1, len(whens) + 1)]
    told = [(key, hiring_section(key, found)) for key, found in zip(keys, whens, strict=True)]
    return [(key, "" if place else "When to hire", part) for place, (key, part) in enumerate(told)]


def _header(title: str, sides: Sequence[Side], entries: list[tuple[str, str]]) -> Markup:
    parts: list[str] = [tag("h1", title)]
    for side in sides:
        purpose = side.result.scenario.purpose
        lines = [answer(side.result), *_dots(side.result), *cash_lines(CashOutlook.of(side.result))]
        lines += [STOPPED] if side.result.interrupted else []
        name = [tag("p", side.name, class_="topic")] if len(sides) > 1 else []
        parts += [*name, *([tag("p", purpose, class_="note")] if purpose else [])]
        parts += [tag("p", lines[0], class_="answer"), *(tag("p", line, class_="note") for line in lines[1:])]
        parts.append(tag("p", provenance(side.result), class_="provenance"))
    return tag("header", *parts, contents(entries))


def _dots(result: Summarised) -> list[str]:
    found = [] if single(result) else plan_met(result)
    return [f"{dots_finding(found[-1], result.labels[found[-1].month])}."] if found else []


def _footer(report: Report) -> Markup:
    """Return what is left out and how to fill it, and which figures these are."""
    lines: list[str] = []
    if not report.whens:
        asked = asked_of(report.sides[0].result)
        when = f"{asked.command('when', '--hire cs_head')} answers it{asked.to_be_named}"
        lines.append(f"When to hire is left out: {when}; name its folder beside this one.")
    for side in report.sides:
        if not single(side.result) and not plan_met(side.result):
            lines.append(
                f"The odds of the plan are left out: of {side.name} no single runs were kept, or it has no plan."
            )
        digest = getattr(side.result, "digest", lambda: "")()
        lines.append(f"{provenance(side.result)} · digest {digest[:16]}")
    lines.append(
        "Made by t2d3. A simulation under stated assumptions, not a forecast. This file asks nothing of any network."
    )
    return tag("footer", *(tag("p", line) for line in lines))
