"""A wrong argument of a question is answered with its name and what is allowed, before anything is played."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import Parameter, signature
from typing import Any

import click
import numpy as np
import pytest

import simulator
from simulator import InputError
from simulator.answers._arguments import ARGUMENTS
from simulator.cli.app import COMMANDS, main
from simulator.cli.options import Whole

QUESTIONS = [
    *("branch", "check", "compare", "explain", "optimize", "sensitivity"),
    *("simulate", "story", "sweep", "when", "why"),
]
NEEDED: dict[str, dict[str, Any]] = {
    "branch": {"at": 6, "decide": "csm=1"},
    "compare": {"a": "baseline", "b": "baseline"},
    "optimize": {"lever": "hiring.lookahead=60d,120d"},
    "sweep": {"vary": "hiring.lookahead=60d,120d"},
    "when": {"hire": "cs_head"},
}
"""What each has to be given; nothing of it is played here."""
NEVER_RIGHT = (object(), {1: 2}, [object()], b"x", 1j)


def of(question: str) -> tuple[Callable[..., Any], list[Parameter]]:
    function = getattr(simulator, question)
    return function, list(signature(function).parameters.values())


def cases() -> Iterator[tuple[str, str, Any]]:
    for question in QUESTIONS:
        for parameter in of(question)[1]:
            yield from ((question, parameter.name, wrong) for wrong in NEVER_RIGHT)
            if parameter.annotation in ("str", "str | None"):
                yield question, parameter.name, ["nrr"]
            if parameter.annotation in ("int", "int | None"):
                yield from ((question, parameter.name, wrong) for wrong in ("6", 6.5, -1, True))


def refused(question: str, name: str, value: Any) -> str:
    function, parameters = of(question)
    with pytest.raises(InputError) as error:
        if next(one for one in parameters if one.name == name).kind is Parameter.VAR_POSITIONAL:
            function(*NEEDED.get(question, {}).values(), value)
        else:
            function(**{**NEEDED.get(question, {}), name: value})
    return str(error.value)


@pytest.mark.parametrize(("question", "name", "wrong"), list(cases()))
def test_what_is_none_is_refused_by_name(question: str, name: str, wrong: Any) -> None:
    said = refused(question, name, wrong)
    assert said.startswith(f"{name}: is ")
    assert f"allowed: {(ARGUMENTS.get(f'{question}.{name}') or ARGUMENTS[name])[1]}" in said


def test_what_is_natural_in_python_and_not_ours_is_told_how_to_say_it() -> None:
    assert (
        'candidates: is [2000000.0, 3000000.0]\n    allowed: a text, or several as a list, such as "$2M,$3M"'
        in refused("when", "candidates", [2e6, 3e6])
    )
    assert (
        "set: is 'horizon_months=12'\n    allowed: values by their paths, such as {\"horizon_months\": 36}"
        in refused("simulate", "set", "horizon_months=12")
    )


def test_several_wrong_ones_are_told_at_once() -> None:
    with pytest.raises(InputError) as error:
        simulator.simulate(5, seed="x", runs=0)  # type: ignore[call-overload]
    assert [problem.path for problem in error.value.problems] == ["scenario", "runs", "seed"]


def test_numbers_of_numpy_are_numbers() -> None:
    whole = np.int64(3)
    short = {"horizon_months": whole}
    found = simulator.simulate("baseline", runs=whole, seed=np.uint8(1), workers=np.int32(1), set=short)
    assert (
        found.digest() == simulator.simulate("baseline", runs=3, seed=1, workers=1, set={"horizon_months": 3}).digest()
    )


@pytest.mark.parametrize(
    ("path", "given", "same"),
    [
        ("horizon_months", np.array(12), 12),
        ("start_date", np.datetime64("2028-02-01"), "2028-02-01"),
        ("name", np.str_("Ours"), "Ours"),
        ("path.multiples", [np.float32(2.5)] * 5, [2.5] * 5),
    ],
)
def test_values_of_numpy_are_values(path: str, given: Any, same: Any) -> None:
    assert simulator.load("baseline", {path: given}) == simulator.load("baseline", {path: same})


def test_a_truth_value_of_numpy_is_no_number() -> None:
    for truth in (True, np.True_):
        with pytest.raises(simulator.ScenarioError, match="horizon_months"):
            simulator.load("baseline", {"horizon_months": truth})


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_refuses_as_too_small_the_function_refuses(command: str) -> None:
    question = {"run": "simulate"}.get(command, command)
    verb = main.get_command(click.Context(main, **main.context_settings), command)
    assert verb is not None
    for option in verb.params:
        name = {"month": "at"}.get(option.name or "", option.name or "")
        if question in QUESTIONS and isinstance(option.type, Whole) and name in signature(of(question)[0]).parameters:
            refused(question, name, option.type.low - 1)
