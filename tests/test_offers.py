"""What each room of the house offers to the others: declared where it stands, and no more than is taken."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = "simulator.cli"
"""The outermost room: nobody imports from it, so it offers nothing."""


def _name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PATHS = {_name_of(path): path for path in sorted((ROOT / "simulator").rglob("*.py"))}


@cache
def _modules() -> dict[str, ast.Module]:
    return {module: ast.parse(path.read_text(encoding="utf-8")) for module, path in PATHS.items()}


@cache
def _packages() -> frozenset[str]:
    return frozenset(_name_of(path) for path in (ROOT / "simulator").rglob("__init__.py"))


def _room(module: str) -> str:
    """The room that a module stands in: the part of its name after `simulator`."""
    return ".".join(module.split(".")[:2])


def _declared(module: str) -> set[str] | None:
    for statement in _modules()[module].body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if [target.id for target in targets if isinstance(target, ast.Name)] == ["__all__"]:
            return set(ast.literal_eval(statement.value))
    return None


@cache
def _taken() -> dict[str, set[str]]:
    """What modules of other rooms import of each module, by module."""
    found: dict[str, set[str]] = defaultdict(set)
    for module, tree in _modules().items():
        for home, name in _imports(tree):
            if _room(home) != _room(module):
                found[home].add(name)
    return found


def _imports(tree: ast.Module) -> set[tuple[str, str]]:
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("simulator"):
            continue
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            if inner in _modules():
                found |= {(inner, name) for name in _attributes(tree, alias.asname or alias.name, inner)}
            else:
                found.add((node.module or "", alias.name))
    return found


def _attributes(tree: ast.Module, of: str, module: str) -> set[str]:
    """What is taken of a module that was imported whole; another thing of its name may have attributes too."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return _defined(module) & {node.attr for node in nodes if isinstance(node.value, ast.Name) and node.value.id == of}


def _defined(module: str) -> set[str]:
    found = set()
    for statement in _modules()[module].body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            found.add(statement.name)
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


OFFERING = sorted(module for module in PATHS if module.count(".") and module not in _packages())


@pytest.mark.parametrize("module", OFFERING)
def test_a_module_declares_what_other_rooms_take_of_it_and_nothing_else(module: str) -> None:
    taken, declared = _taken().get(module, set()), _declared(module)
    assert not [name for name in taken if name.startswith("_")], "private to its module"
    assert (declared or set()) == taken, f"{module} is to offer {sorted(taken)}"


@pytest.mark.parametrize(
    "package", sorted(name for name in _packages() if name != "simulator" and not name.startswith(PROGRAM))
)
def test_a_package_says_what_it_is_for_and_names_the_modules_that_others_may_use(package: str) -> None:
    taken = {module for module, names in _taken().items() if names}
    inner = {module[len(package) + 1 :].split(".")[0] for module in taken if module.startswith(f"{package}.")}
    declared = _declared(package) or set()
    assert ast.get_docstring(_modules()[package])
    own = {
        alias.name for node in ast.walk(_modules()[package]) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert declared - own == inner - own, "each is a module that others take, or brought into the package"
    assert _taken().get(package, set()) <= declared


def test_few_names_are_offered() -> None:
    """What whoever works in one room may have to know of the others."""
    assert sum(map(len, _taken().values())) <= 817
