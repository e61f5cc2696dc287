"""t2d3: when do we hire? A growth-scenario simulator for SaaS companies.

    from simulator import simulate, when

    result = simulate("baseline", runs=200, seed=1)
    print(result)
    result.bands("nrr").p50
    when("baseline", hire="cs_head").chart()

The names below are the public surface; each is imported when it is first used, so `import simulator` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.answers import (
        Answer,
        branch,
        check,
        compare,
        deck,
        explain,
        import_exports,
        optimize,
        report,
        sensitivity,
        simulate,
        story,
        sweep,
        when,
        why,
    )
    from simulator.decisions.compare import Comparison, PairedDifference
    from simulator.decisions.differing import differs
    from simulator.errors import (
        InputError,
        Interrupted,
        KeySpaceError,
        OutputError,
        Problem,
        ScenarioError,
        SizeError,
        T2D3Error,
    )
    from simulator.results.result import Result
    from simulator.results.summaries import Summaries
    from simulator.scenario.reading.files import load
    from simulator.scenario.schema.scenario import Scenario

    __version__: str

__all__ = [
    "Answer",
    "Comparison",
    "InputError",
    "Interrupted",
    "KeySpaceError",
    "OutputError",
    "PairedDifference",
    "Problem",
    "Result",
    "Scenario",
    "ScenarioError",
    "SizeError",
    "Summaries",
    "T2D3Error",
    "__version__",
    "branch",
    "check",
    "compare",
    "deck",
    "differs",
    "explain",
    "import_exports",
    "load",
    "optimize",
    "report",
    "sensitivity",
    "simulate",
    "story",
    "sweep",
    "when",
    "why",
    "workbook",
]

_HOMES = {
    "simulator.answers": (
        *("Answer", "branch", "check", "compare", "deck", "explain", "import_exports", "optimize"),
        *("report", "sensitivity", "simulate", "story", "sweep", "when", "why", "workbook"),
    ),
    "simulator.decisions.compare": ("Comparison", "PairedDifference"),
    "simulator.decisions.differing": ("differs",),
    "simulator.errors": (
        "InputError",
        "Interrupted",
        "KeySpaceError",
        "OutputError",
        "Problem",
        "ScenarioError",
        "SizeError",
        "T2D3Error",
    ),
    "simulator.results.result": ("Result",),
    "simulator.results.summaries": ("Summaries",),
    "simulator.scenario.reading.files": ("load",),
    "simulator.scenario.schema.scenario": ("Scenario",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name == "__version__":
        return _version()
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("t2d3")
    except metadata.PackageNotFoundError:  # a checkout that is not installed
        return "0+unknown"
