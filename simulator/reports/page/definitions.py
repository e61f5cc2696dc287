"""What the figures of the page mean, and whose definition each is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.reports.page.markup import Markup, joined, tag

if TYPE_CHECKING:
    from simulator.results.protocols import Summarised


USED: Final = (
    *("arr", "arr.plan", "nrr", "grr", "cash", "runway", "burn", "revenue", "gross_profit", "operating_result"),
    *("headcount.csm", "cs_cost", "cs_cost.share"),
)

RUNS: Final = (
    "A run is one future of the company, played customer by customer and hire by hire; runs differ in luck alone, "
    "and in what the scenario gives as a range. The median run is the one in the middle, figure by figure; nine "
    "runs in ten lie within P5–P95, half of them within P25–P75."
)
"""What a run is, and which are in the middle."""


def definitions(result: Summarised) -> Markup:
    """Return the definitions of the metrics that the page shows, each in a sentence, with its school."""
    known = [result.metrics[name] for name in USED if name in result.metrics]
    terms = [
        joined((tag("dt", one.title), tag("dd", *_with_code(" ".join(filter(None, (one.meaning, one.school)))))))
        for one in known
    ]
    inside = [tag("h2", "Definitions", id="definitions-h"), tag("p", RUNS), tag("dl", *terms)]
    return tag("section", *inside, id="definitions", class_="sheet", aria_labelledby="definitions-h")


def _with_code(text: str) -> list[str]:
    """Return the parts of a text, those between backticks as code."""
    parts = text.split("`")
    return [tag("code", part) if place % 2 else part for place, part in enumerate(parts)]
