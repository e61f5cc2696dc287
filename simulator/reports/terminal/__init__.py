"""What the terminal says: one sentence that answers, then the table, then where the files are.

`run` prints a result and has what the others share: plain tables, cut to the width of the screen; `decision` is the
form of every answer that selects. `progress` shows how far the work is.
"""

__all__ = [
    "branch",
    "comparison",
    "consoles",
    "decision",
    "library",
    "narration",
    "optimum",
    "periods",
    "progress",
    "run",
    "sensitivity",
    "several",
    "story",
    "sweep",
    "when",
    "why",
]
