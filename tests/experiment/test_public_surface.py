"""The public names: declared, importable, and free until they are used."""

from __future__ import annotations

import subprocess
import sys
from inspect import signature

import pytest

import simulator

NAMES = {
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
    "compare",
    "differs",
    "load",
    "simulate",
}


def test_the_public_names_are_these() -> None:
    assert set(simulator.__all__) == NAMES
    assert simulator.__all__ == sorted(simulator.__all__)
    assert dir(simulator) == simulator.__all__


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


def test_simulate_takes_everything_but_the_scenario_by_name() -> None:
    parameters = signature(simulator.simulate).parameters
    assert {name: parameters[name].default for name in list(parameters)[1:]} == {
        "runs": 200,
        "seed": 1,
        "engine": "compiled",
        "workers": None,
        "progress": None,
        "first_run": 0,
        "keep": "runs",
    }
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in list(parameters.values())[1:])


def test_importing_costs_nothing() -> None:
    code = "import sys, simulator; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    loaded = set(done.stdout.split())
    assert "simulator" in loaded
    assert not loaded & {"numpy", "pydantic", "numba", "scipy", "simpy", "click", "rich", "matplotlib", "duckdb"}
