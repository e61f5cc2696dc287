"""The public names: declared, few, importable, free until they are used, and documented."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from inspect import signature
from pathlib import Path

import pytest

import simulator
from simulator import answers
from simulator.decisions import defaults
from simulator.experiment.engines import ENGINE, RUNS, SEED

MOST_NAMES = 40
FUNCTIONS = (
    *("branch", "check", "compare", "deck", "differs", "explain", "import_exports", "load", "optimize"),
    *("report", "sensitivity", "simulate", "story", "sweep", "when", "why", "workbook"),
)
ANSWERING = tuple(name for name in FUNCTIONS if name not in ("differs", "load"))
NAMES = {
    "Answer",
    "Comparison",
    "InputError",
    "Interrupted",
    "KeySpaceError",
    "OutputError",
    "PairedDifference",
    "Problem",
    "Result",
    "Scenario",
    "ScenarioError",
    "SizeError",
    "Summaries",
    "T2D3Error",
    "__version__",
    *FUNCTIONS,
}


def test_the_public_names_are_these() -> None:
    assert set(simulator.__all__) == NAMES
    assert simulator.__all__ == sorted(simulator.__all__)
    assert dir(simulator) == simulator.__all__


def test_there_are_not_many() -> None:
    assert len(simulator.__all__) <= MOST_NAMES


def test_every_public_name_is_there() -> None:
    for name in NAMES:
        found = getattr(simulator, name)
        assert name == "__version__" or found.__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'simulat'"):
        _ = simulator.simulat


def test_every_error_says_its_exit_code() -> None:
    codes = {
        name: getattr(simulator, name).exit_code for name in NAMES if name.endswith("Error") or name == "Interrupted"
    }
    assert codes == {
        "T2D3Error": 1,
        "InputError": 2,
        "ScenarioError": 2,
        "SizeError": 2,
        "KeySpaceError": 2,
        "OutputError": 3,
        "Interrupted": 130,
    }


def defaults_of(function: object) -> dict[str, object]:
    """Return the defaults of what a function takes by name."""
    parameters = signature(function).parameters.values()  # type: ignore[arg-type]
    return {one.name: one.default for one in parameters if one.kind is one.KEYWORD_ONLY}


@pytest.mark.parametrize("name", ANSWERING)
def test_everything_but_scenarios_is_taken_by_name(name: str) -> None:
    kinds = {one.name: one.kind for one in signature(getattr(simulator, name)).parameters.values()}
    positional = {each for each, kind in kinds.items() if kind is not inspect.Parameter.KEYWORD_ONLY}
    assert positional == {
        "compare": {"a", "b", "more"},
        "check": {"files"},
        "import_exports": {"exports"},
        "deck": {"results"},
        "report": {"results"},
        "workbook": {"results"},
    }.get(name, {"scenario"})


def test_simulate_takes_what_the_command_takes() -> None:
    assert defaults_of(simulator.simulate) == {
        "runs": 200,
        "seed": 1,
        "engine": "compiled",
        "workers": None,
        "progress": None,
        "first_run": 0,
        "keep": "runs",
        "set": None,
        "precision": None,
        "most": 20_000,
    }


def options_of(command: str) -> dict[str, object]:
    """Return the options of a command by the names they are given under, with their defaults."""
    from importlib import import_module

    import click

    module = "importing" if command == "import_exports" else command  # Python keeps the command's name for itself
    found: click.Command = getattr(import_module(f"simulator.cli.{module}"), command)
    options = [one for one in found.params if isinstance(one, click.Option)]
    kept_by_python = {"as": "export"}
    names = {one: max(one.opts, key=len).removeprefix("--").replace("-", "_") for one in options}
    return {
        kept_by_python.get(names[one], names[one]): one.default
        for one in options
        if max(one.opts, key=len) not in ("--debug",)
    }


COMMAND_OF = {name: name for name in ANSWERING if name not in ("simulate", "check")} | {"simulate": "run"}
ELSEWHERE = {"quiet", "out", "replace", "cluster", "no_charts", "svg", "until", "plain_footer"}
"""Options about where an answer goes and what is said on the way, which a function has no use for."""


@pytest.mark.parametrize("name", sorted(COMMAND_OF))
def test_a_function_takes_the_options_of_its_command_with_the_same_defaults(name: str) -> None:
    taken, options = defaults_of(getattr(simulator, name)), options_of(COMMAND_OF[name])
    only_shown = {"run": {"by", *answers.papers()}, "import_exports": {"check", "expect"}}.get(COMMAND_OF[name], set())
    assert set(options) - ELSEWHERE - only_shown == set(taken) - {"progress", "first_run"}
    as_text = {"by": f"{defaults.BY:.0%}", "quantiles": "10,90"}
    empty = (None, (), "", inspect.Parameter.empty)
    for option, default in options.items():
        if option not in taken or (name, option) == ("simulate", "keep"):  # the command may summarise by itself
            continue
        mine = as_text.get(option, taken[option])
        unset = mine in empty and not isinstance(default, int | str)
        assert unset or mine == default, (name, option, mine, default)


def test_defaults_are_said_once() -> None:
    assert (RUNS, SEED, ENGINE) == (200, 1, "compiled")
    for path in sorted((Path(simulator.__file__).parent / "cli").glob("*.py")):
        if path.stem == "calibrate":  # its numbers are its own
            continue
        numbers = re.findall(r"default=(\d[\d_]*|\"\d+[^\"]*\")", path.read_text(encoding="utf-8"))
        assert set(numbers) <= {"0"}, path.name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_takes_and_what_it_raises(name: str) -> None:
    function = getattr(simulator, name)
    text = inspect.getdoc(function) or ""
    for parameter in signature(function).parameters:
        assert re.search(rf"`{parameter}`", text), f"{name} does not say what {parameter} is"
    assert "Raises" in text or name in ("check", "differs"), f"{name} does not say what it raises"


@pytest.mark.parametrize("name", ANSWERING)
def test_every_answer_has_its_faces(name: str) -> None:
    annotation = signature(getattr(simulator, name)).return_annotation
    for kind in (part.strip() for part in annotation.split("|")):
        answer = getattr(answers, kind)
        assert issubclass(answer, simulator.Answer)
        for face in ("__str__", "to_pandas", "chart", "_repr_html_", "write", "print"):
            assert callable(getattr(answer, face))
        assert "__str__" in {one for base in answer.__mro__[:2] for one in vars(base)}, kind
        assert inspect.getdoc(answer)


def test_the_modules_of_answers_are_private() -> None:
    folder = Path(answers.__file__).parent
    assert all(path.stem.startswith("_") for path in folder.glob("*.py"))
    assert answers.__all__ == sorted(answers.__all__)
    assert all(getattr(answers, name) is not None for name in answers.__all__)
    root = folder.parent
    strangers = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if folder not in path.parents and re.search(r"simulator\.answers\._", path.read_text(encoding="utf-8"))
    ]
    assert strangers == []


def test_importing_costs_nothing() -> None:
    code = "import sys, simulator; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    loaded = set(done.stdout.split())
    assert "simulator" in loaded
    assert not loaded & {"numpy", "pydantic", "numba", "scipy", "simpy", "click", "rich", "matplotlib", "duckdb"}
