"""What each mechanism costs: the baseline without it, or with one that it leaves out."""

from __future__ import annotations

from benchmarks.cases import BASELINE, MECHANISMS
from benchmarks.figures import as_change
from benchmarks.page import Section
from benchmarks.sections.cases import TURNS, Measured, measured_cases, table
from benchmarks.sitting import Sitting


def measured(sitting: Sitting) -> Section:
    """Measure."""
    found = measured_cases(sitting, (BASELINE, *MECHANISMS))
    return Section(
        "By mechanism",
        _finding(found[1:]),
        (table(sitting, "baseline", found),),
        f"Each case in turns with the whole baseline, {sitting.turns(TURNS)} of them; medians of the pairs. A few "
        "percent are the machine's: counted instructions tell such differences. A case is another company with other "
        "events, so leaving out two mechanisms does not save the sum.",
    )


def _finding(found: list[Measured]) -> str:
    least = min(found, key=lambda one: one.beside_baseline.median)
    most = max(found, key=lambda one: one.beside_baseline.median)
    return (
        f"Beside the whole baseline a run takes {as_change(least.beside_baseline.median - 1.0)} of the time "
        f"{least.case.name}, and {as_change(most.beside_baseline.median - 1.0)} {most.case.name}."
    )
