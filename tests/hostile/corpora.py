"""Hostile input made out of seeds: the same number gives the same file, command line and environment everywhere.

Each begins with something that is right, since what is wrong all over is refused by the first check it meets.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from simulator.scenario.reading.inheritance import shipped
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import describe_fields

SECRET: Final = "SECRET"
"""What a file holds that is none of the reader's business."""

HIDDEN: Final = (
    "\x00",
    "\x07",
    "\x08",
    "\x0b",
    "\x1b[2J",
    "\x1b]0;owned\x07",
    "\x7f",
    "\x85",
    "\x9b31m",
    "\u00a0",
    "\u00ad",
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2028",
    "\u2066",
    "\ufeff",
    "\uffff",
    "\udcff",
    "\U000e0041",
)
SEEN: Final = ("é", "客户", "🚀", "İ", "ß", "ǆ", "Ω", "１２", "½", "٣", "−", "’")
NUMBERS: Final = (
    *("0", "-1", "1e999", "-1e-999", ".inf", ".nan", "1_0", "1,0", "1,000,000", "0x1F", "012", "1:30", "9" * 60),
    *(
        "$2.5M",
        "$-5K",
        "$$5",
        "5$",
        "1e9%",
        "50 %",
        "90 days",
        "-3 weeks",
        "1.2.3",
        "NaN",
        "Infinity",
        "+5",
        "1e400 days",
    ),
)
WORDS: Final = (
    "null",
    "~",
    "true",
    "no",
    "",
    " ",
    "baseline",
    "nothing",
    "core",
    "csm",
    "2027-13-01",
    "Feb 30",
    "0000-01-01",
)
FORMULAS: Final = ("=1+1", "+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "'=1")
MARKS: Final = tuple("{}[]():,;|>&*!%@`\"'#-?\\/<~=\n\r\t ")


def text(luck: random.Random) -> str:
    """Return a few characters, some of which cannot be seen or mean something to a reader."""
    pools: Sequence[Sequence[str]] = (HIDDEN, SEEN, NUMBERS, WORDS, FORMULAS, MARKS, ("a", "Bc", "name"))
    return "".join(luck.choice(luck.choice(pools)) for _ in range(luck.choice((1, 1, 2, 3, 8))))


def quoted(value: str) -> str:
    """Return a text in double quotes as YAML has it, so that any character gets through."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\U{ord(c):08x}" for c in value) + '"'


# scenario files -----------------------------------------------------------------------------------------------------

_PATHS: Final = tuple(note.path for note in describe_fields(Scenario))
_LONG: Final = (
    lambda luck: "[" * luck.choice((5, 19, 25, 3000)),
    lambda luck: "a: " * luck.choice((2, 50)),
    lambda luck: "x" * luck.choice((500, 200_000)),
    lambda luck: "\n".join(f"k{number}: 1" for number in range(luck.choice((10, 5_000)))),
    lambda luck: "# " + "y" * luck.choice((80, 350_000)),
)


def value(luck: random.Random, depth: int = 0) -> str:
    """Return something to stand after a key, in one line."""
    kind = luck.randrange(9 if depth < 3 else 5)
    if kind == 0:
        return luck.choice(NUMBERS)
    if kind == 1:
        return luck.choice(WORDS)
    if kind == 2:
        return quoted(text(luck))
    if kind in (3, 4):
        return luck.choice(FORMULAS + SEEN) if kind == 3 else text(luck).replace("\n", " ")
    inner = [value(luck, depth + 1) for _ in range(luck.randrange(4))]
    if kind in (5, 6):
        return f"[{', '.join(inner)}]"
    kinds = ("uniform", "normal", "triangular", "lognormal", "beta", quoted(text(luck)), "rule", "each")
    return "{" + ", ".join(f"{luck.choice(kinds)}: {one}" for one in inner) + "}"


def entry(luck: random.Random) -> str:
    """Return a line or a few that set a field of the schema, known or nearly so."""
    steps = [
        step if step not in ("*", "[]") else luck.choice(("core", "0", quoted(text(luck))))
        for step in luck.choice(_PATHS).split(".")
    ]
    if luck.random() < 0.15:
        steps[-1] = steps[-1][:-1] or "x"
    lines = [f"{'  ' * depth}{step}:" for depth, step in enumerate(steps)]
    return "\n".join(lines) + f" {value(luck)}"


EXTENDS: Final = (
    *("baseline", "nothing", "today", "no_such", "kept", "kept.yaml", "link.yaml", ".", "..", "/", "~", "self.yaml"),
    *("/dev/null", "/dev/zero", "pipe", "[]", "5", '""', "http://x/y.yaml", "a" * 300, "folder.yaml"),
)


def small_scenario(luck: random.Random) -> str:
    """Return a scenario of a few lines."""
    lines = [f"name: {luck.choice(('X', quoted(text(luck)), value(luck)))}"]
    if luck.random() < 0.3:
        lines.append(f"extends: {luck.choice(EXTENDS)}")
    if luck.random() < 0.2:
        lines.append(f"purpose: {quoted(text(luck))}")
    if luck.random() < 0.2:
        file = luck.choice(("kept", "kept.csv", "pipe", "accounts.csv", "link.csv", "folder.yaml", "/dev/zero"))
        lines.append(f"opening: {{{luck.choice(('accounts_csv', 'roster_csv'))}: {file}}}")
    lines += [entry(luck) for _ in range(luck.randrange(4))]
    if luck.random() < 0.1:
        lines.append(luck.choice(_LONG)(luck))
    luck.shuffle(lines)
    return "\n".join(lines) + "\n"


def damaged(whole: str, luck: random.Random) -> str:
    """Return a text with a few places changed: something left out, put in, doubled or swapped."""
    for _ in range(luck.randrange(1, 5)):
        at = luck.randrange(len(whole) + 1)
        end = min(len(whole), at + luck.choice((1, 1, 3, 40)))
        piece = luck.choice(
            (text(luck), "", whole[at:end] * 2, whole[at:end][::-1], luck.choice(MARKS), luck.choice(NUMBERS))
        )
        whole = whole[:at] + piece + whole[end:]
    return whole


def yaml_file(number: int) -> bytes:
    """Return a scenario file, one of any number."""
    luck = random.Random(f"yaml {number}")
    kind = number % 10
    if kind == 0:
        whole = damaged(luck.choice(shipped())[1].read_text(encoding="utf-8"), luck)
    elif kind == 1:
        return luck.randbytes(luck.choice((1, 10, 300)))
    else:
        whole = small_scenario(luck)
        whole = damaged(whole, luck) if kind < 5 else whole
    start = luck.choice((b"", b"", b"", b"\xef\xbb\xbf", b"\xff\xfe")) if kind < 5 else b""
    return start + whole.encode("utf-8", luck.choice(("replace", "surrogatepass")))


# tables -------------------------------------------------------------------------------------------------------------

ACCOUNTS: Final = "account,arr,start,renewal,owner,onboarded\n" + "".join(
    f"Customer {number},{100 + number}K,2026-0{number}-01,2027-0{number}-15,{'Ana' if number % 2 else ''},yes\n"
    for number in range(1, 8)
)
ROSTER: Final = "name,role,start,status\nAna,CSM,2025-01-01,in place\nBo,Head of CS,2027-03-01,open\n"


def csv_file(number: int) -> tuple[bytes, bytes]:
    """Return an accounts file and a roster, one or both of them damaged."""
    luck = random.Random(f"csv {number}")
    found = []
    for table, hurt in ((ACCOUNTS, number % 3 != 1), (ROSTER, number % 3 == 1)):
        whole = _damaged_table(table, luck) if hurt else table
        found.append(whole.encode("utf-8", luck.choice(("replace", "surrogatepass"))))
    if number % 20 == 7:
        found[0] = luck.randbytes(luck.choice((1, 500)))
    if number % 20 == 13:
        found[0] = found[0].decode(errors="replace").encode("utf-16")
    return found[0], found[1]


def _damaged_table(table: str, luck: random.Random) -> str:
    rows = [line.split(",") for line in table.splitlines()]
    for _ in range(luck.randrange(1, 6)):
        row = luck.choice(rows)
        at = luck.randrange(len(row))
        row[at] = luck.choice((text(luck), luck.choice(FORMULAS), luck.choice(NUMBERS), row[at] * 2, "x" * 140_000))
        if luck.random() < 0.2:
            row.insert(at, text(luck))
        if luck.random() < 0.2:
            rows.append(list(luck.choice(rows)))
    separator = luck.choice((",", ",", ";", "\t"))
    whole = luck.choice(("\n", "\r\n", "\r")).join(separator.join(row) for row in rows)
    return damaged(whole, luck) if luck.random() < 0.3 else whole


# command lines ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A command line, and what differs in the environment."""

    arguments: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


_FEW: Final = ("--runs", "2", "--set", "horizon_months=6", "--no-charts")
_OPTIONS: Final[dict[str, Callable[[random.Random], list[str]]]] = {
    "--set": lambda luck: [f"{luck.choice(_PATHS)}={value(luck)}"],
    "--seed": lambda luck: [luck.choice(NUMBERS)],
    "--workers": lambda luck: [luck.choice(("1", "0", "-1", "1e9", text(luck)))],
    "--engine": lambda luck: [luck.choice(("compiled", text(luck)))],
    "--out": lambda luck: [luck.choice(("out", "pipe", "kept", "folder.yaml", "", "x" * 300, "a/../b", text(luck)))],
    "--by": lambda luck: [luck.choice(("years", "weeks", text(luck)))],
    "--keep": lambda luck: [luck.choice(("runs", "summaries", text(luck)))],
    "--precision": lambda luck: [luck.choice(("0", "-1", text(luck), "nrr=x"))],
    "--quiet": lambda luck: [],
    "--replace": lambda luck: [],
    "--nope": lambda luck: [],
}
_SCENARIOS: Final = ("baseline", "pipe", "mine.yaml", "broken.yaml", "folder.yaml", "/dev/zero", "-", "", "~", "..")
_READING: Final = ("check", "explain", "scenarios", "metrics", "schema", "guide", "story", "library", "model", "rnu")
ENVIRONMENT: Final[dict[str, tuple[str, ...]]] = {
    "COLUMNS": ("1", "0", "-5", "1000000", "x"),
    "LINES": ("0", "x"),
    "TERM": ("dumb", "", "xterm-256color\x1b"),
    "NO_COLOR": ("1",),
    "FORCE_COLOR": ("",),
    "LANG": ("C", "tr_TR.UTF-8", "xx"),
    "LC_ALL": ("C", "POSIX"),
    "PYTHONIOENCODING": ("ascii", "latin-1", "utf-8"),
    "PYTHONUTF8": ("0", "1"),
    "HOME": ("/nowhere", "", "/dev/null"),
    "TMPDIR": ("/nowhere", "/dev/null"),
    "TZ": ("Asia/Kathmandu", "x"),
    "OMP_NUM_THREADS": ("0", "x"),
    "MPLBACKEND": ("nonsense",),
}


def command_line(number: int) -> Asked:
    """Return a command line and an environment."""
    luck = random.Random(f"command {number}")
    names = luck.sample(sorted(_OPTIONS), luck.randrange(4))
    options = [word for name in names for word in (name, *_OPTIONS[name](luck))]
    where = luck.choice((*_SCENARIOS, text(luck)))
    if number % 3 == 0:
        asked = [luck.choice(_READING), *([where] if luck.random() < 0.7 else []), *options[:2]]
        if asked[0] == "library":
            asked.append("--nope")  # all of them would take minutes
    elif number % 3 == 1:
        asked = ["run", where, *_FEW, *options]
    else:
        asked = ["run", luck.choice(("baseline", "mine.yaml")), *_FEW, *options]
    changed = {name: luck.choice(ENVIRONMENT[name]) for name in luck.sample(sorted(ENVIRONMENT), luck.randrange(4))}
    legal = [word.replace("\0", "�") for word in asked]  # no system gives a program a null
    return Asked(tuple(legal), changed)


# where they are read ------------------------------------------------------------------------------------------------


def furnish(folder: Path) -> None:
    """Put into a folder what these files and command lines name."""
    import os

    (folder / "kept").write_text(f"password: {SECRET}\n{SECRET}\n", encoding="utf-8")
    (folder / "kept.yaml").write_text("name: Kept\nhorizon_months: 6\n", encoding="utf-8")
    (folder / "kept.csv").write_text(ACCOUNTS, encoding="utf-8")
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (folder / "mine.yaml").write_text("name: '=1+1'\nhorizon_months: 6\n", encoding="utf-8")
    (folder / "broken.yaml").write_text("name: [X\n", encoding="utf-8")
    (folder / "folder.yaml").mkdir()
    for link in ("link.yaml", "link.csv"):
        (folder / link).symlink_to("kept")
    os.mkfifo(folder / "pipe")
