"""Whether there is room in a folder for an answer: no other question's, and nothing of somebody else's in the way."""

from __future__ import annotations

import os
from pathlib import Path

from simulator.cli.answer_files import CHARTS, names_of
from simulator.cli.carrying import PREVIOUS, in_the_way, is_put_aside, pending
from simulator.cli.choosing import held_in, other_question, sources_inside
from simulator.cli.questions import Question
from simulator.cli.records import RECORD, record_of
from simulator.errors import OutputError
from simulator.results.disk.ownership import is_ours


def check(folder: Path, question: Question, is_named: bool, replace: bool) -> None:
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
