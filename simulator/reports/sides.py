"""What the sides of a comparison are called: by what they decide differently, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.decisions.branch import LIKE
from simulator.decisions.changing import value_at
from simulator.decisions.differing import ABSENT, differs
from simulator.reports.words import plural, short_name
from simulator.scenario.explain.conditions import opens_in_words
from simulator.scenario.explain.words import listed
from simulator.scenario.reading.files import changed
from simulator.scenario.schema.words import a_person, path_words, role_word, role_words

if TYPE_CHECKING:
    from simulator.decisions.axis import Axis, Choice
    from simulator.decisions.branch import Future
    from simulator.scenario.schema.scenario import Scenario

_MOST_SAID: Final = 2
"""So many differing values are said, of more only the first."""
_LONGEST: Final = 60
_NAME: Final = 60
_OPENS: Final = "opens"
_SPOKEN: Final = {"true": "yes", "false": "no"}
_BRACKETS: Final = str.maketrans("", "", "[]{}\"'")
_STRUCTURES: Final = ("[", "{", "in the order")


def change_words(scenario: Scenario, path: str, text: str) -> str:
    """Return in words that a `scenario` has a value, written as `text`, at a `path`.

    `hiring lookahead 200 days`, `a head of CS once ARR reaches $9M`, `no planned hiring of CSMs`.
    """
    if path.endswith(f".{_OPENS}"):
        return _opening_words(scenario, path)
    name = path_words(path)
    if text == ABSENT:
        return f"no {name}"
    if text in _SPOKEN:
        return f"{name}: {_SPOKEN[text]}"
    return f"different {name}" if text.startswith(_STRUCTURES) else f"{name} {text}"


def _opening_words(scenario: Scenario, path: str) -> str:
    """Return when what stands at a path opens: hiring for a role, or a programme."""
    above = path.removesuffix(f".{_OPENS}")
    role = above.rpartition(".")[2] if above.startswith("roles.") else ""
    conditions = value_at(scenario, path) or ()
    if not conditions:
        return f"no planned hiring of {role_words(role)}" if role else f"no {path_words(above)}"
    who = a_person(role) if role else path_words(above)
    when = [f"once {opens_in_words(one, scenario)}" for one in conditions]
    words = f"{who} {listed(when, 'or')}"
    if len(words) <= _LONGEST or len(when) == 1:
        return words
    return f"{who} {when[0]}, or on {plural(len(when) - 1, 'other condition')}"


def differing_words(one: Scenario, other: Scenario) -> tuple[str, str]:
    """Return what each of two scenarios has where they differ; of many values the first, and how many more there are.

    Empty where they differ in nothing.
    """
    found = differs(one, other)
    said = found[: _MOST_SAID if len(found) <= _MOST_SAID else 1]
    more = [plural(len(found) - len(said), "other change")] if len(found) > len(said) else []
    first = [change_words(one, field.path, field.a) for field in said]
    second = [change_words(other, field.path, field.b) for field in said]
    return listed([*first, *more]), listed([*second, *more])


def side_names(one: Scenario, other: Scenario) -> tuple[str, str]:
    """Return what two scenarios are called: by their names, two of one name by what they differ in.

    Where they differ in nothing they are A and B.
    """
    a, b = short_name(one.name, _NAME), short_name(other.name, _NAME)
    if a != b:
        return a, b
    first, second = differing_words(one, other)
    if first == second:
        return f"{a} (A)", f"{b} (B)"
    return f"{a} with {first}", f"{b} with {second}"


def future_words(scenario: Scenario, future: Future) -> str:
    """Return what is decided in one `future` of a `scenario`, in words: `1 more CSM`, `as in Founder-led`."""
    if future.policy is not None:
        if future.label.startswith(LIKE):
            return future.label
        return differing_words(future.policy, scenario)[0]
    path, value = next(iter(future.changes.items()))
    role = path.split(".")[-2]
    if path.endswith(f".{_OPENS}"):
        return f"opening hiring for {role_words(role)}"
    count = int(value[-1]["count"])
    return f"{count:,} more {role_word(role) if count == 1 else role_words(role)}"


def choice_words(scenario: Scenario, axis: Axis, choice: Choice) -> str:
    """Return one value of an axis as it stands beside others: `$3M`, `once ARR reaches $9M`, `never`, `yes`.

    Tables and charts show these words; files keep the value as it is written in a scenario.
    """
    if choice.point is not None or axis.numeric:
        return choice.label
    if axis.path.endswith(f".{_OPENS}"):
        conditions = value_at(changed(scenario, choice.changes), axis.path) or ()
        return listed([f"once {opens_in_words(one, scenario)}" for one in conditions], "or") or "never"
    return _SPOKEN.get(choice.label) or _without_brackets(choice.label)


def _without_brackets(text: str) -> str:
    """Return a value without the signs of its structure: `{rule: ratio, to: csm}` as `rule ratio, to csm`."""
    if not text.startswith(("[", "{")):
        return text
    return text.translate(_BRACKETS).replace(": ", " ").strip() or "none"


def at_words(scenario: Scenario, axis: Axis, choice: Choice) -> str:
    """Return one value of an axis in a sentence: `hiring lookahead at 60 days`, `a head of CS once ARR reaches $9M`."""
    if choice.point is not None or axis.numeric:
        return axis.at(choice)
    words = change_words(changed(scenario, choice.changes), axis.path, choice.label)
    if not choice.label.startswith(("[", "{")) or axis.path.endswith(f".{_OPENS}"):
        return words
    plain = f"{path_words(axis.path)}: {_without_brackets(choice.label)}"
    return plain if len(plain) <= _LONGEST else words
