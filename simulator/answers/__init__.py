"""Questions and answers: what Python users call and commands print.

Each function asks what the command of its name asks, with the command's options as arguments and the same defaults, and
returns an `Answer`: a sentence (`str`), a table (`to_pandas`), charts (`chart`) and a face for notebooks. Each request
is the same question read and checked but not yet played: a command makes one before it makes a folder, and plays it
when the folder is there. Modules are private; what is listed here is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from simulator.answers._answer import Answer
    from simulator.answers._branch import BranchAnswer, BranchRequest, branch
    from simulator.answers._check import CheckAnswer, Checked, CheckRequest, check
    from simulator.answers._compare import CompareAnswer, CompareRequest, SeveralAnswer, compare
    from simulator.answers._deck import DeckAnswer, DeckRequest, deck
    from simulator.answers._explain import ExplainAnswer, explain
    from simulator.answers._import import ImportAnswer, ImportRequest, import_exports
    from simulator.answers._new import NewAnswer, NewRequest, check_free
    from simulator.answers._optimize import OptimizeAnswer, OptimizeRequest, optimize
    from simulator.answers._papers import papers, write_papers
    from simulator.answers._report import ReportAnswer, ReportRequest, report
    from simulator.answers._request import Request, Sampling
    from simulator.answers._sensitivity import SensitivityAnswer, SensitivityRequest, sensitivity
    from simulator.answers._simulate import SimulateAnswer, SimulateRequest, SummariesAnswer, simulate
    from simulator.answers._story import StoryAnswer, StoryRequest, story
    from simulator.answers._sweep import SweepAnswer, SweepRequest, sweep
    from simulator.answers._table import Table
    from simulator.answers._when import WhenAnswer, WhenRequest, when
    from simulator.answers._why import WhyAnswer, WhyRequest, why
    from simulator.answers._workbook import WorkbookAnswer, WorkbookRequest, workbook

__all__ = [
    "Answer",
    "BranchAnswer",
    "BranchRequest",
    "CheckAnswer",
    "CheckRequest",
    "Checked",
    "CompareAnswer",
    "CompareRequest",
    "DeckAnswer",
    "DeckRequest",
    "ExplainAnswer",
    "ImportAnswer",
    "ImportRequest",
    "NewAnswer",
    "NewRequest",
    "OptimizeAnswer",
    "OptimizeRequest",
    "ReportAnswer",
    "ReportRequest",
    "Request",
    "Sampling",
    "SensitivityAnswer",
    "SensitivityRequest",
    "SeveralAnswer",
    "SimulateAnswer",
    "SimulateRequest",
    "StoryAnswer",
    "StoryRequest",
    "SummariesAnswer",
    "SweepAnswer",
    "SweepRequest",
    "Table",
    "WhenAnswer",
    "WhenRequest",
    "WhyAnswer",
    "WhyRequest",
    "WorkbookAnswer",
    "WorkbookRequest",
    "branch",
    "check",
    "check_free",
    "compare",
    "deck",
    "explain",
    "import_exports",
    "optimize",
    "papers",
    "report",
    "sensitivity",
    "simulate",
    "story",
    "sweep",
    "when",
    "why",
    "workbook",
    "write_papers",
]

_MODULES: Final = {
    "_answer": ("Answer",),
    "_branch": ("BranchAnswer", "BranchRequest", "branch"),
    "_check": ("CheckAnswer", "CheckRequest", "Checked", "check"),
    "_compare": ("CompareAnswer", "CompareRequest", "SeveralAnswer", "compare"),
    "_deck": ("DeckAnswer", "DeckRequest", "deck"),
    "_explain": ("ExplainAnswer", "explain"),
    "_import": ("ImportAnswer", "ImportRequest", "import_exports"),
    "_new": ("NewAnswer", "NewRequest", "check_free"),
    "_optimize": ("OptimizeAnswer", "OptimizeRequest", "optimize"),
    "_papers": ("papers", "write_papers"),
    "_report": ("ReportAnswer", "ReportRequest", "report"),
    "_request": ("Request", "Sampling"),
    "_sensitivity": ("SensitivityAnswer", "SensitivityRequest", "sensitivity"),
    "_simulate": ("SimulateAnswer", "SimulateRequest", "SummariesAnswer", "simulate"),
    "_story": ("StoryAnswer", "StoryRequest", "story"),
    "_sweep": ("SweepAnswer", "SweepRequest", "sweep"),
    "_table": ("Table",),
    "_when": ("WhenAnswer", "WhenRequest", "when"),
    "_why": ("WhyAnswer", "WhyRequest", "why"),
    "_workbook": ("WorkbookAnswer", "WorkbookRequest", "workbook"),
}
_MODULE_OF: Final = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for (PEP 562)."""
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List what is offered."""
    return sorted(__all__)
