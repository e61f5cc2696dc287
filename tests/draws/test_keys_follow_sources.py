"""The keys of machine code and of kept jobs: they change with every source that can change a figure."""

from __future__ import annotations

import ast
from collections.abc import Callable
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


@pytest.mark.parametrize("module", _reached_from(KERNEL))
def test_machine_code_is_made_anew_after_an_edit_in_whatever_the_kernel_reaches(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kernel_sources.written() != _edited(module, monkeypatch)(kernel_sources.written)
    assert kernel_sources.said() != _edited(module, monkeypatch)(kernel_sources.said)


@pytest.mark.parametrize("module", _reached_from(WORK_OF_A_JOB))
def test_a_job_is_another_after_an_edit_in_whatever_its_work_reaches(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = versions.code.__wrapped__
    assert code() != _edited(module, monkeypatch)(code)


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
