"""Make the pasted outputs and the pictures of pages anew: `python tests/guide/refresh.py [PAGE...]`.

An empty block of text under a command is filled with everything the command prints; of a block with lines left out, the
same lines are looked for again. Read what it changed before keeping it: the words around an output speak of it.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pages import LEFT_OUT, PAGES, alike, parts_of, play


def refresh(page: Path) -> None:
    """Play one page and write it again with what came out."""
    with tempfile.TemporaryDirectory() as folder:
        played = play(page, Path(folder))
        text = page.read_text(encoding="utf-8")
        for block, _, printed in reversed(played.outputs):
            lines = [line.rstrip() for line in printed.strip("\n").splitlines()]
            text = text[: block.start] + "\n".join(_renewed(block.text, lines)) + "\n" + text[block.end :].lstrip("\n")
        page.write_text(text, encoding="utf-8")
        for picture in (one for one in played.pictures if one.is_drawn):
            shutil.copy(Path(folder) / picture.drawn, picture.kept)


def _renewed(pasted: str, printed: list[str]) -> list[str]:
    """Return the printed lines that stand where the pasted ones did; all of them where nothing had been left out."""
    if LEFT_OUT not in pasted:
        return printed
    lines: list[str] = []
    place = 0
    for part in parts_of(pasted):
        starts = range(place, max(place, len(printed) - len(part)) + 1)
        at = max(starts, key=lambda start: sum(map(_likeness, part, printed[start : start + len(part)])))
        place = at + len(part)
        found = zip(part, printed[at:place], strict=False)
        lines += [old if LEFT_OUT in old and alike(new, old) else new for old, new in found] + [LEFT_OUT]
    return lines[:-1]


def _likeness(one: str, other: str) -> float:
    masked = [re.sub(r"\d", "0", line) for line in (one, other)]
    return SequenceMatcher(None, *masked).ratio() if all(masked) else float(masked[0] == masked[1])


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for path in PAGES:
        if not wanted or path.stem in wanted:
            print(path.stem)
            refresh(path)
