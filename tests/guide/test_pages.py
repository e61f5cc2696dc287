"""README.md and the guide keep their word: every command, every pasted output, every picture and every link.

Each page is played once from top to bottom, in one folder, as its reader would; a new page needs no test of its own.
What a page shows is long to make by hand and quick to make anew: `python tests/guide/refresh.py PAGE`.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from pages import (
    GUIDE,
    PAGES,
    ROOT,
    Block,
    Picture,
    alike,
    blocks_of,
    in_passing,
    parts_of,
    pictures_of,
    play,
    prepare,
    prose_of,
    t2d3,
    written_files,
)

_EXPANDED = re.compile(r"\$[\w{(]")
"""What a shell puts something else in the place of, unless it stands between single quotes."""

SHORT = ("--set", "horizon_months=13")
QUICK = {
    "run": ("--runs", "2", "--no-charts", *SHORT),
    "when": ("--most", "10", "--runs", "2", "--candidates", "$2M,$6M", *SHORT),
    "optimize": ("--budget", "500", "--runs", "2", *SHORT),
    **dict.fromkeys(("sweep", "branch", "why", "compare"), ("--runs", "2", *SHORT)),
    "sensitivity": ("--runs", "2", "--field", "segments.core.renewal", *SHORT),
    "story": SHORT,
    "new": ("--arr", "2.7M", "--customers", "85", "--plan", "t2d3", "--cash", "4M", "--out", "new.yaml"),
    **dict.fromkeys(("library", "calibrate"), ("--help",)),  # a minute each, and tested by themselves
    "deck": ("--help",),  # likewise
    **dict.fromkeys(("report", "workbook"), ("--help",)),  # of results that other commands write; each page plays one
}
"""What makes a command quick that a page shows without its output; it must still be a right one."""

_ALIKE = 0.004
"""How far two drawings of the same figures may differ on average, of 1 for black on white: in letters and edges."""
_MOST_BYTES = 200_000
_MOST_BYTES_SEEN = 120_000
_LEAST_WIDE = 700  # else what stands on a slide or a sheet cannot be read

_passing = {command: page for page in reversed(PAGES) for command in in_passing(page)}
SEEN = [picture for page in PAGES for picture in pictures_of(page) if not picture.is_drawn]
_by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


@_by_name
def test_what_a_page_shows_is_what_comes_out(page: Path, tmp_path: Path) -> None:
    """Every pasted line is printed, word for word and in this order; only where the page says so are lines missing."""
    played = play(page, tmp_path)
    for said, label, printed in played.outputs:
        _check_output(said, label, printed)
    for picture in played.pictures:
        _check_picture(picture, tmp_path)
    assert not [*tmp_path.rglob("previous*")], "two commands of the page ask the same question"


def _check_output(said: Block, label: str, printed: str) -> None:
    assert said.text.strip(" \n…"), f"nothing is shown under {label}"
    lines, place = [line.rstrip() for line in printed.splitlines()], 0
    for part in parts_of(said.text):
        ends = range(place, len(lines) - len(part) + 1)
        found = [at for at in ends if all(map(alike, lines[at : at + len(part)], part))]
        assert found, "\n".join([f"{label} does not print:", *part, "It prints:", printed])
        place = found[0] + len(part)


def _check_picture(picture: Picture, folder: Path) -> None:
    """See that a picture is the one its page's commands draw: the same title, the same lines but for the letters."""
    from matplotlib.image import imread

    drawn = folder / picture.drawn
    assert drawn.exists(), f"nothing on the page draws {picture.drawn}"
    if not picture.is_drawn:
        return
    assert _title(picture.kept) == _title(drawn), picture.kept.name
    assert float(np.abs(imread(picture.kept) - imread(drawn)).mean()) < _ALIKE, f"{picture.kept.name} is out of date"


def _title(picture: Path) -> str:
    from PIL import Image

    with Image.open(picture) as image:
        return str(image.info["Title"])


@pytest.mark.parametrize("command", _passing)
def test_a_command_shown_in_passing_works(command: str, tmp_path: Path) -> None:
    prepare(GUIDE / "own-numbers.md", tmp_path)
    prepare(_passing[command], tmp_path)
    assert t2d3(command, tmp_path, *QUICK.get(command.split()[1], ())).strip()


def test_every_command_is_shown_somewhere() -> None:
    from simulator.cli.app import COMMANDS

    shown = [command for page in PAGES for block in blocks_of(page) for command in block.commands]
    assert {command.split()[1] for command in [*_passing, *shown]} == set(COMMANDS)


@_by_name
def test_a_shown_file_loads_and_is_not_the_baseline(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simulator import load

    prepare(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in written_files(page):
        assert load(name).name != load("baseline").name


@_by_name
def test_every_file_of_a_page_says_what_it_is_called(page: Path) -> None:
    """Otherwise its reader cannot type the commands below it."""
    assert len(written_files(page)) == sum(block.language == "yaml" for block in blocks_of(page))


@_by_name
def test_a_shown_export_is_the_shipped_one(page: Path) -> None:
    shipped = [(ROOT / "scenarios" / name).read_text(encoding="utf-8") for name in ("accounts.csv", "roster.csv")]
    shown = (block for block in blocks_of(page) if block.language == "csv")
    for block in (block for block in shown if not block.text.startswith("# ")):  # those are the page's own files
        assert any(text.startswith(block.text + "\n") for text in shipped)


def test_what_a_page_says_the_program_said_it_said() -> None:
    """A quotation is a sentence of an output that one of the pages shows."""
    outputs = [
        re.sub(r"\s+", " ", block.text) for page in PAGES for block in blocks_of(page) if block.language == "text"
    ]
    quoted = [line[2:] for page in PAGES for line in prose_of(page).splitlines() if line.startswith("> ")]
    assert quoted
    assert [words for words in quoted if not any(words in text for text in outputs)] == []


@_by_name
def test_links_lead_somewhere(page: Path) -> None:
    targets = [target.split()[0] for target in re.findall(r"\]\(([^)]+)\)", prose_of(page)) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_pictures_are_light_and_each_is_drawn_by_one_page() -> None:
    kept = [picture.kept for page in PAGES for picture in pictures_of(page)]
    assert sorted(kept) == sorted((GUIDE / "pictures").iterdir())
    assert [path.name for path in kept if path.stat().st_size >= _MOST_BYTES] == []


@pytest.mark.parametrize("picture", SEEN, ids=lambda picture: picture.kept.stem)
def test_what_a_browser_or_an_office_shows_is_of_the_run_that_the_readme_shows(picture: Picture) -> None:
    """`python tests/guide/photograph.py` makes these; their finding is the one that the README is played for."""
    from PIL import Image

    with Image.open(picture.kept) as image:
        assert image.format == "PNG"
        assert image.width >= _LEAST_WIDE
    assert picture.kept.stat().st_size < _MOST_BYTES_SEEN
    finding = _title(picture.kept)
    assert finding.startswith("In half of 200 runs ARR reaches")
    assert finding in (ROOT / "README.md").read_text(encoding="utf-8"), "make them anew: tests/guide/photograph.py"


def test_readme_leads_to_every_topic() -> None:
    linked = set(re.findall(r"\(simulator/guide/([\w-]+\.md)\)", prose_of(ROOT / "README.md")))
    assert linked == {page.name for page in GUIDE.glob("*.md")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_shell_leaves_every_command_as_it_is_typed(page: Path) -> None:
    shown = [command for block in blocks_of(page) for command in block.commands] + in_passing(page)
    assert [command for command in shown if _EXPANDED.search(re.sub("'[^']*'", "", command))] == []
