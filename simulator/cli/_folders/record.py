"""What a folder of an answer says of itself: the question, how it was asked, and every file with its checksum.

It is the file `question.json`, written last. Nothing is ever moved or removed that no such record lists, and a record
is believed only so far as we can have written it: it belongs to us, and so does what it lists, which is a file that an
answer to its question can have, with no link on the way to it, nor another answer.

A folder that an earlier version left, or the library, has the manifest of its result alone: it counts as the answer of
`run`, asked of a scenario of which only the values are known. What its charts were when they were drawn, nobody knows:
they go with the answer, and are never dropped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from simulator.cli._folders.question import CHARTS, OF_COMMAND, RUN, Question, digest_of, names_of
from simulator.results.disk.ownership import is_our_file, is_our_folder

RECORD: Final = "question.json"
FORMAT: Final = "t2d3 answer"
VERSION: Final = 1
_LONGEST: Final = 60


@dataclass(frozen=True)
class Record:
    """The question of an answer and its files, by name below the folder: sha256 and bytes of each as written.

    `unsigned` are files of an earlier version of which nobody knows what they were; they go where the answer goes.
    `is_put_aside` marks an answer that has made room for the next one.
    """

    question: Question
    versions: Mapping[str, str]
    files: Mapping[str, Mapping[str, Any]]
    interrupted: bool = False
    unsigned: tuple[str, ...] = ()
    is_put_aside: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All files of the answer."""
        return (*self.files, *self.unsigned)

    @classmethod
    def of(cls, question: Question, folder: Path, interrupted: bool) -> Record:
        """Return the record of all files in a folder; raise OSError where one cannot be read."""
        from simulator.results.store import versions

        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        return cls(question, versions(), described(folder, names), interrupted)

    def answers(self, question: Question) -> bool:
        """Tell whether this is the answer to a question; one without a scenario is that to any run."""
        mine = self.question
        return mine == question or (not mine.sources and mine.command == question.command == RUN)

    def same_as(self, other: Record | None) -> bool:
        """Tell whether the same was asked in the same way, and the same came out."""
        return other is not None and self.to_json() == other.to_json()

    def to_json(self) -> dict[str, Any]:
        """Return the record for its file."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "question": self.question.to_json(),
            "asked": dict(self.question.asked),
            "interrupted": self.interrupted,
            "versions": dict(self.versions),
            "files": {name: dict(about) for name, about in self.files.items()},
            **({"put aside": True} if self.is_put_aside else {}),
        }

    def text(self) -> str:
        """Return what its file holds; names that are not text are written as JSON writes them."""
        return json.dumps(self.to_json(), indent=2, ensure_ascii=False) + "\n"

    def differences(self, later: Record) -> list[str]:
        """Return in words what was different when it was asked again: files, settings, seed, runs, versions."""
        before, after = self.question.asked, later.question.asked
        found = [*_of_files(self.question, later.question)]
        if "settings" in before:
            found += _of_settings(before["settings"], after.get("settings", {}))
        known = {*before, *after} if "settings" in before else before  # an earlier version did not keep all of it
        found += [
            f"{name} {_word(before.get(name))} -> {_word(after.get(name))}"
            for name in sorted(known, key=_rank)
            if name not in ("files", "scenarios", "settings") and before.get(name) != after.get(name)
        ]
        return found + [
            f"{name} {self.versions[name]} -> {version}"
            for name, version in later.versions.items()
            if name in self.versions and self.versions[name] != version
        ]


def described(folder: Path, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return sha256 and bytes of files, by name; raise OSError where one cannot be read."""
    from simulator.results.store import sha256_of

    return {name: {"sha256": sha256_of(folder / name), "bytes": (folder / name).stat().st_size} for name in names}


def unchanged(path: Path, about: Mapping[str, Any]) -> bool:
    """Tell whether a file is what it was when it was written."""
    from simulator.results.store import sha256_of

    try:
        return path.stat().st_size == about.get("bytes") and sha256_of(path) == about.get("sha256")
    except OSError:
        return False


def write_record(record: Record, path: Path) -> None:
    """Write the file of a record; raise OSError."""
    path.write_text(record.text(), encoding="utf-8", errors="backslashreplace", newline="\n")


def record_of(folder: Path) -> Record | None:
    """Return what a folder says of itself; None where it holds no answer of ours."""
    if os.path.lexists(folder / RECORD):
        return written_record(folder)
    return _of_earlier_version(folder)


def written_record(folder: Path) -> Record | None:
    """Return what the record in a folder says; None where there is none that we can have written."""
    if not is_our_file(folder / RECORD):
        return None
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            return None
        question = Question.from_json(found["question"], found["asked"])
        listed = {name: dict(about) for name, about in found["files"].items()}
        files = {name: listed[name] for name in believed(folder, question.command, listed)}
        versions, aside = dict(found["versions"]), found.get("put aside") is True
        return Record(question, versions, files, bool(found["interrupted"]), is_put_aside=aside)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def believed(folder: Path, command: str, names: Iterable[str]) -> list[str]:
    """Return those names that lead to a file of a command's answer in a folder, or to one that is not there."""
    known = names_of(command)
    return [name for name in names if name in known and _is_in(folder, name)]


def way_is_open(folder: Path, name: str) -> bool:
    """Tell whether all folders on the way to a file are missing or ours, none of them a link or another answer's."""
    parents = [folder / parent for parent in list(PurePosixPath(name).parents)[:-1]]
    return all(
        not os.path.lexists(parent) or (is_our_folder(parent) and not os.path.lexists(parent / RECORD))
        for parent in parents
    )


def _is_in(folder: Path, name: str) -> bool:
    path = folder / name
    return way_is_open(folder, name) and (is_our_file(path) or not os.path.lexists(path))


def _of_earlier_version(folder: Path) -> Record | None:
    """Return the record of a result whose manifest is all there is; its charts are known by their names."""
    from simulator.errors import OutputError
    from simulator.results.store import MANIFEST, read_manifest

    if not is_our_file(folder / MANIFEST):
        return None
    try:
        manifest = read_manifest(folder)
        about = digest_of(manifest["scenario"], manifest["today"])
        asked = {"scenarios": [about], "runs": manifest["runs"], "seed": manifest["seed"]}
        listed = {name: about for name, about in manifest["files"].items() if isinstance(about, dict)}
        there = [name for name in believed(folder, RUN, listed) if is_our_file(folder / name) and name != MANIFEST]
        versions = {str(name): str(version) for name, version in manifest["versions"].items()}
        unsigned = (MANIFEST, *charts_in(folder))
        files = {name: listed[name] for name in there}
        return Record(Question(RUN, (), (), asked), versions, files, bool(manifest["interrupted"]), unsigned)
    except (OutputError, OSError, KeyError, TypeError, AttributeError):
        return None


def charts_in(folder: Path) -> list[str]:
    """Return the files in a folder that are called as charts of a result are."""
    charts = [name for name in OF_COMMAND[RUN] if name.startswith(f"{CHARTS}/")]
    return [name for name in believed(folder, RUN, charts) if is_our_file(folder / name)]


def _of_files(before: Question, after: Question) -> Iterator[str]:
    """Yield which scenarios are no longer what they were, settings aside."""
    old, new = before.asked.get("files", []), after.asked.get("files", [])
    changed = [source.words for source, a, b in zip(after.sources, old, new, strict=False) if a != b]
    yield from (f"{name} has changed" for name in changed)
    same_settings = before.asked.get("settings") == after.asked.get("settings")
    if not changed and same_settings and before.asked.get("scenarios") != after.asked.get("scenarios"):
        yield "what the scenario extends or reads has changed"
    elif "settings" not in before.asked and before.asked.get("scenarios") != after.asked.get("scenarios"):
        yield "values of the scenario"


def _of_settings(before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for option in dict.fromkeys([*before, *after]):
        old, new = before.get(option, {}), after.get(option, {})
        for path in dict.fromkeys([*old, *new]):
            if path not in new:
                yield f"{option} {path}={_word(old[path])} left out"
            elif path not in old:
                yield f"{option} {path}={_word(new[path])} added"
            elif old[path] != new[path]:
                yield f"{option} {path} {_word(old[path])} -> {_word(new[path])}"


def _rank(name: str) -> tuple[int, str]:
    """Order names as people ask for them: seed and runs first."""
    first = ("seed", "runs")
    return (first.index(name) if name in first else len(first), name)


def _word(value: Any) -> str:
    """Return a value in a message."""
    if value is None or value == []:
        return "by default"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = (
        f"{value:,}"
        if isinstance(value, int)
        else ", ".join(map(str, value))
        if isinstance(value, list)
        else str(value)
    )
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
