"""How a scenario is named on the command line, so that a run of it can be asked for again."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.decisions.changing import shape_at, value_at
from simulator.decisions.differing import differs
from simulator.errors import T2D3Error
from simulator.scenario.assumed.assumptions import as_written
from simulator.scenario.reading.files import load
from simulator.scenario.reading.inheritance import shipped

if TYPE_CHECKING:
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.scenario import Scenario

RECORD: Final = "question.json"
UNKNOWN: Final = "SCENARIO.yaml"
_PLAIN: Final = re.compile(r"[A-Za-z0-9_@%+:,./=-]+")
_IN_DOUBLE_QUOTES: Final = re.compile(r"[^\"$`\\!%\n]*")


@dataclass(frozen=True)
class Asked:
    """How a scenario is asked for: its shipped name or its file, what was set beside it, what is to be said of that."""

    scenario: str
    settings: tuple[tuple[str, str], ...]
    note: str

    @property
    def options(self) -> str:
        """What was set, as a command line has it."""
        return _set(self.settings)

    def command(self, name: str, options: str = "", **settings: str) -> str:
        """Return the line that asks t2d3's command `name` of this scenario; `settings` replace what was set."""
        kept = {**dict(self.settings), **settings}
        return f"t2d3 {name} {quoted(self.scenario)}{f' {options}' if options else ''}{_set(kept.items())}"

    @property
    def to_be_named(self) -> str:
        """What to do with such a line before it can be asked, as a clause behind it; nothing where all is known."""
        return f" (write the name of its file for {UNKNOWN})" if self.scenario == UNKNOWN else ""


def _set(settings: Iterable[tuple[str, str]]) -> str:
    return "".join(f" --set {quoted(f'{path}={value}')}" for path, value in settings)


def quoted(text: str) -> str:
    """Return a text as a word of a command line: in quotes that any shell takes, wherever that can be."""
    if _PLAIN.fullmatch(text):
        return text
    return f'"{text}"' if _IN_DOUBLE_QUOTES.fullmatch(text) else shlex.quote(text)


def asked_of(result: Summarised, folder: Path | None = None) -> Asked:
    """Return how the scenario of a `result` is asked for, as far as that is known.

    `folder` is where it is stored, by default the one that it was read from; what is recorded there is believed where
    it still makes this very scenario. Without a record a shipped scenario of the same name is looked for.
    """
    where = folder or getattr(result, "folder", None)
    recorded = _recorded(Path(where)) if where is not None else ()
    for source, settings in (*_said_with(result), *recorded):
        name = source if _is_shipped(source) else Path(source).name
        note = "" if _is_shipped(source) else f"Run it in the folder that holds {name}."
        if _makes(source, settings, result.scenario):
            return Asked(name, tuple(settings.items()), note)
        changed = f"Recorded is {name}, which is not found here as it was when it was run: see that it is the same."
        return Asked(name, tuple(settings.items()), changed)
    return _shipped_one(result.scenario) or Asked(
        UNKNOWN, (), "Which file the scenario came from is not known: write its name into the blue cell."
    )


def _said_with(result: Summarised) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what an answer that was just played knows of how it was asked for."""
    asked_as = getattr(result, "asked_as", None)
    if asked_as is not None:
        source, settings = asked_as
        yield source, dict(settings)


def _recorded(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what the record in a folder, or in the folder of a comparison around it, says of the scenario played."""
    for place, letter in ((folder, ""), (folder.parent, folder.name)):
        found = _read(place / RECORD)
        try:
            command, scenarios = found["question"]["command"], found["question"]["scenarios"]
            settings = found["asked"].get("settings", {})
            if command == "run" and not letter:
                yield next(iter(scenarios[0].values())), dict(settings.get("--set", {}))
            if command == "compare" and letter.isalpha() and len(letter) == 1:
                own = dict(settings.get("--set", {})) | dict(settings.get(f"--set-{letter}", {}))
                yield next(iter(scenarios[ord(letter) - ord("a")].values())), own
        except (KeyError, TypeError, AttributeError, IndexError, ValueError, StopIteration):
            continue


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _is_shipped(source: str) -> bool:
    return source in {name for name, _ in shipped()}


def _makes(source: str, settings: Mapping[str, str], scenario: Scenario) -> bool:
    """Tell whether a scenario is what a file or a shipped name gives with some values set."""
    try:
        return load(source, settings) == scenario
    except (T2D3Error, OSError):
        return False


def _shipped_one(scenario: Scenario) -> Asked | None:
    """Return the shipped scenario of the same name with what is set beside it, if that makes the scenario."""
    for name, _ in shipped():
        if name != re.sub(r"\W+", "_", scenario.name).strip("_").lower():
            continue
        try:
            fields = differs(scenario, load(name))
        except T2D3Error:
            return None
        settings = {one.path: as_written(value_at(scenario, one.path), shape_at(one.path)) for one in fields}
        if _makes(name, settings, scenario):
            note = "No record says so, but this makes the very scenario that was run."
            return Asked(name, tuple(settings.items()), note)
    return None
