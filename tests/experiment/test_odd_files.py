"""Something else in the place of a job's file: healed or refused, and never waited for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from job_program import sweep

from simulator import OutputError
from simulator.experiment.jobs import plan, work
from simulator.experiment.jobs.job import PARTS, STORE, StoredJob
from simulator.experiment.jobs.merged import digest
from simulator.experiment.jobs.provenance import ABOUT
from simulator.experiment.jobs.resumable import Settings, complete
from simulator.results.disk.regular import read_regular
from simulator.results.store import MANIFEST, read_manifest, sha256_of

pytestmark = [pytest.mark.skipif(os.name == "nt", reason="pipes with names are POSIX"), pytest.mark.timeout(60)]
RUNS = 70


def folder(path: Path) -> None:
    path.mkdir()
    (path / "precious.txt").write_text("mine")


ODD: dict[str, Callable[[Path], None]] = {
    "pipe": os.mkfifo,
    "folder": folder,
    "link to nothing": lambda path: path.symlink_to("nowhere"),
    "link to a pipe": lambda path: (os.mkfifo(path.with_name("pipe")), path.symlink_to("pipe"))[0],
    "device": lambda path: path.symlink_to("/dev/zero"),
    "empty file": Path.touch,
}
odd = pytest.mark.parametrize("put", ODD.values(), ids=ODD.keys())


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(plan, "BATCH_CUSTOMERS", 1)
    yield
    work.STOP.clear()


def done(job: Path) -> str:
    with StoredJob(job, sweep("runs", RUNS)) as stored:
        complete(stored, Settings(workers=2))
        return digest(stored, "compiled")


def replaced(path: Path, put: Callable[[Path], None]) -> None:
    path.unlink(missing_ok=True)
    put(path)


def precious(job: Path) -> list[str]:
    """Return what has become of a folder that somebody put there."""
    return [path.read_text() for path in job.rglob("precious.txt")]


@odd
@pytest.mark.parametrize("which", [0, -1])
def test_in_the_place_of_a_part(put: Callable[[Path], None], which: int, tmp_path: Path) -> None:
    job = tmp_path / "job"
    first = done(job)
    parts = sorted((job / PARTS).iterdir())
    replaced(parts[which], put)
    assert done(job) == first
    assert parts[which].is_file()
    assert not parts[which].is_symlink()
    assert precious(job) == (["mine"] if put is folder else [])


@odd
@pytest.mark.parametrize("name", [STORE, f"{STORE}-journal", ABOUT])
def test_in_the_place_of_the_store_or_the_description(put: Callable[[Path], None], name: str, tmp_path: Path) -> None:
    job = tmp_path / "job"
    first = done(job)
    replaced(job / name, put)
    if put is not folder:
        assert done(job) == first
        return
    with pytest.raises(OutputError, match=rf"{name} is a folder; what has been finished is safe"):
        done(job)
    assert precious(job) == ["mine"]
    (job / name).rename(tmp_path / "aside")
    assert done(job) == first


@odd
def test_in_the_place_of_the_folder_of_parts(put: Callable[[Path], None], tmp_path: Path) -> None:
    job = tmp_path / "job"
    job.mkdir()
    put(job / PARTS)
    if put is folder:
        assert done(job)
        return
    with pytest.raises(OutputError, match="the work cannot be kept in"):
        done(job)


@odd
def test_a_result_in_whose_place_something_else_is(put: Callable[[Path], None], tmp_path: Path) -> None:
    put(tmp_path / MANIFEST)
    with pytest.raises(OutputError):
        read_manifest(tmp_path)


@pytest.mark.parametrize("put", [ODD["pipe"], ODD["link to a pipe"], ODD["device"]])
def test_nothing_but_a_file_is_read(put: Callable[[Path], None], tmp_path: Path) -> None:
    put(tmp_path / "x")
    for read in (read_regular, sha256_of):
        with pytest.raises(OSError, match="it is not a file"):
            read(tmp_path / "x")
