"""Machine code that was damaged on the disk is compiled anew: not one changed bit is ever run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from package_copy import Copy

from simulator import trusted
from simulator.numerics import jit_files
from simulator.numerics.jit_files import CheckedFiles

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
    loads = jit_files.pickle.loads
    monkeypatch.setattr(jit_files.pickle, "loads", lambda content: unpickled.append(content) or loads(content))
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


@pytest.mark.parametrize("ending", [".nbi", ".nbc"], ids=["index", "data"])
def test_a_folder_in_the_place_of_a_file_makes_way(tmp_path: Path, ending: str) -> None:
    files_in(tmp_path).save("key", DATA)
    path = one(tmp_path, ending)
    path.unlink()
    (path / "inner").mkdir(parents=True)
    assert files_in(tmp_path).load("key") is None
    files_in(tmp_path).save("key", DATA)
    assert files_in(tmp_path).load("key") == DATA


def test_what_nobody_can_come_for_is_removed_once_it_is_old(tmp_path: Path) -> None:
    files_in(tmp_path).save("key", DATA)
    lost = one(tmp_path, ".nbc")
    one(tmp_path, ".nbi").unlink()
    half_written = [tmp_path / "law.nbi.tmp.0f", tmp_path / f"law.{16 * 'a'}.nbc.tmp.0f"]
    of_others = [tmp_path / f"law.of.{16 * 'a'}.nbc", tmp_path / f"flaw.{16 * 'a'}.nbc", tmp_path / "law.txt"]
    for path in (*half_written, *of_others):
        path.touch()
    files_in(tmp_path).save("key", "more")
    assert {lost, *half_written} <= set(tmp_path.iterdir())  # another process may be about to name them
    for path in tmp_path.iterdir():
        os.utime(path, (0, 0))
    files_in(tmp_path).save("other", "yet more")
    assert not {lost, *half_written} & set(tmp_path.iterdir())
    assert set(of_others) <= set(tmp_path.iterdir())
    assert [files_in(tmp_path).load(key) for key in ("key", "other")] == ["more", "yet more"]


def test_code_is_there_where_all_of_it_can_be_run(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    assert not files.hold_any()
    files.save("key", DATA)
    assert files.hold_any()
    assert not files_in(tmp_path, stamp="others").hold_any()
    for ending in (".nbi", ".nbc"):
        flip(one(tmp_path, ending), 300)
        assert not files.hold_any()
        flip(one(tmp_path, ending), 300)
    path = one(tmp_path, ".nbc")
    path.chmod(0o666)
    assert files.hold_any() is not trusted.HAS_OWNERS
    path.unlink()
    assert not files.hold_any()


def test_code_that_cannot_be_kept_is_said_to_be_compiled_at_every_start(tmp_path: Path) -> None:
    full = Copy(tmp_path / "full")
    done = full.finished("""
        import errno
        from simulator import trusted

        write = trusted.write

        def into_a_full_folder(path, content):
            if ".nb" in path.name:
                raise OSError(errno.ENOSPC, "No space left on device", str(path))
            write(path, content)

        trusted.write = into_a_full_folder
        from simulator.laws.probe_outer import outer
        from simulator.numerics.jit import in_machine_code

        print(in_machine_code(outer)(10.0), in_machine_code(outer)(10))
    """)
    assert done.stdout.split() == ["21.0", "21.0"]
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"Machine code is not kept, so every start compiles it anew: {full.cache}")
    assert "No space left on device; set T2D3_CACHE_DIR to a folder" in line


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
