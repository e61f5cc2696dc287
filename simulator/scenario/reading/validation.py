"""A tree checked against the schema: the part it makes, or what pydantic objects to in plain words at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import ValidationError

from simulator.errors import Problem
from simulator.scenario.reading.nearest import Speller, closest, near_names
from simulator.scenario.reading.nodes import Node
from simulator.scenario.reading.problems import MOST_PROBLEMS, Problems
from simulator.scenario.schema.distributions import KINDS
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.paths import TreePath, dotted
from simulator.scenario.schema.shapes import Shape, allowed_in_words, literals, shape_of
from simulator.scenario.schema.withdrawn import in_place_of
from simulator.scenario.units import InvalidValue, quoted

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

AnyPart = TypeVar("AnyPart", bound=Part)

_YES: Final = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


@dataclass(frozen=True)
class _Location:
    """Where an error is: the deepest part of the tree that exists, its path and shape, and what follows in vain.

    `holder` is the shape of the part the value is in; `choice` is the place of a choice on the way and the name of the
    option that was tried there.
    """

    path: TreePath
    node: Node
    shape: Shape | None
    holder: Shape | None
    rest: tuple[str | int, ...]
    choice: tuple[TreePath, str] | None


def validated(model: type[AnyPart], tree: Node) -> tuple[AnyPart | None, Problems]:
    """Return the part that a tree makes, None where it makes none, and every reason why."""
    try:
        return model.model_validate(tree.plain()), Problems()
    except ValidationError as error:
        return None, _problems_of(error, tree, shape_of(model))


def _problems_of(error: ValidationError, tree: Node, shape: Shape) -> Problems:
    details = error.errors(include_url=False, include_input=False)
    located = _sensible([(detail, _locate(detail["loc"], tree, shape)) for detail in details])
    own = tree.place.source.name  # a file's own mistakes come before what they make of the files it extends
    located = sorted(located, key=lambda found: found[1].node.named_at.source.name != own)
    speller = Speller(shape, tree)
    found = [_problem(detail, location, speller) for detail, location in located[:MOST_PROBLEMS]]
    by_file = sorted(_misspelt_names(_misspelt_keys(found), tree, shape), key=lambda problem: problem.file)
    problems = Problems(by_file)
    problems.count(max(0, len(located) - MOST_PROBLEMS))
    return problems


def _locate(loc: Sequence[str | int], tree: Node, shape: Shape) -> _Location:
    path: TreePath = ()
    node = tree
    place: Shape | None = shape
    holder: Shape | None = shape
    choice: tuple[TreePath, str] | None = None
    steps = list(loc)
    while steps:
        if place is not None and place.kind == "choice":
            label = str(steps.pop(0))
            choice = (path, label)
            place = next((option for option in place.items if _is_named(option, label)), place.items[0])
            continue
        child = node.child(steps[0])
        if child is None:
            break
        step = steps.pop(0)
        holder, path, node = place, (*path, step), child
        place = place.at(step) if place is not None else None
    return _Location(path, node, place, holder, tuple(steps), choice)


def _is_named(option: Shape, label: str) -> bool:
    """Return whether pydantic calls this option of a choice so in its errors."""
    if option.model is not None:
        return option.model.__name__ == label or any(label in literals(field) for field in option.fields.values())
    starts = {"list": ("tuple", "list"), "named": ("dict",), "quantity": ("function-plain",)}
    if option.kind in starts:
        return label.startswith(starts[option.kind])
    return label == getattr(option.type_, "__name__", "") or label.startswith("literal")


_Found = tuple["ErrorDetails", _Location]


def _sensible(found: Sequence[_Found]) -> list[_Found]:
    """Return the errors without those of options that the value was plainly never meant to be."""
    options: dict[TreePath, dict[str, list[_Found]]] = {}
    for detail, location in found:
        if location.choice is not None:
            options.setdefault(location.choice[0], {}).setdefault(location.choice[1], []).append((detail, location))
    meant = {place: _meant(place, tried) for place, tried in options.items()}
    return [one for one in found if one[1].choice is None or meant[one[1].choice[0]] == one[1].choice[1]]


def _meant(place: TreePath, tried: Mapping[str, list[_Found]]) -> str:
    """Return the option whose errors lie deepest; of several, the one with the fewest."""

    def unlikely(label: str) -> tuple[bool, int]:
        errors = tried[label]
        return any(location.path == place and not location.rest for _, location in errors), len(errors)

    return min(tried, key=unlikely)


def _problem(detail: ErrorDetails, location: _Location, speller: Speller) -> Problem:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return _missing(location)
    if kind == "extra_forbidden":
        return _unknown(location, speller)
    if kind in ("value_error", "assertion_error"):
        error = context.get("error")
        if isinstance(error, InvalidValue):
            return _invalid(location, error)
        return location.node.named_at.problem(str(error or detail["msg"]), path=dotted(location.path))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _wrong_tag(location, context)
    words = _WORDS.get(kind, _otherwise)
    message, suggestion = words(location, detail)
    allowed = allowed_in_words(location.shape) if location.shape is not None else ""
    return location.node.shown_at.problem(message, path=dotted(location.path), allowed=allowed, suggestion=suggestion)


def _missing(location: _Location) -> Problem:
    name = location.rest[-1] if location.rest else ""
    inner = location.shape.at(name) if location.shape is not None else None
    path = dotted((*location.path, name))
    allowed = allowed_in_words(inner) if inner is not None else ""
    return location.node.named_at.problem(f"{name} is missing", path=path, allowed=allowed)


def _unknown(location: _Location, speller: Speller) -> Problem:
    level, key = location.path[:-1], str(location.path[-1]) if location.path else ""
    known = list(location.holder.fields) if location.holder is not None else []
    known += [] if level else ["extends"]
    where = f"in {dotted(level)}" if level else "at the top of a scenario"
    instead = in_place_of(location.path)
    if instead:
        gone = f"there is no {quoted(key)} {where} any more: {instead}"
        return location.node.named_at.problem(gone, path=dotted(location.path))
    suggestion = speller.key(key, level, known)
    return location.node.named_at.problem(
        f"there is no {quoted(key)} {where}",
        path=dotted(location.path),
        allowed=", ".join(known),
        suggestion=suggestion,
    )


def _invalid(location: _Location, error: InvalidValue) -> Problem:
    """Return what a reader of the schema could not take, at the part of the value it names."""
    node, path = location.node, location.path
    for step in error.at:
        if isinstance(node.value, list) and isinstance(step, str) and path and path[-1] in KINDS:
            step = KINDS[str(path[-1])].index(step)
        child = node.child(step)
        if child is None:
            break
        node, path = child, (*path, step)
    place = node.named_at if error.at_key else node.shown_at
    return place.located(replace(error.problem, path=dotted(path)))


def _wrong_tag(location: _Location, context: Mapping[str, Any]) -> Problem:
    field = str(context.get("discriminator", "")).strip("'")
    expected = str(context.get("expected_tags", "")).replace("'", "")
    child = location.node.child(field)
    if child is None:
        return location.node.named_at.problem(
            f"{field} is missing", path=dotted((*location.path, field)), allowed=expected
        )
    return child.place.problem(
        f"{quoted(child.value)} is not one of the choices",
        path=dotted((*location.path, field)),
        allowed=expected,
        suggestion=closest(str(child.value), expected.split(", ")),
    )


def _what(node: Node) -> str:
    """Return in words what was written."""
    match node.value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case bool():
            return str(node.value).lower()
        case str():
            return quoted(str(node.value))
    return f"the number {node.value}"


_Words = Callable[[_Location, "ErrorDetails"], tuple[str, str]]


def _belongs(noun: str) -> _Words:
    def words(location: _Location, detail: ErrorDetails) -> tuple[str, str]:
        if location.node.value is None:
            return "there is no value here", ""
        return f"{_what(location.node)} stands where {noun} belongs", ""

    return words


def _text(location: _Location, detail: ErrorDetails) -> tuple[str, str]:
    message, _ = _belongs("text")(location, detail)
    quotable = isinstance(location.node.value, int | float)
    return message, f'"{str(location.node.value).lower()}"' if quotable else ""


def _flag(location: _Location, detail: ErrorDetails) -> tuple[str, str]:
    message, _ = _belongs("true or false")(location, detail)
    return message, _YES.get(str(location.node.value).casefold(), "")


def _option(location: _Location, detail: ErrorDetails) -> tuple[str, str]:
    if location.node.value is None:
        return "there is no value here", ""
    known = allowed_in_words(location.shape).split(", ") if location.shape is not None else []
    return f"{_what(location.node)} is not one of the choices", closest(str(location.node.value), known)


def _limit(phrase: str) -> _Words:
    def words(location: _Location, detail: ErrorDetails) -> tuple[str, str]:
        return phrase.format(**detail.get("ctx", {})), ""

    return words


def _otherwise(location: _Location, detail: ErrorDetails) -> tuple[str, str]:
    said = detail["msg"].replace("Input should be", "this should be").replace("Value should", "this should")
    return said[:1].lower() + said[1:], ""


_WORDS: Final[Mapping[str, _Words]] = {
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type", "mapping_type"), _belongs("a mapping")),
    **dict.fromkeys(("tuple_type", "list_type", "set_type", "frozen_set_type"), _belongs("a list")),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _belongs("a whole number")),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), _belongs("a number")),
    **dict.fromkeys(("string_type", "string_unicode"), _text),
    **dict.fromkeys(("bool_type", "bool_parsing"), _flag),
    **dict.fromkeys(("literal_error", "enum"), _option),
    "none_required": _belongs("null"),
    "greater_than_equal": _limit("this must be at least {ge}"),
    "greater_than": _limit("this must be above {gt}"),
    "less_than_equal": _limit("this must be at most {le}"),
    "less_than": _limit("this must be below {lt}"),
    "too_short": _limit("there are {actual_length} entries here; at least {min_length} are needed"),
    "too_long": _limit("there are more than {max_length} entries here"),
    "string_too_short": _limit("the text is too short: at least {min_length} characters are needed"),
    "string_too_long": _limit("the text is too long: at most {max_length} characters fit"),
    "string_pattern_mismatch": _limit("the text does not have the form {pattern}"),
}


def _misspelt_keys(problems: list[Problem]) -> list[Problem]:
    """Return the problems without missing fields that are there under a misspelt key: it is named already."""
    meant = {
        ".".join([*one.path.split(".")[:-1], one.suggestion])
        for one in problems
        if one.suggestion and one.message.startswith("there is no ")
    }
    return [one for one in problems if not (one.path in meant and one.message.endswith(" is missing"))]


def _misspelt_names(problems: list[Problem], tree: Node, shape: Shape) -> list[Problem]:
    """Join the missing fields of a thing whose name is a near miss of another's: its name is what is wrong."""
    for path, node, other in near_names(tree, shape):
        lacking = [one for one in problems if one.message.endswith(" is missing") and _under(one.path, path)]
        if lacking:
            names = ", ".join(one.path.removeprefix(f"{dotted(path)}.") for one in lacking)
            joined = node.named_at.problem(
                f"{quoted(str(path[-1]))} is a new name here, and lacks {names}",
                path=dotted(path),
                suggestion=dotted((*path[:-1], other)),
            )
            problems = [one for one in problems if one not in lacking] + [joined]
    return problems


def _under(path: str, above: TreePath) -> bool:
    return path.startswith(f"{dotted(above)}.")
