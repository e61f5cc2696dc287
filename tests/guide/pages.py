"""A page of Markdown played from top to bottom in one folder: its files written, its commands run, its outputs had.

README.md and the topics of the guide are such pages. What a page shows under a command is what a terminal of 80
columns shows, two of them kept for the indent that the guide gives it.
"""

from __future__ import annotations

import contextlib
import functools
import io
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from simulator.cli.app import main

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "simulator" / "guide"
PAGES = (ROOT / "README.md", *sorted(GUIDE.glob("*.md")))
EXPORTS = ("accounts.csv", "roster.csv")
LEFT_OUT = "…"  # in a pasted output: lines are missing here, or words that differ each time
COLUMNS = 78

_FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)\n?^```$", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r'!\[(?P<words>[^\]]+)\]\((?P<kept>[^)\s]+) "(?P<drawn>[^"]+)"\)')
_FILE = re.compile(r"# (?P<name>[\w-]+\.(?:yaml|csv))\n")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced code block: its language, its text, where that stands in the page, and the `##` heading above it."""

    language: str
    text: str
    start: int
    end: int
    heading: str

    @property
    def commands(self) -> list[str]:
        """What a reader types, as the program is called once it is installed."""
        lines = self.text.replace(".venv/bin/t2d3", "t2d3").splitlines() if self.language == "sh" else []
        return [line.split(" && ")[-1] for line in lines if "t2d3 " in line]


@dataclass(frozen=True)
class Picture:
    """A picture of a page: the file that is kept, and the one that commands above it draw, or write and it shows."""

    kept: Path
    drawn: str

    @property
    def is_drawn(self) -> bool:
        """Whether t2d3 draws it; a report, a deck and a workbook are drawn by a browser and an office."""
        return self.drawn.endswith(".png")


@dataclass
class Played:
    """What became of a page: each pasted output beside what was printed for it, and the folder all of it ran in."""

    folder: Path
    outputs: list[tuple[Block, str, str]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def blocks_of(page: Path) -> list[Block]:
    """Return the code blocks of a page in their order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        headings = _HEADING.findall(_FENCE.sub("", text[: fence.start()]))
        place = (fence.start("text"), fence.end("text"))
        found.append(Block(fence["language"], fence["text"], *place, headings[-1] if headings else ""))
    return found


def prose_of(page: Path) -> str:
    """Return a page without its code blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def pictures_of(page: Path) -> list[Picture]:
    """Return the pictures of a page."""
    found = _PICTURE.finditer(page.read_text(encoding="utf-8"))
    return [Picture((page.parent / picture["kept"]).resolve(), picture["drawn"]) for picture in found]


def asked_for_output(page: Path) -> list[tuple[Block, Block]]:
    """Return each pasted output with the block above it that it comes from: the last command or program."""
    pairs, asked = [], None
    for block in blocks_of(page):
        if block.language == "text":
            assert asked is not None, f"{page.name}: an output before any command"
            pairs.append((asked, block))
        elif block.language == "python" or (block.commands and block.heading != "Test it"):
            asked = block
    return pairs


def in_passing(page: Path) -> list[str]:
    """Return the commands that a page shows without their output."""
    asked = [block for block, _ in asked_for_output(page)]
    shown = [command for block in blocks_of(page) if block not in asked for command in block.commands]
    return [command for command in shown if command.startswith("t2d3 ")] + re.findall(r"`(t2d3 [^`]+)`", prose_of(page))


def play(page: Path, folder: Path) -> Played:
    """Write the files that a page shows into an empty folder, run what it shows the output of, and have that."""
    prepare(page, folder)
    played = Played(folder, pictures=pictures_of(page))
    printed: dict[Block, str] = {}
    names: dict[str, Any] = {"__name__": "__main__"}  # a page's programs go on where the one before ended
    for asked, said in asked_for_output(page):
        if asked not in printed:
            printed[asked] = (
                _python(asked.text, folder, names)
                if asked.language == "python"
                else _shell(asked, folder, any(one.is_drawn for one in played.pictures))
            )
        label = asked.commands[-1] if asked.commands else "python"
        played.outputs.append((said, label, printed[asked]))
    for picture in played.pictures:
        if "/charts/" in picture.drawn:
            _chart_of_a_run(folder / picture.drawn)
    return played


def _chart_of_a_run(path: Path) -> None:
    """Draw one chart as `t2d3 run` does, by the name of its file: results/SCENARIO/charts/01_NAME.png."""
    from simulator import simulate
    from simulator.reports.charts.catalogue import CHARTS, write_figure
    from simulator.reports.theme import styled

    place, _, name = path.stem.partition("_")
    chart = CHARTS[int(place) - 1]
    assert chart.name == name
    with styled():
        write_figure(chart.draw(simulate(path.parts[-3])), path.with_suffix(""), ("png",))


def prepare(page: Path, folder: Path) -> None:
    """Give a folder what the reader of a page has: the two exports, and the files that the page shows."""
    for name in EXPORTS:
        shutil.copy(ROOT / "scenarios" / name, folder)
    for block in blocks_of(page):
        name = _FILE.match(block.text)
        if name:
            (folder / name["name"]).write_text(block.text + "\n", encoding="utf-8")


def written_files(page: Path) -> list[str]:
    """Return the names of the scenario files that a page shows."""
    return [
        found["name"] for block in blocks_of(page) if block.language == "yaml" and (found := _FILE.match(block.text))
    ]


def t2d3(command: str, folder: Path, *extra: str, png: bool = False) -> str:
    """Run a command in this process as on a terminal, see it end well and return what it printed.

    Its charts are put together, but not drawn: as PNG where a page shows one, else not at all.
    """
    with _terminal(folder), _drawing(png):
        done = CliRunner().invoke(main, [*shlex.split(command)[1:], *extra])
    assert done.exit_code == 0, f"{command}\n{done.output[-2000:]}"
    return click.unstyle(done.stdout)


def _shell(block: Block, folder: Path, png: bool) -> str:
    return "".join(_first_run() if line == "t2d3 run" else _command(line, folder, png) for line in block.commands)


def _command(line: str, folder: Path, png: bool) -> str:
    # `run` draws a dozen charts, which tests of their own look at
    return t2d3(line, folder, *(["--no-charts"] if line.split()[1] == "run" else []), png=png)


@functools.cache
def _first_run() -> str:
    """Return what the baseline prints: several pages show it, and nothing else on them reads its files."""
    with tempfile.TemporaryDirectory() as folder:
        return _command("t2d3 run", Path(folder), png=False)


def _python(program: str, folder: Path, names: dict[str, Any]) -> str:
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        exec(compile(program, "<page>", "exec"), names)
    return printed.getvalue()


@contextlib.contextmanager
def _drawing(png: bool) -> Iterator[None]:
    from matplotlib.figure import Figure

    draw = Figure.savefig

    def save(figure: Figure, file: Any, *, format: str, **settings: Any) -> None:  # noqa: A002  (matplotlib's name)
        if png and format == "png":
            draw(figure, file, format=format, **settings)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figure, "savefig", save)
        yield


@contextlib.contextmanager
def _terminal(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(folder):
        patch.setenv("COLUMNS", str(COLUMNS))
        patch.setenv("FORCE_COLOR", "1")
        patch.setenv("TTY_INTERACTIVE", "0")
        patch.setenv("PAGER", "cat")
        yield


def parts_of(said: str) -> list[list[str]]:
    """Split a pasted output where lines are missing."""
    parts: list[list[str]] = [[]]
    for line in said.splitlines():
        if line == LEFT_OUT:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def alike(line: str, pasted: str) -> bool:
    """Tell whether a line is the pasted one; a mark within that stands for what differs each time."""
    return re.fullmatch(".+".join(re.escape(words) for words in pasted.split(LEFT_OUT)), line) is not None
