"""Every file that the answer of a command can consist of. A record that lists anything else is not believed.

A name that an earlier version wrote stays here for good: what is not listed is taken for somebody's own.
"""

from __future__ import annotations

from functools import cache
from string import ascii_lowercase
from typing import Final

from simulator.cli.questions import LIBRARY, RUN

CHARTS: Final = "charts"
FORMATS: Final = ("png", "svg")
CHART_NAMES: Final = (
    *("01_arr_fan", "02_retention", "03_headcount", "04_coverage", "05_onboarding", "06_arr_bridge", "07_cohorts"),
    *("08_cash", "09_pnl", "10_products", "11_shocks", "12_sellers"),
)
"""The charts of a result. They are said here again: what draws them takes half a second to load."""


def _with_chart(stem: str, *tables: str) -> tuple[str, ...]:
    return (*tables, *(f"{stem}.{kind}" for kind in FORMATS))


OF_COMMAND: Final[dict[str, tuple[str, ...]]] = {
    RUN: tuple(f"{CHARTS}/{name}.{kind}" for name in CHART_NAMES for kind in FORMATS),
    LIBRARY: _with_chart("contact_sheet", "library.csv"),
    "branch": _with_chart("branch", "branch.csv"),
    "compare": _with_chart("difference", "differences.csv"),
    "optimize": _with_chart("optimum", "optimum.csv"),
    "sensitivity": tuple(name for stem in ("tornado", "sobol", "luck") for name in _with_chart(stem, f"{stem}.csv")),
    "sweep": (*_with_chart("sweep", "sweep.csv", "sweep.json"), *_with_chart("pareto")),
    "when": _with_chart("when", "when.csv"),
    "why": _with_chart("why", "why.csv"),
}
"""The files of each command, the tables of results aside."""


@cache
def names_of(command: str) -> frozenset[str]:
    """Return the names, below its folder, of all files that an answer of a command can have; none of an unknown one."""
    from simulator.results.store import TABLES

    own = frozenset(OF_COMMAND.get(command, ()))
    return own | {f"{folder}{table}" for folder in _results_of(command) for table in TABLES}


def _results_of(command: str) -> tuple[str, ...]:
    """Return the folders in an answer that results are written to, each with a stroke at its end."""
    if command == RUN:
        return ("",)
    if command == "compare":
        return tuple(f"{letter}/" for letter in ascii_lowercase)
    if command == LIBRARY:
        from simulator.scenario.reading.inheritance import shipped

        return tuple(f"{name}/" for name, _ in shipped())
    return ()
