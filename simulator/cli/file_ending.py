"""The ending of a file that is asked for: programs that open it go by that."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def check_ending(out: Path | None, ending: str) -> None:
    """Raise InputError where the file `out` that was named has another `ending` than such as `.html`.

    None, and a folder, are not for this to judge.
    """
    from simulator.errors import InputError, Problem

    if out is None or out.is_dir() or out.suffix.lower() == ending:
        return
    told = f"{out.name} ends in {out.suffix}" if out.suffix else f"{out.name} has no ending"
    raise InputError([Problem(told, path="--out", allowed=f"a file that ends in {ending}, such as {out.stem}{ending}")])
