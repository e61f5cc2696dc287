"""The README keeps its word: its two commands, every command it shows, and every output it has pasted in."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LEFT_OUT = "…"  # in a pasted output: lines are missing here, or words that differ each time
FULL = ("--engine", "compiled")  # the engines give equal numbers; this one gives them sooner
SHORT = ("--set", "horizon_months=13")
QUICK = {
    **dict.fromkeys(("sweep", "branch", "why"), ("--runs", "2", *SHORT)),
    "when": ("--most", "10", "--runs", "2", "--candidates", "$2M,$6M", *SHORT),
    "optimize": ("--budget", "500", "--runs", "2", *SHORT),
    "sensitivity": ("--runs", "2", *SHORT),
    "story": SHORT,
    "library": ("--runs", "2"),
    "calibrate": ("--help",),  # at full length it takes a minute, with few runs it may miss a target
}
"""What makes a command quick enough to be tried here; each has tests of its own."""
PICTURES = {
    "head_of_cs_late.png": "head_of_cs_late/compare-baseline/difference.png",
    "when_cs_head.png": "baseline/when-cs_head/when.png",
    "sweep_cs_head.png": "baseline/sweep-hire.cs_head/sweep.png",
    "pareto_lookahead.png": "short_of_cash/sweep-hiring.lookahead/pareto.png",
    "why_baseline.png": "baseline/why/why.png",
}
"""Pictures and the files of the pasted commands that they are."""
ALIKE = 0.004
"""How far two drawings of the same figures may differ on average, of 1 for black on white: in letters and edges."""
SMALL = (*FULL, "--runs", "2", "--set", "horizon_months=12")


@dataclass(frozen=True)
class Block:
    """A fenced code block: its language, its lines, and the `##` heading it stands under."""

    language: str
    text: str
    heading: str


def _blocks(markdown: str) -> list[Block]:
    found: list[Block] = []
    heading, language, lines = "", None, list[str]()
    for line in markdown.splitlines():
        if line.startswith("```"):
            if language is None:
                language, lines = line[3:], []
            else:
                found.append(Block(language, "\n".join(lines), heading))
                language = None
        elif language is not None:
            lines.append(line)
        elif line.startswith("## "):
            heading = line[3:]
    return found


BLOCKS = _blocks(README)
OURS = next(block.text for block in BLOCKS if block.language == "yaml")
PROSE = re.sub(r"^```.*?^```", "", README, flags=re.M | re.S)
COMMANDS = list(
    dict.fromkeys(
        [line for block in BLOCKS if block.language == "sh" for line in block.text.splitlines() if line[:5] == "t2d3 "]
        + re.findall(r"`(t2d3 [^`]+)`", PROSE)
    )
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as the README's reader has it: a file of their own, and two exports beside it."""
    (tmp_path / "ours.yaml").write_text(OURS, encoding="utf-8")
    for name in ("accounts.csv", "roster.csv"):
        shutil.copy(ROOT / "scenarios" / name, tmp_path)
    return tmp_path


def _t2d3(command: str, folder: Path, *extra: str) -> str:
    words = shlex.split(command)[1:] + list(extra)
    return _python(folder, "-c", "from simulator.cli import main; main()", *words)


def _files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _python(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=240, check=False
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stderr[-2000:]}"
    return done.stdout


def _in_full(command: str) -> tuple[str, ...]:
    """Return what is added to a command whose output is pasted: nothing that changes a figure."""
    verb = command.split()[1]
    return (*FULL, "--no-charts") if verb == "run" else FULL if verb in ("compare", "when", "sweep", "why") else ()


def _with_extra(command: str, extra: tuple[str, ...]) -> tuple[str, ...]:
    verb = command.split()[1]
    if verb == "run":
        return (*extra, "--no-charts")
    return extra if verb == "compare" else QUICK.get(verb, ())


@pytest.mark.parametrize("heading", ["Run it", "Test it"])
def test_one_command_line_does_all_set_up(heading: str) -> None:
    assert README.count(f"\n## {heading}\n") == 1
    (block,) = [block for block in BLOCKS if block.heading == heading]
    assert block.language == "sh"
    assert "\n" not in block.text
    assert block.text.startswith("python3 -m venv .venv && .venv/bin/pip install --quiet -e ")


def test_the_two_commands_run_and_test() -> None:
    last = {block.heading: block.text.split(" && ")[-1] for block in BLOCKS if block.heading in ("Run it", "Test it")}
    assert last == {"Run it": ".venv/bin/t2d3 run", "Test it": ".venv/bin/python -m pytest -n auto"}


def test_the_ci_takes_its_commands_from_here() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert 'readme_command "Test it"' in script
    assert 'readme_command "Run it"' in script
    assert "pip install" not in script


def test_the_readme_shows_every_command() -> None:
    from simulator.cli.app import COMMANDS as KNOWN

    assert {command.split()[1] for command in COMMANDS} == set(KNOWN)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_shown_command_works_and_works_again(command: str, folder: Path) -> None:
    """The second time its last answer is in the way; it is the very same one, to the last byte, and stays."""
    extra = _with_extra(command, SMALL)
    assert _t2d3(command, folder, *extra).strip()
    (first,) = [path.parent for path in folder.rglob("question.json")] or [None]
    before = {} if first is None else _files(first)
    assert _t2d3(command, folder, *extra).strip()
    if first is not None:
        assert _files(first) == before


def test_the_shown_commands_leave_each_others_answers_alone(folder: Path) -> None:
    """Those about hiring, one after the other in one folder; what is asked again with other values is kept once."""
    asked = [command for command in COMMANDS if re.match("t2d3 (when|sweep) .*hire", command)]
    before: dict[str, bytes] = {}
    for command in asked:
        _t2d3(command, folder, *_with_extra(command, SMALL))
        after = _files(folder / "results")
        lost = {data for name, data in before.items() if not name.endswith("question.json")} - {*after.values()}
        assert not lost, command
        before = after
    questions = {name.rpartition("/")[0] for name in before if name.endswith("/question.json")}
    assert {name for name in questions if name.endswith("/previous")} == {"baseline/sweep-hire.cs_head/previous"}
    assert len(questions) == len(asked)


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "yaml"], ids=lambda b: b.text.split("\n")[0])
def test_a_shown_scenario_loads(block: Block, folder: Path) -> None:
    from simulator import load
    from simulator.scenario.reading.today import read_today

    path = folder / "shown.yaml"
    path.write_text(block.text, encoding="utf-8")
    scenario = load(path)
    assert scenario.name != load("baseline").name
    assert (read_today(scenario) is None) == ("csv" not in block.text)


def _pasted() -> list[tuple[str, str, str]]:
    """Return (kind, what was run, what it said) for every pasted output."""
    found = []
    ran = ("sh", "t2d3 run")  # what comes out of the command under `## Run it`
    for block in BLOCKS:
        if block.language == "text":
            found.append((*ran, block.text))
        elif block.language in ("sh", "python"):
            ran = (block.language, block.text.replace(".venv/bin/t2d3", "t2d3").split(" && ")[-1])
            if block.heading == "Test it":
                ran = ("sh", "t2d3 run")
    return found


@pytest.mark.parametrize(("kind", "ran", "said"), _pasted(), ids=lambda text: text.split("\n")[0][:40])
def test_a_pasted_output_is_what_comes_out(kind: str, ran: str, said: str, folder: Path) -> None:
    """Every pasted line is printed, word for word and in this order; only where the paste says so are lines missing."""
    if kind == "python":
        quick = ran.replace("runs=200", 'runs=200, engine="compiled"')
        assert quick != ran
        printed = _python(folder, "-c", quick)
    else:
        printed = _t2d3(ran, folder, *_in_full(ran))
        assert _check_pictures(folder) == (ran.split()[1] in ("compare", "when", "sweep", "why"))
    lines, place = [line.rstrip() for line in printed.splitlines()], 0
    for part in _parts(said):
        found = [start for start in range(place, len(lines)) if _is(lines[start : start + len(part)], part)]
        assert found, "\n".join([f"{ran} does not print:", *part, "It prints:", printed])
        place = found[0] + len(part)


def _check_pictures(folder: Path) -> int:
    """The pictures are those that the pasted commands draw: the same title, and the same lines but for the letters.

    Return how many were there to be looked at.
    """
    import numpy as np
    from matplotlib.image import imread

    found = [(kept, folder / "results" / drawn) for kept, drawn in PICTURES.items()]
    found = [(kept, path) for kept, path in found if path.exists()]
    for kept, path in found:
        picture = ROOT / "notebooks" / "pictures" / kept
        assert _title(picture) == _title(path), kept
        assert float(np.abs(imread(picture) - imread(path)).mean()) < ALIKE, f"{kept} is out of date"
    return len(found)


def _title(picture: Path) -> bytes:
    found = re.search(rb"tEXtTitle\0([^\0]+?)....(?:IDAT|tEXt|pHYs)", picture.read_bytes(), re.S)
    assert found, picture
    return found[1]


def _is(lines: list[str], part: list[str]) -> bool:
    """Tell whether lines are those that are pasted; a mark within a pasted line stands for what differs each time."""
    patterns = [".+".join(re.escape(words) for words in line.split(LEFT_OUT)) for line in part]
    return len(lines) == len(part) and all(
        re.fullmatch(pattern, line) for pattern, line in zip(patterns, lines, strict=True)
    )


def _parts(said: str) -> list[list[str]]:
    """Split a pasted output where lines are missing."""
    parts: list[list[str]] = [[]]
    for line in said.splitlines():
        if line == LEFT_OUT:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def test_pictures_and_links_are_there_and_light() -> None:
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]
    assert targets
    for target in targets:
        assert (ROOT / target).exists(), target
    pictures = [ROOT / target for target in targets if target.endswith(".png")]
    assert pictures
    assert all(picture.stat().st_size < 200_000 for picture in pictures)
