"""Machine code that was damaged on the disk is compiled anew: not one changed bit is ever run."""

from __future__ import annotations

from pathlib import Path

import pytest
from package_copy import Copy

from simulator.numerics import jit_cache
from simulator.numerics.jit_cache import CheckedFiles

DATA = ("machine code", b"\x7fELF" + bytes(range(30)))


def files_in(folder: Path, name: str = "law", stamp: str = "sources") -> CheckedFiles:
    return CheckedFiles(folder, name, stamp)


def flip(path: Path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def one(folder: Path, ending: str) -> Path:
    (found,) = folder.glob(f"*{ending}")
    return found


@pytest.mark.parametrize("ending", [".nbi", ".nbc"], ids=["index", "data"])
def test_whichever_bit_is_flipped_nothing_is_loaded_and_what_is_saved_again_is(tmp_path: Path, ending: str) -> None:
    files_in(tmp_path).save("key", DATA)
    path = one(tmp_path, ending)
    sound = path.read_bytes()
    for bit in range(8 * len(sound)):
        flip(path, bit)
        assert files_in(tmp_path).load("key") is None, f"bit {bit}"
        path.write_bytes(sound)
    flip(path, 3)
    files_in(tmp_path).save("key", DATA)
    assert files_in(tmp_path).load("key") == DATA
    assert path.read_bytes() == sound


@pytest.mark.parametrize("ending", [".nbi", ".nbc"], ids=["index", "data"])
def test_wherever_a_file_is_cut_short_or_drawn_out_nothing_is_loaded(tmp_path: Path, ending: str) -> None:
    files_in(tmp_path).save("key", DATA)
    path = one(tmp_path, ending)
    sound = path.read_bytes()
    for length in range(len(sound)):
        path.write_bytes(sound[:length])
        assert files_in(tmp_path).load("key") is None, f"{length} bytes"
    path.write_bytes(sound + b"\0")
    assert files_in(tmp_path).load("key") is None
    path.unlink()
    assert files_in(tmp_path).load("key") is None
    files_in(tmp_path).save("key", DATA)
    assert files_in(tmp_path).load("key") == DATA


def test_what_is_damaged_is_never_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files_in(tmp_path).save("key", DATA)
    flip(one(tmp_path, ".nbc"), 8 * 20)
    unpickled = []
    loads = jit_cache.pickle.loads
    monkeypatch.setattr(jit_cache.pickle, "loads", lambda content: unpickled.append(content) or loads(content))
    assert files_in(tmp_path).load("key") is None
    assert len(unpickled) == 1  # the index, which is sound
    flip(one(tmp_path, ".nbi"), 8 * 40)
    assert files_in(tmp_path).load("key") is None
    assert len(unpickled) == 1


def test_the_files_of_another_function_or_other_sources_are_not_taken(tmp_path: Path) -> None:
    files_in(tmp_path).save("key", DATA)
    assert files_in(tmp_path, stamp="edited").load("key") is None
    for path in list(tmp_path.iterdir()):
        (tmp_path / path.name.replace("law", "other")).write_bytes(path.read_bytes())
    assert files_in(tmp_path, name="other").load("key") is None
    assert files_in(tmp_path).load("key") == DATA


def test_data_put_in_the_place_of_other_data_is_not_taken(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    files.save("one", ("integers", 1))
    first = one(tmp_path, ".nbc")
    files.save("two", ("floats", 2.0))
    (second,) = set(tmp_path.glob("*.nbc")) - {first}
    second.write_bytes(first.read_bytes())
    assert (files.load("one"), files.load("two")) == (("integers", 1), None)


def test_signatures_are_kept_side_by_side_and_a_new_state_takes_the_place_of_the_old(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    files.save("one", 1)
    files.save("two", 2)
    files.save("one", 3)
    assert [files_in(tmp_path).load(key) for key in ("one", "two", "three")] == [3, 2, None]
    assert len(list(tmp_path.iterdir())) == 3
    files.save("two", 3)  # the same machine code for both
    files.save("one", 4)
    assert [files_in(tmp_path).load(key) for key in ("one", "two")] == [4, 3]
    files.flush()
    assert files_in(tmp_path).load("one") is None


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("copy"))
    copy.run()
    return copy


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("ending", [".nbi", ".nbc"], ids=["index", "machine code"])
def test_a_flipped_bit_is_compiled_again_with_the_same_result(copy: Copy, ending: str, where: float) -> None:
    (folder,) = copy.folders()
    damaged = [path for path in folder.iterdir() if path.suffix == ending]
    assert damaged
    for path in damaged:
        flip(path, int(8 * path.stat().st_size * where))
    value, compilations = copy.run()
    assert value == "21.0"
    assert int(compilations) > 0
    assert copy.run() == ["21.0", "0"]


def test_code_cut_short_is_compiled_again(copy: Copy) -> None:
    (folder,) = copy.folders()
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:40])
    value, compilations = copy.run()
    assert value == "21.0"
    assert int(compilations) > 0
    assert copy.run() == ["21.0", "0"]
