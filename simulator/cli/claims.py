"""Whose unfinished work lies in a folder that has no answer yet: another file of the same name must not move in.

Work that a kill or a Ctrl-C has ended is taken up where it lies, so the folder stays that of its question meanwhile.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from simulator.cli.questions import Question
from simulator.cli.records import RECORD
from simulator.errors import OutputError
from simulator.experiment.jobs.provenance import ABOUT
from simulator.results.staging import UNFINISHED

CLAIM: Final = Path(UNFINISHED) / RECORD


def claim(folder: Path, question: Question) -> None:
    """Note whose work is kept in a folder; raise OutputError where it cannot be noted."""
    text = json.dumps({"question": question.to_json()}, indent=2, ensure_ascii=False) + "\n"
    for again in (True, True, False):
        try:
            (folder / UNFINISHED).mkdir(exist_ok=True)
            (folder / CLAIM).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
            return
        except OSError as error:
            if not (again and isinstance(error, FileNotFoundError)):  # another process has just taken it away
                raise OutputError(f"the work cannot be kept in {folder}: {error.strerror}") from None


def claimed_by(folder: Path) -> Question | None:
    """Return the question whose work lies in a folder; None where there is none, or nobody has said."""
    try:
        found = json.loads((folder / CLAIM).read_text(encoding="utf-8"))
        return Question.from_json(found["question"], {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def release(folder: Path) -> None:
    """Take the note away where no work lies in the folder any more, nor in the folders inside it."""
    with suppress(OSError):
        if not any(folder.glob(f"{UNFINISHED}/*/{ABOUT}")) and not any(folder.glob(f"*/{UNFINISHED}/*/{ABOUT}")):
            (folder / CLAIM).unlink(missing_ok=True)
            (folder / UNFINISHED).rmdir()
