"""Whoever takes a function from another room reads its docstring: it names every parameter and every error raised."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

SIMULATOR = Path(__file__).parents[1] / "simulator"
ROOT_ERROR = "T2D3Error"
"""What every error of the package inherits from."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def _trees() -> dict[str, ast.Module]:
    paths = sorted(SIMULATOR.rglob("*.py"))
    return {str(path.relative_to(SIMULATOR)): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _listed(tree: ast.Module) -> set[str]:
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if [target.id for target in targets if isinstance(target, ast.Name)] == ["__all__"]:
            return set(ast.literal_eval(statement.value))
    return set()


@cache
def _offered_by_packages() -> frozenset[tuple[str, str]]:
    """Modules with names that a package offers on their behalf, such as `when` of `answers/_when.py`."""
    found = set()
    packages = {module: tree for module, tree in _trees().items() if module.endswith("__init__.py")}
    for tree in packages.values():
        names = _listed(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("simulator."):
                home = node.module.removeprefix("simulator.").replace(".", "/") + ".py"
                found |= {(home, alias.name) for alias in node.names if alias.name in names}
    return frozenset(found)


def _offered(module: str) -> list[Function]:
    """The functions that a module offers; the overloads of one say nothing that it does not say itself."""
    tree = _trees()[module]
    names = _listed(tree) | {name for home, name in _offered_by_packages() if home == module}
    functions = [one for one in tree.body if isinstance(one, Function) and one.name in names]
    return [one for one in functions if "overload" not in map(_called, one.decorator_list)]


def _parameters(function: Function) -> list[str]:
    found = function.args
    every = [*found.posonlyargs, *found.args, found.vararg, *found.kwonlyargs, found.kwarg]
    return [one.arg for one in every if one is not None]


@cache
def _errors() -> frozenset[str]:
    """The package's own errors: every class that inherits from the first of them."""
    bases = {
        node.name: {_called(base) for base in node.bases}
        for tree in _trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {ROOT_ERROR}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return frozenset(found)


def _called(node: ast.expr | None) -> str:
    """The last name of what is called or named: `InputError` of `errors.InputError("no")`."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _raised(function: Function) -> set[str]:
    return {_called(node.exc) for node in ast.walk(function) if isinstance(node, ast.Raise)} & _errors()


def _left_out(function: Function) -> list[str]:
    text = ast.get_docstring(function)
    if not text:
        return ["has no docstring"]
    missing = [f"does not name `{name}`" for name in _parameters(function) if f"`{name}`" not in text]
    errors = [name for name in sorted(_raised(function)) if not re.search(rf"\b{name}\b", text)]
    return missing + [f"does not say that it raises {name}" for name in errors]


@cache
def _offering() -> list[str]:
    return [module for module in _trees() if _offered(module)]


def test_the_docstring_of_an_offered_function_names_its_parameters_and_errors() -> None:
    said = {(module, one.name): _left_out(one) for module in _offering() for one in _offered(module)}
    assert {function: missing for function, missing in said.items() if missing} == {}


def test_the_functions_and_errors_of_the_package_are_found() -> None:
    """Else the test above would hold of nothing."""
    offered = {function.name: function for module in _offering() for function in _offered(module)}
    assert len(offered) > 200
    assert _raised(offered["compare_all"]) == {"InputError", "Interrupted"}
    assert {"KeySpaceError", "OutputError", "ScenarioError"} <= _errors()
    assert "answers/_when.py" in _offering()
