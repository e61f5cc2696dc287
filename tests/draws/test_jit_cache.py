"""The compiled cache: warm when nothing changed, empty when anything did, and never in the way."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from numba.core.codegen import CPUCodeLibrary
from package_copy import INNER, PACKAGE, Copy

from simulator.numerics import jit, kernel_sources
from simulator.numerics.jit_link import OWN_WAY, linked_as_one


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("compiled"))
    assert int(copy.run()[1]) > 0
    return copy


@pytest.fixture
def warm(compiled: Copy, tmp_path: Path) -> Copy:
    """A copy that has its machine code."""
    return Copy(tmp_path, like=compiled)


def test_an_edited_constant_in_another_file_is_noticed_and_an_unedited_one_costs_nothing(copy: Copy) -> None:
    value, compilations = copy.run()
    assert value == "21.0"
    assert int(compilations) > 0

    assert copy.run() == ["21.0", "0"]

    status = copy.inner.stat()
    copy.inner.write_text(INNER.replace("2.0", "3.0"), encoding="utf-8")
    os.utime(copy.inner, ns=(status.st_atime_ns, status.st_mtime_ns))  # not even the file's time and size tell
    value, compilations = copy.run()
    assert value == "31.0"
    assert int(compilations) > 0

    copy.inner.write_text(INNER, encoding="utf-8")
    assert copy.run() == ["21.0", "0"]


def test_another_copy_of_the_same_sources_runs_the_same_code(warm: Copy, tmp_path: Path) -> None:
    other = Copy(tmp_path / "elsewhere")
    assert other.run(T2D3_CACHE_DIR=str(warm.cache)) == ["21.0", "0"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("\n\n\n@compiled", "\n\n# A comment.\n\n@compiled"), ("    return", '    """What it is."""\n    return')],
)
def test_other_words_in_the_sources_are_no_reason_to_compile_again(warm: Copy, old: str, new: str) -> None:
    for file in (warm.inner, warm.folder / "simulator" / "laws" / "probe_outer.py"):
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    assert warm.run() == ["21.0", "0"]
    assert len(list((warm.cache / "compiled" / "said").iterdir())) == 2
    assert warm.run() == ["21.0", "0"]


@pytest.mark.parametrize("kept", ["", "0" * 63, "../../elsewhere"])
def test_a_damaged_note_of_what_the_sources_say_is_made_again(warm: Copy, kept: str) -> None:
    (note,) = (warm.cache / "compiled" / "said").iterdir()
    said = note.read_text(encoding="utf-8")
    note.write_text(kept, encoding="utf-8")
    assert warm.run() == ["21.0", "0"]
    assert note.read_text(encoding="utf-8") == said


def test_kept_code_is_run_without_bringing_along_what_compiles(copy: Copy) -> None:
    code = """
    import sys
    from numba.core.runtime.nrt import rtsys
    from simulator.laws.probe_outer import outer
    from simulator.numerics.jit import in_machine_code

    print(in_machine_code(outer)(10.0), "numba.np.linalg" in sys.modules, rtsys._init)
    """
    assert copy.run(code) == ["21.0", "True", "True"]  # compiled here, with everything that numba knows
    assert copy.run(code) == ["21.0", "False", "False"]


def test_kept_code_that_makes_arrays_finds_what_it_needs_of_numbas_run_time(copy: Copy) -> None:
    file = copy.folder / "arrays.py"
    file.write_text(
        textwrap.dedent("""
        import sys

        import numpy as np
        from numba.core.runtime.nrt import rtsys
        from simulator.numerics.jit import in_machine_code


        @in_machine_code
        def steps(count):
            parts = [np.arange(count) * 1.5 for _ in range(3)]
            return np.concatenate((parts[0], parts[-1]))


        made = [steps(4) for _ in range(100)]
        print(made[0].sum(), made[-1].sum(), rtsys._init)
        """),
        encoding="utf-8",
    )
    code = f"import runpy; runpy.run_path({str(file)!r})"
    assert copy.run(code) == ["18.0", "18.0", "True"]
    assert copy.run(code) == ["18.0", "18.0", "False"]


def test_code_can_be_compiled_after_other_code_was_loaded(warm: Copy) -> None:
    code = """
    from numba import njit
    from simulator.laws import probe_inner, probe_outer
    from simulator.numerics.jit import in_machine_code

    outer, inner = in_machine_code(probe_outer.outer), in_machine_code(probe_inner.inner)
    loaded = outer(10.0), inner(2.0)

    @njit
    def beyond(x):
        return outer(inner(x)) + sum([x, 1.0])

    print(*loaded, beyond(1.0))
    """
    assert warm.run(code) == ["21.0", "4.0", "7.0"]


def test_without_compilation_the_result_is_the_same_and_nothing_is_kept(copy: Copy) -> None:
    assert copy.run(NUMBA_DISABLE_JIT="1") == ["21.0", "0"]
    assert not copy.cache.exists()


def test_code_of_functions_compiled_by_themselves_has_a_folder_of_its_own(warm: Copy) -> None:
    value, compilations = warm.run(**{OWN_WAY: "1"})
    assert value == "21.0"
    assert int(compilations) > 0
    assert len(warm.folders()) == 2


def test_code_of_somebody_elses_does_not_meet_what_an_entry_made_of_a_function(copy: Copy) -> None:
    """LLVM drops the status that `large` returns within `entry`, which knows all its callers; `theirs` asks for it."""
    steps = "\n".join(
        f"    s = s * 1.25 + x / (1.5 + s * s)\n    if s > {k}.5e6:\n        s = s / 3.0" for k in range(60)
    )
    calls = " + ".join(f"LARGE(x, {k}.0)" for k in range(1, 5))
    code = f"""
from numba import njit
from simulator.numerics.jit import compiled, in_machine_code

@compiled
def large(x, s):
{steps}
    return s

@in_machine_code
def entry(x):
    return {calls.replace("LARGE", "large")}

called_by_theirs = in_machine_code(large)

@njit
def theirs(x):
    return {calls.replace("LARGE", "called_by_theirs")}

print(entry(1.0) == theirs(1.0) == sum(large(1.0, k) for k in (1.0, 2.0, 3.0, 4.0)))
"""
    (copy.folder / "theirs.py").write_text(code, encoding="utf-8")
    assert copy.run("import theirs") == ["True"]
    assert copy.run("import theirs") == ["True"]  # with the entry's code loaded


def test_a_numba_that_is_built_otherwise_compiles_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    now = linked_as_one.__wrapped__
    assert now()
    with monkeypatch.context() as patched:
        patched.setattr(CPUCodeLibrary, "add_linking_library", lambda self, library, again: None)
        assert not now()
    with monkeypatch.context() as patched:
        patched.delattr(CPUCodeLibrary, "_optimize_final_module")
        assert not now()
    monkeypatch.setenv(OWN_WAY, "1")
    assert not now()


def test_another_processor_has_a_folder_of_its_own(warm: Copy) -> None:
    warm.run(NUMBA_CPU_NAME="generic")
    assert len(warm.folders()) == 2


def test_code_with_checked_indices_has_a_folder_of_its_own(warm: Copy) -> None:
    assert int(warm.run(NUMBA_BOUNDSCHECK="1")[1]) > 0
    assert len(warm.folders()) == 2
    assert warm.run(NUMBA_BOUNDSCHECK="1") == warm.run() == ["21.0", "0"]
    assert len(warm.folders()) == 2


def test_code_is_not_kept_when_a_source_was_edited_under_a_running_process(copy: Copy) -> None:
    edit_midway = """
    from pathlib import Path
    from simulator.laws import probe_inner, probe_outer
    from simulator.numerics.jit import in_machine_code

    source = Path(probe_inner.__file__)
    source.write_text(source.read_text().replace("2.0", "3.0"))
    print(in_machine_code(probe_outer.outer)(10.0))
    """
    assert copy.run(edit_midway) == ["21.0"]  # the modules were read before the edit
    assert [list(folder.iterdir()) for folder in copy.folders()] == [[]]
    assert copy.run()[0] == "31.0"


def test_numbas_own_settings_are_left_alone(copy: Copy) -> None:
    (copy.folder / "elsewhere.py").write_text(
        "import numba\n\n\n@numba.njit(cache=True)\ndef double(x):\n    return 2 * x\n", encoding="utf-8"
    )
    code = """
    import numba
    before = dict(vars(numba.config))
    from simulator.laws.probe_outer import outer
    from simulator.numerics.jit import in_machine_code
    import elsewhere

    in_machine_code(outer)(1.0)
    elsewhere.double(1.0)
    print(elsewhere.double.stats.cache_path)
    print(all(vars(numba.config)[name] is value for name, value in before.items()))
    """
    path, unchanged = copy.run(code, T2D3_CACHE_DIR=str(copy.cache))
    assert not Path(path).is_relative_to(copy.cache)
    assert unchanged == "True"


def test_importing_the_decorator_imports_no_compiler() -> None:
    code = "import sys, simulator.numerics.jit; print('numba' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert done.stdout.split() == ["False", "False"]


def test_functions_of_one_name_in_different_files_do_not_meet(copy: Copy) -> None:
    for name, factor in (("one", 2), ("two", 3)):
        folder = copy.folder / name
        folder.mkdir()
        text = f"""
from simulator.numerics.jit import in_machine_code

@in_machine_code
def scale(x):
    return {factor} * x
"""
        (folder / "same.py").write_text(text, encoding="utf-8")
    code = """
    import importlib.util
    for name in ("one", "two"):
        spec = importlib.util.spec_from_file_location("same", f"{name}/same.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        print(module.scale(5.0))
    """
    assert copy.run(code) == copy.run(code) == ["10.0", "15.0"]


def test_a_constant_argument_is_no_reason_to_compile_again(copy: Copy) -> None:
    code = """
    from numba.core import event
    from simulator.numerics.jit import compiled, in_machine_code

    @compiled
    def add(a, b):
        return a + b

    @in_machine_code
    def calls(x):
        return add(x, 1) + add(x, 2) + add(x, x) + add(3, x)

    with event.install_recorder("numba:compile") as seen:
        found = calls(1)
    begun = [one.data["dispatcher"].py_func.__name__ for _, one in seen.buffer if one.is_start]
    print(found, begun.count("add"))
    """
    (copy.folder / "constants.py").write_text(textwrap.dedent(code), encoding="utf-8")
    assert copy.run("import constants") == ["11", "1"]


def test_compiled_code_takes_nothing_from_files_that_the_cache_does_not_watch() -> None:
    watched = {path.relative_to(PACKAGE) for path in kernel_sources.sources()}
    strays = []
    for path in kernel_sources.sources():
        text = path.read_text(encoding="utf-8")
        if "@compiled" in text:
            strays += [(path.name, name) for name in imported_at_run_time(ast.parse(text)) if not is_in(watched, name)]
    assert not strays


def imported_at_run_time(module: ast.Module) -> list[str]:
    """Return the dotted names of this package's modules that a module's top level imports."""
    return [
        statement.module
        for statement in module.body
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("simulator.")
    ]


def is_in(watched: set[Path], name: str) -> bool:
    relative = Path(*name.split(".")[1:])
    return relative.with_suffix(".py") in watched or relative / "__init__.py" in watched


def test_types_and_names_survive_the_decorator() -> None:
    @jit.in_machine_code
    @jit.compiled
    def half(x: float) -> float:
        """Return half of x."""
        return x / 2.0

    @jit.in_machine_code
    @jit.compiled(inline=True)
    def quarter(x: float) -> float:
        return half(x) / 2.0

    assert half.__name__ == "half"
    assert half.__doc__ == "Return half of x."
    assert quarter(8.0) == 2.0
    assert half(1.0) / 1.0 == 0.5


def test_division_by_zero_follows_ieee_in_compiled_code() -> None:
    if not hasattr(quotient, "py_func"):
        pytest.skip("plain Python raises where compiled code returns infinity")
    assert quotient(1.0, 0.0) == float("inf")


@jit.in_machine_code
def quotient(a: float, b: float) -> float:
    return a / b


def test_threads_run_compiled_code_at_the_same_time() -> None:
    if not hasattr(quotient, "targetoptions"):
        pytest.skip("nothing is compiled")
    assert quotient.targetoptions["nogil"]
    assert not quotient.targetoptions["fastmath"]
