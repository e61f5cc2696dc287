"""What the Tab key completes besides names of commands and files: roles, and the paths of the fields of a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.shapes import Shape

_NO_SPACE_AFTER_EQUALS: Final = """\
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace
    fi

    return 0
"""


class _Bash(BashComplete):
    """Completion in bash that leaves the cursor behind `path=`, where the value goes."""

    source_template = BashComplete.source_template.replace("    return 0\n", _NO_SPACE_AFTER_EQUALS)


def prepare_completion() -> None:
    """Have click answer bash in our way."""
    add_completion_class(_Bash, "bash")


def roles(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the roles of the scenario that the command is asked about, the user's own too."""
    from simulator.scenario.schema.words import role_word

    found = _scenario(ctx)
    return [CompletionItem(name, help=role_word(name)) for name in found.roles.names() if name.startswith(incomplete)]


def fields(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the paths of all fields, as `sensitivity --field` takes them."""
    return [
        CompletionItem(path, help=meaning) for path, meaning in _paths(_scenario(ctx)) if path.startswith(incomplete)
    ]


def settings(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the paths of all fields and the hiring point of each role, with the sign that a value follows."""
    found = _scenario(ctx)
    from simulator.scenario.schema.hiring_points import HIRE
    from simulator.scenario.schema.words import a_person

    points = [(f"{HIRE}{role}", f"When hiring of {a_person(role)} opens") for role in found.roles.names()]
    return [
        CompletionItem(f"{path}=", help=meaning)
        for path, meaning in [*points, *_paths(found)]
        if path.startswith(incomplete)
    ]


def policies(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the paths that a company may decide anew on the way, as `branch --then` takes them."""
    from simulator.decisions.branch import is_policy

    return [
        CompletionItem(f"{path}=", help=meaning)
        for path, meaning in _paths(_scenario(ctx))
        if path.startswith(incomplete) and is_policy(path)
    ]


def _scenario(ctx: click.Context) -> Scenario:
    """Return the scenario that stands on the line, the baseline where there is none or it cannot be read."""
    from simulator.errors import T2D3Error
    from simulator.scenario.reading.files import load

    left = ctx.args[:1]  # click does not read arguments before an option whose value is still to come
    for named in (*left, ctx.params.get("scenario")):
        with suppress(T2D3Error, OSError):
            if isinstance(named, str):
                return load(named)
    return load("baseline")


def _paths(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the dotted path of each field of a scenario that takes a value of its own, and what it means."""
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.shapes import shape_of

    return _below(scenario, shape_of(Scenario), "")


def _below(value: Any, shape: Shape | None, path: str) -> Iterator[tuple[str, str]]:
    from simulator.scenario.schema.fields import Part

    steps: dict[str, Any] = {}
    meanings: dict[str, str] = {}
    if isinstance(value, Part):
        model = type(value).model_fields
        steps = {name: getattr(value, name) for name in model}
        meanings = {name: field.description or "" for name, field in model.items()}
    elif isinstance(value, dict):
        steps = {str(name): inner for name, inner in value.items()}
    for name, inner in steps.items():
        below = shape.at(name) if shape is not None else None
        at = f"{path}{name}"
        branching = isinstance(inner, dict) or (isinstance(inner, Part) and not (below and below.kind == "quantity"))
        if branching:
            yield from _below(inner, below, f"{at}.")
        else:
            yield at, meanings.get(name, "")
