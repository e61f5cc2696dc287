"""A Dask cluster gives the bits that this machine gives, also when a worker is lost in the middle."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest
from job_program import SMALL
from unsorted import files

from simulator import load, simulate
from simulator.decisions.sweep import sweep
from simulator.experiment.engines import prepare
from simulator.experiment.jobs import cluster as dask_cluster
from simulator.experiment.jobs import workers
from simulator.experiment.jobs.job import PARTS
from simulator.results.disk.staging import UNFINISHED
from simulator.results.store import verify

ROOT = Path(__file__).resolve().parents[2]
RUNS = 2500
PROGRAM = "from simulator.experiment.jobs import plan; plan.BATCH_CUSTOMERS = 1; from simulator.cli import main; main()"
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}

needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None or os.name == "nt",
    reason="the extra t2d3[cluster] is not installed",
)


def dask(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(folder / "scheduler.json")]
    with (folder / "dask.log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=log, stderr=log)


@dataclass
class Running:
    """A scheduler and two workers, each a process of its own; one that was killed is replaced for the next test."""

    folder: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        file = self.folder / "scheduler.json"
        return wait_for(lambda: json.loads(file.read_text())["address"] if file.exists() else "")

    def complete(self) -> None:
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < 2:
            self.workers.append(dask(self.folder, "worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"))

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@dataclass
class Cluster:
    folder: Path
    address: str
    workers: list[subprocess.Popen[bytes]]

    def run(self, *arguments: str) -> subprocess.Popen[str]:
        return self.started("run", "--no-charts", "--runs", str(RUNS), *arguments)

    def started(self, *arguments: str, changes: Mapping[str, str] = SMALL) -> subprocess.Popen[str]:
        settings = [word for path, value in changes.items() for word in ("--set", f"{path}={value}")]
        command = [sys.executable, "-c", PROGRAM, *arguments, "--quiet", "--cluster", self.address]
        pipe = subprocess.PIPE
        command += [*settings, "--out", str(self.folder / "out")]
        return subprocess.Popen(command, cwd=self.folder, env=ENVIRONMENT, stdout=pipe, stderr=pipe, text=True)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    prepare("compiled")
    folder = tmp_path_factory.mktemp("dask")
    found = Running(folder, dask(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"))
    yield found
    found.end()


@pytest.fixture
def cluster(running: Running, tmp_path: Path) -> Cluster:
    """Two workers that are there, and a folder of the test's own."""
    address = running.address
    running.complete()
    return Cluster(tmp_path, address, running.workers)


def wait_for(what: object, seconds: float = 100.0) -> str:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            found = what()  # type: ignore[operator]
        except ValueError:  # the file is being written
            found = ""
        if found:
            return str(found)
        time.sleep(0.1)
    raise AssertionError("it did not come about in time")


@needs_dask
@pytest.mark.timeout(400)
@pytest.mark.parametrize("keep", ["runs", "summaries"])
def test_a_cluster_gives_the_same_bits_though_a_worker_is_lost(cluster: Cluster, keep: str) -> None:
    process = cluster.run("--keep", keep)
    parts = cluster.folder / "out" / UNFINISHED
    wait_for(lambda: list(parts.glob(f"*/{PARTS}/*.parquet")))
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    cluster.workers[0].wait()
    there = len(list(parts.glob(f"*/{PARTS}/*.parquet")))
    out, err = process.communicate(timeout=250)
    assert (process.returncode, out, err) == (0, "", "")
    assert there < RUNS // 64  # it was in the middle
    manifest = verify(cluster.folder / "out")
    assert manifest["runs"] == RUNS
    assert manifest["digest"] == simulate(load("baseline", SMALL), runs=RUNS, keep=keep).digest()  # type: ignore[call-overload]


def test_a_result_that_went_with_its_worker_is_no_news(monkeypatch: pytest.MonkeyPatch) -> None:
    """It depends on the moment of the loss whether Dask finds the result gone; it is played again either way."""
    monkeypatch.setattr(dask_cluster, "import_module", lambda name: SimpleNamespace())
    dask_cluster._distributed()
    log = logging.getLogger("distributed.client")

    def shown(words: str, *about: object) -> bool:
        return bool(log.filter(log.makeRecord(log.name, logging.WARNING, "", 0, words, about, None)))

    assert not shown("Couldn't gather %s keys, rescheduling %s", 1, ("fill-1",))
    assert shown("something else")


@needs_dask
@pytest.mark.timeout(400)
def test_a_cluster_sweeps(cluster: Cluster) -> None:
    vary = "roles.csm.cost=100K,200K"
    process = cluster.started("sweep", "--vary", vary, "--measure", "arr", "--runs", "300")
    out, err = process.communicate(timeout=250)
    assert (process.returncode, out, err) == (0, "", "")
    about = json.loads((cluster.folder / "out" / "sweep.json").read_text(encoding="utf-8"))
    assert about["digest"] == sweep(load("baseline", SMALL), [vary], measure="arr", runs=300).digest()


@needs_dask
@pytest.mark.timeout(400)
def test_a_cluster_plays_the_company_asked_for(cluster: Cluster) -> None:
    """Its segments, products, roles and rounds stand in another order than that of the alphabet."""
    path = files(cluster.folder)
    process = cluster.started("run", str(path), "--no-charts", "--runs", "130", changes={})
    out, err = process.communicate(timeout=250)
    assert (process.returncode, out, err) == (0, "", "")
    assert verify(cluster.folder / "out")["digest"] == simulate(path, runs=130).digest()


def refused(folder: Path, address: str, *before: str) -> str:
    """Ask for a run on a cluster, see it refused before any folder is made, and return the one message."""
    short = "from simulator.experiment.jobs import cluster; cluster.CONNECT_SECONDS = 2.0"
    program = [sys.executable, "-c", "; ".join([short, *before, PROGRAM])]
    done = subprocess.run(
        [*program, "run", "--runs", "5", "--cluster", address],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert "ignored" not in done.stderr
    assert not (folder / "results").exists()
    return done.stderr


@needs_dask
@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://127.0.0.1:9", "no Dask scheduler answers at tcp://127.0.0.1:9: "),
        ("nonsense", "missing port number"),
        ("http://127.0.0.1:9", "unknown address scheme 'http'"),
        ("tls://127.0.0.1:9", "tls:// needs the certificates"),
        ("inproc://x", "no Dask scheduler answers at inproc://x: "),
    ],
)
def test_an_address_where_nobody_answers(address: str, why: str, tmp_path: Path) -> None:
    assert why in refused(tmp_path, address)


@needs_dask
def test_somebody_else_who_answers_is_no_scheduler(tmp_path: Path) -> None:
    """Neither one that says something else, nor one that says nothing and keeps the line."""
    for says in (b"HTTP/1.1 400 Bad Request\r\n\r\n" + b"x" * 100, b""):
        with socket.create_server(("127.0.0.1", 0)) as server:
            answering = threading.Thread(target=_answer, args=(server, says), daemon=True)
            answering.start()
            address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
            assert f"no Dask scheduler answers at {address}: " in refused(tmp_path, address)


def _answer(server: socket.socket, says: bytes) -> None:
    kept = []
    with contextlib.suppress(OSError):
        while True:
            line, _ = server.accept()
            line.sendall(says)
            kept.append(line)


@needs_dask
def test_a_scheduler_without_workers_is_told(tmp_path: Path) -> None:
    scheduler = dask(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    found = Running(tmp_path, scheduler)
    try:
        said = refused(tmp_path, found.address)
        assert said.startswith(f"the Dask scheduler at {found.address} has no workers\n")
        assert f"dask worker {found.address}" in said
    finally:
        found.end()


@needs_dask
def test_workers_with_other_versions_are_refused_and_both_are_named(cluster: Cluster) -> None:
    wait_for(lambda: len(json.loads(_workers_of(cluster.address))) == 2)
    ours = (
        "from simulator.experiment.jobs import versions; versions.releases = lambda: {'numpy': '0.1', 'numba': '0.2'}"
    )
    said = refused(cluster.folder, cluster.address, ours)
    for package, release in (("numpy", "0.1"), ("numba", "0.2")):
        assert f"{package} {metadata.version(package)}, not {release}" in said
    assert said.count("the worker at tcp://") == 2
    said = refused(
        cluster.folder,
        cluster.address,
        "versions = cluster.calculating.__globals__; versions['code'] = lambda: 'f' * 32",
    )
    assert re.search(r"has t2d3 \S+ \(code [0-9a-f]{8}\), not t2d3 \S+ \(code ffffffff\)", said)


def _workers_of(address: str) -> str:
    import distributed

    with distributed.Client(address, set_as_default=False) as client:
        return json.dumps(sorted(client.scheduler_info(n_workers=-1)["workers"]))


def test_without_the_package_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(dask_cluster.MissingClusterExtra, match=r"t2d3\[cluster\]"):
        workers.pool_for("compiled", 1, "tcp://127.0.0.1:9")
