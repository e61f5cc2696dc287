"""Whatever it is given, the program answers: an exit code it documents, one message, nothing half-written or hidden.

A slice of each corpus here, whole corpora in the long tier.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import corpora
import pytest
from click.testing import CliRunner
from corpora import ACCOUNTS, SECRET, Asked, command_line, csv_file, furnish, yaml_file

from simulator.cli.app import main
from simulator.results.store import sha256_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes with names are POSIX")

ROOT = Path(__file__).resolve().parents[2]
ENDS = {0, 2, 3}
PROGRAM = "from simulator.cli import main; main()"
LONG = pytest.mark.long(part="hostile")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder, the current one, with what hostile input names."""
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def held(folder: Path) -> set[str]:
    """Return the names of all that is in a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def judge(what: object, code: int, out: str, err: str) -> None:
    """See that an answer is one: exactly that, in words that can be seen, and nobody else's."""
    about = (what, code, out[-500:], err[-1500:])
    assert code in ENDS, about
    assert "Traceback" not in out + err, about
    assert "went wrong" not in err, about
    assert "ignored" not in err, about
    assert SECRET not in out + err, about
    assert not [c for c in out + err if not (c.isprintable() or c == "\n")], about
    assert (code == 0) or err.strip(), about
    assert code == 0 or not out.strip(), about


def check_in_process(*arguments: str) -> int:
    """Run the program here, judge its answer, and return how it ended."""
    done = CliRunner().invoke(main, arguments)
    judge(arguments, done.exit_code, done.stdout, done.stderr)
    return done.exit_code


def all_read(numbers: range, room: Path) -> dict[int, int]:
    """Read scenario files and see what becomes of each; return how many ended how."""
    before, ends = held(room) | {"case.yaml"}, dict.fromkeys(ENDS, 0)
    for number in numbers:
        (room / "case.yaml").write_bytes(yaml_file(number))
        code = check_in_process("check", "case.yaml")
        ends[code] += 1
        if code == 0:
            assert check_in_process("explain", "case.yaml") == 0
    assert held(room) == before
    return ends


def all_tables_read(numbers: range, room: Path) -> dict[int, int]:
    scenario = "name: X\nextends: today\nopening: {accounts_csv: a.csv, roster_csv: r.csv}\npath: {start_arr: $100K}\n"
    (room / "case.yaml").write_text(scenario, encoding="utf-8")
    before, ends = held(room) | {"a.csv", "r.csv"}, dict.fromkeys(ENDS, 0)
    for number in numbers:
        for name, content in zip(("a.csv", "r.csv"), csv_file(number), strict=True):
            (room / name).write_bytes(content)
        ends[check_in_process("check", "case.yaml")] += 1
    assert held(room) == before
    return ends


def test_a_slice_of_hostile_scenarios(room: Path) -> None:
    ends = all_read(range(100), room)
    assert min(ends[0], ends[2]) > 5  # it is read both ways


def test_a_slice_of_hostile_tables(room: Path) -> None:
    ends = all_tables_read(range(50), room)
    assert ends[2] > 20


def test_the_table_that_hostile_ones_are_made_of_is_read(room: Path) -> None:
    (room / "a.csv").write_text(ACCOUNTS, encoding="utf-8")
    (room / "r.csv").write_text(corpora.ROSTER, encoding="utf-8")
    (room / "case.yaml").write_text(
        "name: X\nextends: today\nopening: {accounts_csv: a.csv, roster_csv: r.csv}\npath: {start_arr: $100K}\n"
    )
    assert check_in_process("check", "case.yaml") == 0


def whole(folder: Path) -> None:
    """See that every answer in a folder is all there, and nothing half of one is."""
    for record in folder.rglob("question.json"):
        for name, about in json.loads(record.read_text(encoding="utf-8"))["files"].items():
            assert sha256_of(record.parent / name) == about["sha256"], record
    assert not [name for name in held(folder) if name.endswith(".part")]


def test_a_slice_of_hostile_command_lines(room: Path) -> None:
    for number in range(24):
        before = held(room)
        code = check_in_process(*command_line(number).arguments)
        if code != 0:
            assert held(room) == before, command_line(number)
        whole(room)


# whole corpora, each in a process of its own where the environment matters -------------------------------------------


@LONG
@pytest.mark.timeout(1800)
def test_a_thousand_hostile_scenarios(room: Path) -> None:
    all_read(range(1000), room)


@LONG
@pytest.mark.timeout(1800)
def test_two_hundred_hostile_tables(room: Path) -> None:
    all_tables_read(range(200), room)


def environment(asked: Asked) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **asked.environment}


@LONG
@pytest.mark.timeout(1800)
def test_two_hundred_hostile_command_lines_and_environments(room: Path) -> None:
    for number in range(200):
        asked, before = command_line(number), held(room)
        command = [
            sys.executable,
            "-c",
            PROGRAM,
            *(word.encode("utf-8", "surrogateescape") for word in asked.arguments),
        ]
        done = subprocess.run(
            command, cwd=room, env=environment(asked), capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
        judge(asked, done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
        if done.returncode != 0:
            assert held(room) == before, asked
        whole(room)


def killed_again_and_again(room: Path, kills: int) -> Iterator[tuple[int, str]]:
    """Kill commands at random moments; yield how each ended and what it said."""
    luck = random.Random("kills")
    small = ["--runs", "40", "--set", "horizon_months=12"]
    for number in range(kills):
        folder = room / f"out{number % 6}"
        asked = luck.choice(
            (["run", "baseline", *small], ["compare", "baseline", "no_cs", *small], ["run", "mine.yaml", *small])
        )
        command = [sys.executable, "-c", PROGRAM, *asked, "--out", str(folder), "--replace"]
        process = subprocess.Popen(
            command,
            cwd=room,
            env=environment(Asked(())),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        time.sleep(luck.uniform(0.2, 8.0))
        sent = luck.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP))
        if process.poll() is None:
            os.killpg(process.pid, sent)
        out, err = process.communicate()
        assert process.returncode in {0, 130, -int(sent)}, (asked, sent, err)
        if process.returncode == 130:
            assert b"Stopped" in err
        yield process.returncode, err.decode(errors="replace") + out.decode(errors="replace")


@LONG
@pytest.mark.timeout(1800)
def test_sixty_kills_leave_whole_answers(room: Path) -> None:
    ends = []
    for code, said in killed_again_and_again(room, 60):
        ends.append(code)
        assert "Traceback" not in said
        for record in room.rglob("question.json"):  # what there is of an answer is all of it
            for name, about in json.loads(record.read_text(encoding="utf-8"))["files"].items():
                assert sha256_of(record.parent / name) == about["sha256"]
    assert sum(code < 0 for code in ends) > 20
    for number in range(6):  # the next one tidies up and answers
        command = ["run", "baseline", "--runs", "2", "--set", "horizon_months=6", "--no-charts", "--replace"]
        assert check_in_process(*command, "--out", str(room / f"out{number}")) == 0
    whole(room)
