"""How the program ends: one clear message and the exit code that belongs to it, never a traceback unasked."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from simulator.cli.lost_interrupts import redelivered
from simulator.cli.streams import let_go_of_output, prepare_streams
from simulator.cli.terminal import say
from simulator.errors import T2D3Error
from simulator.machine import check_room

Function = TypeVar("Function", bound=Callable[..., Any])

STOPPED: Final = 130
"""What shells report for a program ended by Ctrl-C."""
_PIPE_CLOSED: Final = 1
_MACHINE: Final = 3
_UNEXPECTED: Final = 70  # EX_SOFTWARE of sysexits.h: the program itself is at fault

LEAST_ROOM: Final = 300_000_000
"""Bytes of addresses without which the libraries of numbers end the program before anything can be said."""
_NO_ROOM: Final = ("failed to map segment", "cannot allocate memory", "Cannot allocate memory")

_UNWRITTEN: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG, errno.EIO, errno.EBADF)
"""Of an error that names no file: those of writing to a stream. Whoever writes files names them."""

_debug: ContextVar[bool] = ContextVar("debug", default=False)


def debug_option(function: Function) -> Function:
    """Give a command the option --debug."""
    return click.option(
        "--debug", is_flag=True, expose_value=False, callback=_set_debug, help="Show the traceback of an error."
    )(function)


def _set_debug(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        _debug.set(True)


def exit_code_of(program: Callable[[], Any]) -> int:
    """Run a program and return its exit code; whatever goes wrong has been said on standard error."""
    _debug.set(False)
    prepare_streams()
    try:
        check_room(LEAST_ROOM, "any command")
        with redelivered():
            code = program()
        sys.stdout.flush()
    except BrokenPipeError:
        let_go_of_output()
        return _PIPE_CLOSED
    except Exception as error:  # the last place where an error can be turned into words
        if _debug.get():
            import traceback

            traceback.print_exc()
        return _explained(error)
    except KeyboardInterrupt:
        _say("Stopped.")
        return STOPPED
    return code if isinstance(code, int) else 0


def _explained(error: Exception) -> int:
    """Say what went wrong and return the exit code for it."""
    if isinstance(error, click.Abort):
        _say("Stopped.")
        return STOPPED
    if isinstance(error, click.ClickException):
        _say(error.format_message() + _where_to_read(error))
        return error.exit_code
    if isinstance(error, T2D3Error):
        _say(str(error))
        return error.exit_code
    refused = _refused(error)
    if refused:
        _say(refused)
        return _MACHINE
    _say(
        f"Something went wrong inside t2d3 ({type(error).__name__}: {error}). It is not your mistake: please report it."
    )
    if not _debug.get():
        _say("With --debug added, the same command shows the traceback that a report should have.")
    return _UNEXPECTED


def _refused(error: Exception) -> str:
    """Return what the machine refused, and why; empty for an error of another kind."""
    said = str(error)
    if isinstance(error, MemoryError) or (isinstance(error, ImportError) and any(word in said for word in _NO_ROOM)):
        return "There is not enough memory for this; try fewer runs or fewer workers."
    if isinstance(error, RuntimeError) and said == "can't start new thread":
        return "The system starts no more threads for this user (ulimit -u)."
    if not isinstance(error, OSError) or error.errno is None:
        return ""
    why = error.strerror or said
    if error.filename is None and error.errno == errno.ENOENT and not _is_anywhere():
        return "The folder that t2d3 was started in is gone; start it in another one."
    if error.filename is None and error.errno in _UNWRITTEN:
        let_go_of_output()
        return f"What was to be printed cannot be written to standard output: {why}."
    return (
        f"The system refuses {error.filename}: {why}." if error.filename is not None else f"The system refuses: {why}."
    )


def _is_anywhere() -> bool:
    """Tell whether the current folder is still there."""
    try:
        return bool(Path.cwd())
    except OSError:
        return False


def _where_to_read(error: click.ClickException) -> str:
    """Return the line that leads a mistaken command to its help page."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"\nTry: {context.command_path} --help" if context is not None else ""


def _say(text: str) -> None:
    """Write a message to standard error, without control characters that a file or a name may have brought along."""
    say(text, err=True)
