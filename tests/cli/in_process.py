"""The program run in this process, and what the tests of folders see of how it ended."""

from __future__ import annotations

from click.testing import CliRunner
from click.testing import Result as Outcome

from simulator.cli.app import main


def t2d3(*arguments: str) -> Outcome:
    """Run the program in this process."""
    return CliRunner().invoke(main, arguments)


def fine(*arguments: str) -> str:
    """Run the program, see that it ended well and return what it said beside its answer."""
    done = t2d3(*arguments)
    assert done.exit_code == 0, done.output
    return done.stderr


def refused(*arguments: str) -> str:
    """Run the program, see that it refused to write and return what it said."""
    done = t2d3(*arguments)
    assert done.exit_code == 3, done.output
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr
