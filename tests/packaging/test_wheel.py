"""The wheel: built from the tree, installed into an empty environment and folder, it runs and shows its guide there.

Fast: the wheel's content beside the tree's, and the installed program beside the libraries that are here already.
Long: an environment that pip fills by itself, as a user's does. `.ci/long wheel` takes some minutes and needs an index.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT_FROM = ("pyproject.toml", "README.md", "LICENSE", "simulator", "scenarios")


def _run(*words: str | Path, cwd: Path, **environment: str) -> str:
    """Run a program that sees neither this tree nor this environment, and return what it printed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [*map(str, words)], cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, encoding="utf-8",
        timeout=1500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{words}\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel from a copy of the tree."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    for name in BUILT_FROM:
        kept = ROOT / name
        if kept.is_dir():
            shutil.copytree(kept, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(kept, tree)
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", out, tree, cwd=out)
    (built,) = out.glob("t2d3-*.whl")
    return built


def _installed(wheel: Path, folder: Path, *options: str) -> Path:
    """Make an environment, install the wheel there and return its folder of programs."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", *options, wheel, cwd=folder)
    return scripts


def _works(scripts: Path, empty: Path, *options: str, **environment: str) -> None:
    """See the installed program run a shipped scenario and show its guide, and that it is the installed one."""
    t2d3 = scripts / "t2d3"
    where = _run(scripts / "python", "-c", "import simulator; print(simulator.__file__)", cwd=empty, **environment)
    assert Path(where.strip()).is_relative_to(scripts.parent)
    said = _run(t2d3, "run", "--runs", "3", "--set", "horizon_months=13", *options, cwd=empty, **environment)
    assert "In half of 3 runs ARR reaches" in said
    assert (empty / "results" / "baseline" / "charts" / "01_arr_fan.png").stat().st_size > 10_000
    assert "Head of CS at $9M" in _run(t2d3, "explain", "head_of_cs_late", cwd=empty, **environment)
    listed = _run(t2d3, "guide", cwd=empty, **environment)
    for page in (ROOT / "simulator" / "guide").glob("*.md"):
        assert f"\n  {page.stem} " in listed
    assert _run(t2d3, "guide", "when", cwd=empty, **environment).startswith("When to hire\n")


def test_the_wheel_has_what_the_tree_has(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    kinds = {".py", ".md", ".css", ".js", ".json"}
    modules = [p for p in (ROOT / "simulator").rglob("*") if p.suffix in kinds or p.name == "py.typed"]
    wanted = {path.relative_to(ROOT).as_posix() for path in modules}
    wanted |= {f"simulator/_scenarios/{path.name}" for path in (ROOT / "scenarios").iterdir()}
    assert wanted - names == set()
    assert [name for name in names - wanted if ".dist-info/" not in name] == []


def test_installed_beside_the_libraries_that_are_here_it_works(wheel: Path, tmp_path: Path) -> None:
    """What it stands on comes from this environment; nothing is compiled, which would take a minute."""
    scripts = _installed(wheel, tmp_path / "environment", "--no-deps")
    empty = tmp_path / "empty"
    empty.mkdir()
    libraries = (tmp_path / "environment").glob("lib/python*/site-packages")
    for folder in libraries:
        (folder / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    _works(scripts, empty, "--engine", "reference", NUMBA_DISABLE_JIT="1")


@pytest.mark.long(part="wheel")
@pytest.mark.timeout(1800)
def test_installed_for_real_it_works(wheel: Path, tmp_path: Path) -> None:
    scripts = _installed(wheel, tmp_path / "environment")
    empty = tmp_path / "empty"
    empty.mkdir()
    _works(scripts, empty, T2D3_CACHE_DIR=str(tmp_path / "code"))
