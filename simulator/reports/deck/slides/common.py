"""What several slides say alike: what a speaker has at hand, how fans are read, quarters, people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from simulator.fiscal import fiscal_quarters
from simulator.reports.asked import asked_of
from simulator.reports.terminal.run import provenance
from simulator.reports.theme import single
from simulator.reports.words import between, plural, short_name, stretch

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.fiscal import Period
    from simulator.results.arithmetic import Floats
    from simulator.results.bands import Bands
    from simulator.results.protocols import Summarised

QUARTERS: Final = 8
"""What a board plans by."""
_DIGEST: Final = 16


def medians(result: Summarised) -> str:
    """Return over what a middle is; nothing for a single run."""
    return "" if single(result) else f"medians of {plural(len(result.runs), 'run')}"


def notes_of(result: Summarised, *metrics: str) -> tuple[str, ...]:
    """Return what a speaker has at hand: definitions, the command, the seed, the digest."""
    known = [result.metrics[name] for name in metrics if name in result.metrics]
    defined = [f"{one.title}: {' '.join(filter(None, (one.meaning, one.school)))}" for one in known]
    return (*defined, *sources(result))


def sources(result: Summarised) -> tuple[str, ...]:
    """Return by which command figures came about, and their digest."""
    digest = getattr(result, "digest", lambda: "")()
    scenario = short_name(result.scenario.name)
    return (f"Scenario: {scenario}.", _command(result), f"{provenance(result)} · digest {digest[:_DIGEST]}")


def _command(result: Summarised) -> str:
    asked = asked_of(result)
    line = asked.command("run", f"--runs {len(result.runs)} --seed {result.seed}")
    return f"Command: {line}{asked.to_be_named}"


def quarters_of(result: Summarised) -> tuple[Period, ...]:
    """Return the next eight quarters, fiscal ones where the scenario has them."""
    scenario = result.scenario
    return fiscal_quarters(scenario.start_date, result.months, scenario.fiscal_year_starts)[:QUARTERS]


def quarter_name(result: Summarised, quarter: Period) -> str:
    """Return what a quarter is called: `Q1 2027`, or `FY2028 Q1` where fiscal years are not those of the calendar."""
    scenario = result.scenario
    if scenario.fiscal_year_starts != "Jan":
        return quarter.label
    return stretch(scenario.start_date, quarter.first - 1, quarter.last)


def spread(bands: Bands, place: int, words: Callable[[float], str]) -> str:
    """Return a middle with where nine in ten runs lie, all of few: `2 (1–3)`; the middle alone where they agree."""
    low, middle, high = (words(float(row[place])) for row in (bands.p5, bands.p50, bands.p95))
    return middle if low == high else f"{middle} ({between(low, high)})"


def listed_lines(*lines: str) -> str:
    """Return clauses as one line, each a sentence; empty ones fall out."""
    return " ".join(f"{line.rstrip('.')}." for line in lines if line)


def pick(row: Floats, places: Sequence[int]) -> tuple[float, ...]:
    """Return some of a row of figures."""
    return tuple(float(row[place]) for place in places)
