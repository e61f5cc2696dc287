"""The command: which sections are measured, of which sources, and where the page goes."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from benchmarks import machine
from benchmarks.callgrind import CountError, counted
from benchmarks.figures import as_change, as_millions, change
from benchmarks.note import HOW, NOTED, Note, differing, makers, words
from benchmarks.page import Page
from benchmarks.players import RefusedError
from benchmarks.sections import SECTIONS
from benchmarks.sides import UnpackError, here, unpacked
from benchmarks.sitting import Sitting

_CI_SECONDS: Final = 180
"""How long CI waits for a count before it goes on without."""

_HOW: Final = """\
What is compared takes turns, so that a busy moment of the machine hits both sides alike. Times are CPU times, what a \
process itself had on a core, unless the clock is named: other programs take more of the clock than of that. Compare \
ratios; absolute times drift by a third with whatever else the machine does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the page, or count instructions alone; return the code to exit with."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.moved:
        return say_what_moved()
    if asked.note:
        return note()
    if wrong := _mistake(asked):
        parser.error(wrong)
    with tempfile.TemporaryDirectory() as folder:
        try:
            before = None if asked.against is None else unpacked(asked.against, Path(folder))
        except UnpackError as error:
            parser.error(str(error))
        return _measure(Sitting(here(), before, asked.scenarios, asked.quick), _sections(asked), asked.out)


def say_what_moved() -> int:
    """Say in a line or a few whether the kernel takes other numbers of instructions than noted; never a failure."""
    noted = Note.read()
    if other := differing(noted, makers()):
        print(f"kernel instructions: not counted; what is noted was counted with {other}; {HOW} notes them anew")
        return 0
    try:
        print("\n".join(words(noted, counted(here(), NOTED, _CI_SECONDS))))
    except CountError as error:
        print(f"kernel instructions: not counted, {error}")
    return 0


def note() -> int:
    """Count the kernel's instructions, say how they differ from what was noted, and note them."""
    try:
        found = counted(here(), NOTED)
    except CountError as error:
        print(f"kernel instructions: not counted, {error}; nothing is noted", file=sys.stderr)
        return 1
    for name, count in found.items():
        before = Note.read().instructions.get(name)
        told = "not noted before" if before is None else as_change(change(count, before))
        print(f"{name}: {as_millions(count)} a run, {told}")
    Note(makers(), found).write()
    return 0


def _measure(sitting: Sitting, names: Sequence[str], out: Path | None) -> int:
    """Measure section by section and print the page; what is measured by then also where it is stopped."""
    page = Page("What t2d3 costs", machine.state(), _HOW)
    status = 0
    try:
        for name in names:
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            page.sections.append(SECTIONS[name](sitting))
            if out is not None:
                out.write_text(page.text(), encoding="utf-8")
    except KeyboardInterrupt:
        status = 130
    except RefusedError as error:
        print(f"{name} is not measured: {error}", file=sys.stderr)
        status = 1
    finally:
        sitting.close()
    print(page.text(), end="")
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python tests/benchmarks", description="Measure what the package costs, on one page of Markdown."
    )
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="for what goes scenario by scenario; else all")
    parser.add_argument("--against", metavar="COMMIT", help="beside the sources of a commit, in turns")
    parser.add_argument("--only", action="append", choices=SECTIONS, metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--out", type=Path, metavar="PAGE.md", help="write the page to a file as well")
    parser.add_argument("--quick", action="store_true", help="a third of the turns, and no long questions")
    alone = parser.add_mutually_exclusive_group()
    alone.add_argument("--moved", action="store_true", help="only say whether the kernel's instructions have moved")
    alone.add_argument("--note", action="store_true", help="only count the kernel's instructions, and note them")
    return parser


def _mistake(asked: argparse.Namespace) -> str:
    """Return what is wrong with what is asked; nothing where it is right."""
    from simulator.scenario.reading.inheritance import shipped

    names = [name for name, _ in shipped()]
    if unknown := [name for name in asked.scenarios if name not in names]:
        near = get_close_matches(unknown[0], names, n=1)
        meant = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(names)}"
        return f'there is no scenario "{unknown[0]}"; {meant}'
    if asked.against is None and "commit" in (asked.only or ()):
        return "--only commit needs --against COMMIT"
    if asked.out is not None and not asked.out.absolute().parent.is_dir():
        return f"--out {asked.out}: there is no folder {asked.out.parent}"
    return ""


def _sections(asked: argparse.Namespace) -> list[str]:
    """Return the sections to measure, in the page's order."""
    if asked.only:
        return [name for name in SECTIONS if name in asked.only]
    left_out = {"commit"} if asked.against is None else set()
    return [name for name in SECTIONS if name not in left_out | ({"questions"} if asked.quick else set())]
