"""The keys of machine code and of kept jobs: they change with every source that can change a figure."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from simulator.experiment.jobs import versions
from simulator.numerics import kernel_sources

PACKAGE = kernel_sources.PACKAGE
KERNEL = "simulator.engine.compiled.company"
WORK_OF_A_JOB = "simulator.experiment.jobs.work"


def _path_of(module: str) -> Path:
    parts = module.split(".")[1:]
    path = PACKAGE.joinpath(*parts).with_suffix(".py") if parts else PACKAGE / "__init__.py"
    return path if path.is_file() else PACKAGE.joinpath(*parts, "__init__.py")


@cache
def _imported(module: str) -> frozenset[str]:
    """The modules of the package that a module imports, at its head or later."""
    found = set()
    for node in ast.walk(ast.parse(_path_of(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("simulator"):
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if _path_of(name).is_file() else node.module or "" for name in inner}
    return frozenset(found)


def _reached_from(module: str) -> list[str]:
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += _imported(name)
    return sorted(seen - {"simulator"})


@pytest.fixture(scope="module", autouse=True)
def a_source_is_read_once_for_each_state_of_it() -> Iterator[None]:
    """Two hundred edits each leave all other sources as they are; to read them anew each time takes a minute."""
    told = kernel_sources._told
    of_a_whole = cache(told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", cache(Path.read_bytes))
        patch.setattr(ast, "parse", cache(ast.parse))
        patch.setattr(
            kernel_sources, "_told", lambda node: of_a_whole(node) if isinstance(node, ast.Module) else told(node)
        )
        yield


def test_machine_code_is_made_anew_after_an_edit_in_whatever_the_kernel_reaches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reached, keys = _reached_from(KERNEL), (kernel_sources.written, kernel_sources.said)
    assert [(key.__name__, unnoticed) for key in keys for unnoticed in _unnoticed(reached, key, monkeypatch)] == []


def test_a_job_is_another_after_an_edit_in_whatever_its_work_reaches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _unnoticed(_reached_from(WORK_OF_A_JOB), versions.code.__wrapped__, monkeypatch) == []


def _unnoticed(modules: list[str], key: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The modules after an edit of which a key is what it was."""
    unedited = key()
    return [module for module in modules if _edited(module, monkeypatch)(key) == unedited]


def _edited(module: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], str]], str]:
    path, read = _path_of(module), Path.read_bytes
    text = path.read_bytes() + b"\nEDITED = 1\n"

    def key(of: Callable[[], str]) -> str:
        with monkeypatch.context() as patch:
            patch.setattr(Path, "read_bytes", lambda self: text if self == path else read(self))
            return of()

    return key


def test_what_the_kernel_and_a_job_reach_is_found() -> None:
    kernel, job = _reached_from(KERNEL), _reached_from(WORK_OF_A_JOB)
    assert {"simulator.laws.retention", "simulator.numerics.draws", "simulator.engine.contract"} <= set(kernel)
    assert {KERNEL, "simulator.scenario.schema.scenario", "simulator.results.tables"} <= set(job)
