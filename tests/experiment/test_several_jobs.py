"""Several simulations kept on the way together: what one has finished waits for the others, whatever ends the work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from job_program import OTHER, SEED, SMALL

from simulator import Interrupted, Scenario, load, simulate
from simulator.experiment.engines import prepare
from simulator.experiment.jobs import conduct, plan, work
from simulator.experiment.jobs.job import PARTS
from simulator.experiment.jobs.resumable import Settings, resumable_results
from simulator.results.disk.staging import UNFINISHED
from simulator.results.store import verify

RUNS = 300  # five parts of a scenario
SEVERAL = [SMALL, OTHER, {**SMALL, "roles.csm.in_place": "2"}]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(plan, "BATCH_CUSTOMERS", 1)
    yield
    work.STOP.clear()


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    return [load("baseline", one) for one in SEVERAL]


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{UNFINISHED}/*/{PARTS}/*.parquet"))


def test_ctrl_c_in_one_keeps_all_that_the_others_have(
    tmp_path: Path, scenarios: list[Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tmp_path / name for name in "abc"]
    heard = 0

    def press(steps: int) -> None:
        nonlocal heard
        heard += steps
        if heard > RUNS:
            raise KeyboardInterrupt

    with (
        pytest.raises(Interrupted, match="number 2 of 3 scenarios, are kept; the same command carries on"),
        resumable_results(folders, scenarios, range(RUNS), SEED, Settings(workers=1, progress=press)),
    ):
        pytest.fail("there is nothing to show yet")
    kept = [len(parts(folder)) for folder in folders]
    assert kept[0] == 5
    assert 1 <= kept[1] < 5
    assert kept[2] == 0
    played: list[int] = []

    def counting(order: work.Order) -> object:
        played.append(order.first)
        return work.fill(order)

    monkeypatch.setattr(conduct, "fill", counting)
    with resumable_results(folders, scenarios, range(RUNS), SEED, Settings(workers=1)) as found:
        assert len(played) == 15 - sum(kept)  # those that were missing and no others
        for one, scenario in zip(found, scenarios, strict=True):
            assert one.digest() == simulate(scenario, runs=RUNS, seed=SEED, workers=1).digest()
    assert not any((folder / UNFINISHED).exists() for folder in folders)


def test_what_could_not_be_written_is_not_played_again(tmp_path: Path, scenarios: list[Scenario]) -> None:
    folders = [tmp_path / name for name in "ab"]
    with (
        pytest.raises(ZeroDivisionError),
        resumable_results(folders, scenarios[:2], range(RUNS), SEED, Settings(workers=1)),
    ):
        raise ZeroDivisionError
    assert [len(parts(folder)) for folder in folders] == [5, 5]


PROGRAM = (
    "from simulator.experiment.jobs import resumable, plan; resumable.LARGE_SECONDS = 0.0; plan.BATCH_CUSTOMERS = 1; "
    "print('ready', flush=True); from simulator.cli import main; main()"
)


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are POSIX")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("count", [2, 3])
def test_a_killed_comparison_carries_on(tmp_path: Path, scenarios: list[Scenario], count: int) -> None:
    prepare("compiled")
    names = []
    for place, changes in enumerate(SEVERAL[:count]):
        names.append(str(tmp_path / f"{place}.yaml"))
        csms = changes.get("roles.csm.in_place")
        own = "" if csms is None else f"\nroles: {{csm: {{in_place: {csms}}}}}"
        Path(names[-1]).write_text(f"extends: baseline{own}\n", encoding="utf-8")
    out = tmp_path / "out"
    words = ["compare", *names, "--runs", "640", "--seed", str(SEED), "--quiet", "--out", str(out), "--workers", "1"]
    words += [word for path, value in SMALL.items() for word in ("--set", f"{path}={value}")]

    def command() -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen([sys.executable, "-c", PROGRAM, *words], stdout=pipe, stderr=pipe, text=True)

    process = command()
    deadline = time.monotonic() + 120.0
    while len(parts(out / "b")) < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert len(parts(out / "a")) == 10  # all of the first, to be taken up
    process = command()
    said, err = process.communicate(timeout=250)
    assert (process.returncode, said, err) == (0, "ready\n", "")
    for name, changes in zip("abc", SEVERAL[:count], strict=False):
        alone = simulate(load("baseline", changes), runs=640, seed=SEED, workers=1)
        assert verify(out / name)["digest"] == alone.digest()
        assert not (out / name / UNFINISHED).exists()
    assert sorted(path.name for path in out.iterdir())[count:] == [
        "difference.png", "differences.csv", "question.json"
    ]  # fmt: skip
