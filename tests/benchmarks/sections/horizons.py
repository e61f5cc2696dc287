"""How the cost of a run grows with the horizon, and with the number of customers."""

from __future__ import annotations

from benchmarks.cases import HORIZONS, SIZES
from benchmarks.figures import as_nanoseconds, as_times
from benchmarks.page import Section
from benchmarks.sections.cases import TURNS, measured_cases, table
from benchmarks.sitting import Sitting


def measured(sitting: Sitting) -> Section:
    """Measure."""
    horizons = measured_cases(sitting, HORIZONS)
    sizes = measured_cases(sitting, SIZES)
    first, last = horizons[0], horizons[-1]
    return Section(
        "By horizon and number of customers",
        f"An event takes {as_nanoseconds(first.an_event)} over {first.case.name} and {as_nanoseconds(last.an_event)} "
        f"over {last.case.name}; the reference takes {as_times(first.reference.median)} and "
        f"{as_times(last.reference.median)} times as long.",
        (table(sitting, "baseline over", horizons), table(sitting, "baseline in contracts of", sizes)),
        f"As by mechanism, {sitting.turns(TURNS)} turns each.",
    )
