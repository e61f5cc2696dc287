"""What a command asks: the question that its folder is for, what may differ from one time to the next, and the files
that an answer can have.

Two questions are the same where the command, the scenarios and what they are asked about are: the role to hire, the
paths that vary, the scenario compared with. Values, settings, seed and runs are how it is asked; they differ from one
answer to the next, and the later one takes the place of the earlier.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Final

from simulator.answers import papers

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

RUN: Final = "run"
LIBRARY: Final = "library"
_LONGEST_NAME: Final = 60
_LONGEST_LEAF: Final = 90
_MOST_BYTES: Final = 200
"""Bytes of the name of a folder, so that there is room for what is hung on to it."""


@dataclass(frozen=True)
class Source:
    """Where a scenario comes from: its shipped name, or the absolute path of its file."""

    kind: str
    where: str

    @classmethod
    def of(cls, path_or_name: str) -> Source:
        """Return the source of what was written; raise ScenarioError where there is no such scenario."""
        from simulator.scenario.reading.inheritance import find, shipped

        path = find(path_or_name)
        names = {file.resolve(): name for name, file in shipped()}
        name = names.get(path.resolve())
        return cls("file", str(path)) if name is None else cls("shipped", name)

    @property
    def name(self) -> str:
        """What folders are named after."""
        return self.where if self.kind == "shipped" else Path(self.where).stem

    @property
    def words(self) -> str:
        """What a message calls it."""
        if self.kind == "shipped":
            return f"the shipped {self.where}"
        with suppress(ValueError, OSError):
            return str(Path(self.where).relative_to(Path.cwd().resolve()))
        return self.where

    def digest(self) -> str:
        """Return the sha256 of the file; nothing for a shipped scenario, which changes with the version alone."""
        try:
            return sha256(Path(self.where).read_bytes()).hexdigest() if self.kind == "file" else ""
        except OSError:
            return ""


@dataclass(frozen=True)
class Question:
    """What is asked: of which scenarios, the first of them first, and about what.

    `asked` is how: the values that the answer depends on, by the name that a message gives them.
    """

    command: str
    sources: tuple[Source, ...]
    about: tuple[str, ...] = ()
    asked: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def of(
        cls,
        command: str,
        names: Sequence[str],
        scenarios: Sequence[Scenario],
        *,
        about: Sequence[str] = (),
        settings: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        **asked: Any,
    ) -> Question:
        """Return the question; `names` are the scenarios as written, `scenarios` the same as they will be played.

        `settings` are the values laid over them by the name of the option, `asked` all else that figures depend on.
        """
        sources = tuple(Source.of(name) for name in names)
        how: dict[str, Any] = {
            "files": [source.digest() for source in sources],
            "scenarios": [_digest(scenario) for scenario in scenarios],
            "settings": {option: dict(given) for option, given in (settings or {}).items()},
        }
        how |= {name.replace("_", " "): json.loads(json.dumps(value)) for name, value in asked.items()}
        return cls(command, sources, tuple(about), how)

    @property
    def source(self) -> Source | None:
        """Whose folder the answer goes to; None for a question about all that is shipped."""
        return self.sources[0] if self.sources else None

    @property
    def is_inner(self) -> bool:
        """Whether the answer goes into a folder inside that of its scenario."""
        return self.command not in (RUN, LIBRARY)

    @property
    def home(self) -> str:
        """The name of the scenario's folder."""
        return _safe(self.source.name, _LONGEST_NAME) or "scenario" if self.source is not None else self.command

    @property
    def leaf(self) -> str:
        """The name of the folder inside that one."""
        others = (_safe(source.name, _LONGEST_NAME) for source in self.sources[1:])
        return _safe("-".join([self.command, *self.about, *others]), _LONGEST_LEAF)

    @property
    def words(self) -> str:
        """The question as a message names it."""
        of = f" of {' and '.join(source.words for source in self.sources)}" if self.sources else ""
        return " ".join(["t2d3", self.command, *self.about]) + of

    def to_json(self) -> dict[str, Any]:
        """Return what tells this question from others."""
        sources = [{source.kind: source.where} for source in self.sources]
        return {"command": self.command, "scenarios": sources, "about": list(self.about)}

    @classmethod
    def from_json(cls, about: Mapping[str, Any], asked: Mapping[str, Any]) -> Question:
        """Return the question that `to_json` gave; raise KeyError, TypeError or ValueError where it is none."""
        sources = []
        for one in about["scenarios"]:
            ((kind, where),) = one.items()
            sources.append(Source(str(kind), str(where)))
        return cls(str(about["command"]), tuple(sources), tuple(map(str, about["about"])), dict(asked))


def _digest(scenario: Scenario) -> str:
    """Return the sha256 of a scenario as it will be played, with the book of its first day."""
    from simulator.scenario.reading.files import resolved
    from simulator.scenario.reading.today import read_today

    today = read_today(scenario)
    return digest_of(resolved(scenario), None if today is None else today.to_json())


def digest_of(scenario: Any, today: Any) -> str:
    """Return the sha256 of a scenario and its book as JSON values, the order of names included."""
    return sha256(json.dumps([scenario, today]).encode()).hexdigest()


def _safe(text: str, longest: int) -> str:
    """Return a name for a folder: word characters, dots, signs of numbers; not too long for any disk."""
    name = re.sub(r"[^\w.+-]+", "-", text)[:longest]
    return name.encode()[:_MOST_BYTES].decode(errors="ignore").strip(".-")


# files ---------------------------------------------------------------------------------------------------------------

# Every file that the answer of a command can consist of. A record that lists anything else is not believed. A name that
# an earlier version wrote stays here for good: what is not listed is taken for somebody's own.

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
    RUN: (
        *(paper.file for paper in papers().values()),
        *(f"{CHARTS}/{name}.{kind}" for name in CHART_NAMES for kind in FORMATS),
    ),
    LIBRARY: _with_chart("contact_sheet", "library.csv"),
    "branch": _with_chart("branch", "branch.csv"),
    "compare": _with_chart("difference", "differences.csv"),
    "optimize": _with_chart("optimum", "optimum.csv"),
    "sensitivity": (
        "sensitivity.json",
        *(name for stem in ("tornado", "sobol", "luck") for name in _with_chart(stem, f"{stem}.csv")),
    ),
    "sweep": (*_with_chart("sweep", "sweep.csv", "sweep.json"), *_with_chart("pareto")),
    "when": (*_with_chart("when", "when.csv", "when.json"), *_with_chart("by_month")),
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
