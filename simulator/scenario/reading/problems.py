"""What pydantic objects to, as problems in plain words at the place in the file that caused them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simulator.errors import Problem
from simulator.scenario.reading.nearest import Speller, closest, near_names
from simulator.scenario.reading.nodes import Node
from simulator.scenario.schema.distributions import KINDS
from simulator.scenario.schema.field_path import TreePath, dotted
from simulator.scenario.schema.shapes import Shape, allowed_in_words, literals
from simulator.scenario.units import quoted

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

MOST_PROBLEMS: Final = 100
_YES: Final = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


@dataclass(frozen=True)
class _Spot:
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


def problems_of(error: ValidationError, tree: Node, shape: Shape) -> list[Problem]:
    """Return every error as a problem, each once, in the order of the files and lines they point at."""
    details = error.errors(include_url=False, include_input=False)
    spots = _sensible([(detail, _spot(detail["loc"], tree, shape)) for detail in details])
    own = tree.place.source.name  # a file's own mistakes come before what they make of the files it extends
    spots = sorted(spots, key=lambda found: found[1].node.named_at.source.name != own)
    speller = Speller(shape, tree)
    problems = [_problem(detail, spot, speller) for detail, spot in spots[:MOST_PROBLEMS]]
    if len(spots) > MOST_PROBLEMS:
        source = tree.place.source
        problems.append(Problem(f"and {len(spots) - MOST_PROBLEMS:,} more problems, not listed", source.name))
    return in_order(_misspelt_names(_misspelt_keys(problems), tree, shape))


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems without repetitions, by file and line."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line or 10**9, problem.column))


def _spot(loc: Sequence[str | int], tree: Node, shape: Shape) -> _Spot:
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
    return _Spot(path, node, place, holder, tuple(steps), choice)


def _is_named(option: Shape, label: str) -> bool:
    """Return whether pydantic calls this option of a choice so in its errors."""
    if option.model is not None:
        return option.model.__name__ == label or any(label in literals(field) for field in option.fields.values())
    starts = {"list": ("tuple", "list"), "named": ("dict",), "quantity": ("function-plain",)}
    if option.kind in starts:
        return label.startswith(starts[option.kind])
    return label == getattr(option.type_, "__name__", "") or label.startswith("literal")


_Found = tuple["ErrorDetails", _Spot]


def _sensible(found: Sequence[_Found]) -> list[_Found]:
    """Return the errors without those of options that the value was plainly never meant to be."""
    options: dict[TreePath, dict[str, list[_Found]]] = {}
    for detail, spot in found:
        if spot.choice is not None:
            options.setdefault(spot.choice[0], {}).setdefault(spot.choice[1], []).append((detail, spot))
    meant = {place: _meant(place, tried) for place, tried in options.items()}
    return [one for one in found if one[1].choice is None or meant[one[1].choice[0]] == one[1].choice[1]]


def _meant(place: TreePath, tried: Mapping[str, list[_Found]]) -> str:
    """Return the option whose errors lie deepest; of several, the one with the fewest."""

    def unlikely(label: str) -> tuple[bool, int]:
        errors = tried[label]
        return any(spot.path == place and not spot.rest for _, spot in errors), len(errors)

    return min(tried, key=unlikely)


def _problem(detail: ErrorDetails, spot: _Spot, speller: Speller) -> Problem:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return _missing(spot)
    if kind == "extra_forbidden":
        return _unknown(spot, speller)
    if kind == "scenario":
        return _complaint(spot, context)
    if kind in ("value_error", "assertion_error"):
        return spot.node.named_at.problem(str(context.get("error", detail["msg"])), path=dotted(spot.path))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _wrong_tag(spot, context)
    words = _WORDS.get(kind, _otherwise)
    message, suggestion = words(spot, detail)
    allowed = allowed_in_words(spot.shape) if spot.shape is not None else ""
    return spot.node.shown_at.problem(message, path=dotted(spot.path), allowed=allowed, suggestion=suggestion)


def _missing(spot: _Spot) -> Problem:
    name = spot.rest[-1] if spot.rest else ""
    inner = spot.shape.at(name) if spot.shape is not None else None
    path = dotted((*spot.path, name))
    allowed = allowed_in_words(inner) if inner is not None else ""
    return spot.node.named_at.problem(f"{name} is missing", path=path, allowed=allowed)


def _unknown(spot: _Spot, speller: Speller) -> Problem:
    level, key = spot.path[:-1], str(spot.path[-1]) if spot.path else ""
    known = list(spot.holder.fields) if spot.holder is not None else []
    known += [] if level else ["extends"]
    suggestion = speller.key(key, level, known)
    where = f"in {dotted(level)}" if level else "at the top of a scenario"
    return spot.node.named_at.problem(
        f"there is no {quoted(key)} {where}", path=dotted(spot.path), allowed=", ".join(known), suggestion=suggestion
    )


def _complaint(spot: _Spot, context: Mapping[str, Any]) -> Problem:
    """Return an error raised by the schema itself, at the part of the value it names."""
    node, path = spot.node, spot.path
    for step in context["at"]:
        if isinstance(node.value, list) and isinstance(step, str) and path and path[-1] in KINDS:
            step = KINDS[str(path[-1])].index(step)
        child = node.child(step)
        if child is None:
            break
        node, path = child, (*path, step)
    place = node.named_at if context["at_key"] else node.shown_at
    return place.problem(
        context["message"], path=dotted(path), allowed=context["allowed"], suggestion=context["suggestion"]
    )


def _wrong_tag(spot: _Spot, context: Mapping[str, Any]) -> Problem:
    field = str(context.get("discriminator", "")).strip("'")
    expected = str(context.get("expected_tags", "")).replace("'", "")
    child = spot.node.child(field)
    if child is None:
        return spot.node.named_at.problem(f"{field} is missing", path=dotted((*spot.path, field)), allowed=expected)
    return child.place.problem(
        f"{quoted(child.value)} is not one of the choices",
        path=dotted((*spot.path, field)),
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


_Words = Callable[[_Spot, "ErrorDetails"], tuple[str, str]]


def _belongs(noun: str) -> _Words:
    def words(spot: _Spot, detail: ErrorDetails) -> tuple[str, str]:
        if spot.node.value is None:
            return "there is no value here", ""
        return f"{_what(spot.node)} stands where {noun} belongs", ""

    return words


def _text(spot: _Spot, detail: ErrorDetails) -> tuple[str, str]:
    message, _ = _belongs("text")(spot, detail)
    quotable = isinstance(spot.node.value, int | float)
    return message, f'"{str(spot.node.value).lower()}"' if quotable else ""


def _flag(spot: _Spot, detail: ErrorDetails) -> tuple[str, str]:
    message, _ = _belongs("true or false")(spot, detail)
    return message, _YES.get(str(spot.node.value).casefold(), "")


def _option(spot: _Spot, detail: ErrorDetails) -> tuple[str, str]:
    if spot.node.value is None:
        return "there is no value here", ""
    known = allowed_in_words(spot.shape).split(", ") if spot.shape is not None else []
    return f"{_what(spot.node)} is not one of the choices", closest(str(spot.node.value), known)


def _limit(phrase: str) -> _Words:
    def words(spot: _Spot, detail: ErrorDetails) -> tuple[str, str]:
        return phrase.format(**detail.get("ctx", {})), ""

    return words


def _otherwise(spot: _Spot, detail: ErrorDetails) -> tuple[str, str]:
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
