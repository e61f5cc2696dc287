"""What is worth saying about an input that nothing is wrong with: how it was read, and what is likely not meant."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Notice"]


@dataclass(frozen=True)
class Notice:
    """One line for the user: how something was read, or with `doubtful` what is likely a slip.

    `in_runs` says whether a run tells it too, beside `check`.
    """

    text: str
    doubtful: bool = False
    in_runs: bool = False

    def line(self) -> str:
        """Return the notice as commands print it."""
        return f"{'warning' if self.doubtful else 'note'}: {self.text}"


def doubt(text: str) -> Notice:
    """Return a notice of what is likely a slip, for a check and for runs."""
    return Notice(text, doubtful=True, in_runs=True)
