"""Jobs in a folder: whatever happens to it, the same command ends with the same digest."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import job_program
import numpy as np
import pytest
from job_program import SEED, SMALL, sweep

from simulator import Interrupted, OutputError, Result, load, simulate
from simulator.experiment.executors import WorkerLostError
from simulator.experiment.jobs import conduct, plan, store, work, workers
from simulator.experiment.jobs.job import PARTS, STORE, StoredJob
from simulator.experiment.jobs.merged import FORMAT, digest, merged
from simulator.experiment.jobs.provenance import ABOUT
from simulator.experiment.jobs.resumable import Settings, complete, resumable_result
from simulator.experiment.jobs.versions import calculating
from simulator.results.disk.ownership import Owner
from simulator.results.disk.staging import UNFINISHED
from simulator.results.summaries import Summaries

RUNS = 300
KEEPS = ("runs", "summaries")


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(plan, "BATCH_CUSTOMERS", 1)
    yield
    work.STOP.clear()


def expected(keep: str, runs: int = RUNS) -> str:
    """Return the digest of the job from simulations that know nothing of jobs."""
    hashed = hashlib.sha256(FORMAT)
    for overrides in (SMALL, job_program.OTHER):
        play = {"runs": runs, "seed": SEED, "first_run": 10, "keep": keep}
        hashed.update(simulate(load("baseline", overrides), **play).digest().encode() + b"\n")
    return hashed.hexdigest()


@pytest.fixture(scope="module")
def digests() -> dict[str, str]:
    return {keep: expected(keep) for keep in KEEPS}


def done(folder: Path, keep: str, **settings: object) -> str:
    """Do what is left of the job in a folder and return its digest."""
    with StoredJob(folder, sweep(keep, RUNS)) as job:
        complete(job, Settings(**{"workers": 2, **settings}))  # type: ignore[arg-type]
        return digest(job, "compiled")


@pytest.mark.parametrize("keep", KEEPS)
def test_a_job_gives_what_simulations_give(tmp_path: Path, keep: str, digests: dict[str, str]) -> None:
    heard: list[int] = []
    assert done(tmp_path / "deep" / "job", keep, progress=heard.append) == digests[keep]
    assert sum(heard) == 2 * RUNS
    held = sorted(path.name for path in (tmp_path / "deep" / "job").iterdir())
    assert held == [ABOUT, STORE, PARTS]
    assert len(list((tmp_path / "deep" / "job" / PARTS).iterdir())) == 10


def test_nothing_is_played_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = done(tmp_path, "runs")

    def never(order: object) -> None:
        raise AssertionError

    monkeypatch.setattr(conduct, "fill", never)
    assert done(tmp_path, "runs") == first


def test_processes_and_the_other_engine_change_no_bit(tmp_path: Path, digests: dict[str, str]) -> None:
    assert done(tmp_path, "summaries", engine="reference") == digests["summaries"]


def test_the_results_are_those_of_simulations(tmp_path: Path) -> None:
    wanted = simulate(load("baseline", SMALL), runs=RUNS, seed=SEED, first_run=10)
    with StoredJob(tmp_path, sweep("runs", RUNS)) as job:
        assert merged(job, 0, "compiled") is None
        complete(job, Settings())
        found = merged(job, 0, "compiled")
    assert isinstance(found, Result)
    assert not found.interrupted
    assert found.digest() == wanted.digest()
    assert np.array_equal(found.cohort_arr, wanted.cohort_arr)


# what the key of a job depends on -----------------------------------------------------------------------------------


def test_another_job_is_refused_and_left_alone(tmp_path: Path) -> None:
    first = done(tmp_path, "runs")
    for other in (sweep("summaries", RUNS), sweep("runs", RUNS + 1), replace(sweep("runs", RUNS), seed=6)):
        with pytest.raises(OutputError, match="holds another job"), StoredJob(tmp_path, other):
            pass
    assert done(tmp_path, "runs") == first


def test_batches_keep_blocks_whole_and_are_of_sensible_size(monkeypatch: pytest.MonkeyPatch) -> None:
    row = plan.Row("{}", range(10, 1000), 128)
    batches = row.batches()
    assert [run for batch in batches for run in batch] == list(range(10, 1000))
    assert all(batch.start % 64 == 0 for batch in batches[1:])
    monkeypatch.undo()
    assert plan.batch_size(1e9, 10) == 64
    assert plan.batch_size(2000.0, 200) == 64  # a cluster shares 200 runs as well
    assert plan.batch_size(2000.0, 40_000) == 512
    assert plan.batch_size(1.0, 10_000_000) == 4096


# damage -------------------------------------------------------------------------------------------------------------


def flip(path: Path, at: int, mask: int = 1) -> None:
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= mask
    path.write_bytes(content)


@pytest.mark.parametrize("keep", KEEPS)
def test_flipped_bytes_are_noticed_and_put_right(tmp_path: Path, keep: str, digests: dict[str, str]) -> None:
    done(tmp_path, keep)
    random = np.random.default_rng(3)
    for _ in range(6):
        files = [tmp_path / ABOUT, tmp_path / STORE, *sorted((tmp_path / PARTS).iterdir())]
        for file in random.choice(np.array(files, dtype=object), 3, replace=False):
            flip(file, int(random.integers(1 << 30)), 1 << int(random.integers(8)))
        assert done(tmp_path, keep) == digests[keep]


def lose_store(folder: Path) -> None:
    (folder / STORE).unlink()


def no_store(folder: Path) -> None:
    (folder / STORE).write_bytes(b"not a database" * 100)


def cut_store(folder: Path) -> None:
    (folder / STORE).write_bytes((folder / STORE).read_bytes()[:5000])


def empty_store(folder: Path) -> None:
    (folder / STORE).write_bytes(b"")


def edit(query: str) -> Callable[[Path], None]:
    def edited(folder: Path) -> None:
        with sqlite3.connect(folder / STORE) as db:
            db.execute(query)
        db.close()

    return edited


def cut_part(folder: Path) -> None:
    part = sorted((folder / PARTS).iterdir())[2]
    part.write_bytes(part.read_bytes()[:-1])


def lose_parts(folder: Path) -> None:
    for part in sorted((folder / PARTS).iterdir())[::2]:
        part.unlink()


def swap_parts(folder: Path) -> None:
    one, two = sorted((folder / PARTS).iterdir())[:2]
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)


DAMAGES = [
    lose_store,
    no_store,
    cut_store,
    empty_store,
    edit("delete from batches where number = 3"),
    edit("update batches set part = '../../../etc/passwd' where number = 3"),
    edit("update batches set part = null, owner = 'nobody at all' where number = 3"),
    edit("update batches set part = (select part from batches where number = 4) where number = 3"),
    edit("update job set closed_by = 'somebody'"),
    edit("update job set key = 'of another'"),
    edit("insert into owners values ('x', 'y', 'z', null, 'not a time')"),
    edit("drop table owners"),
    cut_part,
    lose_parts,
    swap_parts,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_of_any_kind_is_put_right(
    tmp_path: Path, damage: Callable[[Path], None], digests: dict[str, str]
) -> None:
    done(tmp_path, "summaries")
    damage(tmp_path)
    assert done(tmp_path, "summaries") == digests["summaries"]


def test_parts_that_the_ledger_does_not_know_are_not_played_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digests: dict[str, str]
) -> None:
    done(tmp_path, "summaries")
    lose_store(tmp_path)
    monkeypatch.setattr(conduct, "fill", None)
    assert done(tmp_path, "summaries") == digests["summaries"]


def test_leftovers_of_a_killed_writer_are_cleared_away(tmp_path: Path) -> None:
    done(tmp_path, "summaries")
    leftover = tmp_path / PARTS / ".000003.0123456789ab.t2d3.part"
    leftover.write_bytes(b"half")
    done(tmp_path, "summaries")
    assert not leftover.exists()


# several at once ----------------------------------------------------------------------------------------------------


def program(folder: Path, keep: str, runs: int, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, job_program.__file__, str(folder), keep, str(runs), *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


def test_two_processes_share_the_work(tmp_path: Path, digests: dict[str, str]) -> None:
    both = [program(tmp_path, "runs", RUNS, "slow") for _ in range(2)]
    said = [process.communicate(timeout=200) for process in both]
    assert [err for _, err in said] == ["", ""]
    assert [out.split() for out, _ in said] == [["ready", digests["runs"]]] * 2
    assert len(list((tmp_path / PARTS).iterdir())) == 10


def test_a_claim_holds_until_its_owner_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with StoredJob(tmp_path, sweep("runs", RUNS)) as one, StoredJob(tmp_path, sweep("runs", RUNS)) as two:
        taken = [one.claim(), two.claim(), one.claim()]
        assert taken == [0, 1, 2]
        one.give_back(0)
        assert two.claim() == 0
        with sqlite3.connect(tmp_path / STORE) as db:  # the process of the first is gone
            db.execute("update owners set pid = 1, born = '1' where name = ?", (one._me.name,))
        db.close()
        assert two.claim() == 2
    with StoredJob(tmp_path, sweep("runs", RUNS)) as three:
        assert three.claim() == 0


def test_where_a_process_cannot_be_looked_at_its_lease_runs_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Owner("elsewhere", "another machine", 1, "1")
    assert not elsewhere.is_dead()
    assert not Owner.me().is_dead()
    assert replace(Owner.me(), born="1").is_dead() or sys.platform != "linux"
    with StoredJob(tmp_path, sweep("runs", RUNS)) as job:
        far = store.JobStore(tmp_path / STORE, job.plan.key, 10)
        assert far.enter(elsewhere)
        assert far.claim(elsewhere) == 0
        assert job.claim() == 1
        now = time.time()
        monkeypatch.setattr(store.time, "time", lambda: now + store.LEASE + 1.0)
        assert job.claim() in (0, 1)
        far.close()


# workers that die ---------------------------------------------------------------------------------------------------


class Dying(ThreadPoolExecutor):
    """An executor whose every fifth batch takes the whole pool along, as a killed process does."""

    handed = 0

    def submit(self, fn: object, /, *arguments: object, **_: object) -> Future[object]:  # type: ignore[override]
        Dying.handed += 1
        if Dying.handed % 5 == 0:
            broken: Future[object] = Future()
            broken.set_exception(BrokenProcessPool("a process died"))
            return broken
        return super().submit(fn, *arguments)  # type: ignore[arg-type]


def with_executor(monkeypatch: pytest.MonkeyPatch, kind: Callable[..., Executor]) -> None:
    monkeypatch.setattr(workers, "ThreadPoolExecutor", kind)


def test_the_batches_of_dead_workers_are_played_by_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digests: dict[str, str]
) -> None:
    with_executor(monkeypatch, Dying)
    assert done(tmp_path, "runs") == digests["runs"]
    assert Dying.handed > 10


def test_workers_that_die_again_and_again_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dead(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> Future[object]:  # type: ignore[override]
            raise BrokenProcessPool

    with_executor(monkeypatch, Dead)
    with pytest.raises(WorkerLostError, match="what has been finished is safe"):
        done(tmp_path, "runs")


def test_a_worker_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = calculating()
    monkeypatch.setattr(work, "calculating", lambda: {**here, "t2d3": "9.9", "code": "other"})
    wanted = rf"a worker has t2d3 9\.9 \(code other\), not t2d3 {here['t2d3']} \(code {here['code'][:8]}\); install"
    with pytest.raises(work.OtherVersionError, match=wanted):
        done(tmp_path, "runs")


def test_a_worker_with_another_release_of_a_package_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = calculating()
    monkeypatch.setattr(work, "calculating", lambda: {**here, "numba": "0.1"})
    with pytest.raises(work.OtherVersionError, match=f"a worker has numba 0.1, not {here['numba']}; install the same"):
        done(tmp_path, "runs")


# a folder that will not take it -------------------------------------------------------------------------------------


def refusal_of(folder: Path, *handicap: str) -> str:
    """Return the one line with which the job is refused in a process of its own, after lines that make it hard."""
    here = Path(__file__).parent
    lines = [
        "import os, sys, duckdb, ruamel.yaml",
        f"sys.path[:0] = [{str(here)!r}, {str(here.parents[1])!r}]",
        "import job_program",
        "from simulator import simulate",
        "simulate('baseline', runs=1)",
        *handicap,
        "try:",
        f"    job_program.main({str(folder)!r}, 'runs', {str(RUNS)!r})",
        "except job_program.job.OutputError as error:",
        "    print(error)",
    ]
    command = [sys.executable, "-B", "-c", "\n".join(lines)]
    finished = subprocess.run(command, check=False, capture_output=True, text=True, timeout=200)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.splitlines()[-1]


def test_a_folder_without_permission() -> None:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    try:
        said = refusal_of(folder / "job", "if os.geteuid() == 0: os.seteuid(65534)")  # root may write everywhere
        assert "the work cannot be kept in" in said
        assert "ermission denied" in said
        assert list(folder.iterdir()) == []
    finally:
        folder.chmod(0o755)
        folder.rmdir()


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "job").write_text("x")
    with pytest.raises(OutputError, match="cannot be kept"), StoredJob(tmp_path / "job", sweep("runs", RUNS)):
        pass
    assert (tmp_path / "job").read_text() == "x"


@pytest.mark.parametrize("room", [0, 3_000, 15_000, 33_000])
def test_a_full_disk_costs_nothing_that_was_finished(tmp_path: Path, room: int, digests: dict[str, str]) -> None:
    """A limit on the size of a file stands in for the disk: writes beyond it fail just so."""
    said = refusal_of(
        tmp_path / "job",
        "import resource, signal",
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)",
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))",
    )
    assert "the work cannot be kept in" in said
    assert "the same command carries on" in said
    assert done(tmp_path / "job", "runs") == digests["runs"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 200 kB, where this user may make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)]
    try:
        made = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        made = False
    if not made:
        pytest.skip("no file system can be made here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_fills_up_and_is_given_room(small_disk: Path, digests: dict[str, str]) -> None:
    with pytest.raises(OutputError, match=r"cannot be kept in .*what has been finished is safe"):
        done(small_disk / "job", "runs")
    kept = len(list((small_disk / "job" / PARTS).iterdir()))
    subprocess.run(["mount", "-o", "remount,size=40m", str(small_disk)], check=True)
    assert done(small_disk / "job", "runs") == digests["runs"]
    assert 0 < kept < 10


# large simulations --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keep", KEEPS)
def test_a_large_simulation_leaves_nothing_but_its_result(tmp_path: Path, keep: str) -> None:
    scenario = load("baseline", SMALL)
    with resumable_result(tmp_path, scenario, range(200), 1, keep, Settings()) as found:  # type: ignore[arg-type]
        assert found.digest() == simulate(scenario, runs=200, keep=keep).digest()  # type: ignore[call-overload]
        assert isinstance(found, Summaries if keep == "summaries" else Result)
        assert list((tmp_path / UNFINISHED).iterdir())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("keep", KEEPS)
def test_roles_of_the_users_own_are_kept_too(tmp_path: Path, keep: str) -> None:
    support = "{support: {department: service, cost: $90K, how_many: {rule: one}, opens: [{month: 1}]}}"
    scenario = load("baseline", {**SMALL, "roles.others": support})
    with resumable_result(tmp_path, scenario, range(130), 1, keep, Settings()) as found:  # type: ignore[arg-type]
        assert found.digest() == simulate(scenario, runs=130, keep=keep).digest()  # type: ignore[call-overload]
        assert "headcount.support" in found.metrics


def test_a_result_that_cannot_be_written_leaves_the_work(tmp_path: Path) -> None:
    scenario = load("baseline", SMALL)
    with pytest.raises(OutputError), resumable_result(tmp_path, scenario, range(200), 1, "runs", Settings()):
        raise OutputError("no room for the result")
    assert list((tmp_path / UNFINISHED).iterdir())
    with resumable_result(tmp_path, scenario, range(200), 1, "runs", Settings()) as found:
        assert found.digest() == simulate(scenario, runs=200).digest()


def test_ctrl_c_keeps_finished_batches_and_the_next_one_carries_on(tmp_path: Path) -> None:
    scenario = load("baseline", SMALL)
    heard: list[int] = []

    def press(steps: int) -> None:
        heard.append(steps)
        if sum(heard) >= 128:
            raise KeyboardInterrupt

    settings = Settings(progress=press, workers=1)
    with resumable_result(tmp_path, scenario, range(640), 1, "runs", settings) as part:
        assert part.interrupted
        assert 128 <= len(part.runs) < 640
        kept = simulate(scenario, runs=640).subset(list(part.runs))
        assert part.digest() == kept.digest()
    heard.clear()
    with resumable_result(tmp_path, scenario, range(640), 1, "runs", Settings(progress=heard.append)) as whole:
        assert whole.digest() == simulate(scenario, runs=640).digest()
    assert heard[0] >= len(part.runs)  # what was there is told at once
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_before_the_first_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def press(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(conduct, "wait", press)
    with (
        pytest.raises(Interrupted, match="before the first batch of 200 runs"),
        resumable_result(tmp_path, load("baseline", SMALL), range(200), 1, "runs", Settings()),
    ):
        pass


def test_the_last_one_out_removes_the_job(tmp_path: Path) -> None:
    folder = tmp_path / "job"
    with StoredJob(folder, sweep("runs", RUNS)) as one, StoredJob(folder, sweep("runs", RUNS)) as two:
        one.remove()
        assert folder.exists()
        assert two.claim() == 0
        two.remove()
        assert list(tmp_path.iterdir()) == []


def test_no_thread_is_left_behind(tmp_path: Path) -> None:
    done(tmp_path, "runs")
    assert [thread.name for thread in threading.enumerate() if "_beat" in thread.name] == []
