"""What is wrong in the CSV files read together: the first fifty problems in order, the rest counted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Final

from simulator.errors import Problem, ScenarioError

MAX_PROBLEMS: Final = 50
LONGEST_SEARCH: Final = 5_000  # names compared with a misspelled one


class Complaints:
    """Problems of the files read together; the first fifty are kept and the rest counted.

    `cut_short` is set where reading was given up, so that there may be more than were counted.
    """

    def __init__(self) -> None:
        self.cut_short = False
        self._kept: list[Problem] = []
        self._dropped = 0

    @property
    def full(self) -> bool:
        """Tell whether further problems are only counted."""
        return len(self._kept) >= MAX_PROBLEMS

    def add(self, problem: Problem) -> None:
        """Take note of a problem."""
        if self.full:
            self.count_one()
        else:
            self._kept.append(problem)

    def count_one(self) -> None:
        """Count a problem that is not kept."""
        self._dropped += 1

    def nearest(self, text: str, names: Iterable[str]) -> str:
        """Return the name most like `text`, or nothing; among very many, only the first are compared."""
        from difflib import get_close_matches

        if self.full:
            return ""
        wanted, spelled = folded(text), {folded(name): name for name in islice(names, LONGEST_SEARCH)}
        close = get_close_matches(wanted, spelled, n=1)
        return spelled[close[0]] if close else ""

    def raise_any(self) -> None:
        """Raise ScenarioError with every problem noted, in the order of the files and of their lines."""
        if not self._kept:
            return
        files = list(dict.fromkeys(problem.file for problem in self._kept))
        problems = sorted(self._kept, key=lambda found: (files.index(found.file), found.line, found.column))
        if self._dropped or self.cut_short:
            more = f"{self._dropped:,} more problem{'' if self._dropped == 1 else 's'}"
            more = f"{more} up to where reading was given up" if self.cut_short else more
            problems.append(Problem(f"and {more}; the first {MAX_PROBLEMS} are shown"))
        raise ScenarioError(problems)


def folded(text: str) -> str:
    """Return a name as it is compared: without regard to case, white space, and how accents are encoded."""
    tidy = " ".join(text.split()).casefold()
    return tidy if tidy.isascii() else unicodedata.normalize("NFC", tidy)
