"""One tree of exceptions; each knows the exit code the command line ends with."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.visible import visible

__all__ = [
    "InputError",
    "Interrupted",
    "KeySpaceError",
    "OutputError",
    "Problem",
    "ScenarioError",
    "SizeError",
    "T2D3Error",
    "not_allowed",
    "shown",
]


class T2D3Error(Exception):
    """Anything a user can put right. Its text is one clear message; no traceback is shown."""

    exit_code = 1


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place of an input.

    `line` and `column` count from 1; both are 0 when the problem has no place in a file (an override on the command
    line). `path` is the dotted name of the field, `allowed` says in words what would be accepted, `suggestion` is the
    nearest right spelling, and `source_line` the text of the line, shown with a caret under `column`. One problem may
    stand for all like it: `count` is how many there are, and `places` says where the first of them are.
    """

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    allowed: str = ""
    suggestion: str = ""
    source_line: str = ""
    count: int = 1
    places: tuple[str, ...] = ()

    def render(self) -> str:
        """Return the problem as a few lines of text: place, message, the line with a caret, what is allowed."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        lines = [visible(": ".join(part for part in (place, self.path, self.message) if part))]
        if self.source_line:
            lines += _caret_lines(self.source_line, self.column)
        if self.count > 1:
            lines.append(f"    {self.count:,} like this: {', '.join(self.places)}, ...")
        if self.allowed:
            lines.append(visible(f"    allowed: {self.allowed}"))
        if self.suggestion:
            lines.append(visible(f"    did you mean: {self.suggestion}"))
        return "\n".join(lines)


def _caret_lines(source_line: str, column: int, width: int = 100) -> list[str]:
    """Show a window of the line around the caret, so that a line of a megabyte stays readable."""
    text = source_line.rstrip("\r\n").replace("\t", " ")
    start = max(0, column - 1 - width // 2) if len(text) > width else 0
    return [f"    | {visible(text[start : start + width])}", f"    | {' ' * (column - 1 - start)}^"]


class InputError(T2D3Error):
    """Something the user gave is wrong: a scenario, a CSV, an override, an option. Carries every problem found."""

    exit_code = 2

    def __init__(self, problems: list[Problem] | str) -> None:
        self.problems = [Problem(problems)] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(problem.render() for problem in self.problems))


def not_allowed(name: str, value: object, allowed: str) -> InputError:
    """Return the error for an argument, by its `name`, whose `value` is not what is `allowed`, in words."""
    return InputError([Problem(f"is {shown(value)}", path=name, allowed=allowed)])


def shown(value: object) -> str:
    """Return a `value` of Python as a message shows it: by its text where that is short and plain, else by its type."""
    text = repr(value)
    return text if len(text) <= 40 and text.isprintable() else f"a {type(value).__name__}"


class ScenarioError(InputError):
    """A scenario, its overrides or the CSV files it names cannot be used."""


class SizeError(InputError):
    """What was asked for is too large to be simulated or kept; the message shows the arithmetic."""


class KeySpaceError(InputError):
    """A draw's key does not fit in the counter, so two draws could have shared one number."""


class OutputError(T2D3Error):
    """A result could not be written or read."""

    exit_code = 3


class Interrupted(T2D3Error):  # noqa: N818  (it is not an error of anybody's making)
    """The user stopped the work; what had finished is kept."""

    exit_code = 130
