"""Which folder a question has: that of its scenario, or one inside it, with a number where somebody else has it; and
whether it is free for the answer: no other question's, and nothing of somebody else's in the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from simulator.cli._folders.exchange import PREVIOUS, in_the_way, is_put_aside, pending
from simulator.cli._folders.question import CHARTS, RUN, Question, Source, names_of
from simulator.cli._folders.record import RECORD, Record, record_of
from simulator.cli._folders.reservation import RESERVATION, announced_in, reserved_for
from simulator.errors import OutputError
from simulator.results.disk.ownership import is_ours

RESULTS: Final = "results"
_MOST_OF_A_NAME: Final = 1_000


def chosen(question: Question, out: Path | None) -> tuple[Path, Path, str]:
    """Return the folder that was named, or that of the scenario below `results`; the one for the question, which may
    lie inside; and what to say of it."""
    from simulator.results.disk.staging import UNFINISHED, check_name

    if out is not None:
        check_name(out)
        reserved = {out.name, Path(os.path.realpath(out)).name} & {PREVIOUS, UNFINISHED}
        if reserved:
            raise OutputError(
                f"{out} is called {reserved.pop()}, as the folder is in which t2d3 puts old answers or "
                "unfinished work; name another folder"
            )
        return out, out, ""
    check_name(Path(RESULTS))
    home, said = _first(Path(RESULTS) / question.home, lambda folder: _owner(folder, question))
    if not question.is_inner:
        return home, home, said
    inner, more = _first(home / question.leaf, lambda folder: other_question(held_in(folder), question))
    return home, inner, "\n".join(filter(None, (said, more)))


def _first(folder: Path, taken_by: Callable[[Path], str]) -> tuple[Path, str]:
    """Return the first of a folder, folder-2, folder-3 … that nobody else has, and why it is not the first of all.

    One that is this question's goes before one that is free.
    """
    free, other = None, ""
    for number in range(1, _MOST_OF_A_NAME):
        one = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        if not one.is_dir():
            free = free or one
            if number > 1:
                break
            continue
        taken = taken_by(one)
        other = other or taken
        if not taken:
            free = one
            break
    assert free is not None
    return free, f"{folder} holds {other}; this goes to {free}." if free != folder and other else ""


def held_in(folder: Path) -> Record | None:
    """Return what is in a folder: its answer, one that is half in place, or else the work on one, which has no files.

    Work that goes on counts as well: its answer will be there.
    """
    record = pending(folder) or record_of(folder)
    if record is not None:
        return record
    work = reserved_for(folder) or next(iter(announced_in(folder)), None)
    return None if work is None else Record(work, {}, {})


def work_of_earlier_version(question: Question) -> Path | None:
    """Return where an earlier version kept unfinished work of such a command about such scenarios, if there is any."""
    from simulator.experiment.jobs.provenance import ABOUT
    from simulator.results.disk.staging import UNFINISHED

    names = [source.name for source in question.sources]
    earlier = "-vs-".join(names) if question.command == "compare" else f"{question.command}-{question.home}"
    folder = Path(RESULTS) / earlier
    jobs = (f"{UNFINISHED}/*/{ABOUT}", f"*/{UNFINISHED}/*/{ABOUT}")
    found = next((path for pattern in jobs for path in sorted(folder.glob(pattern))), None)
    return None if found is None else found.parents[1]


def other_question(record: Record | None, question: Question) -> str:
    """Return in words what else a folder is for; nothing where it is free or this question's."""
    return "" if record is None or record.answers(question) else f"the answer to {record.question.words}"


def _owner(folder: Path, question: Question) -> str:
    """Return in words whose folder it is; nothing where it is free or that of this question's scenario.

    An answer to another question about the same scenario is there because --out put it there: it is not moved away
    from, but refused or replaced like any other.
    """
    held = held_in(folder)
    if held is not None:
        source = held.question.source
        if source == question.source or (source is None and held.question.command == RUN):
            return ""
        return other_question(held, question)
    sources = [source for source in sources_inside(folder) if source is not None]
    if not sources or question.source in sources:
        return ""
    return f"the results of {sources[0].words}"


def sources_inside(folder: Path) -> list[Source | None]:
    """Return the scenarios of the questions that the folders inside a folder are for."""
    found: list[Source | None] = []
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            inner = (path / RECORD).is_file() or (path / RESERVATION).is_file() or announced_in(path)
            record = held_in(path) if inner and not is_put_aside(path) else None
            found += [record.question.source] if record is not None else []
    return found


# whether it is free ---------------------------------------------------------------------------------------------------


def check_free(folder: Path, question: Question, is_named: bool, replace: bool) -> None:
    """Raise OutputError where an answer must not or cannot go to a folder.

    `is_named` says that --out named it, `replace` that another question's answer may go.
    """
    held = held_in(folder)
    other = other_question(held, question)
    if other and not replace:
        raise OutputError(
            f"{folder} holds {other}; name another folder, or add --replace: what is there goes to "
            f"{folder / PREVIOUS} then"
        )
    if held is None and os.path.lexists(folder / RECORD) and not is_ours(folder / RECORD):
        raise OutputError(f"{folder} holds an answer that belongs to another user; name another folder")
    old, decided = record_of(folder), pending(folder)
    half = () if decided is None else decided.names
    strangers = _strangers(folder, [*half, *(() if old is None else old.names)], question)
    others = [name for name in in_the_way(folder, _possible(question), old) if name not in half]
    if old is None and decided is None and os.path.lexists(folder / RECORD):
        others.append(RECORD)
    allowed = old is not None or decided is not None or replace
    if not is_named:  # a folder of ours, in which people may keep what they like
        allowed = allowed or question.source in sources_inside(folder)
    if others and (allowed or not strangers):
        shown = ", ".join(others[:3])
        raise OutputError(
            f"{folder} holds something else ({shown}) where the answer goes; name a new or an empty folder"
        )
    if strangers and not allowed:
        shown = ", ".join(strangers[:3]) + (", ..." if len(strangers) > 3 else "")
        beside = "" if others else ", or add --replace to write beside it"
        raise OutputError(f"{folder} holds something else ({shown}); name a new or an empty folder{beside}")


def _possible(question: Question) -> list[str]:
    """Return the files that the answer can have."""
    drawn = question.asked.get("charts") is not False
    return sorted(name for name in names_of(question.command) if drawn or not name.startswith(f"{CHARTS}/"))


def _strangers(folder: Path, names: list[str], question: Question) -> list[str]:
    """Return what is in a folder and not ours: neither of its answer, nor an answer about the same scenario."""
    from simulator.results.disk.staging import contents

    ours = {Path(name).parts[0] for name in names} | ({RECORD} if names else set())
    return [
        name
        for name in contents(folder)
        if name not in ours
        and not _is_empty(folder / name)
        and not _is_inner(folder / name, question)
        and not is_put_aside(folder / name)
    ]


def _is_inner(folder: Path, question: Question) -> bool:
    record = record_of(folder) if (folder / RECORD).is_file() else None
    return record is not None and record.question.source == question.source


def _is_empty(path: Path) -> bool:
    """Tell whether a path is a folder with nothing in it but unfinished work, at any depth."""
    from simulator.results.disk.staging import contents

    return path.is_dir() and not path.is_symlink() and all(_is_empty(path / name) for name in contents(path))
