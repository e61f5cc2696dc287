"""Doors: machine code that stands for itself, loaded by LLVM alone, to the same bits as numba's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numba
import pytest
from package_copy import PACKAGE, Copy

from simulator.numerics import jit_key
from simulator.numerics.jit_key import OWN_WAY, Settings, settings

LAW = """
import numpy as np
from simulator.numerics.jit import compiled


@compiled
def with_memory(seed: int, count: int) -> int:
    return int(np.arange(count).sum())


@compiled
def mixed(seed: int, count: int) -> int:
    whole = 0
    for step in range(count):
        whole += (seed >> 60) * step - 1
    return int(whole)


@compiled
def raises(seed: int, count: int) -> int:
    if count < 0:
        raise ValueError("below nothing")
    return count
"""

OPEN = """
import sys
from simulator.laws.probe_door import mixed
from simulator.numerics.jit_door import door, is_kept

kept = is_kept(mixed)
opened = door(mixed, ("uint64", "int64"))
found = opened(2**64 - 1, 5), opened(1, 5)
print(*found, kept, is_kept(mixed), "numba" in sys.modules)
"""


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    copy = Copy(tmp_path)
    (tmp_path / "simulator" / "laws" / "probe_door.py").write_text(LAW, encoding="utf-8")
    return copy


def test_kept_code_is_run_without_numba(copy: Copy) -> None:
    assert copy.run(OPEN) == ["145", "-5", "False", "True", "True"]
    assert copy.run(OPEN) == ["145", "-5", "True", "True", "False"]


@pytest.mark.parametrize("told", [{OWN_WAY: "1"}, {"NUMBA_BOUNDSCHECK": "1"}], ids=["own way", "checked indices"])
def test_where_bare_code_cannot_be_it_is_numbas_own(copy: Copy, told: dict[str, str]) -> None:
    assert copy.run(OPEN, **told) == ["145", "-5", "False", "True", "True"]
    assert copy.run(OPEN, **told) == ["145", "-5", "True", "True", "True"]
    (folder,) = copy.folders()
    assert not list(folder.glob("*-door*"))


def test_code_that_asks_for_more_than_c_has_is_numbas_own(copy: Copy) -> None:
    code = OPEN.replace("mixed", "with_memory")
    assert copy.run(code) == ["10", "10", "False", "True", "True"]
    assert copy.run(code) == ["10", "10", "True", "True", "True"]
    (folder,) = copy.folders()
    assert not list(folder.glob("*-door*"))


def test_code_that_was_not_to_raise_is_not_taken_for_done(copy: Copy) -> None:
    code = OPEN.replace("mixed", "raises").replace("opened(1, 5)", "opened(1, -5)")
    for _ in range(2):
        done = copy.finished(f"try:\n    exec({code!r})\nexcept RuntimeError as error:\n    print(error)")
        assert "raises" in done.stdout
        assert "has failed" in done.stdout


@pytest.mark.parametrize("ending", [".nbi", ".nbc"], ids=["index", "machine code"])
def test_damaged_code_is_compiled_again(copy: Copy, ending: str) -> None:
    copy.run(OPEN)
    (folder,) = copy.folders()
    (path,) = folder.glob(f"*-door*{ending}")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    assert copy.run(OPEN) == ["145", "-5", "False", "True", "True"]
    assert copy.run(OPEN) == ["145", "-5", "True", "True", "False"]


def test_an_edited_source_gives_a_door_of_its_own(copy: Copy) -> None:
    copy.run(OPEN)
    path = copy.folder / "simulator" / "laws" / "probe_door.py"
    path.write_text(LAW.replace("- 1", "- 2"), encoding="utf-8")
    assert copy.run(OPEN) == ["140", "-10", "False", "True", "True"]


def test_code_is_not_kept_when_a_source_was_edited_under_a_running_process(copy: Copy) -> None:
    edit = "from pathlib import Path\nsource = Path(sys.modules['simulator.laws.probe_door'].__file__)\n"
    edit += "source.write_text(source.read_text().replace('- 1', '- 2'))\nkept ="
    assert copy.run(OPEN.replace("kept =", edit, 1))[:2] == ["145", "-5"]  # the module was read before the edit
    assert copy.run(OPEN)[:3] == ["140", "-10", "False"]


def test_nothing_told_is_what_numba_sets_where_it_is_told_nothing() -> None:
    """Code made where numba is there already, and code made where it is not, lie in one folder."""
    code = """
import sys
from simulator.numerics import jit_key
before, key = jit_key.settings(), jit_key.source_key()
assert "numba" not in sys.modules
import numba
jit_key.source_key.cache_clear()
print(before == jit_key.settings() == jit_key.Settings(), key == jit_key.source_key())
"""
    environment = {"PATH": "", "HOME": str(Path.home())}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE.parent, env=environment, check=True
    )
    assert done.stdout.split() == ["True", "True"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("CPU_NAME", "generic", Settings(processor="generic")),
        ("CPU_FEATURES", "+sse2", Settings(features="+sse2")),
        ("OPT", 2, Settings(optimised="2")),
        ("BOUNDSCHECK", 1, Settings(checks_indices=True)),
        ("DEBUGINFO_DEFAULT", 1, Settings(for_debuggers=True)),
        ("DISABLE_JIT", 1, Settings(compiles=False)),
    ],
)
def test_what_numba_is_told_is_read(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object, expected: Settings
) -> None:
    usual = {"CPU_NAME": None, "CPU_FEATURES": None, "OPT": 3, "BOUNDSCHECK": None}
    for each, unset in {**usual, "DEBUGINFO_DEFAULT": 0, "DISABLE_JIT": 0}.items():
        monkeypatch.setattr(numba.config, each, unset)
    assert settings() == Settings()
    monkeypatch.setattr(numba.config, name, value)
    assert settings() == expected


def test_a_setting_of_the_environment_or_a_file_is_enough_to_ask_numba(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in jit_key._TOLD_IN:
        monkeypatch.delenv(f"NUMBA_{name}", raising=False)
    monkeypatch.delitem(sys.modules, "numba")
    monkeypatch.setattr(numba.config, "OPT", 1)
    assert settings() == Settings()
    with monkeypatch.context() as told:
        told.setenv("NUMBA_OPT", "1")
        assert settings().optimised == "1"
    (tmp_path / ".numba_config.yaml").write_text("opt: 1\n", encoding="utf-8")
    assert settings().optimised == "1"
