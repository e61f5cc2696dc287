"""How the program ends: one clear message and the exit code that belongs to it, never a traceback unasked."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, Final, TextIO, TypeVar

import click

from simulator.cli.lost_interrupts import redelivered
from simulator.cli.terminal import say
from simulator.errors import T2D3Error

Function = TypeVar("Function", bound=Callable[..., Any])

STOPPED: Final = 130
"""What shells report for a program ended by Ctrl-C."""
_PIPE_CLOSED: Final = 1
_UNEXPECTED: Final = 70  # EX_SOFTWARE of sysexits.h: the program itself is at fault

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
    _write_any_character()
    try:
        with redelivered():
            code = program()
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of(sys.stdout)
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
    if isinstance(error, MemoryError):
        _say("There is not enough memory for this; try fewer runs or fewer workers.")
        return 2
    _say(
        f"Something went wrong inside t2d3 ({type(error).__name__}: {error}). It is not your mistake: please report it."
    )
    if not _debug.get():
        _say("With --debug added, the same command shows the traceback that a report should have.")
    return _UNEXPECTED


def _where_to_read(error: click.ClickException) -> str:
    """Return the line that leads a mistaken command to its help page."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"\nTry: {context.command_path} --help" if context is not None else ""


def _say(text: str) -> None:
    """Write a message to standard error, without control characters that a file or a name may have brought along."""
    with suppress(OSError):
        say(text, err=True)


def _write_any_character() -> None:
    """Make the standard streams write a question mark where their encoding lacks a character, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _let_go_of(stream: TextIO) -> None:
    """Point a closed pipe at nothing, so that Python does not complain about it once more on its way out."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
