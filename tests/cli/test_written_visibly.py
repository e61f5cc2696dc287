"""Nothing that a file, a folder or an account is called acts on the terminal that shows it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from in_process import fine, t2d3
from rich.table import Table
from rich.text import Text

from simulator.cli.terminal import output, say
from simulator.reports.terminal.consoles import VisibleConsole

RED = "\x1b[31m\x1b]0;owned\x9cred\u202e"
SEEN = "�[31m�]0;owned�red�"

ACCOUNTS = f"account,arr,segment,start,renewal,onboarded,owner\nEvil {RED},$90K,core,2025-01-01,2027-03-01,yes,\n"


def test_printing_shows_what_cannot_be_seen(capsys: pytest.CaptureFixture[str]) -> None:
    say(RED)
    say(f"two\nlines {RED}", err=True)
    output().print(RED, style="bold")
    printed = capsys.readouterr()
    assert printed.out == f"{SEEN}\n{SEEN}\n"
    assert printed.err == f"two\nlines {SEEN}\n"


def test_a_terminal_gets_the_styles_and_tables_as_they_are() -> None:
    screen = StringIO()
    console = VisibleConsole(file=screen, force_terminal=True, color_system="standard", width=60)
    table = Table(box=None)
    table.add_column("head", style="bold")
    table.add_row(Text(RED))
    console.print(table)
    console.print(Text("plain", style="red"))
    with console.status("waiting"):
        pass
    shown = screen.getvalue()
    assert "\x1b[31mplain\x1b[0m" in shown  # our own red
    assert "�[31m�]0;owned" in shown
    assert "\x1b]0;" not in shown
    assert "\u202e" not in shown


def test_names_of_accounts_and_folders_are_shown_safely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(ACCOUNTS, encoding="utf-8", newline="")
    Path("x.yaml").write_text(
        "name: X\nextends: today\nopening: {accounts_csv: a.csv, roster_csv: null}\nhorizon_months: 12\n"
        "start_date: 2027-01-01\npath: {start_arr: $90K}\n",
        encoding="utf-8",
    )
    told = t2d3("story", "x.yaml", "--account", "0")
    assert told.exit_code == 0, told.output
    assert "Evil �[31m" in told.stdout
    written = t2d3("schema", "--out", "s\u202ex.json")
    assert (written.exit_code, written.stdout) == (0, "s�x.json\n")
    made = t2d3("run", "x.yaml", "--runs", "2", "--no-charts", "--out", "o\u202ex")
    assert made.exit_code == 0, made.output
    assert "in o�x\n" in made.stdout
    fine("check", "x.yaml")
    for shown in (told, written, made):
        assert not [c for c in shown.output if not c.isprintable() and c != "\n"]


def test_a_file_cannot_add_a_line_to_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = "x\nAll is well.yaml"
    Path(name).write_text("name: X\nhorizon_months: 0\n", encoding="utf-8")
    refused = t2d3("check", name)
    assert refused.exit_code == 2
    assert "\nAll is well" not in refused.output
