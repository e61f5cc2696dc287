"""Events: how many a run has, in every scenario, and what they are in the baseline."""

from __future__ import annotations

from typing import Final

from benchmarks.cases import Case
from benchmarks.events import deals, events, logged, steps
from benchmarks.page import Section, Table
from benchmarks.sitting import Sitting

RUNS: Final = range(8)


def measured(sitting: Sitting) -> Section:
    """Count."""
    from simulator.scenario.reading.inheritance import shipped

    names = sitting.scenarios or [name for name, _ in shipped()]
    counts = {name: events(Case(name, name), RUNS) for name in names}
    rows = []
    for name, count in counts.items():
        case = Case(name, name)
        lines = sum(logged(case, RUNS).values())
        rows.append((name, f"{deals(case):,.0f}", f"{count:,.0f}", f"{lines:,.0f}"))
    first = names[0] if "baseline" not in names else "baseline"
    kinds = logged(Case(first, first), RUNS)
    told = [(kind.lower().replace("_", " "), f"{count:,.1f}") for kind, count in kinds.items()]
    finding = (
        f"A run of {first} has {counts[first]:,.0f} calendar events ({steps(Case(first, first)):,} steps in SimPy)."
    )
    return Section(
        "Counts of events",
        finding,
        (
            Table(("scenario", "deals planned", "events a run", "lines in the log"), rows),
            Table((f"lines in the log of {first}", "a run"), told),
        ),
        f"Means over {len(RUNS)} runs, counted by the kernel. An event is an entry of the calendar that happened; "
        "SimPy starts every process with an entry of its own, so it takes more steps for the same run.",
    )
